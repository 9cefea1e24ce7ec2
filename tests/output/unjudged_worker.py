"""Preloaded by Dask's workers in tests that are not about validation."""

import claimtable.partition

claimtable.partition.quarantined = lambda chunk: (chunk, ())
