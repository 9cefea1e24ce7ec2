"""Name the entries of a run: the paper's own id, numbered where it comes again."""

import hashlib


class EntryIds:
    """Hands out ids that no earlier entry has.

    >>> entry_ids = EntryIds()
    >>> [entry_ids.take(paper_id) for paper_id in ("a", "b", "a", "a~2")]
    ['a', 'b', 'a~2', 'a~2~2']
    """

    def __init__(self) -> None:
        # 64 bits of a hash stand for each id: millions fit into memory, and where two ids should ever share them, the later
        # paper gets a number that it would not need.
        self._taken: set[int] = set()
        self._times: dict[str, int] = {}

    def take(self, paper_id: str) -> str:
        """The id of the next entry of this paper."""
        entry_id, mark = paper_id, _mark(paper_id)
        # An input may itself name a paper `a~2`.
        while mark in self._taken:
            self._times[paper_id] = self._times.get(paper_id, 1) + 1
            entry_id = f"{paper_id}~{self._times[paper_id]}"
            mark = _mark(entry_id)
        self._taken.add(mark)
        return entry_id


def _mark(entry_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(entry_id.encode(errors="surrogatepass"), digest_size=8).digest())
