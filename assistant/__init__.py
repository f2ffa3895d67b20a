"""A local question-answering assistant over paper abstracts."""

__version__ = "0.1.0"
