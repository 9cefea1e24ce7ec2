"""Units: forms to short forms, the registry of our own, and which unit can belong to which metric."""

import pytest

from rules.lexicons import load_metrics
from rules.units import UnitLexicon, find_unit, load_units, registry, surface_forms, unit_belongs
from schemas import RuleError


@pytest.mark.parametrize(
    ("text", "short", "factor"),
    [
        ("%", "%", 1),
        (r"\%", "%", 1),
        ("percent", "%", 1),
        ("percentage points", "point", 1),
        ("percentage-points", "point", 1),
        ("pp", "point", 1),
        ("×", "x", 1),
        ("-fold", "x", 1),
        ("times", "x", 1),
        ("ms", "ms", 1),
        ("milliseconds", "ms", 1),
        ("Hours", "h", 1),
        ("days", "day", 1),
        ("A100 GPU-hours", "GPU-hour", 1),
        ("GiB", "GB", 1),
        ("MB", "MB", 1),
        ("Gbps", "Gbit/s", 1),
        ("frames per second", "fps", 1),
        ("FPS", "fps", 1),
        ("tokens/sec", "token/s", 1),
        ("tokens per second", "token/s", 1),
        ("dB", "dB", 1),
        ("degrees", "deg", 1),
        ("°", "deg", 1),
        ("$", "USD", 1),
        ("cents", "USD", 0.01),
        ("mW", "mW", 1),
        ("MW", "MW", 1),
        ("params", "param", 1),
        ("M params", "param", 1e6),
        ("GFLOPs", "FLOP", 1e9),
        ("G FLOPs", "FLOP", 1e9),
        ("TFLOPs", "FLOP", 1e12),
        ("MMACs", "MAC", 1e6),
    ],
)
def test_form_leads_to_its_short_form(text: str, short: str, factor: float) -> None:
    found = find_unit(text)
    assert found is not None
    assert (found.short, found.factor) == (short, factor)


@pytest.mark.parametrize("text", ["", "volunteers", "M", "K", "S", "models", "kittens per second"])
def test_what_is_no_unit(text: str) -> None:
    assert find_unit(text) is None


@pytest.mark.parametrize("short", sorted({entry.short for entry in load_units().entries}))
def test_short_forms_stand_for_themselves(short: str) -> None:
    found = find_unit(short)
    assert found is not None
    assert found.short == short


def test_forms_come_longest_first() -> None:
    lengths = [len(form) for form, _ in surface_forms()]
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize(
    ("metric", "unit", "belongs"),
    [
        ("latency", "ms", True),
        ("latency", "GB", False),
        ("latency", "%", True),
        ("latency", "x", True),
        ("accuracy", "ms", False),
        ("accuracy", "%", True),
        ("accuracy", "point", True),
        ("memory", "GB", True),
        ("memory", "s", False),
        ("parameters", "param", True),
        ("model size", "MB", True),
        ("PSNR", "dB", True),
        ("PSNR", "W", False),
        ("throughput", "token/s", True),
        ("frame rate", "fps", True),
        ("energy", "J", True),
        ("FLOPs", "FLOP", True),
        ("cost", "USD", None),
        ("MAE", "mm", None),
        ("latency", "furlong", None),
        ("latency", None, None),
        (None, "ms", None),
    ],
)
def test_unit_belongs(metric: str | None, unit: str | None, belongs: bool | None) -> None:
    assert unit_belongs(load_metrics().canonical(metric) if metric else None, unit) is belongs


@pytest.mark.parametrize("name", [entry.name for entry in load_units().entries])
def test_every_unit_is_in_the_registry(name: str) -> None:
    assert registry().Quantity(1, name).units is not None


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        (3, "gigabyte", "megabyte", 3000),
        (2, "hour", "minute", 120),
        (1, "watt_hour", "joule", 3600),
        (1, "byte", "bit", 8),
    ],
)
def test_units_convert(value: float, unit: str, target: str, expected: float) -> None:
    assert registry().Quantity(value, unit).to(target).magnitude == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("percent", "percentage_point"),
        ("gigabyte", "percent"),
        ("frame_per_second", "metre_per_second"),
        ("parameter", "token"),
        ("floating_operation", "multiply_accumulate"),
        ("us_dollar", "euro"),
    ],
)
def test_unlike_units_have_dimensions_of_their_own(one: str, other: str) -> None:
    assert not registry().Quantity(1, one).check(registry().Quantity(1, other).dimensionality)


@pytest.mark.parametrize("name", ["GB", "fps", "pp", "k", "M", "x", "furlong"])
def test_nothing_of_pints_own_is_in_the_registry(name: str) -> None:
    assert name not in registry()


def units_file(*units: dict[str, object]) -> dict[str, object]:
    return {"also": {}, "prefixes": {"G": 1e9}, "units": list(units)}


ZIP = {"name": "zip", "short": "zp", "quantity": "time", "define": "[zip]"}


@pytest.mark.parametrize(
    ("units", "message"),
    [
        ([{**ZIP, "forms": ["zip"]}], "Extra inputs"),
        (
            [
                {**ZIP, "words": ["zap"]},
                {"name": "zap", "short": "za", "quantity": "time", "define": "[zap]", "words": ["zap"]},
            ],
            "belongs to 'zip'",
        ),
        ([{**ZIP, "factor": 0}], "greater than 0"),
    ],
)
def test_a_broken_units_file_is_refused(units: list[dict[str, object]], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        UnitLexicon(units_file(*units))


def test_an_unknown_unit_under_also_is_refused() -> None:
    with pytest.raises(RuleError, match="no unit of the list"):
        UnitLexicon({**units_file(ZIP), "also": {"time": ["eon"]}})
