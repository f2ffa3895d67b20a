"""Answers that need no reading: from what the library stores of its papers, or of papers that are called by name."""
