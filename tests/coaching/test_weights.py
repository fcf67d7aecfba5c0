"""Weights and racks as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coaching.weights import WeightError, format_weight, parse_rack, parse_weight, to_kg, usual_rack


@pytest.mark.parametrize(
    ("text", "kg", "shown"),
    [
        ("12.5kg", 12.5, "12.5\u00a0kg"),
        ("12.5 KG", 12.5, "12.5\u00a0kg"),
        (" 10.0kg ", 10.0, "10\u00a0kg"),
        ("12,5 kg", 12.5, "12.5\u00a0kg"),
        ("25lb", 11.33980925, "25\u00a0lb"),
        ("27.5 lbs", 12.473790175, "27.5\u00a0lb"),
        ("100kg", 100.0, "100\u00a0kg"),
    ],
)
def test_weight(text: str, kg: float, shown: str) -> None:
    weight = parse_weight(text)
    assert weight.kg == pytest.approx(kg, rel=1e-12)
    assert format_weight(weight.kg, weight.unit) == shown


@pytest.mark.parametrize(
    "text", ["", "12.5", "kg", "heavy", "-5kg", "0kg", "501kg", "12.5.1kg", "nan kg", "1e2kg", "5 stone"]
)
def test_not_a_weight(text: str) -> None:
    with pytest.raises(WeightError, match=r"12\.5kg"):
        parse_weight(text)


def test_range() -> None:
    rack = parse_rack("2.5:30:2.5kg")
    assert rack.values == tuple(2.5 * k for k in range(1, 13))
    assert rack.unit == "kg"


def test_range_whose_last_weight_is_no_step() -> None:
    """From 5 in steps of 3, not beyond 12 or 13."""
    assert parse_rack("5:12:3lb").values == parse_rack("5:13:3lb").values == (5.0, 8.0, 11.0)


def test_range_of_decimals_has_decimal_weights() -> None:
    assert parse_rack("1:2:0.1kg").values == (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0)


@pytest.mark.parametrize("text", ["5,7.5,10kg", "10;7.5; 5 kg", "10,5,7.5 KG"])
def test_list(text: str) -> None:
    assert parse_rack(text).values == (5.0, 7.5, 10.0)


@pytest.mark.parametrize(
    "text",
    ["", "kg", "many", "5,7.5,10", "5:30kg", "30:5:5kg", "5:30:0kg", "5:30:-5kg", "0,5kg", "5,5kg",
     "5,501kg", "5,,10kg", "1:2:3:4kg", "0.1:400:0.1kg", "5.5.5kg"],
)  # fmt: skip
def test_not_a_rack(text: str) -> None:
    with pytest.raises(WeightError, match=r"2\.5:30:2\.5kg"):
        parse_rack(text)


@settings(deadline=None)
@given(st.integers(1, 2000), st.sampled_from(["kg", "lb"]))
def test_weights_come_back_as_they_stand_on_the_rack(quarters: int, unit: str) -> None:
    value = quarters / 4
    text = format_weight(to_kg(value, unit), unit)  # type: ignore[arg-type]
    assert text == f"{value:g}\u00a0{unit}"


def test_usual_rack() -> None:
    assert usual_rack("kg").values[:3] == (2.5, 5.0, 7.5)
    assert usual_rack("lb").values[:3] == (5.0, 10.0, 15.0)
