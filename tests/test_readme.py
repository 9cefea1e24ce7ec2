"""README and docs against the program: what they say exists, and what exists they say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import click
import pytest

from claimtable.cli.program import COMMANDS, cli
from claimtable.docs import tables_page
from claimtable.readers import READERS
from schemas.columns import TABLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_table_docs_are_those_of_the_models() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == tables_page(), "run make docs"


@pytest.mark.parametrize("name", [*READERS, *TABLES])
def test_readme_names_every_reader_and_table(name: str) -> None:
    assert f"| `{name}` |" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_names_every_command_and_option(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    usage = next(line for line in README.splitlines() if line.startswith(f"| `{name}"))
    for option in (option for option in command.params if isinstance(option, click.Option)):
        assert any(spelling in usage for spelling in option.opts), option.name


def test_readme_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    import pandas as pd

    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {"papers": pd.DataFrame({"abstract": ["Tidepool reaches 54.3 AP on COCO test-dev."]})}
    exec(code, names)
    assert "54.3" in capsys.readouterr().out
    assert len(names["results"]) == 1


def commands_under(heading: str) -> str:
    """The shell commands that the README shows under a heading."""
    section = README.split(f"### {heading}\n", 1)[1].split("\n### ", 1)[0]
    (block,) = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return str(block)


def shell(commands: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["/bin/sh", "-e"],
        input=commands,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_worked_examples_run_on_the_sample(tmp_path: Path) -> None:
    made = shell(commands_under("A table for related work"), tmp_path)
    assert made.returncode == 0, made.stderr
    table = (tmp_path / "related.tex").read_text(encoding="utf-8")
    assert r"PlumbLine-3B & proposed & sample:jl-05, 2025-05-06 & 86.9 [1] & 64.8 [1]" in table
    assert "across papers & PlumbLine-3B & Retrace" in table
    assert "Undertow" in (tmp_path / "best.svg").read_text(encoding="utf-8")
    shutil.copytree(tmp_path / "june", tmp_path / "may")
    checked = shell(commands_under("A check in CI"), tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert "claims: 0 added, 0 removed, 0 changed" in checked.stdout


def test_contributing_shows_a_rule_that_exists() -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    assert dedent(shown) in (ROOT / "rules" / "values.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", re.findall(r"`([a-z_]+\.yaml)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
def test_contributing_names_files_that_exist(name: str) -> None:
    assert (ROOT / "rules" / name).is_file()


def test_readme_begins_with_two_commands() -> None:
    first = README.split("```sh", 1)[1].split("```", 1)[0]
    assert re.findall(r"^make \w+", first, re.MULTILINE) == ["make demo", "make test"]


@pytest.mark.parametrize("target", ["demo", "test", "lint", "format", "docs"])
def test_makefile_has_the_targets_that_the_docs_name(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_constraints_pin_exactly_and_name_no_host() -> None:
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[\w.]+", pin) for pin in pins)
