"""The round trip of a review, in a real browser: judge by keyboard, download, measure, apply to the next run."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from claimtable.cli.program import cli
from claimtable.run import run_extract
from claimtable.site import review as review_data
from claimtable.site import write_site
from claimtable.taking.overrides import hash_of

HOSTILE = '<script>document.title="taken"</script> & <img src=x onerror=alert(1)> \u202eback\u202c ' + "a" * 3_000
ABSTRACTS = {
    "p1": "Tidepool reaches 54.3 AP on Reefset, vs. 51.9 AP for DenseMark. It runs at 31 fps on a single V100.",
    "p2": f"{HOSTILE} Finch reaches 81.2% accuracy on ImageNet and 70.1% accuracy on CIFAR-100.",
    "p3": "With 😀 and 𝔸, Wren lowers the WER on LibriSpeech test-clean from 3.1% to 2.6%.",
}


class Reviewed(NamedTuple):
    """A run and its site."""

    papers: Path
    run: Path
    site: Path

    @property
    def address(self) -> str:
        return (self.site / "review.html").as_uri()


def write_papers(path: Path, abstracts: dict[str, str]) -> None:
    lines = [json.dumps({"id": name, "title": f"{name}: {HOSTILE[:40]}", "abstract": text}) for name, text in abstracts.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    folder = tmp_path_factory.mktemp("review")
    write_papers(folder / "papers.jsonl", ABSTRACTS)
    run_extract([str(folder / "papers.jsonl")], folder / "run", jobs=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(review_data, "INDEX", 100)  # a part for each paper
        site = write_site(folder / "run", folder / "site")
    assert "data/claims-2.js" in site.sizes
    return Reviewed(folder / "papers.jsonl", folder / "run", folder / "site")


@pytest.fixture
def review(page: Any, reviewed: Reviewed) -> Any:
    """The page with nothing judged yet."""
    page.get(reviewed.address)
    page.execute_script("localStorage.clear()")
    page.get("about:blank")  # else an address with another hash would not load anew
    page.get(reviewed.address)
    settled(page)
    return page


def settled(page: Any) -> str:
    """Wait until a claim is shown; its value as it stands in the abstract."""

    def shown(window: Any) -> bool:
        return bool(window.find_elements(By.CSS_SELECTOR, "#review-claim .said, #review-claim .empty"))

    WebDriverWait(page, 10, 0.02).until(shown)
    said = page.find_elements(By.CSS_SELECTOR, "#review-claim .said")
    return said[0].text if said else ""


def press(page: Any, keys: str) -> str:
    """Press a key that leads to another claim; the value of that."""
    page.execute_script("document.getElementById('review-claim').firstChild.old = true")
    page.find_element(By.TAG_NAME, "body").send_keys(keys)
    fresh = "return !document.getElementById('review-claim').firstChild.old"
    WebDriverWait(page, 10, 0.02).until(lambda window: window.execute_script(fresh))
    return settled(page)


def field(page: Any, name: str) -> Any:
    return page.find_element(By.ID, f"mend-{name}")


def tally(page: Any) -> str:
    return page.find_element(By.ID, "review-tally").text


def download(page: Any) -> Path:
    page.find_element(By.ID, "review-download").click()
    path = Path(page.downloads) / "verdicts.jsonl"
    WebDriverWait(page, 10, 0.02).until(lambda _: path.exists())
    return path


def rows_of(run: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def test_round_trip(review: Any, reviewed: Reviewed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert settled(review) == "54.3"
    assert press(review, "r") == "51.9"
    assert press(review, "w") == "31 fps"
    review.find_element(By.TAG_NAME, "body").send_keys("1")
    assert review.switch_to.active_element == field(review, "metric")
    field(review, "metric").clear()
    field(review, "metric").send_keys("frame rate")
    field(review, "datasets").clear()
    field(review, "datasets").send_keys("Reefset", Keys.SHIFT, Keys.ENTER, Keys.NULL, "COCO", Keys.ENTER)
    assert settled(review) == "81.2%"
    assert tally(review) == "3 of 7 judged 1 right 1 mended 1 wrong"
    verdicts = download(review)

    (line,) = (json.loads(line) for line in verdicts.read_text(encoding="utf-8").splitlines())
    assert line["id"] == "p1"
    assert line["abstract"] == ABSTRACTS["p1"]
    assert line["verdicts"]["abstract_sha256"] == hash_of(ABSTRACTS["p1"])
    assert [record["value_text"] for record in line["records"]] == ["54.3", "31 fps"]
    assert [place["value_text"] for place in line["verdicts"]["wrong"]] == ["51.9"]

    assert cli.main(["evaluate", str(verdicts), "--json"], standalone_mode=False) == 0
    assert json.loads(capsys.readouterr().out)["value"]["precision"] == pytest.approx(2 / 3)

    arguments = ["extract", str(reviewed.papers), "-o", str(tmp_path / "next"), "--overrides", str(verdicts), "--jobs", "1"]
    assert cli.main(arguments, standalone_mode=False) == 0
    assert "3 verdicts applied, 0 verdicts not" in capsys.readouterr().err
    before = {row["row_id"]: row for row in rows_of(reviewed.run)}
    after = rows_of(tmp_path / "next")
    mended = [row for row in after if row["value_text"] == "31 fps"]
    assert [row["dataset"] for row in mended] == ["Reefset", "COCO"]
    assert {row["metric_text"] for row in mended} == {"frame rate"}
    assert all(row["rule"].endswith("+override") for row in after if row["paper_id"] == "p1")
    assert "51.9" not in {row["value_text"] for row in after}
    assert [row for row in after if row["paper_id"] != "p1"] == [row for row in before.values() if row["paper_id"] != "p1"]


def test_undo_and_what_the_browser_keeps(review: Any, reviewed: Reviewed) -> None:
    press(review, "r")
    press(review, "w")
    assert press(review, "u") == "51.9"
    assert tally(review).startswith("1 of 7 judged 1 right")
    review.get("about:blank")
    review.get(reviewed.address)
    assert settled(review) == "51.9"
    assert tally(review).startswith("1 of 7 judged 1 right")


def test_filters_choose_and_the_address_keeps_them(review: Any) -> None:
    review.find_element(By.ID, "review-board").send_keys("cifar")
    assert settled(review) == "70.1%"
    assert review.find_element(By.ID, "review-place").text == "1 of 1 in this selection"
    address = review.current_url
    review.get("about:blank")
    review.get(address)
    assert settled(review) == "70.1%"
    review.find_element(By.ID, "review-board").clear()
    review.find_element(By.ID, "review-board").send_keys(Keys.SPACE, Keys.BACKSPACE)
    Select(review.find_element(By.ID, "review-rule")).select_by_value("from-to")
    assert settled(review) == "2.6%"
    Select(review.find_element(By.ID, "review-rule")).select_by_value("")
    Select(review.find_element(By.ID, "review-order")).select_by_value("doubt")
    assert review.find_element(By.ID, "review-place").text == "1 of 7 in this selection"
    review.find_element(By.ID, "review-to").send_keys("0")
    assert "No claim to judge" in review.find_element(By.ID, "review-claim").text


def test_a_form_that_contradicts_itself_is_not_kept(review: Any) -> None:
    review.find_element(By.TAG_NAME, "body").send_keys("f")
    Select(field(review, "kind")).select_by_value("change")
    field(review, "metric").send_keys(Keys.ENTER)
    assert "a change has one" in review.find_element(By.ID, "review-fault").text
    assert review.switch_to.active_element == field(review, "direction")
    review.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert tally(review).startswith("0 of 7")
    assert not review.find_elements(By.CSS_SELECTOR, "#review-claim form")


def test_keys_can_be_switched_off(review: Any) -> None:
    review.find_element(By.ID, "review-keys").click()
    review.find_element(By.TAG_NAME, "body").send_keys("r")
    assert tally(review).startswith("0 of 7")


def test_hostile_abstracts_are_text(review: Any) -> None:
    for _ in range(3):
        press(review, "j")
    assert settled(review) == "81.2%"
    assert review.title.startswith("Review")
    abstract = review.find_element(By.CSS_SELECTOR, "#review-claim .abstract")
    assert abstract.get_property("textContent") == ABSTRACTS["p2"]
    assert not abstract.find_elements(By.CSS_SELECTOR, "script, img")
    wide, narrow = review.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= narrow


def test_offsets_hold_beyond_the_basic_plane(review: Any) -> None:
    review.find_element(By.ID, "review-board").send_keys("librispeech")
    for _ in range(2):
        press(review, "r")
    (line,) = (json.loads(line) for line in download(review).read_text(encoding="utf-8").splitlines())
    assert [line["abstract"][record["start"] : record["end"]] for record in line["records"]] == ["3.1%", "2.6%"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_accessibility_violation(review: Any, theme: str) -> None:
    review.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    press(review, "r")
    press(review, "k" if theme == "dark" else "j")
    for opened in (False, True):
        if opened:
            review.find_element(By.TAG_NAME, "body").send_keys("f")
        found = Axe().run(review)
        serious = [
            f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"] if one["impact"] in {"serious", "critical"}
        ]
        assert serious == []
