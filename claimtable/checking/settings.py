"""What a check is told: defaults, then the configuration file, then the command line."""

import tomllib
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import Field, ValidationError, field_validator

from schemas import OptionError
from schemas.base import Frozen
from validation.report import Severity

_FILES = ("claimtable.yaml", "claimtable.yml", ".claimtable.yaml")
_PYPROJECT = "pyproject.toml"


class Tolerances(Frozen):
    """How much a run may be worse than the one it is compared with; each a share from 0 to 1."""

    rows_lost: float = Field(default=0.02, ge=0, le=1, description="Of the rows of the earlier run, those that are gone.")
    boards_lost: float = Field(default=0.05, ge=0, le=1, description="Of its leaderboards, those that are gone.")
    without_metric: float = Field(default=0.02, ge=0, le=1, description="Growth of the share of rows without metric.")
    without_dataset: float = Field(default=0.02, ge=0, le=1, description="Growth of the share of rows without data set.")


class Settings(Frozen):
    """The options of a check; the names are those of the command line."""

    fail_on: Severity = Severity.CRITICAL
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exit_zero: bool = False
    format: tuple[str, ...] = ("text",)
    baseline: Path | None = None
    docs: Path | None = None
    reader: str | None = None
    tolerances: Tolerances = Tolerances()

    @field_validator("select", "ignore", "format", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """One word, or words with commas, for a list."""
        return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value

    @classmethod
    def from_mapping(cls, given: dict[str, Any], *, place: str) -> Self:
        """Settings out of a file or the command line; kebab-case and snake_case are one.

        >>> Settings.from_mapping({"fail-on": "warning", "select": "CT0,CT10"}, place="x.yaml").select
        ('CT0', 'CT10')

        Raises:
            OptionError: a key is unknown, or a value makes no sense.
        """
        try:
            return cls.model_validate(_snake(given))
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(str(part) for part in fault["loc"]) or "the settings"
            known = ", ".join(name.replace("_", "-") for name in cls.model_fields)
            remedy = f"known are {known}" if fault["type"] == "extra_forbidden" else "see docs/check.md"
            raise OptionError(f"{where.replace('_', '-')}: {fault['msg']}", place=place, remedy=remedy) from None


def read_settings(config: Path | None = None, *, folder: Path | None = None, **options: Any) -> Settings:
    """The settings of the file, found in the working folder unless it is named, with the options laid over them.

    Raises:
        OptionError: the file cannot be read, or a setting makes no sense.
    """
    path = config or _found(folder or Path())
    given = _read(path, required=config is not None) if path else {}
    laid = {name: value for name, value in options.items() if value not in (None, ())}
    Settings.from_mapping(given, place=str(path) if path else "settings")  # a fault of the file is told as the file's
    return Settings.from_mapping({**_snake(given), **laid}, place="options")


def _snake(given: dict[str, Any]) -> dict[str, Any]:
    named = {str(name).replace("-", "_"): value for name, value in given.items()}
    if isinstance(named.get("tolerances"), dict):
        named["tolerances"] = _snake(named["tolerances"])
    return named


def _found(folder: Path) -> Path | None:
    for name in _FILES:
        if (folder / name).is_file():
            return folder / name
    return folder / _PYPROJECT if (folder / _PYPROJECT).is_file() else None


def _read(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".toml":
            whole = tomllib.loads(text)
            given = whole.get("tool", {}).get("claimtable", {})
            # A file that was named, and is no pyproject, may hold the settings at its top.
            if not given and required and path.name != _PYPROJECT:
                given = whole
        else:
            given = yaml.safe_load(text) or {}
    except OSError as error:
        raise OptionError(error.strerror or str(error), place=str(path), remedy="check the path") from None
    except (tomllib.TOMLDecodeError, yaml.YAMLError, UnicodeDecodeError) as error:
        told = str(error).replace("\n", " ")
        raise OptionError(f"cannot be read: {told}", place=str(path), remedy="mend the file") from None
    if not isinstance(given, dict):
        raise OptionError("settings are a mapping", place=str(path), remedy="write one `name: value` a line")
    return given
