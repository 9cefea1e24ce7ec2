"""Find the names of one paper: what it proposes, what it abbreviates, and what kind of thing each name stands for.

Title and clean abstract come in, `Names` go out. No list of names is needed: the grammar around a name tells its kind, and the
lexicons only vote with it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from extract.abbreviations import find_abbreviations
from extract.proposed import find_proposed
from extract.surfaces import Skeleton, Surface, find_surfaces, make_skeleton
from rules.loader import load_rules
from schemas.base import Frozen

ENOUGH = 1.0


class NameKind(StrEnum):
    """What a name stands for."""

    DATASET = "dataset"
    SYSTEM = "system"
    METRIC = "metric"
    TASK = "task"


class NameSettings(Frozen):
    """What a rule of `rules/names.yaml` says: the kind it speaks for, and how loudly."""

    kind: NameKind
    weight: float


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one paper.

    Attributes:
        proposed: The name of the proposed system, as written; None where it has none.
        abbreviations: Short forms and what the text spells them out as.
        kinds: What the grammar says about each name, as written.
        surfaces: Every name-like place of the abstract, in order, also those of no known kind.
    """

    proposed: str | None
    abbreviations: Mapping[str, str]
    kinds: Mapping[str, NameKind]
    surfaces: tuple[Surface, ...]


def find_names(title: str | None, text: str, *, lexicons: bool = True) -> Names:
    """The names in a title and an abstract.

    >>> names = find_names("DustNet: Sweeping shelves", "DustNet outperforms BrushNet on the ShelfQA dataset by 3.1% mAP.")
    >>> names.proposed
    'DustNet'
    >>> {name: str(kind) for name, kind in names.kinds.items()}
    {'DustNet': 'system', 'BrushNet': 'system', 'ShelfQA': 'dataset', 'mAP': 'metric'}
    """
    body = make_skeleton(text, find_surfaces(text))
    head = make_skeleton(title, find_surfaces(title)) if title else None
    abbreviations = find_abbreviations(text)
    votes: dict[str, dict[NameKind, float]] = defaultdict(lambda: defaultdict(float))
    for surface in body.surfaces:
        votes[surface.text]  # noqa: B018  keeps the order of the text
    for skeleton in (body, head) if head else (body,):
        _count_votes(skeleton, votes)
    kinds = {}
    for name, by_kind in votes.items():
        kind = max(by_kind, key=lambda kind: by_kind[kind], default=None)
        if kind is not None and by_kind[kind] >= ENOUGH:
            kinds[name] = kind
    datasets = frozenset(name for name, kind in kinds.items() if kind is NameKind.DATASET)
    proposed = find_proposed(head, body, datasets=datasets, abbreviations=abbreviations)
    return Names(proposed, abbreviations, kinds, body.surfaces)


def _count_votes(skeleton: Skeleton, votes: dict[str, dict[NameKind, float]]) -> None:
    for rule in load_rules("names", NameSettings):
        for match in rule.regex.finditer(skeleton.text):
            for surface in skeleton.marked(match["names"]):
                votes[surface.text][rule.sets.kind] += rule.sets.weight
