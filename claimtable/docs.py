"""The page docs/tables.md, made of the row models: `python -m claimtable.docs > docs/tables.md`."""

from schemas.columns import TABLES, column_docs

_HEAD = """\
<!-- Made by `make docs` from the models in schemas/; a test compares the two. -->
# Tables and columns

Every table is written as CSV and Parquet, `results` also as JSON Lines (one object a row, these names as keys) and
`leaderboards` also as the page `leaderboards.md`. In CSV an empty cell is null, a list is JSON, a date is ISO 8601.
"""


def tables_page() -> str:
    """All tables with what each column holds."""
    parts = [_HEAD]
    for table, model in TABLES.items():
        about = (model.__doc__ or "").strip().splitlines()[0]
        parts.append(f"\n## `{table}`\n\n{about}\n\n{column_docs(table)}")
    return "".join(parts)


if __name__ == "__main__":
    print(tables_page(), end="")
