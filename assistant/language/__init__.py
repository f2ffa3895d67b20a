"""English as abstracts and questions write it: words, sentences, numbers, negations."""
