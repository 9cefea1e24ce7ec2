"""Texts made to hurt, and every pattern that could be hurt by them, with how the stages ask it."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from inspect import signature
from itertools import cycle, islice
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import regex

import extract
import rules
from claimtable.rule_check import families, family_rules
from extract.interpret.subject_words import SubjectWords, subject_patterns
from rules.loader import fragment_pattern, fragments
from rules.signs import FIRST_MARK, FORM_ROOM, PLANE, ROOM
from schemas import RuleError

VALUE, BARE, METRIC, DATASET, SYSTEM = (chr(PLANE + at) for at in (0, 4 * FORM_ROOM, ROOM, 2 * ROOM, 3 * ROOM))
NAME = chr(FIRST_MARK)
SIGNS = {
    "nested brackets": "(",
    "brackets in turn": "()",
    "square brackets": "[",
    "open brackets and words": "(a b ",
    "dollar signs": "$ ",
    "backslashes and braces": "\\a{",
    "digits": "9",
    "digits with commas": "1,",
    "digits with points": "1.",
    "numbers": "1.5 ",
    "torn digits": "0 . 1 ",
    "stops": ".",
    "commas": ",",
    "commas and blanks": ", ",
    "blanks": " ",
    "hyphens": "-",
    "digits and hyphens": "1-",
    "digits and slashes": "1/",
    "letters": "a",
    "capitals": "A",
    "single letters": "a ",
    "words": "gain of ",
    "hyphened words": "top-k-",
    "capital words": "Net-A ",
    "no end of by and from": "by a from the to and of ",
    "percentages, respectively": "84.1%, 83.2% and 5 points on A, B, respectively, ",
}
FOLDED = {
    "values": f"{VALUE}, ",
    "values and metrics": f"{VALUE} {METRIC} and ",
    "values, metrics, data sets": f"from {VALUE} to {BARE} {METRIC} on {DATASET}, ",
    "systems and values": f"{SYSTEM} ({VALUE}) and the ",
    "metrics": f"{METRIC} of the ",
    "listed metrics": f"{METRIC}, ",
    "names": f"{NAME}, ",
    "names and words": f"{NAME} and the {NAME} (",
}
# what one sentence between two scores may be full of
MIDDLES = {
    "data sets": "COCO, ",
    "metrics": "accuracy, ",
    "systems": "ResNet-50, ",
    "rivals": "over ResNet-50 ",
    "conditions": "with 8 shots ",
    "averages": "averaged over tasks ",
    "spreads": "± 0.2 ",
    "implied measures": "faster ",
    "clauses": ", which is ",
    "participles": "with CVX-3B reaching ",
    "training": "trained on ImageNet ",
    "short forms": "long form name (LFN), ",
    "Greek letters": "\\alpha ",
    "citations": "\\cite{a} ",
    "semicolons": "; 3.1 ",
}
ABSTRACTS = {
    "one sentence of scores": "CVX reaches 84.1% accuracy on COCO and ",
    "one list of scores": "84.1%, ",
    "many sentences": "CVX improves the mAP from 51.2 to 53.4 on COCO. ",
    "one sentence of pairs": "from 3% to 5% ",
    "one sentence of counts": "3 models, ",
    "one sentence of words": "the model that we train on the data ",
    "one sentence of names": "Tide-Net (TN), ",
    "maths": "$x_1$ ",
}
FOLDED_FAMILIES = {"metric_phrases", "metric_shares", "test_beds", "names", "proposed"}
FROM_START = {"rival_tails", "bed_names", "name_shapes", "name_titles"}
SEARCHED = {"as-a-gain", "beaten-in-passive", "examples", "next-clause"}


class Asked(NamedTuple):
    """A pattern and how it is asked: "finditer", or at the beginning only, "match" and "fullmatch"."""

    who: str
    regex: Any
    how: str
    pieces: dict[str, str]


def every_pattern() -> Iterator[Asked]:
    """The patterns of all rules, fragments and word files, and those that stand in the code of the stages."""
    for family in families():
        for rule in family_rules(family):
            folded = FOLDED if family.startswith("frames/") or family in FOLDED_FAMILIES else {}
            pieces = {**SIGNS, **folded, **pieces_of(example.text for example in rule.examples)}
            for how in _ways(family, rule.id):
                yield Asked(f"{family}/{rule.id}", rule.regex, how, pieces)
    every = {**SIGNS, **FOLDED}
    code = "".join(path.read_text(encoding="utf-8") for path in Path(extract.__path__[0]).rglob("*.py"))
    for name in fragments():
        try:
            pattern = fragment_pattern(name)
        except RuleError:
            continue  # the inside of a character class, or what may be empty: it is read where others hold it
        # one that no stage asks for is part of other patterns, and begins where they lead
        for how in _asked(rf'fragment_pattern\("{name}"\)', code) or {"match"}:
            yield Asked(f"fragments/{name}", pattern, how, every)
    for name in SubjectWords.model_fields:
        pattern = getattr(subject_patterns(), name, None)
        if pattern is not None:
            for how in _asked(rf"patterns(?:\(\))?\.{name}", code):
                yield Asked(f"subjects/{name}", pattern, how, every)
    for module, name, pattern in _in_code():
        for how in _asked(rf"\b{name}(?:\(\))?", Path(str(module.__file__)).read_text(encoding="utf-8")):
            yield Asked(f"{module.__name__}/{name}", pattern, how, every)


def _asked(words: str, code: str) -> set[str]:
    """How the code asks the pattern that it calls by these words; all that looks for it anywhere is one way."""
    calls = set(re.findall(words + r"\.(match|fullmatch|search|finditer|sub|split|findall)\(", code))
    if re.search(rf"\.places\({words}\)", code):
        calls.add("finditer")
    return {call if call in {"match", "fullmatch"} else "finditer" for call in calls}


def _ways(family: str, rule: str) -> tuple[str, ...]:
    if family == "opponents":
        return ("finditer",) if rule in SEARCHED else ("match", "fullmatch")
    return ("match",) if family in FROM_START else ("finditer",)


def pieces_of(examples: Iterator[str]) -> dict[str, str]:
    """Examples, and what begins each of them: most patterns go wrong where their end never comes."""
    pieces = {}
    for at, example in enumerate(examples):
        bare = example.rstrip(".")
        pieces[f"example {at}"] = bare + " "
        pieces[f"half of example {at}"] = bare[: len(bare) // 2] + " "
    return pieces


def _in_code() -> Iterator[tuple[ModuleType, str, Any]]:
    """The patterns that the modules of the stages hold, and those that their functions make."""
    for room in (extract, rules):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            loaded = importlib.import_module(module.name)
            for name, held in vars(loaded).items():
                one = held
                if hasattr(held, "cache_info"):
                    if held.__module__ != module.name or signature(held).parameters:
                        continue
                    one = held()
                one = one[0] if isinstance(one, tuple) and one else one
                if isinstance(one, re.Pattern | regex.Pattern):
                    yield loaded, name, one


def abstracts(most: int) -> Iterator[tuple[str, str, str, str, int]]:
    """Name, beginning, piece and end of each text for the whole extraction, and up to which size."""
    for name, piece in ABSTRACTS.items():
        yield name, "", piece, "", most
    for name, piece in {**SIGNS, **MIDDLES}.items():
        yield f"a sentence of {name}", "CVX reaches 84.1% accuracy on COCO with ", piece, " and 85.2% F1 on SQuAD.", most // 8


def filled(piece: str, size: int) -> str:
    """A piece, over and over, to a size."""
    return "".join(islice(cycle((piece,)), size // len(piece) + 1))
