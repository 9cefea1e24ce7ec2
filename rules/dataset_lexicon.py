"""Data sets and tasks: one name for each, however a paper spells it; splits and image sizes stay apart."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rules.lexicon_files import lines_of_names, parse_file
from rules.names import dataset_key, metric_key, plain
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError
from schemas.base import Frozen

_OURS, _LISTED = "datasets.yaml", "lexicons/datasets.yaml"
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\+")
_GAP = re.compile(r"[\s\-_/'’.:&~→>(]{0,3}")
_SIZE = re.compile(r"(?<![\s\-(])[\s\-(]*\b(\d{2,4})\s?[x×]\s?(\d{2,4})\)?$")
_SIZE_NEXT = re.compile(r"\s?-?\(?\d{2,4}\s?[x×]\s?\d{2,4}\b\)?")
_EDGE = " ,;:.\"'“”`"
_LONGEST = 9
_LONGEST_NAME = 200  # characters; what is longer is no listed name with a split, a size and filler words
_SIZES = 2  # image sizes at the end of one name that are taken off
_PREFIX = 4


class Dataset(Frozen):
    """One data set under its canonical name."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    caution: bool = Field(default=False, description="Also an ordinary or short word: counts where a data set is expected.")
    exact: bool = Field(default=False, description="Counts only as written, as MATH and whatever needs caution.")


class DatasetMention(Frozen):
    """A listed name in a text."""

    start: int
    end: int
    name: str
    caution: bool


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    caution: bool = False
    exact: bool = False


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    datasets: tuple[_Entry, ...]
    splits: dict[str, tuple[str, ...]]
    before: tuple[str, ...]
    after: tuple[str, ...]
    drop: tuple[str, ...]
    caution: tuple[str, ...]
    sure: tuple[str, ...]
    drop_tasks: tuple[str, ...]


class DatasetLexicon:
    """All data sets, looked up by any spelling of any of their names."""

    def __init__(self, raw: Mapping[str, Any], listed: Iterable[str] = (), *, place: str = _OURS) -> None:
        lines = lines_of_names(raw.get("datasets"))
        file = parse_file(_File, raw, place)
        self._by_key: dict[str, Dataset] = {}
        self._spellings: dict[str, str] = {}
        self._before = _words_at_start(file.before)
        self._after = _words_at_end(file.after)
        self._split = _words_at_end(word for words in file.splits.values() for word in words)
        self._split_of = {word.lower(): split for split, words in file.splits.items() for word in words}
        careful, sure = set(file.caution), set(file.sure)
        for entry in file.datasets:
            self._add(entry, sure, f"{place}:{lines.get(entry.name) or 1} ({entry.name})")
        for name in listed:
            if dataset_key(name) not in self._by_key:
                self._add_listed(name, caution=name in careful or (name not in sure and _needs_care(name)))
        self._widest = self._index()
        self.canonical = lru_cache(maxsize=1 << 16)(self._canonical)

    def _add(self, entry: _Entry, sure: set[str], place: str) -> None:
        caution = entry.caution
        found = Dataset(name=entry.name, aliases=entry.aliases, caution=caution, exact=entry.exact or caution)
        for form in (entry.name, *entry.aliases):
            key = dataset_key(form)
            careful = form != entry.name and form not in sure and _needs_care(form)  # "Duke" may be a university
            owner = self._by_key.setdefault(key, found.model_copy(update={"caution": True, "exact": True}) if careful else found)
            if owner.name != found.name:
                raise RuleError(f"{form!r} belongs to {owner.name!r} already", place=place, remedy="leave it to one of the two")
            self._spellings.setdefault(form, found.name)

    def _add_listed(self, name: str, *, caution: bool) -> None:
        """A name of the derived list; one that ends in a split goes under its data set's own name."""
        base, split = self._take_split(name)
        owner = self._by_key.get(dataset_key(base)) if split else None
        canonical = f"{owner.name} {split}" if owner else name
        self._by_key[dataset_key(name)] = Dataset(name=canonical, caution=caution, exact=caution)
        self._by_key.setdefault(dataset_key(canonical), self._by_key[dataset_key(name)])
        self._spellings.setdefault(name, canonical)

    def _index(self) -> dict[str, int]:
        widest: dict[str, int] = {}
        for key in self._by_key:
            start = key[:_PREFIX]
            widest[start] = max(widest.get(start, 0), len(key))
        return widest

    def __len__(self) -> int:
        return len({dataset.name for dataset in self._by_key.values()})

    def names(self) -> list[str]:
        """Every listed spelling, longest first."""
        return sorted(self._spellings, key=lambda name: (-len(name), name))

    def canonical_names(self) -> list[str]:
        """Every canonical name, in the order of the files."""
        return list(dict.fromkeys(dataset.name for dataset in self._by_key.values()))

    def find(self, name: str) -> Dataset | None:
        """The listed data set of this name, in any spelling; no split and no filler is taken off."""
        return self._by_key.get(dataset_key(name))

    def _canonical(self, text: str) -> str:
        """The canonical name; for a name that is not listed, the text without what surrounds it.

        >>> datasets = load_datasets()
        >>> [datasets.canonical(name) for name in ("the Cifar 10 dataset", "MS-COCO", "SQuAD v2.0", "COCO val2017")]
        ['CIFAR-10', 'COCO', 'SQuAD 2.0', 'COCO val']
        >>> datasets.canonical("ImageNet 64×64"), datasets.canonical("the Quokka-7 benchmark")
        ('ImageNet 64x64', 'Quokka-7')
        """
        return self._settled(text, sizes=_SIZES)

    def _settled(self, text: str, *, sizes: int) -> str:
        name = self._once(text, sizes=sizes)
        for _ in range(_LONGEST):  # what is left of a name may be another's
            settled = self._once(name, sizes=sizes)
            if settled == name:
                break
            name = settled
        return name

    def _once(self, text: str, *, sizes: int) -> str:
        text = plain(text).strip(_EDGE)
        name, found = text, self.find(text)
        if found and not (found.exact and not _as_written(text, found)):
            return found.name
        if len(text) > _LONGEST_NAME:
            return text
        while True:
            if sizes and (size := _SIZE.search(name)):
                base = self._settled(name[: size.start()], sizes=sizes - 1)
                if self.find(base):
                    return f"{base} {size[1]}x{size[2]}"
            shorter = self._after.sub("", self._before.sub("", name)).strip(_EDGE)
            base, split = self._take_split(name)
            if split and (owner := self.find(base)):
                listed = self.find(f"{owner.name} {split}")
                if listed:
                    return listed.name
                return owner.name if split == "test" else f"{owner.name} {split}"
            if not shorter or shorter == name:
                return name
            if shorter.islower() and not found:
                return self._before.sub("", text)  # "our custom dataset" names nothing: keep its words
            name = shorter
            if found := self.find(name):
                return found.name

    def _take_split(self, name: str) -> tuple[str, str]:
        """The name without its split, and the split as we write it; two empty texts where there is none."""
        match = self._split.search(name)
        if not match or not match.start():
            return "", ""
        word = match[0].strip(" ()-_,").lower()
        split = self._split_of.get(word) or self._split_of.get(word.replace(" ", "-"), "")
        return (name[: match.start()].rstrip(" (-_,"), split) if split else ("", "")

    def find_mentions(self, text: str) -> list[DatasetMention]:
        """Every listed name in a text, the longest at each place, with splits and image sizes.

        >>> load_datasets().find_mentions("92.1 on Cifar 10, 61 on MNIST-Q and 3 on a map")
        [DatasetMention(start=8, end=16, name='CIFAR-10', caution=False)]
        """
        tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
        mentions: list[DatasetMention] = []
        free = 0
        for at, (start, end) in enumerate(tokens):
            if start < free or not _may_start(text, start, end) or _is_article(text, start, end):
                continue
            found = self._longest(text, tokens, at)
            if found:
                mentions.append(found)
                free = found.end
        return mentions

    def _longest(self, text: str, tokens: list[tuple[int, int]], at: int) -> DatasetMention | None:
        start, end = tokens[at]
        if end - start < _PREFIX or not text[start].isalpha():
            head = dataset_key(text[start : tokens[min(at + 2, len(tokens) - 1)][1]])
        else:
            head = text[start : start + _PREFIX].lower()
        # a name shorter than the prefix stands in the index as it is: DTU
        widest = max(self._widest.get(head[:size], 0) for size in range(1, _PREFIX + 1))
        if not widest:
            return None
        best: tuple[int, Dataset] | None = None
        for _, end in tokens[at : at + _LONGEST]:
            if end - start > widest * 2 + 4 or (end != tokens[at][1] and not _joined(text, tokens, at, end)):
                break
            found = self._by_key.get(dataset_key(text[start:end]))
            if found and _ends(text, end) and _as_written(text[start:end], found):
                best = end, found
        if best is None:
            return None
        end, found = best
        if size := _SIZE_NEXT.match(text, end):
            end = size.end()
        name = self.canonical(text[start:end]) if end != best[0] else found.name
        return DatasetMention(start=start, end=end, name=name, caution=found.caution)


class TaskLexicon:
    """Names of tasks."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_key: dict[str, str] = {}
        for name in names:
            self._by_key.setdefault(metric_key(name), name)

    def __len__(self) -> int:
        return len(self._by_key)

    def names(self) -> list[str]:
        """Every name, longest first."""
        return sorted(self._by_key.values(), key=lambda name: (-len(name), name))

    def canonical(self, text: str) -> str | None:
        """The listed name of this task, or None.

        >>> load_tasks().canonical("image  classification")
        'Image Classification'
        """
        return self._by_key.get(metric_key(text))


def _joined(text: str, tokens: list[tuple[int, int]], at: int, end: int) -> bool:
    """Whether the token that ends here follows the one before it with nothing but a blank or a hyphen between."""
    for before, after in pairwise(tokens[at : at + _LONGEST]):
        if after[1] == end:
            return _GAP.fullmatch(text, before[1], after[0]) is not None
    return False


def _may_start(text: str, start: int, end: int) -> bool:
    """A name starts with a capital, a digit or an inner capital, and not within a longer one."""
    word = text[start:end]
    if start and (text[start - 1].isalnum() or (text[start - 1] in "-–" and start > 1 and text[start - 2].isalnum())):
        return False
    following = text[end : end + 2]
    return (
        not word.islower()
        or following[:1].isdigit()
        or following[:1] == "-"
        or following[1:].isupper()
        or following[1:].isdigit()
    )


def _is_article(text: str, start: int, end: int) -> bool:
    """Whether a word is an article: "a 2D image" holds no A2D."""
    return text[start:end] in {"a", "A"} and text[end : end + 1] == " "


def _ends(text: str, end: int) -> bool:
    """No name ends before "-C", "+" or a letter: ImageNet-C is not ImageNet."""
    after = text[end : end + 2]
    if not after or not (after[0].isalnum() or after[0] in "-–+_"):
        return True
    return after[0] in "-–" and not (after[1:].isupper() or after[1:].isdigit())


def _as_written(text: str, found: Dataset) -> bool:
    """Whether the case of the text allows this data set."""
    if found.exact:
        return any(_same_case(text, form) for form in (found.name, *found.aliases))
    return not text.isalpha() or not text.islower() or found.name.islower()


def _same_case(text: str, form: str) -> bool:
    return re.sub(r"[\W_]", "", text) == re.sub(r"[\W_]", "", form)


def _needs_care(name: str) -> bool:
    """Short, or one word as any other: LA, DRIVE's like, Flowers."""
    return name.isalpha() and (len(name) <= 4 or name.istitle() or name.islower())


def _words_at_start(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{_alternation(words)})[\s-]+)+", re.IGNORECASE)


def _words_at_end(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:[\s\-_(,]+(?:{_alternation(words)})\)?)$", re.IGNORECASE)


def _alternation(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace("\\ ", r"[\s-]") for word in sorted(words, key=lambda word: (-len(word), word)))


def _listed_names(stem: str) -> tuple[str, ...]:
    path = FOLDER / "lexicons" / f"{stem}.yaml"
    raw = read_yaml(path)
    if not isinstance(raw, dict) or list(raw) != [stem] or not all(isinstance(name, str) for name in raw[stem]):
        raise RuleError(f"expected one list of texts under {stem!r}", place=str(path), remedy="run benchmarks/build_lexicons.py")
    return tuple(raw[stem])


@cache
def load_datasets() -> DatasetLexicon:
    """The data sets of `datasets.yaml` and of the derived list.

    Raises:
        RuleError: an unknown key, or a name with two owners, with file, line and name.
    """
    return DatasetLexicon(read_yaml(FOLDER / _OURS, lines=True), _listed_names("datasets"))


@cache
def load_tasks() -> TaskLexicon:
    """The tasks of the derived list."""
    return TaskLexicon(_listed_names("tasks"))
