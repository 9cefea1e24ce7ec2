"""A run to be shown: the bundled sample, and papers that mean harm; its site is written once for all tests."""

import json
from pathlib import Path
from typing import NamedTuple

from claimtable.site import Site
from claimtable.site.tables import RunTables

LONG = "w" * 100_000
TAKEN = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
HOSTILE = {
    "tags": f"{TAKEN} &lt;b&gt; &amp;amp; Finch<b> reaches 81.2% accuracy on ImageNet & 70.1% accuracy on CIFAR-100. </script>",
    "bidi": "We \u202eturn\u202c \u200ftext. Wren \u2066lowers\u2069 the WER on LibriSpeech test-clean from 3.1% to 2.6%.",
    "long": f"{LONG} reaches 88.8% accuracy on CIFAR-10, at least 12.5% faster than DenseMark.",
    "open": "Plover improves accuracy on CIFAR-10 by up to 3%, and F1 on SQuAD 2.0 by at least 1.5 points, to 84.2 to 86.1 F1.",
}


def write_hostile(path: Path) -> Path:
    told = {"url": "javascript:alert(1)"}
    lines = [
        json.dumps({"id": f"../{name}/<i>", "title": f"{name}: {TAKEN}", "abstract": text, **told})
        for name, text in HOSTILE.items()
    ]
    path.write_text("\n".join([*lines, "{not json"]) + "\n", encoding="utf-8")
    return path


class Shown(NamedTuple):
    """A run, and its site."""

    run: Path
    tables: RunTables
    written: Site

    @property
    def site(self) -> Path:
        """The folder of the pages."""
        return self.written.folder

    def address(self, page: str) -> str:
        name, *state = page.split("#")
        (found,) = sorted(self.site.glob(name))
        return "#".join([found.as_uri(), *state])


# one page of each type; of long tables, a part says the same as the whole
PAGES = {
    "overview": "index.html",
    "leaderboards": "leaderboards.html#q=imagenet",
    "board": "boards/imagenet-top-1-accuracy-*.html",
    "papers": "papers.html#q=closer",
    "paper": "papers/a-closer-look-at-momentum-*.html",
    "hostile-paper": "papers/tags-*.html",
    "methods": "methods.html#q=hln",
    "method": "methods/hln-*.html",
    "comparisons": "comparisons.html#q=accuracy&bound=exact&basis=computed",
    "findings": "findings.html",
    "rejects": "rejects.html",
    "quiet": "quiet.html",
}
