"""Whether a canonical name and the words that it came from can mean one thing."""

import re
from collections.abc import Callable

from validation.audit.phrases import load_phrases

_OTHER = r"\s*[(\[]\s*([^()\[\]]{1,60}?)\s*[)\]]"
_AND = re.compile(r",\s*|\s+and\s+|/")
_TIMES = re.compile(r"\\times\b|×")
_COMMAND = re.compile(r"\\[A-Za-z]+\{?")
_WORD = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?")
_TELLING = re.compile(r"[A-Z\d]")
_SPEED = re.compile(r"\b(?:fast|slow|speed|accelerat)", re.IGNORECASE)


Canonical = Callable[[str], str | None]


def datasets_agree(name: str, text: str, abstract: str, canonical: Canonical) -> bool:
    r"""Whether the words may stand for the name of a data set, though the lexicon has another for them.

    >>> datasets_agree("Fjord", "Fjord Tide Records", "on Fjord Tide Records (Fjord).", str)
    True
    >>> datasets_agree("Fjord 2015", "2015", "on Fjord 2012 and 2015", str), datasets_agree("Fjord", "a benchmark", "", str)
    (True, True)
    >>> datasets_agree("Moor 256x256", r"Moor 256$\times$256", "", str), datasets_agree("Moor", "Heath", "", str)
    (True, False)
    """
    shown, said = _words(text), _words(name)
    # "a benchmark", "this set": which one, other sentences say.
    if shown == said or not _TELLING.search(text) or _points_back(text) or _is_one_of(name, text, abstract, canonical):
        return True
    # "Fjord 2012 and 2015": what the two share is said once.
    return bool(shown) and all(word[0].isdigit() for word in shown) and "".join(said).endswith("".join(shown))


def metrics_agree(name: str, text: str, abstract: str, canonical: Canonical) -> bool:
    """Whether the words may stand for the name of a metric, though the lexicon has another for them.

    >>> metrics_agree("F1", "F1 and AUC", "", str), metrics_agree("AUC", "accuracy", "", str)
    (True, False)
    >>> metrics_agree("Inference Speed", "faster at inference time", "", lambda text: "Inference Time")
    True
    """
    if _words(text) == _words(name) or _is_one_of(name, text, abstract, canonical):
        return True
    # "faster at inference time" compares two speeds, and says of what with the words of another metric.
    what = set(_words(name)) - {"speed"}
    return "speed" in _words(name) and _SPEED.search(text) is not None and what <= set(_words(text))


def _is_one_of(name: str, text: str, abstract: str, canonical: Canonical) -> bool:
    # The abstract itself gives the words another name: Fjord Tide Records (FTR) is FTR.
    others = re.findall(re.escape(text) + _OTHER, abstract)
    # "F1 and AUC": the words of a value may name two things, and the name is that of one.
    return any(name in {one, canonical(one)} for one in others) or any(canonical(one) == name for one in _AND.split(text))


def _words(text: str) -> list[str]:
    # "256x256" and "256 × 256" are three words to both
    return [word.lower() for word in _WORD.findall(_COMMAND.sub("", _TIMES.sub("x", text)))]


def _points_back(text: str) -> bool:
    # groups of phrases know no case, and "Our Fjord set" is no pointer
    return load_phrases().find("points-back", text) is not None and _TELLING.search(text[1:]) is None
