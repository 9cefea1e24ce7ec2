"""Importing the room costs next to nothing, and no word goes out to anyone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("module", ["great_expectations", "pandas", "pint"])
def test_import_is_cheap(module: str) -> None:
    code = f"import sys, validation, validation.audit; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_judging_is_silent() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r});"
        "from validation_run import good_run; good_run().judged('CT010');"
        "import os; sys.exit(os.environ['GX_ANALYTICS_ENABLED'] != 'false')"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_spark_that_ends_whoever_imports_it_is_left_alone(tmp_path: Path) -> None:
    """As pyspark 4.3 does without grpc, in a process that was begun without a file."""
    (tmp_path / "pyspark.py").write_text("import sys; sys.exit(0)")
    code = "from validation.run import gx_suites; gx_suites(); import sys; sys.exit(7 if 'pyspark' not in sys.modules else 1)"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path[1:]])}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == 7
