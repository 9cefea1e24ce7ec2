"""Part a line on which title and authors run together.

As in "A Study of ParsersAda Lovelace, Alan Turing et al.": a title ends and a name begins where a capital follows
another character without a space. Such places also stand within words (FooNet) and names (McKay), so each is
weighed: by how well what follows reads as a list of people, and by whether the title's last word occurs in the
abstract.
"""

from collections.abc import Iterator

import regex

from schemas.base import Frozen

# Where a name can begin: "ParsersAda", "2.0Ada", "Need?Ada"; "LLMAda"; before a script without case.
_BORDER = regex.compile(
    r"""
      (?<= [\p{Ll}\p{Nd}?!.)\]}"”'’$%+*™®] ) (?<! (?: ^ | [\s.(] ) \p{Lu} [.'’] ) (?= \p{Lu} )
    | (?<= \p{Lu} ) (?= \p{Lu} (?: \p{Ll} | \. ) )
    | (?<= [\p{Ll}\p{Lu}\p{Nd}?!.)] ) (?= \p{Lo} )
    """,
    regex.VERBOSE,
)
_AFFILIATION = regex.compile(r"\s+[·•|]\s.*$")
_AND_OTHERS = regex.compile(r",?\s+(?:et\s+al\.?|and\s+others)\s*$")
_SEPARATOR = regex.compile(r"\s*,\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+")
# One word of a name: "Ada", "A.", "J.-P.", "Jean-Luc", "O'Neil"; "van", "de", "al-" stand within the name.
_NAME_WORD = regex.compile(r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’‘`-]*(?<![-])")
_PARTICLE = regex.compile(r"[\p{Ll}'’]{1,4}")
_SUFFIX = regex.compile(r"\(.*\)|Jr\.?|Sr\.?|I{1,3}|IV")
_FOLLOWING = (_NAME_WORD, _PARTICLE, _SUFFIX)
_INNER_CAPITAL = regex.compile(r"(?<=(?P<before>[\p{Lu}\p{Ll}\p{M}]+))(?<=\p{Ll})\p{Lu}")
_FUSED_CAPITALS = regex.compile(r"^\p{Lu}{2,}\p{Ll}")
_WORD = regex.compile(r"[\p{L}\p{Nd}]+")
_LAST_WORD = regex.compile(r"[\p{L}\p{Nd}]+(?=[^\p{L}\p{Nd}]*$)")

_LONGEST_LINE = 4_000
_WORST_COST = 4.0


class Byline(Frozen):
    """A title and its authors."""

    title: str
    authors: tuple[str, ...] = ()


def parse_byline(line: str, *, abstract: str = "") -> Byline:
    """Part title and authors; the whole line is the title where no place to part them is found.

    >>> parse_byline("FooNet: Is Parsing All You Need?Ada McKay, Alan van Turing et al. · bar-lab")
    Byline(title='FooNet: Is Parsing All You Need?', authors=('Ada McKay', 'Alan van Turing'))
    >>> parse_byline("Small Parsers")
    Byline(title='Small Parsers', authors=())
    """
    line = line.strip()
    if len(line) > _LONGEST_LINE:
        return Byline(title=line)
    known = {word.group() for word in _WORD.finditer(abstract)}
    known_folded = {word.lower() for word in known}
    others = _AND_OTHERS.search(_AFFILIATION.sub("", line)) is not None
    best: tuple[float, Byline] | None = None
    for title, people in _partings(line):
        cost = _cost(people, known, alone=len(people) == 1 and not others)
        if (last_word := _LAST_WORD.search(title)) is not None:
            if last_word.group().lower() in known_folded:
                cost -= 2
            elif regex.fullmatch(r"\p{Lu}\p{Ll}{0,2}", last_word.group()):
                # "..., Ada Le|Roy": the title would end in the first letters of a name.
                cost += 2
        if best is None or cost < best[0]:
            best = cost, Byline(title=title, authors=people)
    return best[1] if best is not None and best[0] <= _WORST_COST else Byline(title=line)


def _partings(line: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every way to part the line into a title and a list of people, from the left."""
    tail_end = len(line)
    if affiliation := _AFFILIATION.search(line):
        tail_end = affiliation.start()
    if others := _AND_OTHERS.search(line, endpos=tail_end):
        tail_end = others.start()
    for border in _BORDER.finditer(line, endpos=tail_end):
        at = border.start()
        people = tuple(_SEPARATOR.split(line[at:tail_end].strip()))
        if at > 0 and all(_is_person(name) for name in people):
            yield line[:at].rstrip(), people


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        0 < len(words) <= 6
        and _NAME_WORD.fullmatch(words[0]) is not None
        and all(any(pattern.fullmatch(word) for pattern in _FOLLOWING) for word in words[1:])
    )


def _cost(people: tuple[str, ...], known: set[str], *, alone: bool) -> float:
    """How far a list is from a list of people; 0 for first and last names in plain letters."""
    cost = 0.0
    for position, name in enumerate(people):
        words = name.split()
        if len(words) == 1 and not regex.match(r"\p{Lo}", name):
            cost += (6.0 if alone else 3.0) if position == 0 else 0.5
        for word in words:
            if inner := _INNER_CAPITAL.search(word.split("-")[0]):
                # "McKay" and "LeCun" are names; "ParsersAda" is a title's word and a name.
                cost += 0.5 if inner.start() <= 4 else 5.0 if position == 0 else 1.0
            if _FUSED_CAPITALS.match(word):
                cost += 4.0
            # "Norm Layers" of "BatchNorm Layers": words of the abstract are no people.
            if len(word) > 2 and word.lower() in known:
                cost += 1.5
    return cost
