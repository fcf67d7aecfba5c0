"""German words of the live page and of the remarks on the data, where its grammar or its numbers differ from English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analysis.language import ENGLISH, use_language
from analysis.output import words
from imu.placement import CURL_SENSORS, OTHER_PLACES, placement_name


@pytest.fixture
def german() -> Iterator[None]:
    use_language("de")
    yield
    use_language(ENGLISH)


@pytest.mark.parametrize("placement", [*CURL_SENSORS, *OTHER_PLACES, "thigh_left", "kettle_bell"])
def test_a_place_is_called_as_it_is_named(placement: str) -> None:
    assert words.place(placement) == placement_name(placement)


@pytest.mark.usefixtures("german")
def test_the_side_of_a_place_follows_it() -> None:
    """So that it need not agree with the gender of the place."""
    assert words.place("wrist_left") == "Handgelenk links"
    assert words.place("dumbbell", "right") == "Hantel rechts"
    assert words.place("kettle_bell") == "kettle bell"
