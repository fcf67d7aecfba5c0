"""Weights and racks as people write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coaching.weights import (
    WeightError,
    WeightUnit,
    format_weight,
    parse_rack,
    parse_weight,
    to_kg,
    usual_rack,
)
from analysis.language import languages, number_signs, say
from tests.fixtures.languages import speaking


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
    ("text", "values"),
    [
        ("2,5:10:2,5kg", (2.5, 5.0, 7.5, 10.0)),
        ("5;7,5;10kg", (5.0, 7.5, 10.0)),
        ("4; 6; 10 kg", (4.0, 6.0, 10.0)),
        ("٥:١٥:٥kg", (5.0, 10.0, 15.0)),
        ("٢٫٥:٧٫٥:٢٫٥kg", (2.5, 5.0, 7.5)),
        ("５,１０kg", (5.0, 10.0)),
    ],
)
def test_racks_with_decimal_commas_and_digits_of_other_scripts(text: str, values: tuple[float, ...]) -> None:
    rack = parse_rack(text)
    assert (rack.values, rack.was_sorted, rack.doubled) == (values, False, ())


@pytest.mark.parametrize(
    ("text", "kg"), [("١٢٫٥kg", 12.5), ("١٢kg", 12.0), ("१२.५ kg", 12.5), ("１２，５kg", None), ("²kg", None)]
)
def test_weights_in_digits_of_other_scripts(text: str, kg: float | None) -> None:
    """Right numbers, or a sentence: Unicode's decimal digits are, a superscript is none."""
    if kg is None:
        with pytest.raises(WeightError, match="is not a weight; write a number and its unit"):
            parse_weight(text)
    else:
        assert parse_weight(text).kg == kg


@pytest.mark.parametrize("language", languages())
def test_examples_of_weights_and_racks_can_be_typed(language: str) -> None:
    """With the decimals of the language, as they are shown."""
    with speaking(language):
        for unit in ("kg", "lb"):
            shown = say(f"page.sheet.rack_example_{unit}")
            first, second = re.split(r" (?:or|oder) ", shown)
            assert len(parse_rack(first).values) > 5
            assert len(parse_rack(second if second.endswith(unit) else f"{second}{unit}").values) == 3
        sign = number_signs()[0]
        for told in (say("data.rack_without_weight"), say("no_weight.no_earlier_sets")):
            (example,) = re.findall(r"\d+\D\d+kg", told)
            assert parse_weight(example).kg == 12.5
            assert sign in example


def test_what_was_put_right_in_a_rack_is_known() -> None:
    tidy = parse_rack("5,7.5,10kg")
    assert (tidy.was_sorted, tidy.doubled) == (False, ())
    mixed = parse_rack("10,5,10,7.5,5kg")
    assert (mixed.values, mixed.was_sorted, mixed.doubled) == ((5.0, 7.5, 10.0), True, (5.0, 10.0))
    assert mixed == tidy


@pytest.mark.parametrize(
    "text",
    ["", "kg", "many", "5,7.5,10", "5:30kg", "30:5:5kg", "5:30:0kg", "5:30:-5kg", "0,5kg",
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


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("24kg", "lb", "24\u00a0kg"),
        ("12.5kg", "lb", "12.5\u00a0kg"),
        ("27.5lb", "kg", "27.5\u00a0lb"),
        ("25lb", "kg", "25\u00a0lb"),
        ("27.35lb", "lb", "27.35\u00a0lb"),
        ("12.33kg", "kg", "12.33\u00a0kg"),
        ("12.7kg", "kg", "12.7\u00a0kg"),
        ("12.7kg", "lb", "12.7\u00a0kg"),
    ],
)
def test_a_weight_is_written_in_the_unit_in_which_it_is_round(
    text: str, unit: WeightUnit, shown: str
) -> None:
    assert format_weight(parse_weight(text).kg, unit) == shown


@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_every_usual_weight_is_written_in_its_own_unit(unit: WeightUnit) -> None:
    """Also where it was kept in kilograms with four decimals."""
    for value in usual_rack(unit).values:
        assert format_weight(round(to_kg(value, unit), 4), unit) == f"{value:g}\u00a0{unit}"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=60) | st.text("0123456789.,:; kglb", max_size=60))
def test_any_text_is_a_weight_or_a_rack_or_refused_in_a_sentence(text: str) -> None:
    for parse in (parse_weight, parse_rack):
        try:
            said = parse(text)
        except WeightError as error:
            said = str(error)
            assert len(said) < 300, "a message never repeats a page of what was typed"
        assert said


def test_a_message_does_not_repeat_all_that_was_typed() -> None:
    for parse in (parse_weight, parse_rack):
        with pytest.raises(WeightError) as caught:
            parse("9" * 100_000 + "kg")
        assert len(str(caught.value)) < 300
