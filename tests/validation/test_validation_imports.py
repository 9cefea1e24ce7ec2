"""Importing the room costs next to nothing, and no word goes out to anyone."""

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
