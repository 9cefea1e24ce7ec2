"""The arithmetic audit: do the numbers of an abstract agree with each other?"""
