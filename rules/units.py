"""Units: from the words of a paper to our short form, and on to a pint registry of nothing but our own names."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from rules.lexicon_files import lines_of_names, parse_file
from rules.metric_lexicon import Metric, Quantity
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError
from schemas.base import Frozen

if TYPE_CHECKING:
    from pint import UnitRegistry

_FILE = "units.yaml"
RELATIVE = frozenset({"%", "point", "x"})
"""Units of a share or a change, which any metric can have."""


class Unit(Frozen):
    """A unit as we write it; the number as written times `factor` is the number in `short`."""

    short: str = Field(min_length=1)
    name: str = Field(description="Its name in the registry.")
    quantity: Quantity
    factor: float = 1.0


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    short: str = Field(min_length=1)
    quantity: Quantity
    define: str = Field(min_length=1)
    factor: float = Field(default=1.0, gt=0)
    words: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    scaled: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    also: dict[Quantity, tuple[str, ...]]
    units: tuple[_Entry, ...]
    prefixes: dict[str, float]


class UnitLexicon:
    """All units, looked up by any of their forms."""

    def __init__(self, raw: Mapping[str, Any], *, place: str = _FILE) -> None:
        lines = lines_of_names(raw.get("units"))
        file = parse_file(_File, raw, place)
        self.entries = file.units
        self.also = {quantity: frozenset(shorts) for quantity, shorts in file.also.items()}
        self.exact: dict[str, Unit] = {}
        self.words: dict[str, Unit] = {}
        for entry in file.units:
            self._add(entry, file.prefixes, f"{place}:{lines.get(entry.name) or 1} ({entry.name})")
        self.quantity_of = {entry.short: entry.quantity for entry in file.units}
        for quantity, shorts in self.also.items():
            if strangers := shorts - self.quantity_of.keys():
                raise RuleError(
                    f"{sorted(strangers)[0]!r} is no unit of the list",
                    place=f"{place} (also {quantity})",
                    remedy="add it",
                )

    def _add(self, entry: _Entry, prefixes: Mapping[str, float], place: str) -> None:
        unit = Unit(short=entry.short, name=entry.name, quantity=entry.quantity, factor=entry.factor)
        forms = [(self.exact, form, unit) for form in (*entry.exact, *((entry.short,) if entry.factor == 1 else ()))]
        forms += [(self.words, form.lower(), unit) for form in entry.words]
        for form in entry.scaled:
            for prefix, scale in prefixes.items():
                larger = Unit(short=entry.short, name=entry.name, quantity=entry.quantity, factor=entry.factor * scale)
                forms += [(self.exact, f"{prefix}{blank}{form}", larger) for blank in ("", " ", "-")]
        for table, form, owner in forms:
            if table.setdefault(form, owner) != owner:
                raise RuleError(
                    f"{form!r} belongs to {table[form].name!r} already",
                    place=place,
                    remedy="leave it to one of the two",
                )


@cache
def load_units() -> UnitLexicon:
    """The units of `units.yaml`.

    Raises:
        RuleError: an unknown key, or a form with two owners, with file, line and unit.
    """
    return UnitLexicon(read_yaml(FOLDER / _FILE, lines=True))


def find_unit(text: str) -> Unit | None:
    """The unit that these words name, or None.

    >>> [find_unit(words).short for words in ("milliseconds", "tokens per second", "GiB", "percentage points")]
    ['ms', 'token/s', 'GB', 'point']
    >>> find_unit("GFLOPs").short, find_unit("GFLOPs").factor
    ('FLOP', 1000000000.0)
    >>> find_unit("volunteers")
    """
    return _find_unit(" ".join(text.replace("\\", "").split()).strip(" .") if text != "°" else text)


@lru_cache(maxsize=1 << 14)
def _find_unit(text: str) -> Unit | None:
    units = load_units()
    found = units.exact.get(text) or units.words.get(text.lower())
    if found is None and "-" in text:
        found = units.words.get(text.lower().replace("-", " ").strip())
    return found


@cache
def surface_forms() -> tuple[tuple[str, bool], ...]:
    """Every form of every unit, longest first, and whether it counts only as written."""
    units = load_units()
    forms = dict.fromkeys(units.exact, True) | dict.fromkeys(units.words, False)
    return tuple(sorted(forms.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def unit_belongs(metric: Metric | None, unit: str | None) -> bool | None:
    """Whether a metric can be measured in a unit (its short form); None where we cannot tell.

    Shares, points and multiples go with everything: they are how anything changes.

    >>> from rules.metric_lexicon import load_metrics
    >>> latency = load_metrics().canonical("latency")
    >>> unit_belongs(latency, "ms"), unit_belongs(latency, "GB"), unit_belongs(latency, "%")
    (True, False, True)
    """
    if metric is None or unit is None:
        return None
    if unit in RELATIVE:
        return True
    units = load_units()
    if metric.quantity == "any" or unit not in units.quantity_of:
        return None
    return units.quantity_of[unit] == metric.quantity or unit in units.also.get(metric.quantity, ())


@cache
def registry() -> "UnitRegistry[float]":
    """A pint registry with our units under our names, and nothing else.

    Raises:
        RuleError: a definition that pint cannot read or that names an unknown unit.
    """
    import pint  # takes a third of a second: only when somebody asks

    made: pint.UnitRegistry[float] = pint.UnitRegistry(None, cache_folder=None)
    for entry in load_units().entries:
        place = f"{_FILE} ({entry.name})"
        try:
            made.define(f"{entry.name} = {entry.define}")
        except Exception as error:
            raise RuleError(f"pint cannot read {entry.define!r}: {error}", place=place, remedy="mend its definition") from error
    for entry in load_units().entries:
        try:
            made.get_dimensionality(entry.name)
        except Exception as error:
            raise RuleError(f"undefined unit in {entry.define!r}: {error}", place=_FILE, remedy="define it") from error
    return made
