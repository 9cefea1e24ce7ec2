"""From one abstract to its result records, room by room; a lower room imports no upper one.

normalise (clean text, sentences) -> naming (the paper's names) -> recognise (what a sentence holds) -> linking (metric and data
sets of a value) -> interpret (what it says, whose it is) -> table (tidy rows). `pipeline` is the order of the stages.
"""
