"""How good the program is, for its developers; README.md says how to run it. Not in the installed package."""
