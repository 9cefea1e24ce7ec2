"""How good the records are, measured on annotated abstracts: agreement, pairing, scores, breakdowns, comparisons."""
