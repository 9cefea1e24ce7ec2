"""The bundled sample: invented abstracts in every layout (see README.md beside this file)."""

import os
from pathlib import Path


def sample_files() -> list[str]:
    """The sample's files, in a fixed order, named from where we are: the tables should not say where we are installed.

    >>> [Path(name).name for name in sample_files()]
    ['abstracts.txt', 'dump.txt', 'listing.txt', 'records.jsonl', 'trending.txt']
    """
    folder = Path(__file__).parent
    return sorted(os.path.relpath(path) for path in folder.iterdir() if path.suffix in {".txt", ".jsonl"})
