"""Tell the name that an abstract or its title gives the system it proposes."""

import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any, Literal

from pydantic import Field

from extract.naming.surfaces import Shape, Skeleton, name_words, shape
from extract.normalise.spans import within
from rules.loader import Rule, asked_pattern, load_rules
from rules.screen import Screen
from rules.word_lists import word_list
from schemas.base import Frozen

ENOUGH = 25  # votes that a name needs
ENOUGH_TOLD = 20  # votes that a telling name needs which the text itself presents
PRESENTED = 15  # what a rule by which a text presents a name weighs at least
REPEATED = 2.5  # what each further mention adds
ENOUGH_BESIDE = 30  # where the title begins with the name of a data set
MOST_FOR_PLACE = 50
MOST_TIMES = 3  # of what counts each time
IN_TITLE = 30
NEVER = 1000
MOST_HEADING = 6  # words of a title that are a name as a whole
MOST_TAIL = 2  # letters by which a macro may be longer than the name it stands for: dustnetp
MOST_LONG = 9  # words of the long form of a macro
_SMALL_HEADING = re.compile(r"([a-z][\w.-]{0,20}) ?: ")
_HEADING = re.compile(r"([A-Z][^\s:\\{}]+(?: [^\s:\\{}]+)?) ?: ")  # one or two words before a colon
_WORDS = re.compile(r"[^\W_]+")


class ProposedSettings(Frozen):
    """What a rule of `rules/proposed.yaml` says: how much it tells, and where it reads."""

    weight: int = Field(gt=0)
    where: Literal["title", "text"]
    spoken: bool = Field(default=False, description="Counts only for names that the abstract has too.")
    plain: bool = Field(default=False, description="Also counts for plain capitalised words: Self Positioning.")
    each: bool = Field(default=False, description="Counts each time, up to three times, for a name that is no rival anywhere.")
    weak: bool = Field(default=False, description="Counts only where the other rules name nothing.")
    rival: bool = Field(default=False, description="Tells that something is compared with the name.")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a paper proposes: its name, and how the abstract writes it, which may be a macro."""

    name: str
    written: str


def _around(rule: str) -> Any:
    return asked_pattern("long_forms", rule)


@cache
def _rules(*, where: str) -> Screen[Rule[ProposedSettings]]:
    return Screen(rule for rule in load_rules("proposed", ProposedSettings) if rule.sets.where == where)


def find_proposed(
    title: Skeleton | None, text: Skeleton, *, other: Set[str] = frozenset(), abbreviations: Mapping[str, str]
) -> Proposed | None:
    """The name with most votes; None where nothing is named plainly.

    Args:
        title: Skeleton of the title, if there is one.
        text: Skeleton of the abstract.
        other: Names that the grammar holds for data sets, metrics or tasks.
        abbreviations: Short forms that the text spells out.
    """
    places = _spelled_out(text.source, abbreviations)
    votes, weak = _read_votes(title, text, abbreviations, places)
    against = _worked_on(text.source, abbreviations, places)
    best = _best(votes, title, text, other, abbreviations, against=against)
    if best is None and weak:
        best = _best(votes + weak, title, text, other, abbreviations, against=against)
    return Proposed(_written_out(best, title, text, abbreviations), best) if best else None


def _read_votes(
    title: Skeleton | None, text: Skeleton, abbreviations: Mapping[str, str], places: Mapping[str, int]
) -> tuple[Counter[str], Counter[str]]:
    """What the rules say of each name: firmly, and weakly, which counts where nothing else tells."""
    counts = Counter(surface.text for surface in text.surfaces)
    insides = _inside_long_forms(text, abbreviations, places)
    votes: Counter[str] = Counter()
    weak: Counter[str] = Counter()
    headings: Counter[str] = Counter()
    told: Counter[int] = Counter()
    rivals: set[str] = set()
    possible = [(rule.order, rule, text) for rule in _rules(where="text").possible(text.text)]
    if title is not None:
        possible += [(rule.order, rule, title) for rule in _rules(where="title").possible(title.text)]
    for _, rule, skeleton in sorted(possible, key=itemgetter(0)):
        settings = rule.sets
        if settings.rival:
            rivals |= {skeleton.surface(match["name"]).text for match in rule.regex.finditer(skeleton.text)}
            continue
        seen: Counter[str] = Counter()
        for match in rule.regex.finditer(skeleton.text):
            surface = skeleton.surface(match["name"])
            name, place = insides.get(surface.start, (surface.text, surface.start)) if skeleton is text else (surface.text, -1)
            if seen[name] >= (MOST_TIMES if settings.each else 1) or (settings.each and name in rivals):
                continue
            if not (surface.strong or settings.plain or name != surface.text):
                continue
            if settings.where == "text" and is_topic(name):
                continue
            unsure = settings.spoken or not surface.strong
            if settings.where == "title" and (skeleton.is_shouted or unsure) and name not in counts:
                if not skeleton.is_shouted and surface.start == 0 and _is_unspoken(name, skeleton.source, text.source):
                    weak[name] += settings.weight
                continue
            seen[name] += 1
            weight = settings.weight
            if skeleton is text:
                # several rules read one construction: "a novel net called X (X) is introduced"
                weight = min(weight, MOST_FOR_PLACE - told[place])
                told[place] += weight
            # a heading of plain words may name the task: only with a word of the abstract it is a name
            (weak if settings.weak else headings if settings.where == "title" and not surface.strong else votes)[name] += weight
    for name, weight in headings.items():
        if votes[name] > 0 or _is_proper(name, text.source):
            votes[name] += weight
    return votes, weak


def _is_proper(name: str, text: str) -> bool:
    """Whether a text writes a plain word with a capital inside a sentence, and nowhere without: Dusty in "our Dusty reaches"."""
    if not name.isalpha() or re.search(rf"\b{name.lower()}s?\b", text):
        return False
    return re.search(rf"(?<![.?!:;][ ])(?<!^)(?<![\w/-]){name}\b(?!-)", text) is not None


def _is_unspoken(name: str, title: str, text: str) -> bool:
    """Whether a title begins with a plain word and a colon that the text has nowhere, a name and no topic: "Dusty: A"."""
    is_word = name.isalpha() and name[1:].islower() and title.startswith(f"{name}: ")
    return is_word and re.search(rf"\b{name.lower()}", text.lower()) is None


def _best(
    told: Counter[str],
    title: Skeleton | None,
    text: Skeleton,
    other: Set[str],
    abbreviations: Mapping[str, str],
    *,
    against: Mapping[str, int],
) -> str | None:
    """The name with most votes, once title and abbreviations have voted too; None where no name has enough."""
    counts = Counter(surface.text for surface in text.surfaces)
    votes = told.copy()
    small = _SMALL_HEADING.match(title.source) if title is not None else None
    if small and small[1] not in votes and len(re.findall(rf"\b{re.escape(small[1])}\b", text.source)) > 1:
        votes[small[1]] += IN_TITLE * 2  # "quux1: Sweeping ...": no plain word begins a title like that
    _pass_on(votes, counts, text, abbreviations)
    _count_spelled_out(votes, title, abbreviations)
    _merge_long_forms(votes, counts, abbreviations)
    for short, weight in against.items():
        if title is None or not title.source.startswith(short):
            votes[short] -= weight
    enough = ENOUGH
    if title is not None and any(surface.text in other and surface.start == 0 for surface in title.surfaces if surface.strong):
        enough = ENOUGH_BESIDE  # "DustBench: How ...": what the paper is about has been named
    telling = {surface.text for surface in text.surfaces if surface.strong}
    best, most = None, 0.0
    for name, weight in votes.items():
        score = weight + min(counts[name], 6) * REPEATED
        is_told = name in telling and told[name] >= PRESENTED
        if weight > 0 and score >= (min(enough, ENOUGH_TOLD) if is_told else enough) and score > most and name not in other:
            best, most = name, score
    return best


def _inside_long_forms(text: Skeleton, abbreviations: Mapping[str, str], places: Mapping[str, int]) -> dict[int, tuple[str, int]]:
    """Where names stand inside what a short form spells out, or are it: Dusty Shelf position embedding (DUSTY) is one name."""
    found: dict[int, tuple[str, int]] = {}
    for short, long in abbreviations.items():
        at = places.get(short)
        if at is not None:
            inside = within(text.surfaces, at, at + len(long) + len(short) + 2)
            found.update((surface.start, (short, at)) for surface in inside)
    return found


def _spelled_out(text: str, abbreviations: Mapping[str, str]) -> dict[str, int]:
    """Where the long form of each short form begins that stands before it in brackets: "dusty shelf (DS"."""
    places: dict[str, int] = {}
    lengths = {len(short) for short in abbreviations}
    bracket = text.find(" (")
    while bracket >= 0:
        for length in lengths:
            short = text[bracket + 2 : bracket + 2 + length]
            if short in abbreviations and short not in places and text.endswith(abbreviations[short], 0, bracket):
                places[short] = bracket - len(abbreviations[short])
        bracket = text.find(" (", bracket + 1)
    return places


def _written_out(name: str, title: Skeleton | None, text: Skeleton, abbreviations: Mapping[str, str]) -> str:
    """The name as the paper mostly writes it, in full."""
    if name.startswith("\\"):
        return _behind_macro(name, title, text)
    for short, long in abbreviations.items():
        if long != name and name.endswith(long):
            mixed = name[: -len(long)] + short
            if text.source.count(mixed) > text.source.count(name):
                return mixed  # Blockwise Learning Rate (LR), then Blockwise LR
    if title is not None and shape(name.split(maxsplit=1)[0]) is Shape.CAPITAL:
        heading = title.source.partition(":")[0].strip()
        if heading.startswith(f"{name} ") and len(heading.split()) <= MOST_HEADING and heading in text.source:
            return heading  # Sweeping with Quiet Brooms
    return name


def _behind_macro(name: str, title: Skeleton | None, text: Skeleton) -> str:
    r"""What an unexpanded macro stands for.

    It is the name before the title's colon, or a name of the title with its letters. Of a macro that any paper could have, as
    \\ours, it is the long form in front of its brackets. Else a macro is its own name.
    """
    if title is not None:
        front = _HEADING.match(title.source)
        if front is not None:
            return front[1]
        for surface in title.surfaces:
            if not surface.text.startswith("\\") and _letters(surface.text) == _letters(name):
                return surface.text
    at = text.source.find(f"({name}") if is_stand_in(name) else -1
    if at < 0:
        return name
    long = _shared_end(text.source[:at], title.source) if title is not None else None
    spelled = _around("spelled-before-macro").search(text.source[:at])
    return long or (spelled["long"] if spelled is not None else name)


def _shared_end(before: str, title: str) -> str | None:
    """The last words of a text, two at the least, that the title has too."""
    words, heading, long = before.split()[-MOST_LONG:], _letters(title), None
    for count in range(2, len(words) + 1):
        run = " ".join(words[-count:])
        if _letters(run) not in heading:
            break
        long = run
    return long


def _letters(name: str) -> str:
    return "".join(_WORDS.findall(name)).lower()


def is_stand_in(name: str) -> bool:
    r"""Whether a macro is one that any paper could have for what it proposes.

    >>> is_stand_in(r"\ours"), is_stand_in(r"\dustnet")
    (True, False)
    """
    return name.startswith("\\") and name[1:].lower() in word_list("stand_ins")


def stands_for(macro: str, name: str) -> bool:
    r"""Whether a macro of the abstract stands for the proposed system: by its own word, or by the letters of the name.

    >>> stands_for(r"\ours", "DustNet"), stands_for(r"\dustnetp", "Dust-Net"), stands_for(r"\broom", "DustNet")
    (True, True, False)
    """
    letters, own = _letters(name), _letters(macro)
    return macro.startswith("\\") and (is_stand_in(macro) or (own.startswith(letters) and len(own) <= len(letters) + MOST_TAIL))


@lru_cache(maxsize=50_000)
def is_topic(name: str) -> bool:
    """Whether an abbreviation stands for a field, a task or a tool of all: MIL, SR, GA.

    >>> is_topic("SR"), is_topic("SRNet")
    (True, False)
    """
    topics = name_words()["topics"]
    return (name.isupper() and name.lower() in topics) or (name[-1:] == "s" and name[:-1].lower() in topics)


def _count_spelled_out(votes: Counter[str], title: Skeleton | None, abbreviations: Mapping[str, str]) -> None:
    """A title that spells out a short form of the abstract, or begins with its initials, speaks for it.

    It takes a word of the abstract too: titles spell out tasks as well.
    """
    if title is None:
        return
    words = _WORDS.findall(title.source.partition(":")[0])
    initials = "".join(word[0] for word in words).lower()
    heading = " ".join(_WORDS.findall(title.source)).lower()
    for short, long in abbreviations.items():
        if short not in votes and long not in votes:
            continue
        spelled = " ".join(_WORDS.findall(long)).lower()
        if heading.startswith(spelled):
            votes[short] += 2 * IN_TITLE
        elif ":" in title.source and initials == short.lower() and len(words) > 1:
            votes[short] += IN_TITLE
        elif spelled in heading:
            votes[short] += IN_TITLE // 2


def _worked_on(text: str, abbreviations: Mapping[str, str], places: Mapping[str, int]) -> dict[str, int]:
    """How much speaks against short forms of what the paper works on: a method for generalized shelf sweeping (GSS)."""
    against: dict[str, int] = {}
    for short, long in abbreviations.items():
        at = places.get(short, -1)
        if at < 0:
            continue
        before, behind = text[max(0, at - 50) : at], at + len(long) + len(short) + len(" ()")
        if _around("purpose-before").search(before) or _around("task-behind").match(text, behind):
            against[short] = NEVER
        elif _around("topic-before").search(before) or (not before.strip() and _around("field-behind").match(text, behind)):
            against[short] = IN_TITLE
    return against


def _pass_on(votes: Counter[str], counts: Mapping[str, int], text: Skeleton, abbreviations: Mapping[str, str]) -> None:
    """What is said of words in capitals counts for the name in brackets behind, which the text goes on with: Sweeping (DST)."""
    for first, second in pairwise(text.surfaces):
        is_next = text.source[first.end : second.start] == " (" and text.source.startswith(")", second.end)
        is_part = len(abbreviations.get(second.text, first.text)) < len(first.text)  # Careful Learning Rate (LR)
        if is_next and not is_part and first.text in votes and not first.strong and counts[second.text] > counts[first.text]:
            votes[second.text] += votes.pop(first.text)


def _merge_long_forms(votes: Counter[str], counts: Counter[str], abbreviations: Mapping[str, str]) -> None:
    """What is said of a long form counts for the short one, which the text goes on with."""
    shorts = {long.lower(): short for short, long in abbreviations.items()}
    for name in list(votes):
        short = shorts.get(name.lower(), name)
        if short != name and short in counts:
            votes[short] += votes.pop(name)
