"""The recipes of docs/scale.md, as code."""

import re
from pathlib import Path

_DOCS = Path(__file__).parents[2] / "docs" / "scale.md"


def spark_recipe() -> str:
    """The recipe for Spark; it begins with a session `spark`."""
    (code,) = re.findall(r"```python\n(.*?mapInArrow.*?)```", _DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return str(code)


def recipe_function() -> str:
    """What of it needs no Spark: the function `results`, from record batches to record batches."""
    code = spark_recipe()
    return "\n".join(line for line in code[: code.index("spark.conf")].splitlines() if "pyspark" not in line)
