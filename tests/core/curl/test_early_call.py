"""The evidence of a lift under way, against the sum written out."""

from __future__ import annotations

from math import cos, log, radians

import pytest

from analysis.core.curl.early_call import LOAD_LEVER_M, USUAL_RANGE_DEG, EarlyCall
from analysis.settings.thresholds import DEFAULTS
from imu.units import G_MPS2

T = DEFAULTS.live


def by_hand(speed_dps: float, push_mps2: float, range_deg: float, detour: float) -> float:
    height_m = LOAD_LEVER_M * (1.0 - cos(radians(range_deg)))
    coast = 0.5 * (LOAD_LEVER_M * radians(speed_dps)) ** 2 / (G_MPS2 * height_m)
    return (
        T.flag_carry_weight * log(coast / T.flag_carry)
        + T.flag_push_weight * log(push_mps2 / T.flag_push_mps2)
        - T.flag_tremor_weight * log(detour)
    )


@pytest.mark.parametrize("range_deg", [None, 60.0, 140.0])
@pytest.mark.parametrize(("speed_dps", "push_mps2", "detour"), [(300.0, 9.0, 1.0), (120.0, 3.0, 1.4)])
def test_it_is_the_sum_of_what_is_known(
    range_deg: float | None, speed_dps: float, push_mps2: float, detour: float
) -> None:
    early = EarlyCall(T)
    if range_deg is not None:
        early.expect(range_deg)
    found = early.evidence(early.most(speed_dps, push_mps2), 40.0 * detour, 40.0)
    expected = by_hand(speed_dps, push_mps2, range_deg or USUAL_RANGE_DEG, detour)
    assert found == pytest.approx(expected)


def test_a_way_shorter_than_the_sweep_speaks_for_nothing() -> None:
    early = EarlyCall(T)
    most = early.most(300.0, 9.0)
    assert early.evidence(most, 30.0, 40.0) == early.evidence(most, 40.0, 40.0) == most


def test_stillness_has_no_end_of_the_logarithm() -> None:
    early = EarlyCall(T)
    assert early.most(0.0, 0.0) < -10.0
