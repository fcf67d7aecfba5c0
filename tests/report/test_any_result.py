"""Whatever a result holds, there is a page, and it is whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.records.results import REP_FIGURES, AdviceOption, Rep, RepSet, SessionResult
from analysis.report import render_report
from tests.fixtures import build
from tests.fixtures.report_reader import read

PLANS = (build.controlled(), build.swing(), build.both(), build.fast(), build.half(), build.unsure())
FIGURES = tuple(f.name for f in fields(Rep) if f.name in REP_FIGURES and f.default is None)
"""What may be unknown of a rep."""
ODD = st.sampled_from([0.0, -1.0, 1e-9, 1e12, -1e12, float("nan"), float("inf")])


@dataclass(frozen=True)
class Made:
    """A result whose arrays are not printed."""

    result: SessionResult

    def __repr__(self) -> str:
        return f"Made({[s.reps for s in self.result.sets]})"


@st.composite
def reps(draw: st.DrawFn, made: RepSet) -> tuple[Rep, ...]:
    found = []
    for rep in made.reps:
        gone = draw(st.lists(st.sampled_from(FIGURES), max_size=4))
        odd = draw(st.dictionaries(st.sampled_from([f for f in FIGURES if f != "cause"]), ODD, max_size=2))
        found.append(replace(rep, **(dict.fromkeys(gone) | odd)))
    return tuple(found)


@st.composite
def sets(draw: st.DrawFn) -> RepSet:
    plans = draw(st.lists(st.sampled_from(PLANS), min_size=1, max_size=8))
    sensor = draw(st.sampled_from(["wrist", "wrist_left", "wrist_right", "dumbbell"]))
    made = build.make_set(plans, draw(st.floats(0, 1e6)), sensor=sensor, absolute=draw(st.booleans()))
    trace = made.trace
    assert trace is not None
    lost = np.arange(len(trace.time_s)) % draw(st.integers(1, 400)) == 0
    trace = replace(trace, angle_deg=np.where(lost, np.nan, trace.angle_deg))
    advice = build.advise(
        draw(st.sampled_from(["keep", "lighter", "fewer", "slower", "more", "none"])),
        draw(st.text(max_size=60)),
        draw(st.text(max_size=20)),
        draw(st.none() | st.floats(0, 1)),
        AdviceOption(weight_kg=draw(st.none() | st.floats(0, 50))),
    )
    return replace(
        made,
        reps=draw(reps(made)),
        trace=draw(st.sampled_from([trace, None])),
        advice=draw(st.sampled_from([advice, None])),
        weight_kg=draw(st.none() | st.floats(0, 500)),
        baseline=draw(st.sampled_from([made.baseline, None])),
        side=draw(st.sampled_from([None, "left", "right"])),
    )


@st.composite
def results(draw: st.DrawFn) -> SessionResult:
    return build.session(
        *draw(st.lists(sets(), max_size=5)),
        path=draw(st.text(max_size=40)),
        lifter=draw(st.none() | st.text(max_size=30)),
        started_at=draw(st.none() | st.text(max_size=30)),
    )


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.data())
def test_any_result_has_a_page(data: st.DataObject) -> None:
    html = render_report(data.draw(results().map(Made)).result)
    for node in read(html).walk():
        for name in ("d", "x", "y", "cx", "cy", "r", "width", "height"):
            assert not re.search(r"nan|inf|None", node.attrs.get(name, "")), (node.tag, node.attrs)
