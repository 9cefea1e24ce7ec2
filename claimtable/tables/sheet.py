"""A table for people, in the formats that they paste it into: Markdown, LaTeX (booktabs), HTML; and rows for machines.

What a sheet holds is text; CSV and JSON get the rows behind it, with every field.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import Field

from claimtable.tables.page import escaped
from schemas.base import Frozen

if TYPE_CHECKING:
    from pandas import DataFrame
    from pandas.io.formats.style import Styler


class Sheet(Frozen):
    """A table with a title above it and notes below it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = Field(default=frozenset(), description="Columns that are set flush right, from 0.")
    bold: frozenset[tuple[int, int]] = Field(default=frozenset(), description="Cells that stand out: row and column, from 0.")
    notes: tuple[str, ...] = Field(default=(), description="Sentences below the table.")

    def transposed(self) -> "Sheet":
        """Rows as columns; the first column stays the one of the names."""
        lines = list(zip(*([self.columns, *self.rows]), strict=True))
        return Sheet(
            title=self.title,
            columns=lines[0],
            rows=tuple(lines[1:]),
            right=frozenset(range(1, len(lines[0]))) if self.right else frozenset(),
            bold=frozenset((column - 1, row + 1) for row, column in self.bold if column),
            notes=self.notes,
        )


def to_markdown(sheet: Sheet) -> str:
    """A heading, a table in pipes, and the notes as a list."""
    rules = ["---:" if column in sheet.right else "---" for column in range(len(sheet.columns))]
    lines = [f"## {escaped(sheet.title)}", "", _piped(map(escaped, sheet.columns)), _piped(rules)]
    for at, row in enumerate(sheet.rows):
        bold = {column for number, column in sheet.bold if number == at}
        lines.append(_piped(f"**{escaped(cell)}**" if column in bold else escaped(cell) for column, cell in enumerate(row)))
    if sheet.notes:
        lines += ["", *(f"- {escaped(note)}" for note in sheet.notes)]
    return "\n".join(lines) + "\n"


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def to_latex(sheet: Sheet) -> str:
    r"""A `table` with booktabs rules, for a document that says \usepackage{booktabs}; the notes stand below it in small type.

    >>> print(to_latex(Sheet(title="A & B", columns=("method", "WER ↓"), rows=(("x_y", "2.1"),), right=frozenset({1}))))
    \begin{table}
    \centering
    \caption{A \& B}
    \begin{tabular}{lr}
    \toprule
    method & WER {\textdownarrow} \\
    \midrule
    x\_y & 2.1 \\
    \bottomrule
    \end{tabular}
    \end{table}
    <BLANKLINE>
    """
    styler = _styled(sheet, _to_tex).hide(axis="index")
    styler = styler.apply(_marked(sheet, "textbf: --rwrap;"), axis=None)
    columns = "".join("r" if column in sheet.right else "l" for column in range(len(sheet.columns)))
    text: str = styler.to_latex(hrules=True, column_format=columns, position_float="centering", caption=_to_tex(sheet.title))
    if not sheet.notes:
        return text
    notes = r" \\ ".join(map(_to_tex, sheet.notes))
    return text.replace(r"\end{table}", rf"\par\smallskip{{\footnotesize {notes}}}" + "\n" + r"\end{table}")


def _to_tex(text: str) -> str:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    encoder = UnicodeToLatexEncoder(unknown_char_policy="replace", unknown_char_warning=False)
    found: str = encoder.unicode_to_latex(" ".join(text.split()))
    # behind the end of a line, LaTeX takes a bracket for an argument of it
    return f"{{[}}{found[1:]}" if found.startswith("[") else found


def to_html(sheet: Sheet) -> str:
    """A table element with its caption, and the notes as a list; no script, no style from elsewhere."""
    from html import escape

    styler = _styled(sheet, escape).hide(axis="index").set_caption(escape(sheet.title)).set_uuid("claimtable")
    styler = styler.apply(_marked(sheet, "font-weight: bold"), axis=None)
    styler = styler.set_td_classes(_classes(sheet)) if sheet.rows else styler
    text: str = styler.set_table_styles([{"selector": "td.number", "props": "text-align: right"}]).to_html()
    notes = "".join(f"<li>{escape(note)}</li>\n" for note in sheet.notes)
    return text + (f"<ul>\n{notes}</ul>\n" if notes else "")


def _styled(sheet: Sheet, encode: Any) -> "Styler":
    import pandas as pd
    from pandas.io.formats.style import Styler

    # Styler wants names that are unique, and two boards may read the same
    frame = pd.DataFrame([*sheet.rows], columns=range(len(sheet.columns)), dtype=object)
    return Styler(frame, cell_ids=False).format(encode).format_index(lambda at: encode(sheet.columns[int(str(at))]), axis=1)


def _marked(sheet: Sheet, style: str) -> Any:
    def marks(frame: "DataFrame") -> "DataFrame":
        found = frame.copy().astype(object)
        found.loc[:, :] = ""
        for row, column in sheet.bold:
            found.iloc[row, column] = style
        return found

    return marks


def _classes(sheet: Sheet) -> "DataFrame":
    import pandas as pd

    return pd.DataFrame([["number" if at in sheet.right else "" for at in range(len(sheet.columns))] for _ in sheet.rows])


def to_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """RFC 4180: header, CRLF, empty for null, ISO dates, true and false, JSON for a list; as in the tables of a run."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(row[name]) for name in columns] for row in rows)
    return stream.getvalue()


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def to_json(content: Any) -> str:
    """Indented JSON; dates are ISO 8601."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2, default=date.isoformat) + "\n"


RENDERERS = {"markdown": to_markdown, "latex": to_latex, "html": to_html}
