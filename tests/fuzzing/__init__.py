"""Whatever is thrown at what reads from outside: it gives a result or one of our errors, and keeps its promises.

The quick profile takes seconds and is the same each time; `pytest tests/fuzzing --hypothesis-profile=long` searches for
many minutes, otherwise each time.
"""
