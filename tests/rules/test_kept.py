"""What is kept between processes changes no result, and whatever happens to it harms nobody."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import regex

from rules.kept import Kept

TEXT = "Quokka reaches 71.5% accuracy on ImageNet, 2.5 points above WombatNet, and is 3x faster."
CODE = """
import sys
import regex
made = []
make = regex.compile
regex.compile = lambda *given, **options: (made.append(given[0]), make(*given, **options))[1]
from claimtable import extract_records
for record in extract_records(sys.argv[1]):
    print(record.model_dump_json())
print(len(made), file=sys.stderr)
"""


def _results(cache: Path | str) -> tuple[str, int]:
    """What a new process finds in the text, and how many patterns it had to compile."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, TEXT],
        env=os.environ | {"CLAIMTABLE_CACHE": str(cache)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout, int(done.stderr)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, int]:
    cache = tmp_path_factory.mktemp("cache") / "below" / "rules"
    return cache, *_results(cache)


def test_the_second_process_compiles_next_to_nothing_and_finds_the_same(first: tuple[Path, str, int]) -> None:
    cache, found, compiled = first
    again, compiled_again = _results(cache)
    assert '"value":71.5' in found
    assert again == found
    assert compiled_again < compiled / 4
    assert [path.suffix for path in cache.iterdir()] == [".rules"]


@pytest.mark.parametrize("damage", [lambda content: content[: len(content) // 2], lambda _: b"", lambda content: content + b"x"])
def test_a_damaged_file_is_made_anew(first: tuple[Path, str, int], tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    (whole,) = first[0].iterdir()
    path = tmp_path / whole.name
    path.write_bytes(damage(whole.read_bytes()))
    kept = Kept(path)
    assert kept.take(("a",), lambda: "made anew") == "made anew"
    kept.save()
    assert Kept(path).take(("a",), lambda: "again") == "made anew"


def test_where_nothing_can_be_kept_all_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = Kept(tmp_path / "file" / "a.rules")
    assert kept.take(("a",), lambda: "made") == "made"
    kept.save()
    assert kept.take(("a",), lambda: "again") == "made"


def test_off_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rules import kept

    monkeypatch.setenv("CLAIMTABLE_CACHE", "off")
    assert kept._folder() is None
    monkeypatch.setenv("CLAIMTABLE_CACHE", str(tmp_path))
    assert kept._folder() == tmp_path


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(sha256(content).digest() + content)


def test_a_file_that_names_code_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.rules"
    _write(path, pickle.dumps({("x",): print}))
    assert Kept(path).take(("x",), lambda: "made anew") == "made anew"


def test_two_processes_that_end_at_once_keep_what_both_made(tmp_path: Path) -> None:
    path = tmp_path / "a.rules"
    one, other = Kept(path), Kept(path)
    one.take(("a",), lambda: regex.compile("a+"))
    other.take_copy(("b",), lambda: {"b": [1, 2]})
    one.save()
    other.save()
    both = Kept(path)
    assert both.take(("a",), lambda: None).findall("caat") == ["aa"]  # type: ignore[attr-defined]
    changed = both.take_copy(("b",), dict)
    changed["b"].append(3)
    assert both.take_copy(("b",), dict) == {"b": [1, 2]}


def test_only_the_files_used_last_are_kept(tmp_path: Path) -> None:
    for number in range(20):
        _write(tmp_path / f"{number}.rules", pickle.dumps({}))
        os.utime(tmp_path / f"{number}.rules", (number, number))
    Kept(tmp_path / "0.rules")  # a use
    added = Kept(tmp_path / "new.rules")
    added.take(("a",), lambda: 1)
    added.save()
    left = {path.stem for path in tmp_path.iterdir()}
    assert len(left) == 16
    assert {"new", "0", "19"} <= left
    assert "1" not in left
