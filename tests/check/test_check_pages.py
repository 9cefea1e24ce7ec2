"""The offline page, Data Docs, the pytest plugin, the hooks and the action."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from check_runs import check, edit

from claimtable.checking import CheckFinding, CheckReport, Place
from claimtable.checking.page import to_page
from claimtable.cli.check import command
from validation import Severity

_ROOT = Path(__file__).parents[2]


class _Page(HTMLParser):
    """The words of a page, its marks, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.marks: list[str] = []
        self.loads: list[str] = []
        self._marked = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._marked = tag == "mark"
        self.loads += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._marked = False

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._marked:
            self.marks.append(data)


def test_docs(run: Path) -> None:
    edit(run / "results.csv", ",91.2,", ",19.2,")
    assert check(run, "--docs", "docs").return_value == 1
    page = _Page(Path("docs/check.html").read_text(encoding="utf-8"))
    assert page.loads == [], "the page loads nothing"
    assert "91.2%" in page.marks
    told = " ".join(page.words)
    for words in ("CT020", "value-matches-text", "CT104", "respectively", "leaderboards", "CT050", "Failed"):
        assert words in told
    site = Path("docs/data-docs/index.html").read_text(encoding="utf-8")
    for table in ("papers", "results", "comparisons", "leaderboards"):
        assert table in site
    (results,) = Path("docs/data-docs/validations/results").rglob("*.html")
    shown = results.read_text(encoding="utf-8")
    assert "value is the number that value_text shows" in re.sub(r"\s+", " ", shown)


def test_a_page_writes_text_as_text() -> None:
    finding = CheckFinding(
        **{"code": "CT010", "name": "n", "severity": Severity.CRITICAL, "message": "<script>alert(1)</script>"},
        place=Place(path="<b>.txt"),
        quote="<i>91.2%</i> & more",
        marked="91.2%",
    )
    text = to_page(CheckReport(paths=("<p>",), findings=(finding,)), Severity.CRITICAL)
    assert "<script" not in text
    assert "&lt;i&gt;<mark>91.2%</mark>&lt;/i&gt; &amp; more" in text
    assert "&lt;b&gt;.txt" in text


def test_the_plugin_makes_each_finding_a_test(run: Path) -> None:
    def pytest_run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--claimtable", str(run), "-rA", *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path.cwd())
        return done.returncode, done.stdout

    Path("claimtable.yaml").write_text("select: CT0,CT1\n", encoding="utf-8")
    edit(run / "results.csv", ",91.2,", ",19.2,")
    code, told = pytest_run("--claimtable-fail-on", "warning")
    assert code == 1, told
    assert re.search(r"\d+ passed", told), "what held is a test that passes"
    assert re.search(r"FAILED .*CT104\[", told)
    assert "'respectively' gives 2 numbers" in told
    assert "Traceback" not in told


def test_the_plugin_tells_a_bad_path_in_a_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--claimtable", "nowhere"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "no such file" in done.stdout + done.stderr


def test_the_plugin_costs_nothing_until_it_is_asked_for() -> None:
    code = "import sys, claimtable.pytest_plugin; sys.exit(any(m in sys.modules for m in ('pandas', 'pydantic', 'regex')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _options() -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


def test_hooks_match_our_tables() -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((_ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert set(hooks) == {"claimtable-check", "claimtable-check-run"}
    for hook in hooks.values():
        assert hook["entry"] == "claimtable check"
        for name in ("outputs/results.csv", "results.jsonl", "a/leaderboards.parquet"):
            assert re.search(hook["files"], name)
        for name in ("README.md", "my_results.csv", "results.csv.bak"):
            assert not re.search(hook["files"], name)


def test_the_action_uses_options_that_exist() -> None:
    action = yaml.safe_load((_ROOT / "action.yml").read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    script = action["runs"]["steps"][-1]["run"]
    assert set(re.findall(r"--[a-z-]+", script)) <= _options()
    assert "${{" not in script, "inputs arrive as variables"
    used = set(re.findall(r"inputs\.([a-z-]+)", (_ROOT / "action.yml").read_text(encoding="utf-8")))
    assert used == set(action["inputs"])
    subprocess.run(["bash", "-n", "-c", script], check=True)
