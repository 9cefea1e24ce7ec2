"""The user's mapping file: which of our names has which id on the Hub. Nothing is ever guessed beyond it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from claimtable.exports.options import Remark
from rules.yaml_files import read_yaml
from schemas import InputError, OptionError, RuleError
from schemas.base import Frozen


class HubDataset(Frozen):
    """A data set on the Hub."""

    id: str = Field(min_length=1, description="Its id, such as owner/name.")
    config: str | None = None
    split: str | None = None
    revision: str | None = None
    task_type: str | None = Field(default=None, description="Task for model-index, where the claim names none or another.")
    task_id: str | None = Field(default=None, description="Task of the benchmark, for eval-results.")
    metric: str | None = Field(default=None, description="Our name of the metric that the benchmark counts, for eval-results.")


class Mapping(Frozen):
    """The mapping file: each section goes from the names of the tables to ids of the Hub."""

    datasets: dict[str, HubDataset] = Field(default_factory=dict)
    tasks: dict[str, str] = Field(default_factory=dict)
    metrics: dict[str, str] = Field(default_factory=dict)
    models: dict[str, str] = Field(default_factory=dict)

    def unused(self, section: Literal["datasets", "tasks", "metrics", "models"], names: Iterable[str]) -> list[Remark]:
        """A remark on names of a section that the run does not have: most often a slip of the pen."""
        strange = sorted(set(getattr(self, section)) - set(names))
        if not strange:
            return []
        shown = ", ".join(strange[:5]) + (", ..." if len(strange) > 5 else "")
        return [Remark(count=len(strange), about=f"names under {section} of the mapping are in no ranked score: {shown}")]


def load_mapping(path: Path | None) -> Mapping:
    """The mapping in a YAML or JSON file; an empty one without a file.

    Raises:
        OptionError: there is no such file.
        InputError: the file holds no mapping.
    """
    if path is None:
        return Mapping()
    if not path.is_file():
        raise OptionError("no such file", place=f"--mapping {path}", remedy="name a YAML or JSON file")
    try:
        content = read_yaml(path)
        return Mapping.model_validate({} if content is None else content)
    except RuleError as error:
        raise InputError(error.message, place=error.place, remedy=error.remedy) from None
    except UnicodeDecodeError:
        raise InputError("not UTF-8", place=str(path), remedy="save it as UTF-8") from None
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"]) or "the file"
        raise InputError(
            f"{where}: {fault['msg']}", place=str(path), remedy="see docs/exports.md for what a mapping holds"
        ) from None
