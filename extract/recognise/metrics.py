"""Metrics in a sentence: listed names with the words that belong to them, and measures that a word implies ("faster")."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extract.naming.surfaces import is_oddly_written
from extract.normalise.spans import Spans, Taken
from extract.recognise.frames import FrameMatch, FrameSettings
from extract.recognise.masks import Mask, sign_index
from rules.lexicons import Metric, load_metrics
from rules.loader import Rule, fragment_pattern, load_rules
from rules.names import metric_key
from rules.screen import Screen
from rules.word_lists import word_list, word_map
from schemas.base import Frozen
from schemas.vocabulary import Direction

LISTED = "metric-name"  # the rule of what the lexicon or a head word names
LONGEST = 6  # words of a listed name
WIDEST = 3  # words before it that may belong to it
AHEAD = 12  # characters before a word in which a helping verb or a preposition stands

_TOKEN = regex.compile(r"[^\s()\[\]{},;:!?\"“”=<>~±/Δ∆%]+(?:/s(?!\w))?+")  # a rate is one word: TFLOPs/s


class ImpliedSettings(Frozen):
    """A measure that a word stands for; `metric` is its name, `direction` where the word moves it.

    `own_bed`: those who were asked are what it was measured on, so that no data set named earlier is in force.
    """

    metric: str
    direction: Direction | None = None
    own_bed: bool = False


@dataclass(frozen=True, slots=True)
class MetricMention:
    """A metric in a sentence; `direction` where the word itself says it ("faster"), `tie` where its pattern names its value."""

    start: int
    end: int
    text: str
    name: str
    metric: Metric | None
    direction: Direction | None
    rule: str
    tie: FrameMatch | None = None
    own_bed: bool = False


@cache
def _implied() -> Screen[Rule[ImpliedSettings]]:
    return Screen(load_rules("implied_metrics", ImpliedSettings))


@cache
def _last_keys() -> frozenset[str]:
    """Last words of all listed names, as keys: no name can end in another word."""
    lexicon = load_metrics()
    return frozenset(metric_key(form).split()[-1] for form in lexicon.names() if metric_key(form)) | word_list("metric_heads")


class PhraseSettings(FrameSettings):
    """Those of a frame: a pattern with a group `value` ties its metric to that value itself, the others only name one.

    `own_bed`: the things that it counts are those that it was measured on, so that no data set named earlier is in force.
    """

    strength: int = 9
    own_bed: bool = False


@cache
def _phrases() -> Screen[Rule[PhraseSettings]]:
    return Screen(rule for stem in ("metric_shares", "metric_phrases") for rule in load_rules(stem, PhraseSettings))


def _participle(verb: str) -> str | None:
    """What a verb makes of the things that it is done to, "solves" and "solved" alike; None where nobody listed it.

    >>> _participle("solves"), _participle("solved"), _participle("truthful")
    ('solved', 'solved', None)
    """
    known = word_map("participles")
    return known.get(verb) or (verb if verb in known.values() else None)


def find_metric_phrases(bare: Mask, known: Sequence[MetricMention]) -> list[MetricMention]:
    """Measures that nobody listed, by the grammar around a value: "reduces negative emotions by V", "V better coverage".

    `bare` is the sentence with only its values folded; where a known metric stands, none is made up. A group `deed` is what
    happened to the things that are measured, and stands behind them in the name: "solves 5 of 9 puzzles" is of puzzles solved.
    """
    found: list[MetricMention] = []
    length = bare.to_sentence(len(bare.text))
    taken, told, heads = Taken(length), Taken(length), Spans(known)
    for mention in known:
        taken.take(mention.start, mention.end)
    for rule in _phrases().possible(bare.text):
        for match in rule.regex.finditer(bare.text):
            start, end = (bare.to_sentence(offset) for offset in match.span("metric"))
            tied = "value" in rule.regex.groupindex
            if tied and not heads.meet(start, start + 1):  # what is listed is only the last that the phrase says
                if not told.take(start, end):
                    continue
                taken.take(start, end)
            elif not taken.take(start, end):
                continue
            text = match["metric"]
            metric = load_metrics().canonical(text)
            groups = match.capturesdict()
            values = tuple(sign_index(sign) for sign in groups.get("value", ()))
            deed = next((_participle(word.lower()) for word in groups.get("deed", ())), None)
            name = metric.name if metric else f"{text} {deed}" if deed else text
            tie = FrameMatch(rule.id, rule.sets, start, end, {"value": values}) if values else None
            found.append(MetricMention(start, end, text, name, metric, None, rule.id, tie, rule.sets.own_bed))
    return found


def find_metrics(sentence: str) -> list[MetricMention]:
    """All metrics that a sentence names or implies, in text order.

    >>> [m.text for m in find_metrics("CVX improves the average training throughput and F1 score.")]
    ['training throughput', 'F1 score']
    >>> [(m.text, m.name) for m in find_metrics("It is 3x faster.")]
    [('faster', 'speed')]
    """
    return list(_metrics(sentence))


@lru_cache(maxsize=64)  # a sentence is read twice: to see whether it may hold a result, and for its scene
def _metrics(sentence: str) -> tuple[MetricMention, ...]:
    found = _implied_metrics(sentence)
    implied = Spans(found)
    tokens = [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(sentence)]
    tokens = [(start, start + len(text.rstrip(".'’")), text.rstrip(".'’")) for start, _, text in tokens]
    # from the right, so that "energy consumption" is taken before "energy"
    limit = len(tokens)
    never, trailing = word_list("metric_not"), word_list("metric_trailing")
    for at in range(len(tokens) - 1, -1, -1):
        _, end, word = tokens[at]
        small = word.lower()
        if not word or at >= limit or not _may_end(word) or (small in never and not _is_told(sentence, tokens, at)):
            continue
        if small in trailing and at and _may_end(tokens[at - 1][2]):
            before = _listed_ending(sentence, tokens, at - 1)
            if before is not None and before[1] is not None and not before[1].vague and not _is_turned(before[1], word):
                continue  # the metric is what stands before it, and comes next
            if before is not None and small not in word_list("metric_vague_heads"):
                continue
        if word.isupper() and fragment_pattern("system_next").match(sentence, end):
            continue  # "AR models" are no average recall
        if small in word_list("metric_like_verbs") and _stands_behind("verb_ahead", sentence, tokens[at][0]):
            continue
        if (
            small in word_list("metric_verbs")
            and not _is_ending_of_listed(sentence, tokens, at)
            and fragment_pattern("number_next").match(sentence, end)
        ):
            continue
        ending = _listed_ending(sentence, tokens, at)
        if ending is None:
            continue
        first, metric = ending
        if word.islower() and fragment_pattern("measure_of_thing").match(sentence, end):
            continue  # a reward model is no reward
        start = tokens[first][0]
        if metric is None and small in word_list("metric_heads_counted") and _stands_behind("use_ahead", sentence, start):
            continue
        if metric is None and small in word_list("metric_heads_things") and _stands_behind("thing_ahead", sentence, start):
            continue  # "0.39 for the flat index" is the score of a thing
        if end - start == len(word) and small in word_list("metric_not_alone"):
            continue
        if implied.meet(start, end):
            continue  # those found here end where the next begins
        text = sentence[start:end]
        if " ".join(text.lower().split()[-2:]) in word_list("metric_settings"):
            continue
        found.append(MetricMention(start, end, text, metric.name if metric else text, metric, None, LISTED))
        limit = first
    return tuple(sorted(found, key=lambda mention: mention.start))


def _is_told(sentence: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
    """Whether the word before makes a listed metric of a word that is none alone: "inference times", not "3 times"."""
    return tokens[at][2].lower() in word_list("metric_told") and _is_ending_of_listed(sentence, tokens, at)


def _is_ending_of_listed(sentence: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
    """Whether a word makes a listed metric with the one before it: the "rates" of "success rates over 400 picks" is no verb."""
    return (
        at > 0
        and _adjacent(sentence, tokens[at - 1][1], tokens[at][0])
        and _is_listed(sentence[tokens[at - 1][0] : tokens[at][1]])
    )


def _stands_behind(fragment: str, sentence: str, start: int) -> bool:
    """Whether a word stands right behind such a turn of phrase: "can profit", "on weather-related queries"."""
    return fragment_pattern(fragment).search(sentence, max(0, start - AHEAD), start) is not None


def _is_turned(metric: Metric, word: str) -> bool:
    """Whether a word behind a cost makes something good of it: more runtime performance is less runtime."""
    return metric.higher_is_better is False and word.lower() in word_list("metric_vague_heads")


@cache
def _listed_keys() -> tuple[frozenset[str], frozenset[str]]:
    forms = load_metrics().forms()
    return frozenset(form for form, exact in forms if exact), frozenset(metric_key(form) for form, exact in forms if not exact)


def is_listed_metric(name: str) -> bool:
    """Whether a name is that of a telling metric.

    >>> is_listed_metric("Average Precision"), is_listed_metric("ShelfQA")
    (True, False)
    """
    metric = load_metrics().canonical(name)
    return not is_oddly_written(name) and _is_listed(name) and metric is not None and not metric.vague


@lru_cache(maxsize=1 << 16)
def _is_listed(phrase: str) -> bool:
    exact, words = _listed_keys()
    if phrase in exact or metric_key(phrase) in words:
        return True
    if "@" in phrase or phrase[-1].isdigit():
        found = load_metrics().canonical(phrase)
        return found is not None and found.head is not None and " " not in phrase.strip()
    return False


@lru_cache(maxsize=1 << 14)
def _may_end(word: str) -> bool:
    key = metric_key(word)
    return bool(key) and not is_oddly_written(word) and (key.split()[-1] in _last_keys() or word[-1].isdigit() or "@" in word)


@cache
def _first_keys() -> frozenset[str]:
    """First words of all listed names, as keys: no name can begin with another word."""
    return frozenset(key.split()[0] for form, _ in load_metrics().forms() if (key := metric_key(form)))


@lru_cache(maxsize=1 << 14)
def _may_begin(word: str) -> bool:
    key = metric_key(word)
    return not key or key.split()[0] in _first_keys()


def _adjacent(sentence: str, end: int, start: int) -> bool:
    return sentence[end:start] == " "


def _listed_ending(sentence: str, tokens: list[tuple[int, int, str]], at: int) -> tuple[int, Metric | None] | None:
    """The first token and the entry of the longest listed name that ends at a token, its modifiers included."""
    lexicon = load_metrics()
    first = at
    while first > 0 and at - first < LONGEST - 1 and _adjacent(sentence, tokens[first - 1][1], tokens[first][0]):
        first -= 1
    base: int | None = None
    metric: Metric | None = None
    for start in range(at, first - 1, -1):
        if start < at and not _may_begin(tokens[start][2]):
            continue
        phrase = sentence[tokens[start][0] : tokens[at][1]]
        if _is_listed(phrase):
            base = start
    if base is None:
        if tokens[at][2].lower() not in word_list("metric_heads"):
            return None
        base = at
    # words before the name that belong to it, "token usage", up to the first that cannot
    start = base
    stops = word_list("metric_stops")
    symbol = base == at and len(tokens[at][2].strip("$")) == 1  # a letter that stands for a measure has no words of its own
    while not symbol and start > first and base - start < WIDEST and _is_modifier(tokens[start - 1][2], stops):
        start -= 1
    if base == at and start == at and tokens[at][2].lower() in word_list("metric_heads_bound"):
        return None
    metric = lexicon.canonical(sentence[tokens[start][0] : tokens[at][1]])
    return start, metric


_MODIFIER = regex.compile(r"[A-Za-z][A-Za-z'’&-]*|[A-Z]{2,}\+[A-Z]{2,}|[A-Za-z]+-\d+|\d+-[a-z]+|\d+(?:st|nd|rd|th)|[pP]\d{2,3}")
# nouns before a noun stand in the singular; a small word in -s is a verb there, one in -ly an adverb, one in 's an owner
_NO_MODIFIER = regex.compile(r"[a-z]{3,}[^suio]s|[a-z-]+ly|.*['’]s?")


def _is_modifier(word: str, stops: frozenset[str]) -> bool:
    return bool(_MODIFIER.fullmatch(word)) and word.lower() not in stops and not _NO_MODIFIER.fullmatch(word)


def _implied_metrics(sentence: str) -> list[MetricMention]:
    found: list[MetricMention] = []
    taken = Taken(len(sentence))
    for rule in _implied().possible(sentence):
        for match in rule.regex.finditer(sentence):
            if not taken.take(*match.span()):
                continue
            thing = match.groupdict().get("object")
            name = f"{thing.lower()} {rule.sets.metric}" if thing else rule.sets.metric
            metric = load_metrics().canonical(name)
            (start, end), sets = match.span(), rule.sets
            mention = MetricMention(start, end, match.group(), name, metric, sets.direction, rule.id, own_bed=sets.own_bed)
            found.append(mention)
    return found
