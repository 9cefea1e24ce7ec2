"""The GitHub Action and the documented workflow: by their official schemas, and run as the runner would run them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from check_runs import write_pages

_ROOT = Path(__file__).parents[2]
_SCHEMAS = _ROOT / "third_party" / "schemastore"
_INPUT = re.compile(r"\$\{\{\s*inputs\.([a-z-]+)\s*\}\}")


def _action() -> dict[str, Any]:
    return yaml.safe_load((_ROOT / "action.yml").read_text(encoding="utf-8"))


def _workflow() -> dict[str, Any]:
    blocks = re.findall(r"```yaml\n(.*?)```", (_ROOT / "docs" / "check.md").read_text(encoding="utf-8"), re.DOTALL)
    (told,) = [block for block in blocks if "runs-on" in block]
    workflow = yaml.safe_load(told)
    # to YAML 1.1, as PyYAML reads it, `on` is true; GitHub reads 1.2
    return {"on" if name is True else name: content for name, content in workflow.items()}


def _errors(name: str, file: dict[str, Any]) -> list[str]:
    schema = json.loads((_SCHEMAS / f"github-{name}.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [error.message for error in validator.iter_errors(file)]


def test_the_action_and_its_workflow_are_what_github_reads() -> None:
    assert _errors("actions", _action()) == []
    assert _errors("workflows", _workflow()) == []


def test_the_schemas_refuse_what_github_would() -> None:
    action = _action()
    del action["runs"]["steps"][-1]["shell"]
    assert _errors("actions", action)
    assert _errors("workflows", {**_workflow(), "jobs": {"check": {"steps": []}}})


def test_the_documented_workflow_gives_the_action_what_it_takes() -> None:
    (used,) = [step for step in _workflow()["jobs"]["check"]["steps"] if "claimtable@" in step.get("uses", "")]
    assert set(used["with"]) <= set(_action()["inputs"])
    assert used["id"] == "claimtable"  # by which the SARIF file is handed on
    assert "${{ steps.claimtable.outputs.sarif }}" in json.dumps(_workflow())


def _step(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The last step of the action in a workspace, its inputs filled in, in the shell that a runner starts."""
    action = _action()
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    values = {name: given.get(name, told.get("default", "")) for name, told in action["inputs"].items()}
    step = action["runs"]["steps"][-1]
    runner = folder / ".runner"
    (runner / "bin").mkdir(parents=True, exist_ok=True)
    command = runner / "bin" / "claimtable"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimtable "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = runner / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    files = {f"GITHUB_{name}": str(runner / name.lower()) for name in ("OUTPUT", "STEP_SUMMARY", "ENV", "PATH")}
    for file in files.values():
        Path(file).touch()
    environment = {
        "PATH": f"{runner / 'bin'}{os.pathsep}{os.defpath}",
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(folder),
        "GITHUB_ACTION_PATH": str(_ROOT),
        **files,
        **{name: _INPUT.sub(lambda found: values[found[1]], told) for name, told in step["env"].items()},
    }
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]  # what `shell: bash` stands for
    return subprocess.run(shell, check=False, capture_output=True, text=True, env=environment, cwd=folder)


def test_the_action_fails_a_step_with_annotations_and_sarif(tmp_path: Path) -> None:
    write_pages(tmp_path)
    done = _step(tmp_path, paths="\n  \npages.jsonl\n", fail_on="warning", select="CT1", sarif="a b.sarif")
    assert (done.returncode, done.stderr) == (1, "")
    assert re.match(r"::warning file=pages\.jsonl,line=3,title=CT104[^:]*::'respectively' gives 2 numbers", done.stdout)
    log = json.loads((tmp_path / "a b.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["CT104"]


@pytest.mark.parametrize("text", ["$(touch hit)", "`touch hit`", '"; touch hit; "', "--help"])
def test_no_input_is_run_as_a_command(tmp_path: Path, text: str) -> None:
    done = _step(tmp_path, paths=text)
    assert done.returncode == 2
    assert "no such file" in done.stderr
    assert not (tmp_path / "hit").exists()
