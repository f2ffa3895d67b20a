"""How good the answers are: readers of question sets, measures, and one command that prints a table.

    python -m evaluations FOLDER_OF_QUESTIONS [--library DIR] [--results FILE.json]

Not part of the installed package.
"""
