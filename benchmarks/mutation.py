"""How much of what can go wrong in a table do the suites and the audit see?

Takes a good run, corrupts one field of it at random in many copies, and counts the copies in which something new is found:
with everything on, without the hashes of the manifest, and without hashes, ids and counts, as if whoever made the change had
covered the tracks. The copies are judged together, under ids of their own.

    python benchmarks/mutation.py pages.jsonl --copies 1000
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from claimtable.checking.codes import selected
from claimtable.checking.judge import Tables, judge
from claimtable.checking.raw import extracted_tables
from claimtable.checking.read_tables import ReadTable

# Hashes, ids and counts: what whoever covers the tracks would have mended too.
TRACKS = {
    *{"CT070", "CT071"},  # the files are those of the manifest
    *{"CT005", "CT013"},  # an id is unique, and names one thing
    *{"CT012", "CT024", "CT040", "CT043", "CT055"},  # an id that is named elsewhere is there, with what belongs to it
    *{"CT060", "CT061", "CT062", "CT072", "CT073"},  # counts
}

Frames = dict[str, pd.DataFrame]
Mutation = Callable[[Frames, random.Random], Frames | None]


_NOTHING = object()  # this row has nothing to change


def _set(table: str, column: str, change: Callable[[Any, pd.Series, pd.DataFrame, random.Random], Any]) -> Mutation:
    """Change one cell; None where no row has something to change."""

    def mutated(frames: Frames, chance: random.Random) -> Frames | None:
        frame = frames[table]
        for at in chance.sample(range(len(frame)), len(frame)):
            old = frame[column].iloc[at]
            old = None if pd.isna(old) else str(old) if isinstance(old, str) else old
            new = change(old, frame.iloc[at], frame, chance)
            if new is not _NOTHING and new != old:
                copy = frame.copy()
                copy[column] = copy[column].astype(object)
                copy.iat[at, copy.columns.get_loc(column)] = new
                return {**frames, table: copy}
        return None

    return mutated


def _offset(old: Any, *_: Any) -> Any:
    return int(old) + 1


def _flipped(old: Any, *_: Any) -> Any:
    return {"increase": "decrease", "decrease": "increase"}.get(old, _NOTHING)


def _other(old: Any, row: pd.Series, frame: pd.DataFrame, chance: random.Random, *, column: str) -> Any:
    """Another value that stands in the same column of the same paper."""
    if old is None:
        return _NOTHING
    rest = frame[(frame["entry_id"] == row["entry_id"]) & frame[column].notna() & (frame[column] != old)][column].unique()
    return chance.choice(list(rest)) if len(rest) else _NOTHING


def _paper(old: Any, _: Any, frame: pd.DataFrame, chance: random.Random) -> Any:
    return chance.choice([entry for entry in frame["entry_id"].unique() if entry != old])


def _unit(old: Any, _: Any, __: Any, chance: random.Random) -> Any:
    return chance.choice([unit for unit in ("%", "point", "x", "ms", "GB") if unit != old])


def _moved(old: Any, row: pd.Series, frame: pd.DataFrame, chance: random.Random) -> Any:
    """A link to another record of the same paper."""
    if old is None:
        return _NOTHING
    taken = {old, row["record_id"]}
    rest = frame[(frame["entry_id"] == row["entry_id"]) & ~frame["record_id"].isin(taken)]["record_id"].unique()
    return chance.choice(list(rest)) if len(rest) else _NOTHING


def _doubled(frames: Frames, chance: random.Random) -> Frames:
    frame = frames["results"]
    at = chance.randrange(len(frame))
    return {**frames, "results": pd.concat([frame, frame.iloc[[at]]], ignore_index=True)}


def _dropped(frames: Frames, chance: random.Random) -> Frames:
    frame = frames["results"]
    at = chance.randrange(len(frame))
    return {**frames, "results": frame.drop(index=frame.index[at]).reset_index(drop=True)}


def _ranks_swapped(frames: Frames, chance: random.Random) -> Frames | None:
    frame = frames["leaderboards"]
    ranked = frame[frame["rank"].notna()]
    boards = ranked.groupby("board_id")["rank"].nunique()
    boards = boards[boards > 1]
    if boards.empty:
        return None
    board = chance.choice(list(boards.index))
    rows = ranked[ranked["board_id"] == board]
    one, other = chance.sample(sorted(rows["rank"].unique()), 2)
    copy = frame.copy()
    for index in rows.index:
        copy.loc[index, "rank"] = {one: other, other: one}.get(rows.at[index, "rank"], rows.at[index, "rank"])
    return {**frames, "leaderboards": copy}


_KINDS = {"score": "change", "change": "score", "rank": "score"}
_BASES = {"absolute": "relative", "relative": "absolute", "factor": "absolute", "unspecified": "factor"}

MUTATIONS: Mapping[str, Mutation] = {
    "offset off by one": _set("results", "start", _offset),
    "offset of another value": _set("results", "start", partial(_other, column="start")),
    "direction swapped": _set("results", "direction", _flipped),
    "value x10": _set("results", "value", lambda old, *_: float(old) * 10 if old else _NOTHING),
    "value off in its last digit": _set("results", "value", lambda old, *_: float(old) + 0.1),
    "unit changed": _set("results", "unit", _unit),
    "metric of another value": _set("results", "metric", partial(_other, column="metric")),
    "data set of another value": _set("results", "dataset", partial(_other, column="dataset")),
    "metric dropped": _set("results", "metric", lambda old, *_: _NOTHING if old is None else None),
    "kind changed": _set("results", "kind", lambda old, *_: _KINDS[old]),
    "bound changed": _set("results", "bound", lambda old, *_: "at_least" if old == "exact" else "exact"),
    "basis changed": _set("results", "basis", lambda old, *_: _BASES.get(old, _NOTHING)),
    "higher_is_better swapped": _set("results", "higher_is_better", lambda old, *_: _NOTHING if old is None else not old),
    "sentence of another value": _set("results", "sentence", partial(_other, column="sentence")),
    "row moved to another paper": _set("results", "entry_id", _paper),
    "link moved": _set("results", "reference_id", _moved),
    "row doubled": _doubled,
    "row dropped": _dropped,
    "rank swapped": _ranks_swapped,
    "score on a board changed": _set("leaderboards", "score", lambda old, *_: float(old) * 1.1 + 0.1),
    "difference changed": _set("comparisons", "difference", lambda old, *_: _NOTHING if old is None else float(old) + 1),
}
_NAMES = {"entry_id", "paper_id", "record_id", "row_id", "reference_id", "board_id", "comparison_id", "duplicate_of"}
_RECORDS = {"subject_record_id", "reference_record_id", "change_record_id"}
Key = tuple[str, ...]


def named(frames: Frames, copy: int) -> Frames:
    """A copy under ids of its own."""
    out = {}
    for table, frame in frames.items():
        renamed = frame.copy()
        for column in (_NAMES | _RECORDS) & set(frame.columns):
            values = [None if pd.isna(value) else f"{copy}/{value}" for value in frame[column]]
            renamed[column] = pd.Series(values, index=frame.index, dtype=object)
        out[table] = renamed
    return out


def found(copies: list[Frames], tables: Mapping[str, ReadTable], codes: frozenset[str]) -> dict[int, set[Key]]:
    """The findings of each copy: code, table, row and column, with the copy's own ids taken off again."""
    joined = {name: pd.concat([copy[name] for copy in copies], ignore_index=True) for name in tables}
    read = {name: tables[name]._replace(frame=frame) for name, frame in joined.items()}
    keys: dict[int, set[Key]] = defaultdict(set)
    for one in judge(Tables(read), select=codes).findings:
        copy, _, row = (one.row_id or one.entry_id or "/").partition("/")
        if copy:
            keys[int(copy)].add((one.code, one.table or "", row, one.column or ""))
    return keys


def _counts(before: Frames, after: Frames) -> bool:
    """Whether the counts of the run or the row counts of its manifest tell (CT061, CT062, CT072)."""
    rows = any(len(before[name]) != len(after[name]) for name in before)
    return rows or before["results"]["record_id"].nunique() != after["results"]["record_id"].nunique()


def _changed(before: Frames, after: Frames) -> str:
    """The cell that was changed: its row, what it was and what it is."""
    for table, frame in after.items():
        if len(frame) != len(before[table]):
            return f"{table}: {len(before[table])} rows -> {len(frame)}"
        for column in frame.columns:
            for at, (old, new) in enumerate(zip(before[table][column], frame[column], strict=True)):
                if repr(old) != repr(new) and not (pd.isna(old) is True and pd.isna(new) is True) and old != new:
                    return f"{table} row {at}, {column}: {old!r} -> {new!r}"
    return "nothing"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--batch", type=int, default=250, help="copies that are judged together")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--missed", type=int, default=0, help="show so many cells that were changed and not seen")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    tables, _ = extracted_tables(arguments.pages)
    frames = {name: table.frame for name, table in tables.items()}
    codes = selected(["ALL"], [])
    before = found([named(frames, 0)], tables, codes)[0]
    print(f"{len(frames['results'])} rows of results; findings before any corruption: {len(before)}", flush=True)
    names = [name for name in MUTATIONS if MUTATIONS[name](frames, chance) is not None]
    caught: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    by_code: Counter[str] = Counter()
    shown = 0
    for begin in range(0, arguments.copies, arguments.batch):
        numbers = range(begin, min(begin + arguments.batch, arguments.copies))
        mutated = {number: MUTATIONS[names[number % len(names)]](frames, chance) or frames for number in numbers}
        keys = found([named(copy, number) for number, copy in mutated.items()], tables, codes)
        for number, copy in mutated.items():
            new = {key[0] for key in keys[number] - before}
            by_code.update(new)
            # The hash of a file tells every change of it (CT070); what the rest tells is what is measured.
            told = (copy is not frames, bool(new) or _counts(frames, copy), bool(new - TRACKS))
            caught[names[number % len(names)]].append(told)
            if not told[2] and shown < arguments.missed:
                shown += 1
                print(f"missed ({names[number % len(names)]}): {_changed(frames, copy)}", flush=True)
        print(f"{numbers.stop} copies judged", file=sys.stderr, flush=True)
    every = [told for one in caught.values() for told in one]
    print(f"{'corruption':28} {'copies':>6} {'everything on':>14} {'no hashes':>10} {'no hashes, ids, counts':>23}")
    for name, one in [*sorted(caught.items(), key=lambda item: _share(item[1], 2)), ("all", every)]:
        shares = [f"{_share(one, which):.1f}%" for which in range(3)]
        print(f"{name:28} {len(one):6} {shares[0]:>14} {shares[1]:>10} {shares[2]:>23}")
    print("codes:", ", ".join(f"{code} {count}" for code, count in sorted(by_code.items())))


def _share(told: list[tuple[bool, bool, bool]], which: int) -> float:
    return 100 * sum(one[which] for one in told) / len(told)


if __name__ == "__main__":
    main()
