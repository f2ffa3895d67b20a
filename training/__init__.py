"""How the reader of `assistant/reader.py` was trained; not in the wheel. See README.md."""
