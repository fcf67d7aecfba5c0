"""Days and moments as people write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from analysis.roster.session_dates import parse_moment


@pytest.mark.parametrize("text", ["2026-05-03", "20260503", "3.5.2026", " 03.05.2026 "])
def test_a_day_stays_a_day(text: str) -> None:
    assert parse_moment(text) == "2026-05-03"


@pytest.mark.parametrize(
    "text", ["2026-05-03T18:30", "2026-05-03 18:30", "3.5.2026 18:30", "2026-05-03T00:00"]
)
def test_a_time_has_the_zone_of_this_computer(text: str) -> None:
    found = parse_moment(text)
    assert found is not None
    moment = datetime.fromisoformat(found)
    assert (moment.day, moment.hour) == (3, 0 if text.endswith("00:00") else 18)
    assert moment.tzinfo is not None


@pytest.mark.parametrize("text", ["1969-12-31", "2201-01-01", "2026-02-30", "5/3/2026", ""])
def test_what_cannot_be_meant_is_no_date(text: str) -> None:
    assert parse_moment(text) is None
