"""Derive the data set and task lists of `rules/lexicons/` from counted leaderboard names.

    python benchmarks/build_lexicons.py FOLDER

FOLDER holds datasets.tsv and tasks.tsv (columns name and papers, most used first). The same input gives the same bytes.
What a table adds to a name (shots, labels, scale, noise) is cut off, spellings that differ in nothing telling are
folded into the most used one, and names that `rules/datasets.yaml` lists under `drop` are left out.
"""

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rules.metric_lexicon import load_metrics
from rules.names import dataset_key, metric_key
from rules.yaml_files import FOLDER, read_yaml

# settings of a table, not part of the name: "Mini-Imagenet 5-way (1-shot)", "Set5 - 4x upscaling", "SVHN, 250 Labels"
SETTING = re.compile(
    r"""  \s*[-–]\s*\d+x\ upscaling.*
        | ,?\s*\d+\ [Ll]abels?\b.*
        | \s+sigma\s?\d+.*
        | \s*\((?=[^()]*(?:%|shot|split|way\b|ρ|variate|label|class|tasks?\b|[Ss]tep|MRP|[Qq]uality|frame|filtered
              |finetuned|biased|observations|sensors|identif|fixed|random|known
              |upscaling|\d+\ ?[x×]\ ?\d+|Grayscale
              |Color|avg|trained|training|unseen|Unseen|Seen|using|English\)|english\)|cross-val|micro|macro|AUC|Acc|F1))[^()]*\).*
        | \s+(?:\d+|X)-way\b.*
        | \s+\d+(?:/\d+|%)?\s+(?:labeled|samples\ labeled).*
        | \s+with\ Public.*
        | \s*-?\s*\d+\s?[x×]\s?\d+\b.*
        | \s+-\s+\d+(?:%|-?[Ss]hot|\ steps|\ classes).*
        | \s*:$
        | (?<=\d)k?\s+-\s+(?:LAS|UAS|Accuracy|F1)$
    """,
    re.VERBOSE,
)
# comparisons and transfers are settings too: "CIFAR-10 vs CIFAR-100", "GTA5 to Cityscapes", "Market-1501->MSMT17"
PAIR = re.compile(r"\bvs\.?\s|->|-to-| to [A-Z]|\bUMVM-|upscaling|\bonly\b|^\W|\?$")
# what kind of thing it is, is not part of the name
KIND = re.compile(r"\s+(?:dataset|data set|database|benchmark|corpus)$", re.IGNORECASE)
LONGEST = 48
HEADER = """\
# Made by benchmarks/build_lexicons.py; do not edit: change the script or rules/datasets.yaml and run it again.
# Derived from names in the annotations of the SOTA? corpus (CLEF 2024 SimpleText Task 4), which derive from Papers with
# Code. CC BY-SA 4.0; changes: see NOTICE.
"""


def read_names(path: Path) -> list[tuple[str, int]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [(row["name"], int(row["papers"])) for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]


def fold(names: Iterable[tuple[str, int]]) -> list[str]:
    """One spelling a key, the most used; the most used names first."""
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for name, papers in names:
        key = dataset_key(name)
        counts[key] += papers
        spellings.setdefault(key, Counter())[name] += papers
    order = sorted(counts, key=lambda key: (-counts[key], key))
    return [min(spellings[key], key=lambda name: (-spellings[key][name], name)) for key in order]


def datasets(path: Path) -> list[str]:
    ours = read_yaml(FOLDER / "datasets.yaml")
    dropped = {dataset_key(name) for name in ours["drop"]}
    ours_by_hand = {dataset_key(entry["name"]) for entry in ours["datasets"]}
    metrics, kept = load_metrics(), []
    for raw, papers in read_names(path):
        name = SETTING.sub("", raw).strip(" ,-–*")
        bare = KIND.sub("", name)
        name = bare if bare != bare.lower() else name
        if papers == 1 and re.search(r"[(,]", name):
            name = re.split(r"\s*[(,]", name)[0]
        key = dataset_key(name)
        if len(key) < 2 or key.isdigit() or key in dropped or len(name) > LONGEST or PAIR.search(name):
            continue
        if key not in ours_by_hand and name.islower() and name.isalpha():
            continue
        metric = metrics.canonical(name)
        if metric and metric.head is None:
            continue
        kept.append((name, papers))
    return fold(kept)


def tasks(path: Path) -> list[str]:
    dropped = {metric_key(name) for name in read_yaml(FOLDER / "datasets.yaml")["drop_tasks"]}
    kept = []
    for raw, papers in read_names(path):
        name = re.sub(r"\s*\([^()]*\)$", "", raw).strip()
        if metric_key(name) in dropped or len(name) < 6 or re.search(r"\d{2}-\d|[?,]| - ", name):
            continue
        if papers > 1 or " " in name:
            kept.append((name, papers))
    return fold(kept)


def write(path: Path, key: str, names: list[str]) -> None:
    lines = (f'- "{name}"' for name in (name.replace("\\", "\\\\").replace('"', '\\"') for name in names))
    path.write_text(HEADER + f"{key}:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(names)} names")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    write(FOLDER / "lexicons" / "datasets.yaml", "datasets", datasets(folder / "datasets.tsv"))
    write(FOLDER / "lexicons" / "tasks.yaml", "tasks", tasks(folder / "tasks.tsv"))


if __name__ == "__main__":
    main()
