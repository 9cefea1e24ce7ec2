"""The output folder: written as a whole or not at all, and read back.

store      the folder as a transaction
writers    rows in, files out
manifest   what a run wrote, file by file
standing   the run that stands in a folder, as models
one_paper  one paper out of it
cells      cells as other programs write them
"""
