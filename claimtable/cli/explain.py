"""`claimtable explain`: which rule took which number, and why the others were left alone."""

import sys

import click

EPILOG = """\b
Examples:
  claimtable explain "It lowers the WER from 3.1% to 2.6% on LibriSpeech test-clean."
  claimtable explain "We reach 84.5% accuracy." --title "Tidepool: Detection in Crowds"
  claimtable explain - < abstract.txt
"""


@click.command("explain", epilog=EPILOG)
@click.argument("sentence")
@click.option("--title", metavar="T", help="Title of the paper; it may name the proposed system.")
def command(sentence: str, title: str | None) -> None:
    """Show which rule took which number of a text.

    SENTENCE is a sentence or a whole abstract; - reads it from standard input.
    """
    from claimtable.cli.console import console
    from claimtable.cli.marks import draw_text, draw_values
    from claimtable.explain import explain_text

    text = sys.stdin.buffer.read().decode(errors="replace") if sentence == "-" else sentence
    if not text.strip():
        raise click.UsageError("the text is empty; give a sentence in quotes, or pipe one in with -")
    marks = explain_text(text, title)
    out = console()
    out.print(draw_text(text, marks))
    out.print()
    for block in draw_values(marks):
        out.print(block)
