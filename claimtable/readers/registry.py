"""All readers by name; of two that are equally sure of a page, the earlier one reads it."""

from collections.abc import Mapping
from types import MappingProxyType

from claimtable.readers import (
    abstract_lines,
    acl_xml,
    arxiv_atom,
    arxiv_dump,
    arxiv_snapshot,
    bibtex,
    csv_table,
    excel_table,
    jsonl,
    latex,
    listing,
    markdown,
    oai_pmh,
    openalex,
    parquet_table,
    plain_text,
    pubmed,
    ris,
    semantic_scholar,
    trending,
)
from claimtable.readers.entry import Reader

# Formats that their first bytes tell come before pages, which must be read to be told.
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        module.READER.name: module.READER
        for module in (
            parquet_table,
            excel_table,
            jsonl,
            arxiv_snapshot,
            openalex,
            semantic_scholar,
            arxiv_atom,
            oai_pmh,
            acl_xml,
            pubmed,
            bibtex,
            ris,
            csv_table,
            latex,
            markdown,
            arxiv_dump,
            listing,
            abstract_lines,
            trending,
            plain_text,
        )
    }
)
