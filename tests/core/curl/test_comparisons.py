"""A verdict follows from the comparisons that stand beside it."""

from importlib.resources import as_file, files
from math import exp, log

import pytest

from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from imu.formats import read_recording

SHORT = DEFAULTS.with_(momentum__partial_deg=119.0, momentum__partial_share=0.95)
STRICT = DEFAULTS.with_(momentum__push_mps2=2.0, momentum__carry=0.05)


@pytest.fixture(scope="module")
def demo():
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(path)


@pytest.mark.parametrize("thresholds", [DEFAULTS, SHORT, STRICT], ids=["defaults", "short", "strict"])
def test_the_comparisons_give_the_verdict(demo, thresholds):
    for one in analyze(demo, thresholds).sets:
        for rep in one.reps:
            if rep.verdict == "uncertain":
                assert rep.comparisons == ()
                continue
            evidence = [c for c in rep.comparisons if c.rule == "evidence"]
            short = [c for c in rep.comparisons if c.rule == "range" and c.value < c.limit]
            together = sum(c.weight * log(c.value / c.limit) for c in evidence)
            assert rep.momentum == pytest.approx(1 / (1 + exp(-together)))
            expected = "momentum" if together >= 0 else "partial" if short else "controlled"
            assert rep.verdict == expected
            assert [c.evidence for c in evidence] == [c.weight * log(c.value / c.limit) for c in evidence]
            assert all(c.evidence == 0.0 for c in rep.comparisons if c.rule == "range")


def test_the_values_are_the_figures_of_the_rep(demo):
    for one in analyze(demo).sets:
        for rep in one.reps:
            said = {c.figure: c.value for c in rep.comparisons}
            assert {name: getattr(rep, name) for name in said} == said


def test_limits_and_weights_are_those_of_the_thresholds(demo):
    values = {row.name: row.value for row in DEFAULTS.table()}
    for one in analyze(demo).sets:
        for rep in (r for r in one.reps if r.verdict != "uncertain"):
            made = {c.figure: c for c in rep.comparisons if c.rule == "evidence"}
            assert set(made) == {"carry", "push_mps2", "detour"}
            assert (made["carry"].limit, made["carry"].weight) == (
                values["momentum.carry"],
                values["momentum.carry_weight"],
            )
            assert (made["push_mps2"].limit, made["push_mps2"].weight) == (
                values["momentum.push_mps2"],
                values["momentum.push_weight"],
            )
            assert (made["detour"].limit, made["detour"].weight) == (1.0, -values["momentum.tremor_weight"])


def test_each_verdict_is_seen(demo):
    verdicts = {r.verdict for t in (DEFAULTS, SHORT) for one in analyze(demo, t).sets for r in one.reps}
    assert {"momentum", "controlled", "partial"} <= verdicts
