"""Finished chunks become the tables of a run, in flat memory.

chunks          laid aside until the run is whole, so that one that was cut short goes on
assemble        the order of it: quarantine, comparisons, boards, tables
rejecting       what a run turns away, with its reason
duplicates      which entries are one paper, and which speaks for it
collection      which entries of an earlier run stay
boards_on_disk  leaderboards of any number of scores
on_disk         DuckDB, where memory must not grow
"""
