"""The library: one SQLite file with papers, their words and vectors; how it is made, sealed, upgraded and mended."""
