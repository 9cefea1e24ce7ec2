"""What a sentence does with the data sets it names: it tests on them, presents them, or trains on them.

In: a sentence and the places of the data sets in it. Out: the role of each that the rules of `rules/test_beds.yaml` speak of.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache

from extract.recognise.masks import Mark, Sort, fold, sign_index
from rules.loader import Rule, load_rules
from rules.screen import Screen
from schemas.base import Frozen


class Role(StrEnum):
    """What a sentence does with a data set; of two that rules give, the later in this list counts."""

    TESTED = "tested"
    PRESENTED = "presented"
    TRAINED = "trained"


class BedSettings(Frozen):
    """What a rule of `rules/test_beds.yaml` says."""

    role: Role


_ORDER = {role: at for at, role in enumerate(Role)}


@cache
def _rules() -> Screen[Rule[BedSettings]]:
    return Screen(load_rules("test_beds", BedSettings))


def find_roles(sentence: str, places: Sequence[tuple[int, int]]) -> Mapping[int, Role]:
    """The role of each data set that has one, by its index in `places`.

    >>> text = "Trained on ImageNet, it is tested on COCO."
    >>> {text[11:19]: str(find_roles(text, [(11, 19), (37, 41)])[0]), "COCO": str(find_roles(text, [(11, 19), (37, 41)])[1])}
    {'ImageNet': 'trained', 'COCO': 'tested'}
    """
    mask = fold(sentence, [Mark(start, end, Sort.DATASET, at) for at, (start, end) in enumerate(places)])
    roles: dict[int, Role] = {}
    for rule in _rules().possible(mask.text):
        for match in rule.regex.finditer(mask.text):
            for sign in match.captures("dataset"):
                at = sign_index(sign)
                if at not in roles or _ORDER[rule.sets.role] > _ORDER[roles[at]]:
                    roles[at] = rule.sets.role
    return roles
