"""Two runs in, what differs out: papers and claims that were added, removed or changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from claimtable.checking.sides import Side, read_side
from claimtable.differences.claims import FIELDS, Claim, find_claims, pair_claims
from claimtable.differences.keyed import difference
from claimtable.differences.papers import Entry, PaperPair, find_entries, pair_papers
from schemas.base import Frozen

Sort = Literal["added", "removed", "changed"]


class FieldChange(Frozen):
    """One thing that a claim says otherwise now."""

    field: str
    before: Any
    now: Any


class ClaimChange(Frozen):
    """One claim that came, went, or says something else."""

    sort: Sort
    before: Claim | None = Field(description="The claim in the earlier run; null where it was added.")
    now: Claim | None = Field(description="The claim in the later run; null where it was removed.")
    fields: tuple[FieldChange, ...] = Field(default=(), description="What changed.")

    @property
    def claim(self) -> Claim:
        """The claim as it stands, or stood."""
        found = self.now or self.before
        assert found is not None
        return found


class PaperChange(Frozen):
    """The claims of one paper that differ."""

    sort: Sort = Field(description="Whether the paper itself came, went, or is in both runs.")
    paper_id: str
    version_before: str | None = Field(default=None, description="paper_id of the earlier version, where it is another.")
    title: str | None
    other_text: bool = Field(default=False, description="Whether the abstract is another.")
    claims: tuple[ClaimChange, ...]


class RunDifference(Frozen):
    """All that differs between two runs, paper by paper."""

    before: str
    now: str
    papers: dict[str, int] = Field(description="Papers added, removed, in another version, and the same.")
    claims: dict[str, int] = Field(description="Claims added, removed, changed, and the same.")
    changes: tuple[PaperChange, ...] = Field(description="The papers with claims that differ.")

    def __bool__(self) -> bool:
        """Whether any claim differs, or a paper came or went."""
        return bool(self.changes or self.papers["added"] or self.papers["removed"])


def diff_runs(before: Path, now: Path) -> RunDifference:
    """What differs between the claims of two runs, in output folders or files of results.

    Raises:
        InputError: one of the two cannot be read.
    """
    return diff_sides(read_side(before, with_papers=True), read_side(now, with_papers=True))


def diff_sides(before: Side, now: Side) -> RunDifference:
    """What differs between two sides.

    Raises:
        InputError: a row is no claim.
    """
    whole = before.papers is not None and now.papers is not None
    entries = find_entries(before, whole=whole), find_entries(now, whole=whole)
    claims = find_claims(before), find_claims(now)
    pairs = pair_papers(*entries)
    changes = {pair.now.entry_id: _paper_change(pair, claims[0], claims[1]) for pair in pairs}
    known = {pair.before.entry_id for pair in pairs}
    for entry_id, entry in entries[1].items():
        if entry_id not in changes:
            changes[entry_id] = _lone(entry, claims[1].get(entry_id, ()), "added")
    gone = [
        _lone(entry, claims[0].get(entry_id, ()), "removed") for entry_id, entry in entries[0].items() if entry_id not in known
    ]
    every = [*(changes[entry_id] for entry_id in entries[1]), *gone]
    counted = {sort: sum(one.sort == sort for paper in every for one in paper.claims) for sort in ("added", "removed", "changed")}
    versions = sum(pair.is_version for pair in pairs)
    total = sum(len(found) for found in claims[1].values())
    return RunDifference(
        before=str(before.place),
        now=str(now.place),
        papers={
            "added": len(entries[1]) - len(pairs),
            "removed": len(gone),
            "other version": versions,
            "same": len(pairs) - versions,
        },
        claims={**counted, "same": total - counted["added"] - counted["changed"]},
        changes=tuple(paper for paper in every if paper.claims),
    )


def _paper_change(pair: PaperPair, before: Mapping[str, tuple[Claim, ...]], now: Mapping[str, tuple[Claim, ...]]) -> PaperChange:
    ours, theirs = before.get(pair.before.entry_id, ()), now.get(pair.now.entry_id, ())
    names = {new.record_id: old.record_id for old, new in pair_claims(ours, theirs, same_text=pair.same_text)}
    old = {claim.record_id: claim for claim in ours}
    new = {names.get(claim.record_id, f"+{claim.record_id}"): claim for claim in theirs}
    found = difference(old, new, agree=Claim.says_the_same)
    claims = [ClaimChange(sort="added", before=None, now=new[key]) for key in found.gained]
    claims += [ClaimChange(sort="removed", before=old[key], now=None) for key in found.lost]
    for key in found.changed:
        one, other = old[key], new[key]
        claims.append(ClaimChange(sort="changed", before=one, now=other, fields=_fields(one, other)))
    return PaperChange(
        sort="changed",
        paper_id=pair.now.paper_id,
        version_before=pair.before.paper_id if pair.before.paper_id != pair.now.paper_id else None,
        title=pair.now.title,
        other_text=not pair.same_text,
        claims=tuple(sorted(claims, key=lambda one: (one.claim.start, one.claim.end, one.sort))),
    )


def _lone(entry: Entry, claims: tuple[Claim, ...], sort: Literal["added", "removed"]) -> PaperChange:
    changes = [
        ClaimChange(sort=sort, before=claim if sort == "removed" else None, now=claim if sort == "added" else None)
        for claim in claims
    ]
    return PaperChange(sort=sort, paper_id=entry.paper_id, title=entry.title, claims=tuple(changes))


def _fields(before: Claim, now: Claim) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field=name, before=getattr(before, name), now=getattr(now, name))
        for name in FIELDS
        if getattr(before, name) != getattr(now, name)
    )
