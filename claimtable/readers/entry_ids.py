"""Name the entries of a run: the paper's own id, numbered where it comes again."""

from collections import Counter


class EntryIds:
    """Hands out ids that no earlier entry has.

    >>> entry_ids = EntryIds()
    >>> [entry_ids.take(paper_id) for paper_id in ("a", "b", "a", "a~2")]
    ['a', 'b', 'a~2', 'a~2~2']
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._times: Counter[str] = Counter()

    def take(self, paper_id: str) -> str:
        """The id of the next entry of this paper."""
        self._times[paper_id] += 1
        entry_id = paper_id if self._times[paper_id] == 1 else f"{paper_id}~{self._times[paper_id]}"
        # An input may itself name a paper `a~2`.
        while entry_id in self._taken:
            self._times[paper_id] += 1
            entry_id = f"{paper_id}~{self._times[paper_id]}"
        self._taken.add(entry_id)
        return entry_id
