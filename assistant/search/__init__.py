"""From a question to the papers that bear on it: words, vectors, and both together."""
