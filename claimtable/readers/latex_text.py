"""LaTeX markup into plain words, for titles and names: they are shown, and no offset refers to them."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text


@cache
def _converter() -> "LatexNodes2Text":
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim", keep_comments=False)


def plain_text(latex: str) -> str:
    r"""The words without markup; formulas stay as they are.

    >>> plain_text("{G}\\\"odel and the {BERT} Models"), plain_text("A $k$-NN Study")
    ('Gödel and the BERT Models', 'A $k$-NN Study')
    """
    if "\\" not in latex and "$" not in latex and "%" not in latex and "~" not in latex:
        return latex.replace("{", "").replace("}", "")
    return str(_converter().latex_to_text(latex, tolerant_parsing=True))
