"""How much is lost on names that nobody listed: recall with the lexicons of names, and with them switched off.

    python benchmarks/without_lexicons.py [GOLD.jsonl...]

Off are all data sets and tasks: the derived lists and those by hand. What is left is the grammar around a name. The lexicon of
metrics stays, for it holds what a metric means (direction, range, unit), not only its name. Prints a table; without GOLD it
reads `../shared/gold`, where that is there.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
SHARED = [ROOT.parent / "shared" / "gold" / f"{name}.jsonl" for name in ("dev", "seeds")]
LEVELS = ("value", "typed", "metric", "dataset", "full")


def switch_off() -> None:
    """Empty the lexicons of names, before anything has read them."""
    from rules import dataset_lexicon
    from rules.yaml_files import FOLDER, read_yaml

    raw = dict(read_yaml(FOLDER / "datasets.yaml", lines=True))
    raw["datasets"] = []
    empty = dataset_lexicon.DatasetLexicon(raw)
    tasks = dataset_lexicon.TaskLexicon(())
    for name, lexicon in (("load_datasets", empty), ("load_tasks", tasks)):
        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith(("rules", "extract")) and hasattr(module, name):
                setattr(module, name, lambda lexicon=lexicon: lexicon)


def recall(gold: Path) -> dict[str, float]:
    """Recall at each level."""
    from claimtable.evaluate import evaluate_file

    levels = evaluate_file(gold, resamples=0).levels
    return {level.value: figures.recall for level, figures in levels.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--off", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    golds = arguments.gold or [path for path in SHARED if path.exists()]
    if arguments.off:
        import extract.pipeline  # noqa: F401  all rooms that ask for a lexicon

        switch_off()
        print(json.dumps([recall(gold) for gold in golds]))
        return
    command = [sys.executable, __file__, "--off", *map(str, golds)]
    off = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    table = Table("recall", *LEVELS)
    for gold, without in zip(golds, off, strict=True):
        listed = recall(gold)
        table.add_row(gold.name, *(f"{listed[level]:.3f}" for level in LEVELS))
        table.add_row("  lexicons of names off", *(f"{without[level]:.3f}" for level in LEVELS))
        table.add_row("  lost", *(f"{listed[level] - without[level]:.3f}" for level in LEVELS))
    Console().print(table)


if __name__ == "__main__":
    main()
