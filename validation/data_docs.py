# mypy: disable-error-code="attr-defined"
# (great_expectations re-exports its names without saying so.)
"""Great Expectations' own pages of what was judged: a site of HTML files, which load their styles from the network."""

from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from validation.lexicon import Lexicon, shipped_lexicon
from validation.report import RunCounts
from validation.run import gx_suites

if TYPE_CHECKING:
    import pandas as pd

_SITE = "claimtable"


def write_data_docs(
    folder: Path,
    tables: "dict[str, pd.DataFrame]",
    *,
    counts: RunCounts | None = None,
    lexicon: Lexicon | None = None,
    select: Collection[str] | None = None,
) -> Path:
    """Judge the tables once more and write the site; returns its first page.

    `tables` have the columns of their schemas; those that are missing are not judged.
    """
    suites = gx_suites()
    context = _context(folder)
    for table, frame in _prepared(tables, counts, lexicon or shipped_lexicon()).items():
        suite = suites.table_suite(table, select=select)
        if suite.expectations:
            _judge(context, suite, table, frame.reset_index(drop=True))
    context.build_data_docs(site_names=[_SITE])
    return folder / "index.html"


def _prepared(tables: "dict[str, pd.DataFrame]", counts: RunCounts | None, lexicon: Lexicon) -> "dict[str, pd.DataFrame]":
    """Each table as one chunk, for Data Docs show a table as a whole."""
    import pandas as pd

    from validation import prepare
    from validation.sources import FrameTable
    from validation.whole_tables import WholeTables

    ready: dict[str, pd.DataFrame] = {}
    good = {name: FrameTable(frame) for name, frame in tables.items() if name != "rejects"}
    with TemporaryDirectory(prefix="claimtable-") as folder, WholeTables(good, Path(folder)) as whole:
        for name, table in good.items():
            if name == "papers" or {"papers", "results"} <= good.keys():
                size = max(1, len(tables[name]))
                chunks = prepare.prepared_chunks(name, table, whole, size=size, lexicon=lexicon, select=None)
                ready[name] = next(frame for _, frame in chunks)
        if counts is not None and {"papers", "results"} <= good.keys():
            ready["run"] = pd.DataFrame([whole.counted(counts)])
    return ready


def _context(folder: Path) -> Any:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    for site in list(context.get_site_names()):
        context.delete_data_docs_site(site)
    context.add_data_docs_site(
        site_name=_SITE,
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.resolve())},
        },
    )
    context.data_sources.add_pandas(_SITE)
    return context


def _judge(context: Any, suite: Any, table: str, frame: "pd.DataFrame") -> None:
    import great_expectations as gx

    asset = context.data_sources.get(_SITE).add_dataframe_asset(table)
    definition = gx.ValidationDefinition(
        name=table,
        data=asset.add_batch_definition_whole_dataframe("whole"),
        suite=context.suites.add(suite),
    )
    context.validation_definitions.add(definition)
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(name=table, validation_definitions=[definition], result_format={"result_format": "SUMMARY"})
    )
    checkpoint.run(batch_parameters={"dataframe": frame})
