"""YAML in, checked data out: refuses a key written twice and remembers the line of every mapping."""

from pathlib import Path
from typing import Any

import yaml

from rules.kept import kept
from schemas import RuleError

FOLDER = Path(__file__).parent
LINE = "__line__"


class _Loader(yaml.CSafeLoader):
    """Safe loader that keeps no silent duplicates (PyYAML itself keeps the last of two equal keys)."""


class _NumberedLoader(_Loader):
    """The same, with the line of every mapping under the key LINE."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            mark = key_node.start_mark
            raise RuleError(f"key {key!r} is written twice", place=f"{mark.name}:{mark.line + 1}", remedy="keep one of them")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


def _numbered_mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    return {LINE: node.start_mark.line + 1, **_mapping(loader, node)}


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_NumberedLoader.add_constructor("tag:yaml.org,2002:map", _numbered_mapping)


def read_yaml(path: Path, *, lines: bool = False) -> Any:
    """The content of one YAML file; with `lines`, every mapping holds its line number under `LINE`.

    Raises:
        RuleError: the file is missing, is no YAML, or holds a key twice; the place names file and line.
    """
    if path.is_relative_to(FOLDER):
        return kept().take_copy(("yaml", path.relative_to(FOLDER).as_posix(), lines), lambda: _parsed(path, lines=lines))
    return _parsed(path, lines=lines)


def _parsed(path: Path, *, lines: bool) -> Any:
    try:
        with path.open(encoding="utf-8") as stream:
            # both loaders are subclasses of the safe one
            return yaml.load(stream, Loader=_NumberedLoader if lines else _Loader)
    except FileNotFoundError:
        raise RuleError("no such rule file", place=str(path), remedy="reinstall claimtable") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise RuleError(f"not YAML: {error.problem}", place=f"{path}:{line}", remedy="quote texts that hold : # or %") from None
