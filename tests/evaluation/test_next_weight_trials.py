"""How far the next weight can be believed, on lifters who are not drawn from the model that is fitted."""

from __future__ import annotations

import pytest

from analysis.evaluation.next_weight_trials import PLANS, TrialPlan, interval_trials
from analysis.settings.advice_settings import AdviceSettings

SETTINGS = AdviceSettings()


@pytest.mark.slow
def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Of an ordinary lifter 80 % or more, and the advised weight is controlled as often as promised.

    By chance a share of 0.8 of 200 is below 0.72 in one of 400 draws.
    """
    usual = interval_trials(PLANS[1], 200, SETTINGS)
    assert usual.answers > 180
    assert usual.covered > 0.72
    assert usual.reached > 0.72
    assert usual.error < 0.1
    assert 1.1 < usual.width < 1.4


def test_lifters_who_change_from_day_to_day_are_known_less_well() -> None:
    steady = interval_trials(TrialPlan(day_sd=0.01, set_sd=0.01, spread=0.4), 60, SETTINGS)
    changing = interval_trials(TrialPlan(day_sd=0.25, set_sd=0.1, spread=0.4), 60, SETTINGS)
    assert changing.covered < steady.covered
    assert changing.error > steady.error
