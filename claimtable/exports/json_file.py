"""JSON as all exports write it."""

import json
from pathlib import Path
from typing import Any


def write_json(path: Path, content: Any) -> None:
    """Write one value, indented, in UTF-8, with a line end at the end."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="")
