"""What a question says beyond its words: filters, names, parts, what it points at, and what asks nothing."""
