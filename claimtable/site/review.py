"""The data of the review page: what a person needs to judge each claim, and to take the verdicts along as gold.

The page holds an index of all claims, for filters and progress; the fields of a claim are loaded with its paper.
"""

from collections import Counter
from importlib.resources import files
from typing import Any

from claimtable.site.addresses import Addresses
from claimtable.site.folder import NewSite
from claimtable.site.shards import EvidenceShards, to_json
from claimtable.taking.overrides import hash_of
from schemas import Basis, Bound, Direction, Kind, ResultRow

FIELDS = 200_000  # bytes of claims in one file
INDEX = 300_000  # bytes of the index in one file
KEY = 16  # hex digits of an abstract's hash that name it among those of one person's reviews
_WORDS = {"kind": Kind, "bound": Bound, "direction": Direction, "basis": Basis}
_PLAIN = (
    "start", "end", "value_text", "kind", "value", "value_high", "unit", "bound", "direction", "basis",
    "task", "method", "baseline", "conditions", "aggregate", "uncertainty",
)  # fmt: skip


def write_review(site: NewSite, addresses: Addresses) -> dict[str, Any]:
    """Write scripts, styles and data of the page; what comes back is for its template.

    Papers that another entry speaks for are left out: nobody should judge a claim twice.
    """
    for name in ("review.js", "review.css"):
        site.write(f"assets/{name}", (files("claimtable.site") / "static" / name).read_bytes())
    entries = [
        (addresses.papers[entry_id], rows)
        for entry_id, rows in addresses.by_entry.items()
        if entry_id in addresses.papers and addresses.papers[entry_id].duplicate_of is None
    ]
    index = _Index(addresses)
    shards = EvidenceShards(site, "review", limit=FIELDS)
    parts = EvidenceShards(site, "claims", limit=INDEX)
    last = -1
    ids = Counter(paper.paper_id for paper in addresses.papers.values())
    for paper, rows in entries:
        claims = _claims(rows)
        evidence = addresses.evidence(paper.entry_id, (), "")
        if evidence is None:
            continue
        digest = hash_of(paper.abstract)
        gold_id = paper.paper_id if ids[paper.paper_id] == 1 else paper.entry_id
        fields = [gold_id, paper.title, digest, [_fields(claim) for claim in claims]]
        places = [evidence.shard, evidence.place, *shards.add(fields)]
        last, _ = parts.add([*places, digest[:KEY], [index.claim(claim) for claim in claims]])
    shards.close()
    parts.close()
    data = {"parts": last + 1, "rules": index.rules(), "boards": index.boards()}
    site.write("data/review.js", f'claimtable.receive("data/review.js",{to_json(data)});\n')
    return {"words": {name: [word.value for word in words] for name, words in _WORDS.items()}, "claims": index.count}


class _Index:
    """Rules and boards by number, in the order in which they are met."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._rules: dict[str, int] = {}
        self._boards: dict[str, int] = {}
        self._times: Counter[str] = Counter()
        self.count = 0

    def claim(self, rows: list[ResultRow]) -> list[Any]:
        """Start, end, confidence, rules and boards of a claim."""
        first = rows[0]
        self.count += 1
        rules = first.rule.split("+")
        self._times.update(rules)
        named = [" · ".join(filter(None, self._board(row))) for row in rows]
        return [
            first.start,
            first.end,
            round(first.confidence, 3),
            [self._rules.setdefault(rule, len(self._rules)) for rule in rules],
            [self._boards.setdefault(name, len(self._boards)) for name in named if name],
        ]

    def rules(self) -> list[tuple[str, int]]:
        """Each rule with the number of claims that it had a part in."""
        return [(rule, self._times[rule]) for rule in self._rules]

    def boards(self) -> list[str]:
        """The name of each board."""
        return list(self._boards)

    def _board(self, row: ResultRow) -> tuple[str, ...]:
        board = self._addresses.board_of.get(row.row_id)
        return () if board is None else (board.head.dataset, board.head.metric, board.head.unit or "")


def _claims(rows: list[ResultRow]) -> list[list[ResultRow]]:
    """The rows of each record, in text order."""
    claims: dict[str, list[ResultRow]] = {}
    for row in rows:
        claims.setdefault(row.record_id, []).append(row)
    return sorted(claims.values(), key=lambda claim: (claim[0].start, claim[0].end))


def _fields(rows: list[ResultRow]) -> dict[str, Any]:
    """A claim as a gold record, with the words of the abstract; `_` holds what is shown and not judged."""
    first = rows[0]
    told = first.model_dump(mode="json", include=set(_PLAIN))
    record = {name: told[name] for name in _PLAIN}
    record["metric"] = first.metric_text
    record["datasets"] = [row.dataset_text for row in rows if row.dataset_text]
    names = {row.dataset_text: row.dataset for row in rows if row.dataset and row.dataset != row.dataset_text}
    return {
        **record,
        "_": {
            "record": first.record_id,
            "rule": first.rule,
            "confidence": first.confidence,
            "metric": first.metric,
            "names": names,
        },
    }
