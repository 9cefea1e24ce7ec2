"""Preloaded by Dask's workers in tests that are not about validation."""

import claimtable.cluster.partition

claimtable.cluster.partition.quarantined = lambda chunk: (chunk, ())
