"""What a question owes to the turns before it, and the numbers of papers that last through a dialogue."""
