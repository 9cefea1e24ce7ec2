"""`claimtable rules`, as a user meets it."""

from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimtable import rule_check
from claimtable.cli.program import cli
from claimtable.rule_check import families, rule_entries
from rules.loader import load_rules


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(cli, ["rules", *arguments])


def test_list_shows_every_rule_with_its_file() -> None:
    done = run("list")
    assert done.exit_code == 0
    assert f"{len(rule_entries())} rules" in done.output
    for family in families():
        assert f"{family}.yaml:" in done.output


def test_list_of_one_family() -> None:
    assert "frames/" not in run("list", "--family", "values").output


def test_show_gives_the_pattern_in_full_and_what_the_examples_give() -> None:
    done = run("show", "fold")
    assert done.exit_code == 0, done.output
    full = done.output.partition("in full")[2]
    assert full
    assert "${" not in full
    assert "holds example" in done.output
    assert "holds not_example" in done.output
    assert "value 10.8" in done.output


@pytest.mark.parametrize("name", ["percent", "values", "values/percent", "conditions", "text"])
def test_test_runs_one_rule_or_a_family(name: str) -> None:
    done = run("test", name)
    assert done.exit_code == 0, done.output
    assert "hold" in done.output


def test_a_rule_that_fails_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    (rule,) = (one for one in load_rules("values", rule_check._SETTINGS["values"]) if one.id == "percent")
    broken: Any = rule.model_copy(
        update={
            "examples": (rule.examples[0].model_copy(update={"value": -1.0}),),
            "not_examples": ("It reaches 84.5% accuracy.",),
        }
    )
    monkeypatch.setattr(rule_check, "load_rules", lambda *_: (broken,))
    done = run("test", "percent")
    assert done.exit_code == 1
    assert "does not come out" in done.output
    assert "sets it off" in done.output
    assert done.output.count("values.yaml:") == 2
    assert "2 of 2 examples and not_examples of 1 rule fail" in done.output


def test_an_unknown_rule_names_near_ones(program: Any) -> None:
    done = program("rules", "show", "persent")
    assert done.returncode == 2
    assert "percent" in done.stderr
    assert done.stderr.count("\n") == 1
