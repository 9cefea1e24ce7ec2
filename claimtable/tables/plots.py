"""Histories and Pareto fronts as plots: PNG and SVG, drawn offline by Vega-Lite.

Labels stand in the half of the plot that no better score reaches, each on a line of its own with a thread to its point.
"""

import math
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from schemas import OptionError, OutputError

if TYPE_CHECKING:
    import altair as alt

    from claimtable.tables.history import History
    from claimtable.tables.pareto import Front

_WIDTH, _HEIGHT = 720, 360
_LINE = 14  # pixels from one label to the next
_LONGEST = 38
_LETTER = 6.0  # pixels, roughly, of a letter at this size
_BLUE, _GREY = "#1f5fa8", "#9aa3ad"
_DENSITY = 144


class _Label(NamedTuple):
    """A label: the score at which it stands, and whether to the left of its point."""

    at: float
    text: str
    left: bool


def history_chart(history: "History") -> "alt.LayerChart":
    """The best score over time as a step line, every new best labelled with its method."""
    import altair as alt

    first, last = history.points[0].day, history.points[-1].day
    scores, bests = [point.score for point in history.points], history.bests
    texts = [f"{_short(point.method)} {point.shown}" for point in bests]
    margin = max(timedelta(days=15), (last - first) / 12)
    begin, end = first - margin, last + margin
    # the first labels have no room to the left of their points, and to the right the line goes on
    while end - begin < 2 * (end - first) and not _fit([(point.day - begin) / (end - begin) for point in bests], texts):
        begin -= margin
    labels = [((point.day - begin) / (end - begin) * _WIDTH, point.score, text) for point, text in zip(bests, texts, strict=True)]
    low, high, height, placed = _place(scores, labels, upward=history.higher_is_better)
    steps = [{"date": point.day.isoformat(), "score": point.score} for point in bests]
    steps.append({"date": end.isoformat(), "score": bests[-1].score})
    x = alt.X(
        "date:T",
        title="date of publication",
        scale=alt.Scale(domain=[_utc(begin), _utc(end)], type="utc", nice=False),
        axis=alt.Axis(format="%b %Y" if (end - begin).days > 200 else "%-d %b %Y", labelOverlap=True, grid=False, tickCount=8),
    )
    y = alt.Y("score:Q", title=_axis(history.metric, history.unit, better=history.higher_is_better), scale=_scale(low, high))
    line = alt.Chart(_values(steps)).mark_line(interpolate="step-after", color=_BLUE, strokeWidth=2).encode(x=x, y=y)
    every = [{"date": point.day.isoformat(), "score": point.score} for point in history.points if not point.is_best]
    others = alt.Chart(_values(every)).mark_circle(color=_GREY, size=36, opacity=0.8).encode(x=x, y=y)
    marks = alt.Chart(_values(steps[:-1])).mark_circle(color=_BLUE, size=64, opacity=1).encode(x=x, y=y)
    points = [{"date": point.day.isoformat(), "score": point.score} for point in bests]
    layers = [others, line, *_labels(points, placed, x, low, high), marks]
    better = "higher" if history.higher_is_better else "lower"
    counted = f"dated scores: {len(history.points)}, papers: {history.papers}; as their abstracts claim them; {better} is better"
    return _finished(layers, f"{history.dataset}: best {history.metric} over time", counted, height)


def _fit(places: Sequence[float], texts: Sequence[str]) -> bool:
    """Whether each label fits to the left of its point, or to the right before the next point."""
    following = [*places[1:], 1.0]
    widths = [_width(text) / _WIDTH for text in texts]
    return all(width < at or at + width < after for at, width, after in zip(places, widths, following, strict=True))


def pareto_chart(front: "Front") -> "alt.LayerChart":
    """Two metrics against each other; the systems that no other beats in both are joined and labelled."""
    import altair as alt

    one, other = front.first, front.second
    best = sorted((point for point in front.points if point.on_front), key=lambda point: point.second)
    xs = [point.second for point in front.points]
    margin = (max(xs) - min(xs)) / 12 or abs(max(xs)) / 10 or 1.0
    begin, end = min(xs) - margin, max(xs) + margin
    labels = [((point.second - begin) / (end - begin) * _WIDTH, point.first, _short(point.method)) for point in best]
    low, high, height, placed = _place([point.first for point in front.points], labels, upward=one.higher_is_better)
    x = alt.X(
        "second:Q",
        title=_axis(other.name, other.unit, better=other.higher_is_better),
        scale=_scale(begin, end),
        axis=alt.Axis(grid=False),
    )
    y = alt.Y("score:Q", title=_axis(one.name, one.unit, better=one.higher_is_better), scale=_scale(low, high))
    joined = [{"second": point.second, "score": point.first} for point in best]
    # Beside a point, the next better one still costs what it costs: the line keeps to what is reached.
    step: Literal["step-before", "step-after"] = "step-before" if other.higher_is_better else "step-after"
    line = alt.Chart(_values(joined)).mark_line(interpolate=step, color=_BLUE, strokeWidth=2).encode(x=x, y=y)
    rest = [{"second": point.second, "score": point.first} for point in front.points if not point.on_front]
    others = alt.Chart(_values(rest)).mark_circle(color=_GREY, size=36, opacity=0.8).encode(x=x, y=y)
    marks = alt.Chart(_values(joined)).mark_circle(color=_BLUE, size=64, opacity=1).encode(x=x, y=y)
    counted = f"{len(front.points)} systems, {len(best)} of them unbeaten in both; each number is its authors' claim"
    title = f"{front.dataset}: {one.name} against {other.name}"
    return _finished([others, line, *_labels(joined, placed, x, low, high), marks], title, counted, height)


def _place(
    scores: Sequence[float], labels: Sequence[tuple[float, float, str]], *, upward: bool
) -> tuple[float, float, int, list[_Label]]:
    """Ends of the score axis, height of the plot, and a line for each label, in the unit of the scores.

    A label stands above its point where higher is better, else below it, to the left of it where there is room: there is no
    better score there. Where two would touch, the later one moves on by a line.
    """
    sign = 1 if upward else -1
    low, high = min(scores), max(scores)
    spread = (high - low) or abs(high) / 10 or 1.0
    low, high = low - spread * 0.1, high + spread * 0.1
    height = max(_HEIGHT, _LINE * (len(labels) + 8))
    order = sorted(range(len(labels)), key=lambda at: sign * labels[at][1])
    places: dict[int, float] = {}
    for _ in range(3):  # the height of a line depends on the ends of the axis, and these on where the last line stands
        line, edge = (high - low) / height * _LINE, -math.inf
        for at in order:
            edge = max(sign * labels[at][1] + 1.2 * line, edge + line)
            places[at] = sign * edge
        low, high = (low, max(high, edge + line)) if upward else (min(low, -edge - line), high)
    return low, high, height, [_Label(places[at], text, x > _width(text)) for at, (x, _, text) in enumerate(labels)]


def _width(text: str) -> float:
    return _LETTER * len(text) + 16


def _labels(points: Sequence[dict[str, Any]], placed: Sequence[_Label], x: Any, low: float, high: float) -> list[Any]:
    import altair as alt

    texts = [point | label._asdict() for point, label in zip(points, placed, strict=True)]
    y = alt.Y("at:Q", scale=_scale(low, high))
    threads = alt.Chart(_values(texts)).mark_rule(color=_GREY, strokeWidth=0.7).encode(x=x, y="score:Q", y2="at:Q")
    found = [threads]
    for left, align, shift in ((True, "right", -4), (False, "left", 4)):
        chosen = [text for text in texts if text["left"] is left]
        base = alt.Chart(_values(chosen))
        for stroke in ({"stroke": "white", "strokeWidth": 3}, {}):  # the white one below keeps lines off the letters
            mark = base.mark_text(align=align, baseline="middle", dx=shift, fontSize=11, color="#1b1f24", **stroke)  # type: ignore[arg-type]
            found.append(mark.encode(x=x, y=y, text="text:N"))
    return found


def _finished(layers: list[Any], title: str, subtitle: str, height: int) -> "alt.LayerChart":
    import altair as alt

    heading = alt.TitleParams(text=title, subtitle=subtitle, anchor="start", fontSize=15, subtitleColor="#57606a", offset=12)
    chart = alt.LayerChart(layer=layers).properties(width=_WIDTH, height=height, title=heading)
    finished: alt.LayerChart = chart.configure_view(stroke=None).configure_axis(
        labelFontSize=11, titleFontSize=12, titlePadding=8
    )
    return finished


def _axis(name: str, unit: str | None, *, better: bool) -> str:
    return f"{name}{f' ({unit})' if unit else ''}, {'higher' if better else 'lower'} is better"


def _scale(low: float, high: float) -> Any:
    import altair as alt

    return alt.Scale(domain=[low, high], zero=False, nice=False)


def _values(rows: Sequence[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.InlineData(values=list(rows))


def _utc(day: date) -> Any:
    import altair as alt

    return alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def save_chart(chart: "alt.LayerChart", path: Path) -> None:
    """Draw a chart into a file, whole or not at all; the same chart gives the same bytes with the same fonts.

    Raises:
        OptionError: the name ends in neither .png nor .svg.
        OutputError: the file cannot be written.
    """
    import vl_convert

    form = path.suffix.lower()
    if form not in {".png", ".svg"}:
        raise OptionError(f"{path} is neither PNG nor SVG", place="--plot", remedy="end its name in .png or .svg")
    spec = chart.to_json()
    # no font, image or data is to come from elsewhere
    if form == ".svg":
        content = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode()
    else:
        content = vl_convert.vegalite_to_png(spec, ppi=_DENSITY, scale=1, allowed_base_urls=[])
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise OutputError(error.strerror or str(error), place=str(path), remedy="check the folder and its permissions") from None
