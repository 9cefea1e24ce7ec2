"""Small runs of invented pages, written once; tests edit copies of them."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from claimtable.cli.program import cli

PAGES = (
    {
        "id": "inv:1",
        "title": "Tarn: A Tagger",
        "published": "2024-05-01",
        "abstract": "We present Tarn, a tagger. On CIFAR-10, Tarn reaches an accuracy of 91.2% vs. 88.0% for BirchNet. "
        "It cuts latency to 12 ms on ImageNet.",
    },
    {
        "id": "inv:2",
        "title": "Heath",
        "published": "2024-06-01",
        "abstract": "Heath reaches an accuracy of 92.5% on CIFAR-10.\n\nWe also report 81.5% accuracy on ImageNet.",
    },
    {
        "id": "inv:3",
        "title": "Moor",
        "published": "2024-06-02",
        "abstract": "Moor gains 3% and 2% on CIFAR-10, CIFAR-100 and SVHN, respectively.",
    },
)


def write_pages(folder: Path, *pages: dict) -> Path:
    """Pages as JSON Lines; a blank line before the second shifts the rest."""
    path = folder / "pages.jsonl"
    path.write_text("\n".join(json.dumps(page) for page in pages or PAGES) + "\n", encoding="utf-8")
    return path


def check(*arguments: str | Path) -> Result:
    """`claimtable check`, with errors raised as `main` would meet them."""
    return CliRunner().invoke(cli, ["check", *map(str, arguments)], standalone_mode=False)


def checked(*arguments: str | Path) -> tuple[int, dict]:
    """Exit code and report of a check that comes to an end."""
    result = check(*arguments, "--format", "json")
    assert result.exception is None, result.exception
    return int(result.return_value or 0), json.loads(result.stdout)


def codes(report: dict) -> list[str]:
    return [finding["code"] for finding in report["findings"]]


def edit(path: Path, old: str, new: str, *, times: int = 1) -> None:
    """Change a text file as an editor would."""
    text = path.read_bytes().decode()
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_bytes(text.replace(old, new, times).encode())
