"""The commands of the command line: what each does with its arguments, and what it prints."""
