"""Papers as they are read, and the row that `papers` holds of each."""

from datetime import date

from pydantic import Field

from schemas.base import Frozen


class Paper(Frozen):
    """One entry of the input: an abstract with what its source says of it."""

    entry_id: str = Field(description="Names this entry; unique in the table. The paper_id, with ~2, ~3 where it comes again.")
    paper_id: str = Field(
        description="The input's own id, untouched; else arxiv:ID; else the file's stem, # and the running number.",
    )
    title: str | None = Field(default=None, description="Title as the source gives it; null where it gives none.")
    published: date | None = Field(default=None, description="Day of publication; null where the source gives no full date.")
    abstract: str = Field(description="The abstract exactly as given; all offsets refer to it.")
    categories: tuple[str, ...] = Field(default=(), description="Subject categories as the source names them.")
    authors: tuple[str, ...] = Field(default=(), description="Authors as the source names them, in its order.")
    comment: str | None = Field(default=None, description="The source's comment line, such as a venue.")
    url: str | None = Field(default=None, description="Address of the paper, where the source gives one.")
    doi: str | None = Field(default=None, description="DOI in small letters, without resolver address; null where none is given.")
    source: str = Field(description="The file the entry was read from, as it was named; - for standard input.")
    line: int | None = Field(default=None, ge=1, description="Line of the source on which the entry begins, counted from 1.")
    reader: str = Field(description="Name of the reader that read it.")
    duplicate_of: str | None = Field(
        default=None,
        description="entry_id of the entry that speaks for this one; null where it speaks for itself.",
    )
