"""Which data sets a value was measured on, where no frame says it."""

from collections.abc import Sequence

from extract.board import Board
from extract.linked import Linked, clause_of
from extract.scenes import NameMention, Scene


def link_datasets(
    scene: Scene, board: Board, at: int, here: Sequence[Linked], earlier: Sequence[Linked]
) -> tuple[tuple[NameMention, ...], str | None]:
    link = board.roles.get((at, "dataset"))
    if link is not None:
        return tuple(scene.datasets[index] for index in link.indices), link.rule
    value = scene.values[at]
    left, right = clause_of(scene, at)
    ahead = [d for d in scene.datasets if d.end <= value.start]
    behind = [d for d in scene.datasets if d.start >= value.end]
    following = scene.values[at + 1].start if at + 1 < len(scene.values) else right
    near = [d for d in behind if d.start < following]
    if near:
        return _run(near, scene), "same-clause"
    if ahead:
        return _run_back(ahead, scene), "same-sentence"
    if here and here[-1].datasets:
        return here[-1].datasets, "same-list"
    if behind and len(behind) == 1:
        return tuple(behind), "same-sentence"
    return (), None


def _run(names: Sequence[NameMention], scene: Scene) -> tuple[NameMention, ...]:
    """The first name and those that follow it in the same list."""
    run = [names[0]]
    for name in names[1:]:
        if len(scene.text[run[-1].end : name.start]) > 8:
            break
        run.append(name)
    return tuple(run)


def _run_back(names: Sequence[NameMention], scene: Scene) -> tuple[NameMention, ...]:
    run = [names[-1]]
    for name in reversed(names[:-1]):
        if len(scene.text[name.end : run[0].start]) > 8:
            break
        run.insert(0, name)
    return tuple(run)
