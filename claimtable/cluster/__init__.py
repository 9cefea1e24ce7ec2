"""The main job on many machines: an engine hands out partitions of papers, each of which becomes a partition of every table.

parts    what the input is cut into, and how a part is read
place    where the output goes: a folder, or an object store through fsspec
marks    what names an entry and what it shares with others, over all parts
tasks    what a worker does with one part
boards   leaderboards, by a grouped merge
run      the order of it all, on Dask
"""
