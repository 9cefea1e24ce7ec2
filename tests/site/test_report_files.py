"""What `claimtable report` leaves on disk: a whole site or none, the same bytes for the same run, nothing of anyone else's."""

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_site import Shown

from claimtable.cli import main
from claimtable.site import assets, write_site
from claimtable.site.board_pages import find_steps
from claimtable.site.folder import new_site
from claimtable.site.names import page_name
from claimtable.site.shards import to_json
from schemas import LeaderboardRow, OutputError


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.usefixtures("read_once")
def test_same_run_same_bytes_and_the_site_before_is_replaced(shown: Shown, tmp_path: Path) -> None:
    with new_site(tmp_path / "one") as before:
        before.write("old.html", "of an earlier run")
    site = write_site(shown.run, tmp_path / "one")
    assert hashes(tmp_path / "one") == hashes(shown.site)
    assert set(site.sizes) == set(hashes(tmp_path / "one"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one"]


def test_every_page_has_a_policy_without_inline_code_and_no_inline_code(shown: Shown) -> None:
    for name in shown.written.pages:
        html = (shown.site / name).read_text(encoding="utf-8")
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert not re.search(r"<script>|<style|<[^<>]*\s(style|on\w+)=", html), name
        for element, address in re.findall(r'<(\w+)\s[^<>]*?(?:href|src)="([^"#]+)', html):
            if not address.startswith("data:") and not (element == "a" and address.startswith(("https://", "http://"))):
                assert ((shown.site / name).parent / address).is_file(), (name, address)


def test_licences_of_what_is_bundled_are_bundled(shown: Shown) -> None:
    for name in ("datatables", "jquery", "itables", "vega", "vega-lite", "vega-embed", "inter", "source-serif-4"):
        assert shown.written.sizes[f"assets/licences/{name}.txt"] > 500


def test_a_foreign_folder_is_left_alone(shown: Shown, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("all of it")
    with pytest.raises(SystemExit) as stop:
        main(["report", str(shown.run), "-o", str(tmp_path / "mine")])
    assert stop.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "mine: this is in the way: claimtable report did not write it; move it away" in line
    assert (tmp_path / "mine" / "thesis.tex").read_text() == "all of it"


def test_no_run_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["report", str(tmp_path / "nowhere")])
    assert stop.value.code == 2
    assert "nowhere: no such folder; run claimtable extract" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def interrupted(folder: Path) -> None:
    with new_site(folder) as site:
        site.write("index.html", "half")
        raise KeyboardInterrupt


def test_an_interrupted_site_leaves_the_one_before(tmp_path: Path) -> None:
    with new_site(tmp_path / "site") as site:
        site.write("index.html", "whole")
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_that_was_moved_aside_comes_back(tmp_path: Path) -> None:
    with new_site(tmp_path / "site") as site:
        site.write("index.html", "whole")
    (tmp_path / "site").rename(tmp_path / ".site.claimtable-old")  # where a run was killed between two renames
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "whole"


@pytest.mark.parametrize("name", ["../out.html", "/etc/passwd", "a/../b.html", "data/.hidden", "data/", "site.json"])
def test_no_file_is_written_elsewhere_or_twice(tmp_path: Path, name: str) -> None:
    with new_site(tmp_path / "site") as site, pytest.raises(ValueError, match="no name"):
        site.write(name, "x")


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
def test_page_names_are_plain_and_one_of_a_kind(title: str, key: str, other: str) -> None:
    name = page_name("papers", title, key)
    assert re.fullmatch(r"papers/[a-z0-9]+(-[a-z0-9]+)*\.html", name)
    assert len(name) < 80
    assert (name == page_name("papers", title, other)) == (key == other)


@given(st.text())
def test_json_in_a_page_closes_no_element(text: str) -> None:
    assert not set("<>&'\u2028\u2029") & set(str(to_json(text)))


def test_another_bundle_of_datatables_is_said_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "dt_bundle.js").write_text("export default 1;")
    monkeypatch.setattr(assets, "files", lambda _: tmp_path)
    assets.datatables_script.cache_clear()
    with pytest.raises(OutputError, match="itables"):
        assets.datatables_script()
    assets.datatables_script.cache_clear()


def board_row(score: float, day: date | None, **fields: Any) -> LeaderboardRow:
    row: dict[str, Any] = dict.fromkeys(LeaderboardRow.model_fields)
    row |= {"board_id": "b", "dataset": "Reef", "metric": "WER", "higher_is_better": False, "rank": 1, "method": "Tern"}
    row |= {"role": "proposed", "score": score, "bound": "exact", "conditions": (), "paper_id": "p", "published": day}
    row |= {"confidence": 0.9, "sentence": "s", "entry_id": "p", "record_id": "r", "row_id": "r#1"}
    return LeaderboardRow.model_validate(row | fields)


def test_steps_follow_time_and_direction_and_leave_out_what_has_no_rank_or_date() -> None:
    rows = [
        board_row(2.0, date(2024, 5, 1)),
        board_row(3.0, date(2023, 1, 1)),
        board_row(2.5, date(2023, 1, 1)),
        board_row(2.7, date(2023, 6, 1)),
        board_row(2.0, date(2024, 6, 1)),
        board_row(1.0, date(2022, 1, 1), rank=None),
        board_row(1.1, None),
    ]
    assert [(step.score, step.is_best) for step in find_steps(rows)] == [
        (2.5, True), (3.0, False), (2.7, False), (2.0, True), (2.0, False)
    ]  # fmt: skip
