"""How `explain` looks: the text with its numbers coloured by fate, a block a value, the numbers left alone."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from claimtable.evidence import reading_of
from claimtable.evidence.drawing import cut, harmless
from claimtable.explain import Fate, Mark, rule_places
from schemas import Result

STYLES = {Fate.RESULT: "bold green", Fate.REJECTED: "bold red", Fate.IGNORED: "yellow", Fate.UNSEEN: "magenta"}
ROLE_STYLES = {"metric": "cyan", "data set": "blue", "method": "bold", "baseline": "bold", "task": "white"}


def draw_text(text: str, marks: Sequence[Mark]) -> Text:
    """The text with every number in the colour of its fate; results carry the number of their block."""
    drawn, number = Text(), 0
    for piece, mark in cut(text, marks):  # a rejected value may overlap a result: it is passed over
        drawn.append(harmless(piece), style=f"{STYLES[mark.fate]} underline" if mark else "")
        if mark is not None and mark.fate is Fate.RESULT:
            number += 1
            drawn.append(f"[{number}]", style="dim green")
    return drawn


def draw_values(marks: Sequence[Mark]) -> Iterator[RenderableType]:
    """A block for each value, a table of the other numbers, and a line that counts."""
    results = [mark for mark in marks if mark.result is not None]
    numbers = {mark.start: number for number, mark in enumerate(results, start=1)}
    for mark in results:
        if mark.result is not None:
            yield _draw_result(numbers[mark.start], mark.result, numbers)
    others = [mark for mark in marks if mark.result is None]
    if others:
        yield _draw_others(others)
    counts = Counter(mark.fate for mark in marks)
    words = [f"[{STYLES[fate]}]{counts[fate]} {_counted(fate, counts[fate])}[/]" for fate in Fate if counts[fate]]
    yield Text.from_markup(", ".join(words) if words else "no number here")


def _counted(fate: Fate, count: int) -> str:
    return "results" if fate is Fate.RESULT and count > 1 else fate


def _draw_result(number: int, result: Result, numbers: dict[int, int]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", justify="right", min_width=10, no_wrap=True)
    grid.add_column()
    head = Text.assemble((result.value_text.replace("\n", " "), STYLES[Fate.RESULT]), "  ", (reading_of(result), "bold"))
    grid.add_row(Text(f"[{number}]", style="green"), head)
    for role, value in _roles(result, numbers):
        grid.add_row(role, Text(value, style=ROLE_STYLES.get(role, "")))
    for number_of_rule, rule in enumerate(result.rule.split("+")):
        grid.add_row("" if number_of_rule else "rules", _draw_rule(rule))
    place = f"offsets {result.start}-{result.end}, confidence {result.confidence:.2f}"
    grid.add_row("place", Text(place, style="dim"))
    grid.add_row()
    return grid


def _draw_rule(rule: str) -> Text:
    """The rule's id, the file and line where it is written, and what it is about; some are written in code."""
    written = rule_places().get(rule, ())
    # Where an id stands in several files, those that take values are meant.
    places = [place for place in written if place.place.startswith(("frames/", "values."))] or written
    words = "; ".join(f"{place}  {about}" for place, about in places)
    return Text.assemble((f"{rule}  ", "dim bold"), (words, "dim"))


def _roles(result: Result, numbers: dict[int, int]) -> Iterator[tuple[str, str]]:
    if result.metric:
        better = {True: "higher is better", False: "lower is better", None: "direction unknown, never ranked"}
        yield "metric", f"{_named(result.metric, result.metric_text)}  ({better[result.higher_is_better]})"
    else:
        yield "metric", "not told"
    for dataset in result.datasets:
        yield "data set", _named(dataset.name, dataset.text)
    for role, value in (("task", result.task), ("method", result.method), ("baseline", result.baseline)):
        if value:
            yield role, value
    for condition in result.conditions:
        yield "condition", condition
    for role, value in (("aggregate", result.aggregate), ("uncertainty", result.uncertainty)):
        if value:
            yield role, value
    if result.reference is not None:
        verb = "led to" if result.kind == "change" else "set against"
        yield "reference", f"{verb} [{numbers.get(result.reference, '?')}]"


def _named(name: str, words: str | None) -> str:
    return name if not words or words == name else f"{name}, in the text: {' '.join(words.split())!r}"


def _draw_others(marks: Sequence[Mark]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for _ in range(4):
        grid.add_column()
    for mark in marks:
        grid.add_row(
            Text(" ".join(mark.text.split()), style=STYLES[mark.fate]),
            Text(mark.fate, style="dim"),
            Text(mark.reason),
            _draw_rule(mark.rule) if mark.rule else Text(),
        )
    grid.add_row()
    return grid
