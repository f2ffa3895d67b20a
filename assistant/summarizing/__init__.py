"""Summaries: of one paper its problem, method and result; of a topic the papers on it, by theme.

The pipeline retrieves, writes and checks; what stands here chooses: which papers belong, how they group, what the
groups are called, which sentences speak for them, and where papers agree or disagree.
"""
