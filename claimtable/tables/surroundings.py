"""The text beside a value in its sentence: what tells an accuracy from an accuracy under attack."""

from typing import NamedTuple

from extract.normalise.text import clean
from schemas import ResultRow


class Surroundings(NamedTuple):
    """What stands before a value and behind it, within its sentence."""

    before: str
    after: str


def find_surroundings(row: ResultRow, abstract: str) -> Surroundings:
    """The text beside the value of a row; where the offsets are not those of the abstract, beside the first like it."""
    sentence, length = row.sentence, row.end - row.start
    begin = abstract.find(sentence)
    while begin >= 0 and not begin <= row.start < begin + len(sentence):
        begin = abstract.find(sentence, begin + 1)
    at = row.start - begin
    if begin < 0 or sentence[at : at + length] != row.value_text:
        at = sentence.find(row.value_text)
    if at < 0:
        return Surroundings("", "")
    return Surroundings(clean(sentence[:at]).text, clean(sentence[at + length :]).text)
