"""Find what looks like a name by its shape: capitals, digits, hyphens, plus signs.

Text comes in; its name-like places and the skeleton go out. In the skeleton one private-use character stands for each
of them and all other letters are small, so that the grammar around names can be written as short patterns.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from extract.normalise.sentences import Sentence
from rules.loader import fragment_pattern
from rules.word_lists import word_list
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError

_FIRST_MARK = 0xE000
_LAST_MARK = 0xF8FF
_FOREIGN_MARKS = re.compile(f"[{chr(_FIRST_MARK)}-{chr(_LAST_MARK)}]")
_APART = r"\s,;:!?()\[\]{}\"“”`"
_PLAIN = r"a-z_\-.'’/&%*~$^<>=|+@#–—"
# a run without blanks that holds a capital, a digit or a letter beyond a-z
_WORD = re.compile(rf"(?<![^{_APART}])[{_PLAIN}]*+[^{_APART}{_PLAIN}][^{_APART}]*+")
_VERSION = re.compile(r"[a-z]\d\.\d{1,2}|[vV]?\d{1,4}(?:\.\d{1,2})*[KMBkbm]?|\d+[x×]\d+|(?:XL|XXL|Pro|Max|Mini|Turbo|Base|Large)")
_DIGIT_FIRST = re.compile(r"\d{1,3}[A-Z]\w*[a-z]\w+|\d[A-Z]{3,}\w*|\d[A-Z]-[A-Z]\w+")
_QUANTITY = re.compile(r"\d+(?:GB|MB|TB|KB|GHz|MHz|Hz|FLOPs?)$")
_SMALL_WITH_DIGIT = re.compile(r"[a-z]{2,}-?\d+[a-z][a-z0-9-]*|[a-z]{3,}\d+(?:-[a-z]+)?|[a-z]\d-[a-z]+|[a-z]{2,}\.[a-z]{2,}\d+")
_ORDER = re.compile(r"[a-z]{3,}-[A-Z]")  # order-K, top-N
_METRIC_SHAPE = re.compile(r"[A-Za-z]+@\S+")
_MACRO = re.compile(r"\\[A-Za-z]{2,}")
_ADDRESS = re.compile(r"\w\.(?:com|org|io|net|edu|ai|ac|cn|de|git|html|app|dev|co)(?:/|$)|@\w+\.\w")
_COUNT = re.compile(r" (?:\d|[IVX]+\b)")
_BEFORE_HEAD = re.compile(r"(?<![\w.-])(?:(?:19|20)\d\d )?(?:(?:[A-Z][A-Z0-9]+|\d[A-Z]|Data) )?\Z")
_NEXT_CAPITAL = re.compile(r" ([A-Z][\w-]*[a-z]\w*)")
_SENTENCE_END = ".!?"
MAX_WORDS = 6


class Shape(Enum):
    """What the letters of one word say about it."""

    NAME = 1  # ImageNet, GPT-4, AP, Meta-Sift
    CAPITAL = 2  # Natural
    VERSION = 3  # 3.1, 8B: part of a name only after another part
    ORDINARY = 4


@dataclass(frozen=True, slots=True)
class Surface:
    """One name-like place in a text, as written."""

    text: str
    start: int
    end: int
    strong: bool  # the shape alone tells: it is more than capitalised words


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The text with a mark in the place of each name-like word group."""

    source: str
    text: str
    surfaces: tuple[Surface, ...]

    @property
    def is_shouted(self) -> bool:
        """Whether capitals tell nothing here, as in a heading all in capitals."""
        return sum(surface.end - surface.start for surface in self.surfaces if surface.text.isupper()) > 30

    def surface(self, mark: str) -> Surface:
        """The surface that a mark stands for."""
        return self.surfaces[ord(mark) - _FIRST_MARK]

    def marked(self, part: str) -> list[Surface]:
        """All surfaces whose marks stand in a part of the skeleton, but for those in brackets."""
        found: list[Surface] = []
        depth = 0
        for char in part:
            if char == "(":
                depth += 1
            elif char == ")":
                depth -= 1
            elif depth <= 0 and _FIRST_MARK <= ord(char) <= _LAST_MARK:
                found.append(self.surfaces[ord(char) - _FIRST_MARK])
        return found


@cache
def name_words() -> dict[str, frozenset[str]]:
    """The word lists of `rules/name_words.yaml`."""
    path = FOLDER / "name_words.yaml"
    try:
        lists = TypeAdapter(dict[str, list[str]]).validate_python(read_yaml(path))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise RuleError(f"{place} is no word", place=str(path), remedy="quote it: YAML reads no and on as booleans") from None
    return {key: frozenset(words) for key, words in lists.items()}


@lru_cache(maxsize=50_000)
def shape(word: str) -> Shape:
    """What the letters of one word say.

    >>> shape("nuScenes"), shape("Natural"), shape("5-shot"), shape("wav2vec")
    (<Shape.NAME: 1>, <Shape.CAPITAL: 2>, <Shape.ORDINARY: 4>, <Shape.NAME: 1>)
    """
    lists = name_words()
    if len(word) < 2 and not word.isdigit():
        return Shape.ORDINARY
    if _VERSION.fullmatch(word):
        return Shape.VERSION if not word.isalpha() else Shape.CAPITAL
    if any(sign in word for sign in "=<>|~") or word.startswith(("http", "www.", "/")) or "://" in word:
        return Shape.ORDINARY
    small = word.lower()
    if small in lists["generic"] or (word.endswith("s") and small[:-1] in lists["generic"]):
        return Shape.ORDINARY
    if word[0].isdigit():
        if small[3:] in lists["generic"] or small[3:].removesuffix("s") in lists["generic"]:
            return Shape.ORDINARY  # 3D-CNN
        return Shape.NAME if _DIGIT_FIRST.match(word) and not _QUANTITY.match(word) else Shape.ORDINARY
    if _MACRO.fullmatch(word) or _METRIC_SHAPE.fullmatch(word):
        return Shape.NAME
    if not word[0].isalpha() or _ORDER.fullmatch(word):
        return Shape.ORDINARY
    if word == small:
        return Shape.NAME if _SMALL_WITH_DIGIT.fullmatch(word) else Shape.ORDINARY
    inner = word[1:]
    if any(char.isdigit() for char in inner) or word.endswith("+"):
        return Shape.NAME
    if inner != inner.lower():
        parts = word.split("-")
        # "Multi-Head" is two capitalised words, "Meta-Sift" too: only a sentence can tell which is a name
        if all(part[:1].isupper() and part[1:].islower() for part in parts) and len(parts) > 2:
            return Shape.CAPITAL
        return Shape.NAME
    return Shape.CAPITAL if word[0].isupper() and word[0] != small[0] else Shape.ORDINARY


def is_oddly_written(word: str) -> bool:
    """Whether capitals stand in a plain noun where nobody writes them: it names something, but no measure.

    >>> is_oddly_written("AcCURACY"), is_oddly_written("Accuracy"), is_oddly_written("ACCURACY")
    (True, False, False)
    """
    return word.lower() in word_list("metric_heads") and fragment_pattern("odd_capitals").fullmatch(word) is not None


def _core(word: str) -> tuple[int, int, Shape]:
    """Where the name stands in a run of characters without blanks, and its shape."""
    start, end = 0, len(word)
    while start < end and word[start] in "'‘’.-–—*/&%+@#<>=~|^_$":
        start += 1
    while end > start and word[end - 1] in "'‘’.-–—*/&@#<>=~|^_$\\":
        end -= 1
    if word[start:end].endswith(("'s", "’s")):
        end -= 2
    core = word[start:end]
    if core.endswith("%") and core[:-1].replace(".", "").isdigit():
        return start, end, Shape.ORDINARY
    suffixes = name_words()["suffixes"]
    head, hyphen, tail = core.rpartition("-")
    while hyphen and tail in suffixes:
        if shape(head) is Shape.CAPITAL:
            # Knowledge-enhanced Interaction is one name; in Transformer-based models only the head is
            break
        end -= len(tail) + 1
        core = head
        head, hyphen, tail = core.rpartition("-")
    return start, end, shape(core)


def _pieces(word: str) -> list[tuple[int, str]]:
    """The parts of a run that slashes or dashes join: COCO/ADE20K, but not DeiT-B/16."""
    for sign in ("/", "–", "—", "--"):
        if sign in word.strip(sign):
            parts = word.split(sign)
            if all(len(part) > 2 and part[0].isalpha() for part in parts if part) and "://" not in word:
                at, found = 0, []
                for part in parts:
                    if part:
                        found.append((at, part))
                    at += len(part) + len(sign)
                return found
    return [(0, word)]


def _apart_pieces(word: str) -> list[tuple[int, str]]:
    """The parts of a run that begins with a metric: mIoU/273.6, PSNR/SSIM."""
    head, slash, rest = word.partition("/")
    return [(0, head), (len(head) + 1, rest)] if slash and rest[:1].isdigit() else _pieces(word)


class _Piece(NamedTuple):
    """A part of a run of characters without blanks that may be of a name; all offsets are those of the run."""

    start: int
    end: int
    name: str
    shape: Shape
    opens: bool  # a word that opens a sentence and belongs to no name
    counts: bool  # a word that counts something: Table 2
    alone: bool  # a metric, which does not join what stands before it
    ends: bool  # a full stop or a suffix behind it ends the name


@lru_cache(maxsize=50_000)
def _read(word: str, apart: Callable[[str], bool] | None) -> tuple[_Piece, ...]:
    """What stands in a run of characters without blanks; nothing in an address."""
    if word.startswith("//") or _ADDRESS.search(word):
        return ()
    lists = name_words()
    found = []
    for offset, piece in _pieces(word) if not (apart and apart(word.partition("/")[0])) else _apart_pieces(word):
        begin, finish, kind = _core(piece)
        name = piece[begin:finish]
        low = name.lower()
        alone = bool((apart and apart(name)) or _METRIC_SHAPE.fullmatch(name))
        ends = bool(piece[finish:].strip("+"))
        found.append(
            _Piece(offset + begin, offset + finish, name, kind, low in lists["openers"], low in lists["counters"], alone, ends)
        )
    return tuple(found)


def find_surfaces(
    text: str,
    *,
    apart: Callable[[str], bool] | None = None,
    whole: Callable[[str, int, str], int | None] | None = None,
    known: Set[str] = frozenset(),
) -> list[Surface]:
    """All name-like places in a text, in order.

    Args:
        text: Clean text.
        apart: Tells the words (metrics) that do not join what stands before them.
        whole: Tells where a name ends that begins at an offset with a word, though its words look like none.
        known: Names from elsewhere, which count at the start of a sentence too.

    >>> [s.text for s in find_surfaces("We reach 45.2 AP on COCO test-dev with Llama 3.1 8B.")]
    ['AP', 'COCO test-dev', 'Llama 3.1 8B']
    >>> [s.text for s in find_surfaces("Natural images abound. Results on Natural Questions are good.")]
    ['Natural Questions']
    """
    found: list[Surface] = []
    unsure: list[Surface] = []
    run: list[tuple[int, int, Shape]] = []

    def close() -> None:
        while run and run[-1][2] is Shape.VERSION and len(run) == 1:
            run.pop()
        if run:
            run[-1] = _without_suffix(text, run[-1])
            surface = _surface(text, run, found[-1].end if found else 0)
            (unsure if _is_at_start(text, run) else found).append(surface)
            run.clear()

    for match in _words(text, whole):
        if isinstance(match, Surface):
            close()
            found.append(match)
            continue
        pieces = _read(match[0], apart)
        if not pieces:
            close()
        for piece in pieces:
            start, end, kind = match.start() + piece.start, match.start() + piece.end, piece.shape
            if run and (start - run[-1][1] != 1 or text[run[-1][1]] not in "  \n" or len(run) >= MAX_WORDS):
                close()
            if kind is Shape.ORDINARY and run and piece.name.isupper() and _leads_to_name(text, end):
                run.append((start, end, Shape.CAPITAL))  # Open Dust LLM Leaderboard
            elif (kind is Shape.CAPITAL and piece.opens) or kind is Shape.ORDINARY:
                close()
            elif kind is Shape.VERSION:
                if run and _takes_version(text, run, start, end):
                    run.append((start, end, kind))
                else:
                    close()
            else:
                if run and piece.alone:
                    close()
                run.append((start, end, kind))
            if run and piece.ends:
                if piece.counts:
                    run.clear()
                close()
            elif len(run) == 1 and piece.counts and _COUNT.match(text, end):
                run.clear()
    close()
    found.extend(_settle(unsure, known | {surface.text for surface in found}))
    found.sort(key=lambda surface: surface.start)
    return found


def _words(text: str, whole: Callable[[str, int, str], int | None] | None) -> Iterator[re.Match[str] | Surface]:
    """The words of a text that may be of a name, and the names that are told as a whole."""
    free = 0
    for match in _WORD.finditer(text):
        if match.start() < free:
            continue
        stop = whole(text, match.start(), match[0]) if whole else None
        if stop is None:
            yield match
        else:
            yield Surface(text[match.start() : stop], match.start(), stop, strong=True)
            free = stop


def _is_at_start(text: str, run: list[tuple[int, int, Shape]]) -> bool:
    """Whether words owe their capital to where they stand; "Sophie, our sweeper" does not."""
    if run[0][2] is not Shape.CAPITAL or not _opens_sentence(text, run[0][0]):
        return False
    return not fragment_pattern("owned_next").match(text, run[-1][1])


def _leads_to_name(text: str, end: int) -> bool:
    """Whether a capitalised word that is no common one comes next, or what says that a data set is named."""
    if fragment_pattern("bed_noun_next").match(text, end):
        return True
    after = _NEXT_CAPITAL.match(text, end)
    return (
        after is not None and shape(after[1]) in {Shape.CAPITAL, Shape.NAME} and after[1].lower() not in name_words()["openers"]
    )


@cache
def _split_after() -> re.Pattern[str]:
    """The name of a split after a data set: COCO test-dev."""
    return re.compile(rf" (?:{'|'.join(sorted(map(re.escape, name_words()['splits'])))})\b")


def _surface(text: str, run: list[tuple[int, int, Shape]], after: int) -> Surface:
    start, end = run[0][0], run[-1][1]
    if text[run[-1][0] : end].lower() in name_words()["bed_heads"]:
        # "the 2017 VQA Challenge": what is too plain for a name elsewhere is part of this one
        before = _BEFORE_HEAD.search(text, max(after, start - 40), start)
        start = before.start() if before else start
    split = _split_after().match(text, end) if run[-1][2] is Shape.NAME else None
    if split:
        end = split.end()
    return Surface(text[start:end], start, end, any(part[2] is Shape.NAME for part in run) or run[-1][2] is Shape.VERSION)


def _without_suffix(text: str, part: tuple[int, int, Shape]) -> tuple[int, int, Shape]:
    start, end, kind = part
    head, hyphen, tail = text[start:end].rpartition("-")
    return (start, start + len(head), kind) if hyphen and tail in name_words()["suffixes"] else part


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \n\t\"'“‘(`")
    return not before or before[-1] in _SENTENCE_END


def _takes_version(text: str, run: list[tuple[int, int, Shape]], start: int, end: int) -> bool:
    """Whether a number belongs to the name before it: Llama 3.1 does, BLEU 34.8 and ImageNet 5% do not."""
    number = text[start:end]
    if text[end : end + 1] in {"%", "\\"} or text[end : end + 2] == " %" or fragment_pattern("unit_next").match(text, end):
        return False
    if not number[-1].isdigit() or "x" in number or number[0].isalpha():
        return True
    before = text[run[-1][0] : run[-1][1]]
    if run[-1][2] is Shape.VERSION:
        return False
    if "." in number:
        whole, _, part = number.partition(".")
        return len(whole) == 1 and len(part) <= 1 and (part == "0" or not before.isupper())
    return len(number) in {1, 2, 4} and not number.startswith("0")


def _settle(unsure: list[Surface], known: Set[str]) -> list[Surface]:
    """Of the groups that open a sentence, keep those that stand elsewhere too, else what follows their first word."""
    kept = []
    for surface in unsure:
        words = surface.text.split()
        if surface.text in known or len(words) > 2:
            kept.append(surface)
            continue
        if words[0] in known and len(words) == 1:
            kept.append(surface)
            continue
        rest = surface.text[len(words[0]) :].lstrip()
        if rest and surface.strong and shape(rest.split()[0]) is not Shape.VERSION:
            kept.append(Surface(rest, surface.end - len(rest), surface.end, strong=True))
        elif (rest and surface.strong) or len(words) == 2:
            kept.append(surface)
    return kept


def make_skeleton(text: str, surfaces: list[Surface], sentences: Sequence[Sentence] = ()) -> Skeleton:
    """Put a mark in the place of each surface.

    Args:
        text: Clean text.
        surfaces: Its name-like places, in order.
        sentences: Its sentences, where those without a name are left out: no pattern around a name finds anything there.

    >>> text = "We sweep. We beat BERT. It is hard."
    >>> skeleton = make_skeleton(text, find_surfaces(text))
    >>> skeleton.text.encode("ascii", "replace"), skeleton.marked(skeleton.text)[0].text
    (b'we sweep. we beat ?. it is hard.', 'BERT')
    >>> make_skeleton(text, find_surfaces(text), [Sentence(text[:9], 0, 9), Sentence(text[10:], 10, 35)]).text[:10]
    '. we beat '
    """
    surfaces = surfaces[: _LAST_MARK - _FIRST_MARK]
    clean = _FOREIGN_MARKS.sub(" ", text)
    parts: list[str] = []
    begin = at = index = 0
    for end in (*(sentence.start for sentence in sentences[1:]), len(text)):
        # a name may reach into the next sentence, whose rest is kept then
        if at > begin or not sentences or (index < len(surfaces) and surfaces[index].start < end):
            at = max(at, begin)
            if at and not parts:
                parts.append(". ")  # what follows does not open the text
            while index < len(surfaces) and surfaces[index].start < end:
                parts.append(clean[at : surfaces[index].start].lower())
                parts.append(chr(_FIRST_MARK + index))
                at = surfaces[index].end
                index += 1
            parts.append(clean[at:end].lower())
        begin = end
    return Skeleton(text, "".join(parts).replace("\n", " "), tuple(surfaces))
