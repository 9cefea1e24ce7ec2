"""What the documents say of exports holds, and the notebook runs on the bundled sample."""

import ast
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimtable.cli import main
from claimtable.exports import FORMATS
from claimtable.exports.mapping import Mapping

ROOT = Path(__file__).parent.parent.parent


README = (ROOT / "README.md").read_text(encoding="utf-8").partition("## For other programs")[2].partition("\n## ")[0]


@pytest.mark.parametrize("to", FORMATS)
def test_documents_name_every_format(to: str) -> None:
    assert f"| `{to}` |" in README
    assert f"| `{to}` |" in (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("to", FORMATS)
def test_the_command_in_the_readme_runs(
    to: str, sample_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = next(line for line in README.splitlines() if line.startswith(f"| `{to}` |"))
    command = re.findall(r"`claimtable (export [^`]*)`", line)[0]
    (mapping,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "exports.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "hub.yaml").write_text(mapping, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(sample_run, "outputs")
    with pytest.raises(SystemExit) as left:
        main(command.split())
    told = capsys.readouterr()
    assert left.value.code == 0, told.err
    path = command.split()[-1]
    assert told.out.startswith(f"written to {path} ({to}")
    assert Path(path).exists()
    assert all(note.startswith("note: ") for note in told.err.splitlines())


def test_the_mapping_in_the_documents_is_one() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "exports.md").read_text(encoding="utf-8"), re.DOTALL)
    assert Mapping.model_validate(yaml.safe_load(text)).datasets["GSM8K"].task_id == "gsm8k"


def run_notebook(path: Path) -> list[Any]:
    """Run the code cells in order, in one namespace; the values of their last lines."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    names: dict[str, Any] = {}
    values = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            *before, last = ast.parse("".join(cell["source"])).body
            assert isinstance(last, ast.Expr)
            exec(compile(ast.Module(before, []), str(path), "exec"), names)
            values.append(eval(compile(ast.Expression(last.value), str(path), "eval"), names))
    names["claims"].close()
    return values


def test_the_notebook_runs(sample_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(sample_run, "outputs")
    values = run_notebook(ROOT / "docs" / "notebook.ipynb")
    head, known, bests, gains, marks = values
    assert len(head) == 5
    assert (known["values"] >= known["with_dataset"]).all()
    assert "Tidepool" in set(bests["method"])
    assert set(gains["source"]) <= {"stated", "derived"}
    assert ("83.6%", "VALUE") in marks
