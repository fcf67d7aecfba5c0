"""The evidence of a lift under way, against the sum written out."""

from __future__ import annotations

from dataclasses import replace
from math import cos, log, radians

import pytest

from analysis.core.curl.early_call import EarlyCall
from analysis.settings.curl_model import EARLY
from analysis.settings.thresholds import DEFAULTS
from imu.units import G_MPS2

T = DEFAULTS.live


def by_hand(speed_dps: float, push_mps2: float, range_deg: float, detour: float) -> float:
    height_m = EARLY.load_lever_m * (1.0 - cos(radians(range_deg)))
    coast = 0.5 * (EARLY.load_lever_m * radians(speed_dps)) ** 2 / (G_MPS2 * height_m)
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
    expected = by_hand(speed_dps, push_mps2, range_deg or EARLY.usual_range_deg, detour)
    assert found == pytest.approx(expected)


def test_a_way_shorter_than_the_sweep_speaks_for_nothing() -> None:
    early = EarlyCall(T)
    most = early.most(300.0, 9.0)
    assert early.evidence(most, 30.0, 40.0) == early.evidence(most, 40.0, 40.0) == most


def test_stillness_has_no_end_of_the_logarithm() -> None:
    early = EarlyCall(T)
    assert early.most(0.0, 0.0) < -10.0


@pytest.mark.parametrize(("carry_weight", "push_weight"), [(5.0, 5.0), (0.0, 5.0), (5.0, 0.0), (1e-9, 20.0)])
@pytest.mark.parametrize("range_deg", [60.0, 140.0])
@pytest.mark.parametrize(("speed_dps", "push_mps2"), [(40.0, 0.5), (120.0, 3.0), (0.0, 7.0), (190.0, 5.5)])
def test_no_lift_is_momentum_that_stays_within_what_is_calm(
    carry_weight: float, push_weight: float, range_deg: float, speed_dps: float, push_mps2: float
) -> None:
    early = EarlyCall(replace(T, flag_carry_weight=carry_weight, flag_push_weight=push_weight))
    early.expect(range_deg)
    seen = early.most(speed_dps, push_mps2)
    calm_dps, calm_mps2 = early.calm
    if seen >= 0.0:
        assert (calm_dps, calm_mps2) == (0.0, 0.0)
        return
    assert calm_dps >= speed_dps
    assert calm_mps2 >= push_mps2
    assert early.most(min(calm_dps, 1e9), min(calm_mps2, 1e9)) < 0.0


def test_what_is_calm_is_found_anew_for_another_range() -> None:
    early = EarlyCall(T)
    early.most(120.0, 3.0)
    assert early.calm[0] > 120.0
    early.expect(60.0)
    assert early.calm == (0.0, 0.0)
