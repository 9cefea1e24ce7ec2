"""Whether two names mean the same: those of an annotator and those of the extractor.

Names agree when their telling words do (plurals, filler words and common aliases aside) and their digits are the same.
The words are data: `rules/agreement.yaml`.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from pydantic import ValidationError

from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError
from schemas.base import Frozen

_FILE = "agreement.yaml"
_LATEX = re.compile(r"\\(?:text|mathrm|mathbf|textbf|emph|textit|rm|bf|it)\b")
_PLUS = re.compile(r"(?<=[\w%+])\+")  # HumanEval+ is not HumanEval
_WORD = re.compile(r"[^\W_]+")
_NOT_PLURAL = ("ss", "us", "is", "as")


class _Words(Frozen):
    aliases: dict[str, str]
    vague: frozenset[str]
    articles: frozenset[str]
    metric_filler: frozenset[str]
    dataset_filler: frozenset[str]
    name_filler: frozenset[str]
    own: frozenset[str]
    own_filler: frozenset[str]
    units: dict[str, str]


@cache
def _words() -> _Words:
    try:
        return _Words.model_validate(read_yaml(FOLDER / _FILE))
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise RuleError(f"{where}: {fault['msg']}", place=_FILE, remedy="see the comments in the file") from None


@cache
def _aliases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The aliases, longest first, so that "mean average precision" is read before "average precision"."""
    aliases = _words().aliases
    return tuple((re.compile(rf"\b{long}\b"), aliases[long]) for long in sorted(aliases, key=len, reverse=True))


@lru_cache(maxsize=1 << 14)
def plain_words(text: str | None) -> str:
    r"""The small-letter words of a name with one blank between them, without LaTeX, accents and signs.

    >>> plain_words(r"$\text{F}_1$ Score"), plain_words("HumanEval+")
    ('f 1 score', 'humaneval plus')
    """
    text = "".join(char for char in unicodedata.normalize("NFKD", text or "") if not unicodedata.combining(char))
    text = _PLUS.sub(" plus ", _LATEX.sub(" ", text).replace("\\", " "))
    return " ".join(_WORD.findall(text.lower()))


def _stem(word: str) -> str:
    """The word without its plural ending, so that `phase` and `phases`, `bias` and `biases` come out alike."""
    if len(word) <= 3 or any(char.isdigit() for char in word):
        return word
    if word.endswith("es"):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_NOT_PLURAL):
        return word[:-1]
    return word[:-1] if word.endswith("e") else word


def _with_aliases(name: str) -> str:
    for long, short in _aliases():
        name = long.sub(short, name)
    return name


def _is_close(one: str, other: str, filler: frozenset[str], *, extra: int, share: float) -> bool:
    """Whether two names have the same digits, and the same telling words but for `extra`, or a `share` in common."""
    x, y = ({_stem(word) for word in name.split()} for name in (one, other))
    if {word for word in x if any(char.isdigit() for char in word)} != {
        word for word in y if any(char.isdigit() for char in word)
    }:
        return "".join(one.split()) == "".join(other.split())
    x, y = x - filler or x, y - filler or y
    if x == y or "".join(one.split()) == "".join(other.split()):
        return True
    if (x <= y or y <= x) and len(x ^ y) <= extra:
        return True
    return len(x & y) / len(x | y) >= share


@lru_cache(maxsize=1 << 14)
def same_metric(gold: str | None, found: str | None) -> bool:
    """Whether two metrics are the same, by their words or by their usual short forms.

    >>> same_metric("Dice similarity coefficient", "DSC"), same_metric("performance", None), same_metric("F1", "EM")
    (True, True, False)
    """
    words = _words()
    one, other = plain_words(gold), plain_words(found)
    one, other = ("" if name in words.vague else name for name in (one, other))
    if not one or not other:
        return not one and not other
    filler = words.articles | words.metric_filler
    forms = (str, _with_aliases)
    return any(_is_close(f(one), g(other), filler, extra=2, share=0.6) for f in forms for g in forms)


def same_datasets(gold: Sequence[str], found: Sequence[str]) -> bool:
    """Whether two lists hold the same data sets, in any order.

    >>> same_datasets(["the COCO dataset", "LVIS"], ["LVIS", "MS COCO"]), same_datasets(["CIFAR-10"], ["CIFAR-100"])
    (True, False)
    """
    if len(gold) != len(found):
        return False
    words = _words()
    filler = (words.articles - {"a"}) | words.dataset_filler  # "A" may be the name itself
    left = [plain_words(name) for name in found]
    for name in map(plain_words, gold):
        match = next((other for other in left if _is_close(name, other, filler, extra=0, share=0.6)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _name_key(name: str | None) -> str:
    words = _words()
    parts = plain_words(name).split()
    if parts and not {_stem(part) for part in parts} - words.articles - words.name_filler - words.own_filler:
        return "ours" if words.own & set(parts) else " ".join(parts)
    return " ".join(parts)


@lru_cache(maxsize=1 << 14)
def same_name(gold: str | None, found: str | None) -> bool:
    """Whether two systems, tasks or phrases are the same; "our method" is `ours`.

    >>> same_name("our proposed method", "ours"), same_name("the DeiT baseline", "DeiT"), same_name("BM25", None)
    (True, True, False)
    """
    one, other = _name_key(gold), _name_key(found)
    if not one or not other:
        return not one and not other
    return _is_close(one, other, _words().articles | _words().name_filler, extra=3, share=0.5)


def same_unit(gold: str | None, found: str | None) -> bool:
    """Whether two units are the same, however they are spelt.

    >>> same_unit("percent", "%"), same_unit("point", "%"), same_unit(None, None)
    (True, False, True)
    """
    return _unit_key(gold) == _unit_key(found)


def _unit_key(unit: str | None) -> str:
    key = (unit or "").strip().lower()
    return _words().units.get(key, key)


def in_words_or_canonical(
    same: Callable[[str | None, str | None], bool], gold: str | None, canonical: str | None, words: str | None
) -> bool:
    """The words of the abstract decide; the canonical name may stand in for them, but not a null for a name.

    >>> in_words_or_canonical(same_metric, "top-1", "Accuracy", "top-1"), in_words_or_canonical(same_metric, None, "F1", "F1")
    (True, False)
    """
    if not words:
        return same(gold, canonical)
    return same(gold, words) or (bool(canonical) and bool(gold) and same(gold, canonical))


def shared_phrases(gold: Sequence[str], found: Sequence[str]) -> float:
    """The share of listed phrases that stand on the other side too, both ways.

    >>> shared_phrases(["5-shot"], ["5-shot", "on CPU"]), shared_phrases([], [])
    (0.6666666666666666, 1.0)
    """
    if not gold and not found:
        return 1.0
    one, other = [plain_words(text) for text in gold], [plain_words(text) for text in found]
    hits = sum(any(same_name(g, f) for f in other) for g in one) + sum(any(same_name(g, f) for g in one) for f in other)
    return hits / (len(one) + len(other))
