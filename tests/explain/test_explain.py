"""Why a rep was called, and whether what is said to change it really does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from analysis.core.decide import Person, decide
from analysis.core.measure import RepFigures
from analysis.core.momentum import Judgement, Known, judge
from analysis.explain import FIGURES, explain, moves
from analysis.results import Baseline, Comparison, Rep
from analysis.thresholds import DEFAULTS, Thresholds
from imu.simulate import Rep as Lift
from tests.tuning.lifters import lifted, study

STRICTER = DEFAULTS.with_(momentum__inertial_mps2=3.0, momentum__carry=0.1, momentum__partial_deg=119.0)
OWN = DEFAULTS.with_(momentum__inertial_mps2=20.0, momentum__carry=2.0, momentum__own_ratio=1.1)
MANY = DEFAULTS.with_(momentum__own_inertial_mps2=2.0, momentum__own_carry=0.05, momentum__own_ratio=1.3)
EACH = [DEFAULTS, STRICTER, OWN, MANY]


@cache
def measured() -> object:
    """People who lift calmly, fast, half-way and swinging."""
    half = lifted("half", Lift(lift_s=1.5, top_deg=85.0))
    return study(lifted("anna"), lifted("carl", Lift(lift_s=0.8, lower_s=1.2)), half)


def judged(
    thresholds: Thresholds,
) -> Iterator[tuple[RepFigures, Known, Baseline | None, float | None, Judgement]]:
    """Every rep with what it was judged from."""
    for one in measured().measured:  # type: ignore[attr-defined]
        person = Person()
        for held in one.sets:
            decided = decide(held, person, thresholds.momentum)
            full = next(
                (
                    c.limit / thresholds.momentum.partial_share
                    for j in decided.judgements
                    for c in j.comparisons
                    if c.threshold == "momentum.partial_share"
                ),
                None,
            )
            for rep, judgement in zip(held.reps, decided.judgements, strict=True):
                yield rep, held.known, decided.baseline, full, judgement
            person = decided.person


def as_rep(judgement: Judgement) -> Rep:
    times = {"start_s": 0.0, "top_s": 1.0, "end_s": 2.0, "decided_at_s": 3.0}
    return Rep(
        index=1,
        momentum=judgement.momentum,
        verdict=judgement.verdict,
        cause=judgement.cause,
        rule=judgement.rule,
        reasons=judgement.reasons,
        comparisons=judgement.comparisons,
        **times,
    )


@pytest.mark.parametrize("thresholds", EACH, ids=["defaults", "stricter", "own", "many"])
def test_what_is_said_to_change_a_verdict_changes_it(thresholds: Thresholds) -> None:
    seen = set()
    for figures, known, baseline, full, judgement in judged(thresholds):
        found = moves(as_rep(judgement), thresholds)
        if not found or not all(m.allowed for m in found):
            continue
        seen.add(judgement.verdict)

        def verdict(changes: dict[str, float], given=(figures, known, baseline, full)) -> str:
            moved = thresholds.with_(**{name.replace(".", "__"): v for name, v in changes.items()})
            return judge(*given, moved.momentum).verdict

        all_moved = {m.name: m.value for m in found}
        assert verdict(all_moved) != judgement.verdict
        for one in found:
            rest = {name: value for name, value in all_moved.items() if name != one.name}
            assert verdict(rest) == judgement.verdict  # each of them is needed
            nearly = one.value * (0.98 if one.up else 1.02)
            assert verdict(rest | {one.name: nearly}) == judgement.verdict  # and this far
    assert "momentum" in seen


def test_every_verdict_is_explained() -> None:
    seen = {}
    for thresholds in EACH:
        for *_, judgement in judged(thresholds):
            made = explain(as_rep(judgement), thresholds)
            seen[made.verdict] = made
            assert made.decided_by is not None
            assert made.margin == made.decided_by.excess - 1.0
            momentum = [c for c in judgement.comparisons if c.rule != "range"]
            if made.verdict != "partial":
                assert made.decided_by.excess == max(c.excess for c in momentum)
            assert set(made.comparisons) == set(judgement.comparisons)
    assert set(seen) == {"momentum", "controlled", "partial"}


def compared(figure: str, value: float, limit: float, threshold: str, rule: str = "fixed") -> Comparison:
    return Comparison(figure=figure, value=value, limit=limit, threshold=f"momentum.{threshold}", rule=rule)  # type: ignore[arg-type]


SWUNG = Rep(
    index=7, start_s=0, top_s=1, end_s=2, decided_at_s=3, verdict="momentum", cause="swing",
    comparisons=(
        compared("steady_inertial_mps2", 8.1, 5.4, "inertial_mps2"),
        compared("carry", 0.2, 0.4, "carry"),
        compared("rom_deg", 130.0, 90.0, "partial_deg", "range"),
    ),
)  # fmt: skip


def test_a_swung_rep_in_words() -> None:
    made = explain(SWUNG)
    assert made.sentence == "Swung: the steady inertial peak was 8.1 m/s², 50 % over the limit of 5.4 m/s²."
    assert made.otherwise == (
        "It would have been controlled with the steady inertial peak below 5.4 m/s². "
        "Or with momentum.inertial_mps2 at 8.11 or more (now 5.4)."
    )
    assert made.margin == pytest.approx(0.5)
    assert made.text.splitlines()[0] == f"Rep 7. {made.sentence}"
    assert "coast 20 % of the height, limit 40 % of the height (momentum.carry)" in made.text


@pytest.mark.parametrize(
    ("cause", "elbow", "carry", "named"),
    [
        ("swing", 2.7, 0.15, "Named swing, as the elbow's 2.7 of 1.8 m/s² is the larger share; the other is a coast of 15 of 30 %."),
        ("speed", 0.9, 0.27, "Named speed, as a coast of 27 of 30 % is the larger share; the other is the elbow's 0.9 of 1.8 m/s²."),
        ("both", 2.7, 0.45, "Both are named, as both are reached: the elbow's 2.7 of 1.8 m/s², and a coast of 45 of 30 %."),
        ("swing", None, 0.2, ""),
        (None, 0.9, 0.1, ""),
    ],
)  # fmt: skip
def test_what_named_the_cause(cause: Any, elbow: float | None, carry: float, named: str) -> None:
    made = explain(replace(SWUNG, cause=cause, elbow_rms_mps2=elbow, carry=carry))
    assert made.named == named
    assert named in made.text
    assert named.replace("'", "&#x27;") in made._repr_html_()


def test_a_controlled_rep_is_told_the_limit_that_it_is_nearest_to() -> None:
    near = replace(SWUNG, verdict="controlled", cause=None, comparisons=(
        compared("steady_inertial_mps2", 3.9, 5.4, "inertial_mps2"),
        compared("steady_inertial_mps2", 3.9, 4.2, "own_inertial_mps2", "own"),
    ))  # fmt: skip
    made = explain(near)
    assert made.sentence.endswith("was 3.9 m/s², 93 % of the person's own limit of 4.2 m/s².")
    assert made.otherwise.startswith(
        "It would have been called with the steady inertial peak of 4.2 m/s² or more."
    )


def test_a_half_rep_that_was_thrown_stays_half() -> None:
    half = replace(
        SWUNG, comparisons=(*SWUNG.comparisons[:2], compared("rom_deg", 60.0, 90.0, "partial_deg", "range"))
    )
    assert explain(half).otherwise.startswith("It would have been a half rep with")


def test_beyond_what_is_allowed_is_said() -> None:
    wild = replace(SWUNG, comparisons=(compared("steady_inertial_mps2", 54.0, 5.4, "inertial_mps2"),))
    assert explain(wild).otherwise.endswith(
        "No allowed value of momentum.inertial_mps2 (2 to 20) would have changed that."
    )


def test_the_person_s_own_limit_is_named() -> None:
    own = replace(SWUNG, comparisons=(compared("peak_speed_dps", 300.0, 200.0, "own_ratio", "own"),))
    assert "300°/s, 50 % over the person's own limit of 200°/s" in explain(own).sentence
    assert "momentum.own_ratio at 2.41 or more (now 1.6)" in explain(own).otherwise


@pytest.mark.parametrize(
    ("reasons", "sentence", "otherwise"),
    [
        (
            ("the sensor dropped out during this rep",),
            "Not judged: the sensor dropped out during this rep.",
            "drop-outs",
        ),
        (
            ("5.0 readings a second are too few to judge; 7.5 are needed",),
            "Not judged: 5.0 readings",
            "25 readings",
        ),
        (("added by hand",), "Not judged: added by hand.", "not measured"),
        ((), "Not judged: none of its figures is known.", ""),
    ],
)
def test_what_was_not_judged(reasons: tuple[str, ...], sentence: str, otherwise: str) -> None:
    made = explain(replace(SWUNG, verdict="uncertain", cause=None, reasons=reasons, comparisons=()))
    assert made.sentence.startswith(sentence)
    assert otherwise in made.otherwise
    assert (made.decided_by, made.margin, made.comparisons) == (None, None, ())


def test_what_was_not_kept_is_not_made_up() -> None:
    made = explain(replace(SWUNG, comparisons=()))
    assert made.sentence == "Called momentum; what it was compared with was not kept."
    assert made.decided_by is None


def test_a_notebook_shows_it_escaped() -> None:
    made = explain(replace(SWUNG, verdict="uncertain", cause=None, reasons=("<b>",), comparisons=()))
    assert "&lt;b&gt;" in made._repr_html_()
    assert "<td" in explain(SWUNG)._repr_html_()


def test_every_figure_has_words() -> None:
    figures = {c.figure for t in EACH for *_, j in judged(t) for c in j.comparisons}
    assert figures == set(FIGURES)
