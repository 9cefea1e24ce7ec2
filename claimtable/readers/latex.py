"""LaTeX sources: the title, and the abstract with the paper's own short macros written out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from claimtable.readers.entry import Entry, Fault, Found, Reader
from claimtable.readers.fields import one_line
from claimtable.readers.latex_text import plain_text
from claimtable.readers.source import Source

_CLASS = re.compile(rb"^[^%\n]*\\document(?:class|style)\s*[\[{]", re.MULTILINE)
_BEGIN = re.compile(r"^(?P<before>(?:[^%\n\\]|\\.)*?)(?:\\begin\s*\{abstract\}|\\abstract\s*(?=\{))", re.MULTILINE)
_BEGIN_BYTES = re.compile(rb"^[^%\n]*\\begin\s*\{abstract\}", re.MULTILINE)
_TITLE = re.compile(r"^(?:[^%\n\\]|\\.)*?\\(?:icml|neurips)?title\s*(?:\[[^\]]*\]\s*)?(?=\{)", re.MULTILINE)
# \newcommand{\ours}{FooNet\xspace}: what a paper calls itself is often hidden behind one of these.
_MACRO = re.compile(r"^[^%\n]*?\\(?:re|provide)?(?:newcommand|def)\*?\s*\{?\\(?P<name>[A-Za-z]+)\}?\s*(?=\{)", re.MULTILINE)


def detect(source: Source) -> float:
    """Certain of a file with a document class, or with the environment alone, as one that another file takes in."""
    if b"\0" in source.head:
        return 0.0
    return 1.0 if _CLASS.search(source.head) or (source.suffix == ".tex" and _BEGIN_BYTES.search(source.head)) else 0.0


def read(source: Source) -> Iterator[Found]:
    """The one paper of the source, or the fault that stands for it."""
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    text = source.text
    begin = _BEGIN.search(text)
    if begin is None:
        reason = "no abstract environment; if another file holds it, read that one"
        yield Fault(line=1, code="no-abstract", reason=reason, text=_title(text))
        return
    walker = LatexWalker(text, tolerant_parsing=False)
    at = begin.end("before")
    line = text.count("\n", 0, at) + 1
    try:
        if text.startswith("\\begin", at):
            node, _, _ = walker.get_latex_environment(at, environmentname="abstract")
            content = node.nodelist
        else:
            node, _, _ = walker.get_latex_braced_group(begin.end())
            content = node.nodelist
    except LatexWalkerError as error:
        reason = f"the abstract is not closed or broken ({' '.join(str(error.msg).split())[:160]})"
        yield Fault(line=line, code="invalid-latex", reason=reason, text=text[at : at + 1_000])
        return
    yield Entry(line=line, abstract=_verbatim(content, _macros(text)).strip("\n"), title=_title(text))


def _title(text: str) -> str | None:
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    match = _TITLE.search(text)
    if match is None:
        return None
    try:
        node, _, _ = LatexWalker(text, tolerant_parsing=False).get_latex_braced_group(match.end())
    except LatexWalkerError:
        return None
    written = _verbatim(node.nodelist, _macros(text))
    return one_line(plain_text(written.replace("\\\\", " ")))


def _macros(text: str) -> dict[str, str]:
    """The macros without arguments that the source defines, by name."""
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    found: dict[str, str] = {}
    for match in _MACRO.finditer(text):
        try:
            node, _, _ = LatexWalker(text, tolerant_parsing=False).get_latex_braced_group(match.end())
        except LatexWalkerError:
            continue
        found[match["name"]] = "".join(one.latex_verbatim() for one in node.nodelist).replace("\\xspace", "")
    return found


def _verbatim(nodes: list[Any], macros: Mapping[str, str]) -> str:
    """The source of the nodes as it stands, but for comments and for macros that stand for words."""
    from pylatexenc.latexwalker import LatexCommentNode, LatexGroupNode, LatexMacroNode

    words = []
    for node in nodes:
        if isinstance(node, LatexCommentNode):
            # A comment takes its line end with it; the words before and after it are two.
            words.append("\n" if "\n\n" not in node.comment_post_space else "\n\n")
        elif isinstance(node, LatexMacroNode) and node.macroname in macros:
            words.append(macros[node.macroname] + node.macro_post_space)
        elif isinstance(node, LatexGroupNode) and node.delimiters == ("{", "}"):
            words.append("{" + _verbatim(node.nodelist, macros) + "}")
        else:
            words.append(node.latex_verbatim())
    return "".join(words)


READER = Reader(name="latex", about="LaTeX sources: title and abstract", detect=detect, read=read)
