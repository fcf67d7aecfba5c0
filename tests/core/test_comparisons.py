"""A verdict follows from the comparisons that stand beside it."""

from importlib.resources import as_file, files

import pytest

from analysis.offline import analyze
from analysis.thresholds import DEFAULTS
from imu.formats import read_recording

SHORT = DEFAULTS.with_(momentum__partial_deg=119.0, momentum__partial_share=0.95)
OWN = DEFAULTS.with_(momentum__inertial_mps2=15.0, momentum__carry=2.0, momentum__own_inertial_mps2=2.0)


@pytest.fixture(scope="module")
def demo():
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(path)


@pytest.mark.parametrize("thresholds", [DEFAULTS, SHORT, OWN], ids=["defaults", "short", "own"])
def test_the_comparisons_give_the_verdict(demo, thresholds):
    for one in analyze(demo, thresholds).sets:
        for rep in one.reps:
            if rep.verdict == "uncertain":
                assert rep.comparisons == ()
                continue
            momentum = [c for c in rep.comparisons if c.rule != "range"]
            short = [c for c in rep.comparisons if c.rule == "range" and c.value < c.limit]
            excess = max(c.excess for c in momentum)
            assert rep.momentum == pytest.approx(excess**4 / (1 + excess**4))
            expected = "momentum" if excess >= 1 else "partial" if short else "controlled"
            assert rep.verdict == expected
            fired = {c.rule for c in momentum if c.excess >= 1}
            assert rep.rule == (None if not fired else "both" if len(fired) == 2 else fired.pop())


def test_limits_are_those_of_the_thresholds(demo):
    values = {row.name: row.value for row in DEFAULTS.table()}
    limits = {
        c.threshold: c.limit
        for one in analyze(demo).sets
        for rep in one.reps
        for c in rep.comparisons
        if c.rule == "fixed"
    }
    assert limits == {name: values[name] for name in ("momentum.inertial_mps2", "momentum.carry")}


def test_each_rule_is_seen(demo):
    rules = {r.rule for t in (DEFAULTS, OWN) for one in analyze(demo, t).sets for r in one.reps}
    verdicts = {r.verdict for t in (DEFAULTS, SHORT) for one in analyze(demo, t).sets for r in one.reps}
    assert "own" in rules
    assert "partial" in verdicts
