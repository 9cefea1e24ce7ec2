"""What is taken from papers: one paper after the other, in worker processes.

take       one paper in, its rows and what did not hold out
overrides  a person's verdicts over what the rules found
confident  what is not sure enough goes to the rejects
work       chunks of papers over processes, in the order of the input
warm       what all worker processes share
"""
