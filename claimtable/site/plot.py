"""The plot of the best over time: one Vega-Lite specification for all boards, whose data each page brings along."""

from typing import Any


def plot_spec() -> dict[str, Any]:
    """The specification, made and checked by Altair; data sets `scores`, `best` and `line` are to be filled in."""
    import altair as alt

    when = alt.X("date:T", title=None, axis=alt.Axis(format="%b %Y", labelFlush=False, tickCount=6, grid=False))
    score = alt.Y("score:Q", title=None, scale=alt.Scale(zero=False, nice=True, padding=14), axis=alt.Axis(tickCount=5))
    told = [
        alt.Tooltip("method:N", title="Method"),
        alt.Tooltip("score:Q", title="Score"),
        alt.Tooltip("date:T", title="Date", format="%Y-%m-%d"),
    ]
    line = alt.Chart(alt.NamedData("line"), name="line").mark_line(interpolate="step-after", clip=True).encode(x=when, y=score)
    scores = (
        alt.Chart(alt.NamedData("scores"), name="scores")
        .mark_point(filled=False, size=36, strokeWidth=1.2)
        .encode(x=when, y=score, tooltip=told)
    )
    best = (
        alt.Chart(alt.NamedData("best"), name="best")
        .mark_point(filled=True, size=70, opacity=1)
        .encode(x=when, y=score, tooltip=told)
    )
    names = (
        alt.Chart(alt.NamedData("best"), name="names")
        .mark_text(align="left", baseline="bottom", dx=7, dy=-6, limit=190)
        .encode(x=when, y=score, text="method:N")
    )
    chart = alt.layer(line, scores, best, names).properties(width="container", height=260)
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("config", None)  # colours and fonts are those of the page
    return spec
