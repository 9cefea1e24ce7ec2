"""What the row models say of their columns (name, type, nulls, vocabulary): the suites are built from it."""

import types
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

_TYPES: dict[object, str] = {str: "text", int: "integer", float: "number", bool: "flag", date: "day"}


class Column(NamedTuple):
    """One column of a table."""

    name: str
    type_name: str
    nullable: bool
    vocabulary: tuple[str, ...]


def columns_of(model: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a table, in order, read off its row model.

    >>> from schemas import ResultRow
    >>> {c.name: c for c in columns_of(ResultRow)}["kind"]
    Column(name='kind', type_name='text', nullable=False, vocabulary=('score', 'change', 'rank'))
    >>> {c.name: c for c in columns_of(ResultRow)}["conditions"]
    Column(name='conditions', type_name='list', nullable=False, vocabulary=())
    """
    return tuple(_column(name, field.annotation) for name, field in model.model_fields.items())


def _column(name: str, annotation: object) -> Column:
    nullable = False
    if get_origin(annotation) in {Union, types.UnionType}:
        parts = [part for part in get_args(annotation) if part is not type(None)]
        nullable = len(parts) < len(get_args(annotation))
        annotation = parts[0]
    if get_origin(annotation) is tuple:
        return Column(name, "list", nullable, ())
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return Column(name, "text", nullable, tuple(word.value for word in annotation))
    return Column(name, _TYPES[annotation], nullable, ())
