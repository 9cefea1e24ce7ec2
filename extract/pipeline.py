"""The order of the stages, nothing else.

clean -> sentences -> names -> scenes (values, metrics, names, phrases, frames) -> link -> data sets in force
-> interpret -> resolve
"""

from extract.interpret.readings import interpret
from extract.interpret.resolve import resolve_results
from extract.linking.datasets import carry_datasets
from extract.linking.link import link_mentions
from extract.linking.linked import Unlinked
from extract.naming.descriptions import with_descriptions
from extract.naming.names import find_names
from extract.normalise.sentences import sentences_with, split_sentences
from extract.normalise.text import CleanText, clean
from extract.recognise.scenes import find_scene, find_valued, may_hold_result
from extract.recognise.values import value_places
from schemas.records import Extraction, Ignored


def extract_abstract(abstract: str, *, title: str | None = None, ignored: bool = False) -> Extraction:
    """All results that one abstract reports, what contradicted itself, and, if asked for, the numbers left alone.

    Args:
        abstract: The abstract exactly as published; all offsets refer to it.
        title: The paper's title, where known; it often names the proposed system.
        ignored: Whether to tell of each number that is no result, and why; sentences of mere counts are passed over without.

    >>> [(r.value, r.metric, r.datasets[0].name) for r in extract_abstract("CVX reaches 82.5% F1 on SQuAD 2.0.").records]
    [(82.5, 'F1', 'SQuAD 2.0')]
    """
    text = clean(abstract)
    places = value_places(text.text)
    if not places:
        return Extraction()
    sentences = split_sentences(text.text)
    valued = [pair for sentence in sentences_with(places, sentences) for pair in find_valued(sentence)]
    if not ignored:
        valued = [pair for pair in valued if may_hold_result(*pair)]
    if not valued:
        return Extraction()
    names = find_names(clean(title).text if title else None, text.text, sentences)
    names = with_descriptions(names, sentences)
    scenes = [scene for sentence, values in valued if (scene := find_scene(sentence, values, names)) is not None]
    if not scenes:
        return Extraction()
    linked, unlinked = link_mentions(scenes)
    linked = carry_datasets(linked, sentences, names, title=title)
    records, rejects = resolve_results(linked, [interpret(one) for one in linked], names, text)
    left_alone = [_ignored(one, text) for one in unlinked] if ignored else ()
    return Extraction(records=tuple(records), rejects=tuple(rejects), ignored=tuple(left_alone))


def _ignored(one: Unlinked, text: CleanText) -> Ignored:
    value = one.scene.values[one.at]
    start, end = text.to_source(one.scene.start + value.start, one.scene.start + value.end)
    return Ignored(text=text.source[start:end], start=start, end=end, reason=one.reason, rule=one.rule)
