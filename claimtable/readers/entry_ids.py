"""Name the entries of a run: the paper's own id, numbered where it comes again."""

import sqlite3
import tempfile
import weakref

from schemas import OutputError

_MEMORY = 8 << 10  # kB that stay in memory; what is more, SQLite lays aside in a file that has no name


class EntryIds:
    """Hands out ids that no earlier entry has; millions need no more memory than a few.

    >>> entry_ids = EntryIds()
    >>> [entry_ids.take(paper_id) for paper_id in ("a", "b", "a", "a~2")]
    ['a', 'b', 'a~2', 'a~2~2']
    """

    def __init__(self) -> None:
        # an empty name: a database of this connection alone, which goes with it
        self._taken = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._taken.close)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_MEMORY}"):
            self._taken.execute(f"PRAGMA {setting}")
        self._taken.execute("CREATE TABLE taken (id BLOB PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID")

    def take(self, paper_id: str) -> str:
        """The id of the next entry of this paper.

        Raises:
            OutputError: the ids are too many for memory, and cannot be laid aside.
        """
        entry_id = paper_id
        try:
            # An input may itself name a paper `a~2`.
            while not self._is_new(entry_id):
                entry_id = f"{paper_id}~{self._count(paper_id)}"
        except sqlite3.OperationalError as error:
            remedy = "check free space and permissions, or name another folder in TMPDIR"
            raise OutputError(str(error), place=tempfile.gettempdir(), remedy=remedy) from None
        return entry_id

    def _is_new(self, entry_id: str) -> bool:
        return self._taken.execute("INSERT OR IGNORE INTO taken VALUES (?, 1)", [_key(entry_id)]).rowcount == 1

    def _count(self, paper_id: str) -> int:
        asked = "UPDATE taken SET times = times + 1 WHERE id = ? RETURNING times"
        times: int = self._taken.execute(asked, [_key(paper_id)]).fetchall()[0][0]
        return times


def _key(entry_id: str) -> bytes:
    return entry_id.encode(errors="surrogatepass")
