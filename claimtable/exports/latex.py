r"""The leaderboards as booktabs tables, the best in bold, for pasting into a paper.

pandas writes the tables, pylatexenc the texts: characters that LaTeX reads as commands are escaped, accents and signs become
commands that pdfLaTeX knows.
"""

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from claimtable.exports.boards import Board, find_boards
from claimtable.exports.earlier import MARK
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.papers import paper_name
from claimtable.exports.source import RunTables
from claimtable.tables.page import to_conditions, to_score
from schemas import Bound

if TYPE_CHECKING:
    import pandas
    from pylatexenc.latexencode import UnicodeToLatexEncoder

_PACKAGES = r"\usepackage{booktabs,array,amssymb}"
# in shares of a line of some 345 points: the gap of a column, a character; what texts get at least, and how they share it
_GAP, _CHARACTER, _LEAST = 0.036, 0.0155, 0.4
_SHARES = {"Method": 9, "Paper": 11, "Setting": 6}
_SIGNS = {Bound.APPROX: r"$\sim$"}
_DROPPED = "characters left out that print nothing (direction marks, control characters)"
_UNKNOWN = "characters that pdfLaTeX does not know: use LuaLaTeX or XeLaTeX with a font that has them"


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:  # noqa: ARG001
    """Write one table a board; rows below the line are left out, for a paper needs comparable numbers."""
    counted: Counter[str] = Counter()
    latex = LatexText(counted)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"% {MARK}\n% Put this into the preamble: {_PACKAGES}\n")
        for board in find_boards(run):
            counted["rows below the line left out (bounds, ranges and what else has no rank)"] += len(board.below)
            if board.ranked:
                stream.write("\n" + _table(board, latex))
            else:
                counted["boards left out on which nothing ranks"] += 1
    return remarks(counted)


class LatexText:
    """Plain text into LaTeX; counts in `counted` what has no place there."""

    def __init__(self, counted: Counter[str]) -> None:
        self._counted = counted
        self._encoder = self._make_encoder()

    def __call__(self, text: str) -> str:
        """The text on one line, as LaTeX prints it."""
        encoded: str = self._encoder.unicode_to_latex(" ".join(text.split()))
        return encoded

    def _make_encoder(self) -> "UnicodeToLatexEncoder":
        from pylatexenc.latexencode import RULE_DICT, RULE_REGEX, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

        # in the old font encoding a bar prints as a dash; two hyphens make a dash in any, ?` and !` turn upside down
        bar = UnicodeToLatexConversionRule(RULE_DICT, {ord("|"): r"\ensuremath{|}"})
        ligatures = UnicodeToLatexConversionRule(
            RULE_REGEX, [(re.compile(r"[-,?!'`](?=[-,`'])"), lambda match: match.group() + "{}")]
        )
        return UnicodeToLatexEncoder(
            conversion_rules=[ligatures, bar, "defaults"],
            replacement_latex_protection="braces-after-macro",
            unknown_char_policy=self._unknown,
            unknown_char_warning=False,
        )

    def _unknown(self, char: str) -> str:
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            self._counted[_DROPPED] += 1
            return ""
        self._counted[_UNKNOWN] += 1
        return char


def _table(board: Board, latex: LatexText) -> str:
    frame, layout = _frame(board, latex)
    best = [number for number, row in enumerate(board.ranked) if row.rank == 1]
    bold = ["Method", frame.columns[-1]]
    style = frame.style.hide(axis="index")
    style = style.map(lambda _: "textbf:--rwrap;", subset=(best, bold))
    text = style.to_latex(
        hrules=True,
        column_format=layout,
        caption=latex(f"{board.measure} on {board.head.dataset}; {board.order}."),
        label=f"tab:{_label(board)}",
        position="t",
        position_float="centering",
    )
    return str(text)


def _frame(board: Board, latex: LatexText) -> "tuple[pandas.DataFrame, str]":
    """The cells, in LaTeX, and the layout of the columns; those that would stand empty are left out."""
    import pandas as pd

    rows = board.ranked
    scores = [to_score(row).lstrip("~") + (f" ({row.uncertainty})" if row.uncertainty else "") for row in rows]
    columns = {
        "Method": [latex(row.method) for row in rows],
        "Paper": [latex(paper_name(row)) for row in rows],
        "Year": [str(row.published.year) if row.published else "" for row in rows],
        "Setting": [latex("; ".join(to_conditions(row))) for row in rows],
        latex(board.measure): [_SIGNS.get(row.bound, "") + latex(score) for row, score in zip(rows, scores, strict=True)],
    }
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    longest = max(map(len, [board.measure, *scores]))
    return pd.DataFrame(shown), _layout(list(shown), longest)


def _layout(names: list[str], longest: int) -> str:
    """The columns as LaTeX lays them out: texts share what the year and a score of so many characters leave of the line."""
    left = 1 - _GAP * len(names) - _CHARACTER * longest - ("Year" in names) * 4 * _CHARACTER
    shares = {name: share for name, share in _SHARES.items() if name in names}
    wide = {name: max(left, _LEAST) * share / sum(shares.values()) for name, share in shares.items()}
    texts = {name: rf">{{\raggedright\arraybackslash}}p{{{width:.3f}\linewidth}}" for name, width in wide.items()}
    return "".join(texts.get(name, "r" if name == names[-1] else "l") for name in names)


def _label(board: Board) -> str:
    words = unicodedata.normalize("NFKD", f"{board.head.dataset} {board.head.metric} {board.head.unit or ''}")
    return re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")
