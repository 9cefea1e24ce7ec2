"""Who a score belongs to, seen from its paper: the system that the paper proposes, or a baseline that it reports.

The rows do not say it, so it is read from how the paper speaks of the system; the first sign that applies decides.
"""

from collections.abc import Iterable, Sequence

from rules.board_rules import BoardRules
from rules.names import dataset_key, plain
from schemas import Kind, Paper, ResultRow, Role


class Roles:
    """The roles of all systems in the rows of one paper."""

    def __init__(self, rows: Sequence[ResultRow], paper: Paper | None, rules: BoardRules) -> None:
        self._rules = rules
        self._abstract = paper.abstract if paper is not None else " ".join(dict.fromkeys(row.sentence for row in rows))
        title = (paper.title if paper is not None else rows[0].title) or ""
        self._title_name = _name_of_title(title)
        self.title_name = plain(title.partition(":")[0]) if self._title_name else ""
        self._methods = {key for row in rows if (key := _key(row.method))}
        self._baselines = {key for row in rows if (key := _key(row.baseline))}
        subject_of = {row.reference_id: row for row in rows if row.kind is Kind.SCORE and row.reference_id is not None}
        # the baseline of a pair, but not where a system is set against itself (before and after, with and without)
        self._references = {
            row.record_id: subject_of[row.record_id]
            for row in rows
            if row.record_id in subject_of and (row.method is None or _key(row.method) != _key(subject_of[row.record_id].method))
        }
        # "lowers the error from 3.1% to 2.6%": the first is what a system without a name had before
        self._before = {
            row.record_id: subject_of[row.record_id]
            for row in rows
            if row.record_id in subject_of
            and row.record_id not in self._references
            and _is_better(subject_of[row.record_id], row)
        }
        # "without the table, it solves 84%": beside a score of the whole system on the same data set
        self._ablated = {
            row.record_id
            for row in rows
            if rules.is_ablation(row.conditions)
            and any(
                (other.dataset, _key(other.method), other.kind) == (row.dataset, _key(row.method), row.kind)
                and not rules.is_ablation(other.conditions)
                for other in rows
            )
        }
        self._own = {key for row in rows if row.method and (key := _key(row.method)) and self._is_own(row.method)}
        self._leading = {key for row in rows if row.baseline and (key := _key(row.method))} - self._baselines

    def role(self, row: ResultRow) -> Role:
        """The role of the system that a row of this paper belongs to."""
        key = _key(row.method)
        if self.is_before(row) or row.record_id in self._ablated:
            return Role.BASELINE
        if row.record_id in self._references and key not in self._own:
            return Role.BASELINE
        if not key or self._rules.is_nameless(row.method or "") or key in self._own:
            return Role.PROPOSED
        if key in self._baselines:
            return Role.BASELINE
        if self._rules.is_instrument(row.method or "", row.sentence):
            return Role.PROPOSED
        if key in self._leading and not self._own:
            return Role.PROPOSED
        if self._own or self._title_name:
            return Role.PROPOSED if _is_kin(key, self._own | {self._title_name}) else Role.BASELINE
        # nobody is introduced: a paper with one system speaks of its own, one with several compares those of others
        return Role.PROPOSED if len(self._methods) == 1 else Role.BASELINE

    def is_before(self, row: ResultRow) -> bool:
        """Whether the row is the level from which a better one of the same system, under the same conditions, set out."""
        return row.record_id in self._before

    def unnamed(self, row: ResultRow) -> str | None:
        """What to call the system of a reference score that has no name: the words of the score set against it."""
        subject = self._references.get(row.record_id) or self._before.get(row.record_id)
        return subject.baseline if subject is not None else None

    def _is_own(self, method: str) -> bool:
        if self._title_name and _is_kin(_key(method), {self._title_name}):
            return True
        return self._rules.is_introduced(method, self._abstract)


def _is_better(one: ResultRow, other: ResultRow) -> bool:
    """Whether one score is plainly the better of two of one kind."""
    if one.higher_is_better is None or (one.metric, one.unit, one.conditions) != (other.metric, other.unit, other.conditions):
        return False
    return one.value > other.value if one.higher_is_better else one.value < other.value


def _key(name: str | None) -> str:
    return dataset_key(name) if name else ""


def _name_of_title(title: str) -> str:
    """The name that a title gives before its colon, made comparable; empty where it gives none.

    >>> _name_of_title("FooNet: Fast Decoding"), _name_of_title("A study of decoding: what matters")
    ('foonet', '')
    """
    name, colon, _ = title.partition(":")
    return _key(name) if colon and len(name.split()) <= 3 and any(char.isupper() for char in name) else ""


def _is_kin(key: str, names: Iterable[str]) -> bool:
    """Whether a system is one of these or a version of one: FooNet-Large of FooNet."""
    return any(name and len(name) > 1 and key.startswith(name) for name in names)
