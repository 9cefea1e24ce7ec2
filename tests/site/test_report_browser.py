"""The site of a run in a real browser, opened from files: what a reader does, and what must never happen."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.selenium import Axe
from report_site import HOSTILE, PAGES, TAKEN, Shown
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from claimtable.folder.store import read_table
from claimtable.site import shards, write_site

BOARD = "boards/imagenet-top-1-accuracy-*.html"


class Reader:
    """What a person can see and do on one page."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        page.get("about:blank")  # an address with another hash alone would not load anew
        page.get(address)
        loaded = "return document.readyState === 'complete' && location.protocol === 'file:'"
        ready = "return [...document.querySelectorAll('.table')].every((box) => box.dataset.ready)"
        self.until(lambda: page.execute_script(loaded) and page.execute_script(ready))

    def until(self, holds: Any) -> Any:
        return WebDriverWait(self.page, 60, poll_frequency=0.02).until(lambda _: holds())

    def find(self, css: str) -> list[Any]:
        found: list[Any] = self.page.find_elements(By.CSS_SELECTOR, css)
        return found

    def texts(self, css: str) -> list[str]:
        return [
            str(text).strip()
            for text in self.page.execute_script("return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", css)
        ]

    def column(self, key: str) -> list[str]:
        return self.texts(f"tbody td.column-{key}")

    def sort(self, key: str) -> None:
        (head,) = self.find(f"th.column-{key}")
        before = head.get_attribute("aria-sort")
        head.find_element(By.CSS_SELECTOR, ".dt-column-order").click()
        self.until(lambda: head.get_attribute("aria-sort") != before)  # the table sorts when the click is over


def test_search_finds_a_board_and_leads_to_it(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address("leaderboards.html"))
    every = len(reader.column("dataset"))
    reader.find("input[type=search]")[0].send_keys("librispeech clean")
    assert set(reader.column("dataset")) == {"LibriSpeech test-clean"}
    assert reader.texts(".status") == [
        f"{len(reader.column('dataset'))} of {len(set(read_table(shown.run, 'leaderboards').board_id))} rows"
    ]
    assert every > 10
    reader.find("tbody td.column-dataset a")[0].click()
    assert reader.texts("h1")[0].startswith("LibriSpeech test-clean")


def test_sorting_is_by_number_and_keeps_the_unranked_last(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address("boards/librispeech-test-clean-wer-*.html"))
    reader.sort("score")
    scores = [float(text.split()[0]) for text in reader.column("score")]
    assert scores == sorted(scores)
    reader.sort("score")
    assert [float(text.split()[0]) for text in reader.column("score")] == sorted(scores, reverse=True)
    reader.sort("rank")
    assert reader.column("rank")[0] == "1"
    assert reader.column("rank")[-1] == "–"
    reader.sort("rank")
    assert reader.column("rank")[-1] == "–"
    assert reader.find("th.column-rank[aria-sort=descending]")


def test_filters_leave_what_they_say(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address("comparisons.html"))
    assert "ours" not in reader.column("subject")  # systems without a name go by their paper
    assert page.execute_script("const box = document.querySelector('.scroll'); return box.scrollWidth <= box.clientWidth")
    Select(reader.find("#table-basis")[0]).select_by_value("unspecified")
    assert set(reader.column("basis")) == {"unspecified"}
    Select(reader.find("#table-bound")[0]).select_by_value("at least")
    assert set(reader.column("bound")) == {"at least"}
    assert all("≥" in text for text in reader.column("difference"))
    reader.find(".clear")[0].click()
    assert len(set(reader.column("basis"))) > 2


def test_confidence_filter_and_what_is_said_when_nothing_is_left(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address(BOARD))
    reader.find("#table-confidence")[0].send_keys("0.9")
    assert reader.column("confidence")
    assert all(float(text) >= 0.9 for text in reader.column("confidence"))
    reader.find("input[type=search]")[0].send_keys("no such method")
    assert reader.texts("td.dt-empty") == ["Nothing matches. Clear the filters to see all rows."]


def test_a_row_unfolds_to_its_abstract_with_marked_roles(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address("boards/pancreas-dice-*.html"))
    reader.find("input[type=search]")[0].send_keys("83.91")
    button = reader.find("button.unfold")[0]
    button.click()
    reader.until(lambda: reader.find(".evidence .abstract"))
    assert button.get_attribute("aria-expanded") == "true"
    assert reader.texts(".evidence mark.role-value:not(.other)")[0].startswith("83.91")
    assert "HLN" in reader.texts(".evidence mark.role-method")
    assert reader.texts(".evidence .legend mark") == ["value", "metric", "data set", "method", "baseline", "condition"]
    button.click()
    assert not reader.find(".evidence")


def test_plot_has_a_step_for_each_score_that_beat_all_before(page: Any, shown: Shown) -> None:
    board = read_table(shown.run, "leaderboards")
    board = board[(board.board_id == "ImageNet | Top-1 Accuracy | %") & board["rank"].notna() & board.published.notna()]
    steps, best = [], float("-inf")
    for score in board.sort_values(["published", "score"], ascending=[True, False]).score:
        if score > best:
            steps.append(score)
            best = score
    assert len(steps) > 2
    reader = Reader(page, shown.address(BOARD))
    reader.until(lambda: reader.find("#plot[data-drawn] svg"))
    assert len(reader.find("#plot .best_marks path")) == len(steps)
    label = str(reader.find("#plot")[0].get_attribute("aria-label"))
    assert all(f"{score:g} by" in label for score in steps)
    # a step is a vertical stretch of the line
    line = str(reader.find("#plot .line_marks path")[0].get_attribute("d"))
    points = [tuple(map(float, point.split(","))) for point in line.replace("M", "L").split("L") if point]
    assert sum(one[0] == two[0] and one[1] != two[1] for one, two in pairwise(points)) == len(steps) - 1


def test_an_address_brings_back_search_filter_order_and_evidence(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address("comparisons.html"))
    reader.find("input[type=search]")[0].send_keys("accuracy")
    Select(reader.find("#table-bound")[0]).select_by_value("exact")
    reader.sort("difference")
    reader.sort("difference")
    reader.find("button.unfold")[1].click()
    reader.until(lambda: reader.find(".evidence .abstract"))
    seen, kept = (reader.texts("tbody td"), reader.texts(".evidence")), page.current_url
    again = Reader(page, kept)
    again.until(lambda: again.find(".evidence .abstract"))
    assert (again.texts("tbody td"), again.texts(".evidence")) == seen
    assert again.find("#table-bound")[0].get_attribute("value") == "exact"
    assert page.current_url == kept


@pytest.mark.parametrize("kind", PAGES)
def test_page_is_accessible_in_light_and_dark_and_stays_at_home(page: Any, shown: Shown, kind: str) -> None:
    page.get_log("performance")
    for theme in ("light", "dark"):
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
        reader = Reader(page, shown.address(PAGES[kind]))
        if reader.find("#plot"):
            reader.until(lambda reader=reader: reader.find("#plot[data-drawn]"))
        for button in reader.find("button.unfold")[:1]:
            button.click()
            reader.until(lambda reader=reader: reader.find(".evidence .abstract"))
        # of all that is judged, the theme changes the contrast alone
        found = Axe().run(page, options={"runOnly": ["color-contrast"]} if theme == "dark" else None)
        grave = [violation for violation in found["violations"] if violation["impact"] in {"serious", "critical"}]
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave] == []
        assert page.title != "taken"
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    asked = [message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    assert len(asked) > 2


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_abstracts_are_shown_as_text(page: Any, shown: Shown, name: str) -> None:
    reader = Reader(page, shown.address(f"papers/{name}-*.html"))
    assert page.execute_script("return document.querySelector('.abstract').textContent") == HOSTILE[name]
    assert page.execute_script("return document.querySelector('h1').textContent") == f"{name}: {TAKEN}"
    assert not reader.find("main script:not([type]), main img, a[href^=javascript]")
    assert page.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_hostile_text_in_tables_is_text(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address("papers.html"))
    reader.find("input[type=search]")[0].send_keys("tags: <script>")
    assert reader.column("title") == [f"tags: {TAKEN}"]
    reader = Reader(page, shown.address("boards/cifar-100-accuracy-*.html"))
    reader.find("input[type=search]")[0].send_keys("tags")
    reader.find("button.unfold")[0].click()
    reader.until(lambda: reader.find(".evidence .abstract"))
    assert page.execute_script("return document.querySelector('.evidence .abstract').textContent") == HOSTILE["tags"]


def test_bounds_and_ranges_are_said(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address("papers/open-*.html"))
    said = reader.texts(".claims td.value strong")
    assert said[0] == "↑ up to 3% (basis unspecified)"
    assert said[1].startswith("↑ ≥ 1.5 points")
    assert said[2] == "84.2 to 86.1"
    assert reader.texts(".claims .word")[1::2] == ["up to", "at least", "range"]


def test_a_claim_and_its_places_in_the_abstract_point_at_each_other(page: Any, shown: Shown) -> None:
    reader = Reader(page, shown.address(PAGES["paper"]))
    reader.find("#claim-3 th a")[0].click()
    assert reader.texts(".abstract mark.role-value:not(.other)") == ["80.6%"]
    assert page.current_url.endswith("#claim-3")


def test_the_button_turns_dark_and_stays(page: Any, shown: Shown) -> None:
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "light"}]})
    reader = Reader(page, shown.address("index.html"))
    light = page.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
    reader.find("#theme")[0].click()
    Reader(page, shown.address("papers.html"))
    assert page.execute_script("return getComputedStyle(document.documentElement).backgroundColor") != light
    page.execute_script("localStorage.clear()")


@pytest.mark.usefixtures("read_once")
def test_rows_that_do_not_fit_into_the_page_come_later(
    page: Any, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "FIRST", 2_000)
    monkeypatch.setattr(shards, "SHARD", 2_500)
    monkeypatch.setattr(shards, "EVIDENCE", 3_000)
    tables = shown.tables
    site = write_site(shown.run, tmp_path / "small")
    assert sum(name.startswith("data/comparisons-") for name in site.sizes) > 4
    reader = Reader(page, (tmp_path / "small" / "comparisons.html").as_uri() + "#bound=at+least")
    (status,) = reader.texts(".status")
    assert status == f"{sum(row.bound.value == 'at_least' for row in tables.comparisons)} of {len(tables.comparisons)} rows"
    reader.find("button.unfold")[-1].click()
    reader.until(lambda: reader.find(".evidence .abstract"))
