"""All readers by name; of two that are equally sure of a page, the earlier one reads it."""

from collections.abc import Mapping
from types import MappingProxyType

from claimtable.readers import abstract_lines, arxiv_dump, jsonl, listing, trending
from claimtable.readers.entry import Reader

READERS: Mapping[str, Reader] = MappingProxyType(
    {reader.name: reader for reader in (jsonl.READER, arxiv_dump.READER, listing.READER, abstract_lines.READER, trending.READER)}
)
