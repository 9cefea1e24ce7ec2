"""What a linked value says: kind, direction, whose it is, what it is set against, under which conditions; the record of it."""
