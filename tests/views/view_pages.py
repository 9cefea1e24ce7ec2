"""Invented papers for the views: two boards with a history, costs beside scores, two versions of one paper."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from claimtable.cli.program import cli

PAGES = (
    {
        "id": "arxiv:2401.00011v1",
        "title": "Alder: Sparse Features for Vision",
        "published": "2024-01-15",
        "abstract": "We present Alder, an image classifier. Alder reaches 80.5% top-1 accuracy on ImageNet with a latency of "
        "12 ms. On CIFAR-10, Alder reaches an accuracy of 91.2% vs. 88.0% for BirchNet.",
    },
    {
        "id": "arxiv:2403.00022v1",
        "title": "Beech: Dense Features for Vision",
        "published": "2024-03-02",
        "abstract": "We present Beech, an image classifier. Beech reaches 84.0% top-1 accuracy on ImageNet with a latency of "
        "30 ms. It gains 2.5 points over BirchNet on CIFAR-10.",
    },
    {
        "id": "arxiv:2405.00033v2",
        "title": "Cedar: Slow Features for Vision",
        "abstract": "We present Cedar, an image classifier. Cedar reaches 82.2% top-1 accuracy on ImageNet with a latency "
        "of 0.04 s.",
    },
    {
        "id": "arxiv:2406.00044v1",
        "title": "Dogwood: Features from Few Labels",
        "published": "2024-06-10",
        "abstract": "We present Dogwood for image classification. Dogwood reaches 86.3% top-1 accuracy on ImageNet with 10% of "
        "the labels. On CIFAR-10, Dogwood reaches an accuracy of 93.4%.",
    },
    {
        "id": "elm-page",
        "title": "Elm: Listening Closely",
        "published": "2024-02-01",
        "abstract": "We present Elm for speech recognition. Elm reaches a word error rate of 2.9% on LibriSpeech test-clean.",
    },
    {
        "id": "fir-page",
        "title": "Fir: Listening Twice",
        "published": "2024-05-01",
        "abstract": "We present Fir. Fir lowers the word error rate from 2.9% to 2.4% on LibriSpeech test-clean.",
    },
)


def write_pages(path: Path, *pages: dict) -> Path:
    path.write_text("".join(json.dumps(page) + "\n" for page in pages or PAGES), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    """A command in this process, with its errors as they are raised; a wide terminal breaks no line."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)


def printed(*arguments: object) -> str:
    """What a command that comes to its end prints."""
    done = run(*arguments)
    assert done.exception is None, done.exception
    return done.stdout


def refused(*arguments: object) -> str:
    """The one line of a command that refuses."""
    done = run(*arguments)
    assert done.exception is not None, done.stdout
    message = done.exception.format_message() if hasattr(done.exception, "format_message") else str(done.exception)
    assert "\n" not in message
    return message
