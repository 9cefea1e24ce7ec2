"""The other commands, and what holds for all of them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from forked_program import Program

from claimtable.cli import main
from claimtable.cli.program import COMMANDS
from claimtable.folder.store import read_table

Demo = "tuple[Path, subprocess.CompletedProcess[str]]"


def test_demo_shows_two_boards_of_three_papers_and_writes_the_tables(demo: Demo) -> None:
    out, done = demo
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("is better,") == 2
    summary = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["summary"]
    assert summary["papers"] == 43
    assert summary["duplicates"] == 1
    assert summary["boards_3"] >= 4
    assert summary["values_extracted"] == summary["values_written"] + summary["values_rejected"]


def test_demo_finds_no_latency_in_gigabytes(demo: Demo) -> None:
    out, _ = demo
    found = read_table(out, "results")
    assert found[(found["metric"] == "Latency") & (found["unit"] == "GB")].empty


def test_demo_says_nothing_of_this_machine(demo: Demo) -> None:
    out, _ = demo
    assert str(Path.home()) not in (out / "papers.csv").read_text(encoding="utf-8")


def test_leaderboard_finds_boards_by_words(demo: Demo, program: Program) -> None:
    out, _ = demo
    done = program("leaderboard", str(out), "--dataset", "coco", "--evidence")
    assert done.returncode == 0, done.stderr
    assert "COCO test-dev" in done.stdout
    assert "Tidepool" in done.stdout
    assert "ImageNet" not in done.stdout


def test_leaderboard_top_shortens(demo: Demo, program: Program) -> None:
    out, _ = demo
    done = program("leaderboard", str(out), "--dataset", "LibriSpeech test-clean", "--top", "1")
    assert "WideEars" in done.stdout
    assert "Murmur" not in done.stdout


def test_leaderboard_without_such_a_board_names_near_ones(demo: Demo, program: Program) -> None:
    out, _ = demo
    done = program("leaderboard", str(out), "--dataset", "ImagNet")
    assert done.returncode == 2
    assert "ImageNet" in done.stderr


def test_leaderboard_refuses_a_folder_without_manifest(program: Program, tmp_path: Path) -> None:
    done = program("leaderboard", str(tmp_path))
    assert done.returncode == 2
    assert "manifest.json" in done.stderr
    assert done.stderr.count("\n") == 1


def test_explain_shows_roles_rules_and_reasons(program: Program) -> None:
    sentence = "In 2023, Tidepool reaches 84.5% accuracy on ImageNet with 20% of the labels, using a 7B model."
    done = program("explain", sentence)
    assert done.returncode == 0, done.stderr
    assert "\x1b[" not in done.stdout, "colour on a pipe"
    for words in ("score: 84.5 %", "ImageNet", "Tidepool", "rule", "2023", "20", "7B"):
        assert words in done.stdout


def test_explain_reads_standard_input(program: Program) -> None:
    done = program("explain", "-", text="We reach 84.5%\naccuracy.")
    assert "84.5%" in done.stdout


HEAVY = ("pandas", "pyarrow", "duckdb", "great_expectations", "altair", "scipy", "numpy", "lxml")


def test_help_imports_nothing_heavy() -> None:
    program = f"""
import sys
from claimtable.cli import main
try:
    main(["--help"])
finally:
    print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[]", "so that help answers at once; see python -X importtime -m claimtable --help"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"claimtable {command}" in capsys.readouterr().out.partition("Examples:")[2]


def test_version(program: Program) -> None:
    import claimtable

    assert program("--version").stdout == f"claimtable {claimtable.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["completion", shell])
    assert "_CLAIMTABLE_COMPLETE" in capsys.readouterr().out


def test_completion_offers_commands() -> None:
    env = {**os.environ, "_CLAIMTABLE_COMPLETE": "bash_complete", "COMP_WORDS": "claimtable ex", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-m", "claimtable"], env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.split() == ["plain,extract", "plain,explain", "plain,export"]


def test_stopped_while_it_still_loads() -> None:
    program = """
import sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "pydantic":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
from claimtable.cli import main
main(["--version"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "claimtable: stopped\n")


def test_a_reader_that_leaves_ends_us_quietly(tmp_path: Path) -> None:
    papers = "".join(json.dumps({"id": str(n), "abstract": "A reaches 84.5% accuracy on B."}) + "\n" for n in range(900))
    (tmp_path / "a.jsonl").write_text(papers)
    ours = subprocess.Popen(
        [sys.executable, "-m", "claimtable", "extract", "a.jsonl", "-o", "-"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert ours.stdout is not None
    assert ours.stderr is not None
    ours.stdout.readline()
    ours.stdout.close()
    assert ours.stderr.read() == b""
    ours.stderr.close()
    assert ours.wait(timeout=60) == -signal.SIGPIPE


def test_stopped_by_the_user(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("claimtable.explain.explain_text", stop)
    with pytest.raises(SystemExit) as left:
        main(["explain", "We reach 84.5%."])
    assert left.value.code == 130
    assert capsys.readouterr().err.strip() == "claimtable: stopped"
