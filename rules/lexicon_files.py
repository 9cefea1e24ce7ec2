"""Lexicon files as models: what the checked loader and the strict model have to say, in one place."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rules.yaml_files import LINE
from schemas import RuleError

M = TypeVar("M", bound=BaseModel)


def parse_file(model: type[M], raw: Mapping[str, Any], place: str) -> M:
    """The file as its model.

    Raises:
        RuleError: an unknown or missing key, or a value that does not fit, with file, line and the way to it.
    """
    try:
        return model.model_validate(_without_lines(raw))
    except ValidationError as error:
        fault = error.errors()[0]
        way = ".".join(str(part) for part in fault["loc"])
        line = _line_of(raw, fault["loc"])
        where = f"{place}:{line}" if line else place
        raise RuleError(f"{way}: {fault['msg']}", place=where, remedy="see the head of the file") from None


def lines_of_names(entries: Any) -> dict[str, int]:
    """The line of each entry that has a name."""
    return {
        entry["name"]: entry[LINE]
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and LINE in entry and isinstance(entry.get("name"), str)
    }


def _line_of(value: Any, way: tuple[int | str, ...]) -> int | None:
    """The line of the innermost mapping on the way to a fault."""
    line = value.get(LINE) if isinstance(value, Mapping) else None
    if not way:
        return line
    try:
        inner = _line_of(value[way[0]], way[1:])
    except (KeyError, IndexError, TypeError):
        inner = None
    return inner or line


def _without_lines(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_lines(part) for key, part in value.items() if key != LINE}
    if isinstance(value, list):
        return [_without_lines(part) for part in value]
    return value
