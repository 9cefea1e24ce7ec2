"""Names of data sets and metrics as people type them, found among those of a run's boards."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from rules.board_measures import load_board_measures
from rules.lexicons import load_datasets, load_metrics
from rules.names import dataset_key, metric_key
from schemas import OptionError

Kind = Literal["dataset", "metric"]
_NEAR = 5
_STATED = re.compile(r"(?:^|; )stated as ([^;]+)")


def find_names(wanted: str, names: Collection[str], *, kind: Kind, among: str) -> frozenset[str]:
    """The names that these words mean: by the lexicon's canonical name or an alias, else by whole words.

    COCO finds COCO test-dev too, but not RefCOCO; top1 finds Top-1 Accuracy.

    Raises:
        OptionError: none is meant; names near ones.

    >>> names = ["COCO", "COCO test-dev", "RefCOCO", "LibriSpeech test-clean"]
    >>> sorted(find_names("MS-COCO", names, kind="dataset", among="june"))
    ['COCO']
    >>> sorted(find_names("coco", names, kind="dataset", among="june"))
    ['COCO', 'COCO test-dev']
    """
    found = matching_names(wanted, names, kind=kind)
    if not found:
        some = near_names(wanted, names, kind=kind)
        raise OptionError(
            f"no board of {among} has {wanted!r}",
            place=f"--{kind}",
            remedy=f"there are, for example, {', '.join(some)}" if some else "this run has no boards",
        )
    return found


def matching_names(wanted: str, names: Iterable[str], *, kind: Kind) -> frozenset[str]:
    """The names that `find_names` finds; none where it finds none."""
    names = set(names)
    pattern = re.compile(rf"(?<!\w){re.escape(wanted.strip())}(?!\w)", re.IGNORECASE)
    return frozenset(exact_names(wanted, names, kind=kind) | {name for name in names if pattern.search(name)})


def ranks_as(wanted: str, dataset: str, metric: str, notes: Iterable[str | None] = ()) -> bool:
    """Whether a board ranks a metric under another name: where the rules say that the two are one there, or a note does.

    >>> ranks_as("box ap", "COCO", "mAP"), ranks_as("AP", "OVIS", "mAP"), ranks_as("AP", "OVIS", "mAP", ["stated as AP"])
    (True, False, True)
    """
    same = load_board_measures().same(dataset, _canonical(wanted, "metric"))
    if same is not None and same.metric == metric:
        return True
    stated = {match[1] for note in notes if note for match in _STATED.finditer(note)}
    return bool(exact_names(wanted, stated, kind="metric"))


def exact_names(wanted: str, names: Iterable[str], *, kind: Kind) -> set[str]:
    """The names that are these words, or that they are an alias of, however they are spelt.

    >>> sorted(exact_names("word error rate", ["WER", "WERR"], kind="metric"))
    ['WER']
    """
    keys = {_key(wanted, kind), _key(_canonical(wanted, kind), kind)}
    return {name for name in names if _key(name, kind) in keys}


def near_names(wanted: str, names: Collection[str], *, kind: Kind) -> list[str]:
    """Names of the boards that look or sound like it, an alias counting for its name; some names where none does."""
    spelt = {name: name for name in sorted(names)}
    for name in sorted(names):
        for alias in _aliases(name, kind):
            spelt.setdefault(alias, name)
    return near(wanted, spelt)


def near(wanted: str, spelt: Mapping[str, str]) -> list[str]:
    """Up to five of the names whose spelling is like this one; the first ones where none is.

    >>> near("FoNet", {"FooNet": "FooNet", "BarNet": "BarNet"})
    ['FooNet', 'BarNet']
    """
    lower = {spelling.lower(): name for spelling, name in reversed(list(spelt.items()))}
    like = difflib.get_close_matches(wanted.lower(), lower, n=2 * _NEAR, cutoff=0.5)
    return list(dict.fromkeys(lower[name] for name in like))[:_NEAR] or sorted(set(spelt.values()))[:_NEAR]


def _canonical(text: str, kind: Kind) -> str:
    if kind == "dataset":
        return load_datasets().canonical(text)
    found = load_metrics().canonical(text) or load_metrics().canonical(text.upper())
    return found.name if found else text


def _key(text: str, kind: Kind) -> str:
    return dataset_key(text) if kind == "dataset" else metric_key(text)


def _aliases(name: str, kind: Kind) -> tuple[str, ...]:
    if kind == "dataset":
        dataset = load_datasets().find(name)
        return dataset.aliases if dataset and dataset.name == name else ()
    metric = load_metrics().canonical(name)
    return (*metric.aliases, *metric.exact) if metric and metric.name == name else ()
