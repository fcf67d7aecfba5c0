"""Why a rep was called, and whether what is said to change it really does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import exp
from typing import Any

import pytest
from markupsafe import escape

from analysis.core.curl.judge_set import Person, decide
from analysis.core.curl.measure import RepFigures
from analysis.core.curl.momentum import Judgement, Known, judge
from analysis.output.explain import explain, threshold_moves
from analysis.records.results import REP_FIGURES, Comparison, Rep
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.vocabulary import Because, Reason
from imu.simulate import SimulatedRep as Lift
from tests.fixtures.lifters import lifted, study

STRICTER = DEFAULTS.with_(momentum__push_mps2=3.0, momentum__carry=0.05, momentum__partial_deg=119.0)
LENIENT = DEFAULTS.with_(momentum__push_mps2=9.0, momentum__carry=0.2)
NO_PUSH = DEFAULTS.with_(momentum__push_weight=0.0)
EACH = [DEFAULTS, STRICTER, LENIENT, NO_PUSH]


@cache
def measured() -> object:
    """People who lift calmly, fast, half-way and swinging."""
    half = lifted("half", Lift(lift_s=1.5, top_deg=85.0))
    return study(lifted("anna"), lifted("carl", Lift(lift_s=0.8, lower_s=1.2)), half)


def judged(thresholds: Thresholds) -> Iterator[tuple[RepFigures, Known, float | None, Judgement]]:
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
                yield rep, held.known, full, judgement
            person = decided.person


def as_rep(judgement: Judgement) -> Rep:
    times = {"start_s": 0.0, "top_s": 1.0, "end_s": 2.0, "decided_at_s": 3.0}
    return Rep(
        index=1,
        momentum=judgement.momentum,
        verdict=judgement.verdict,
        cause=judgement.cause,
        reasons=judgement.reasons,
        comparisons=judgement.comparisons,
        **times,
    )


@pytest.mark.parametrize("thresholds", EACH, ids=["defaults", "stricter", "lenient", "no push"])
def test_what_is_said_to_change_a_verdict_changes_it(thresholds: Thresholds) -> None:
    seen = set()
    for figures, known, full, judgement in judged(thresholds):
        found = threshold_moves(as_rep(judgement), thresholds)
        if not found or not all(m.allowed for m in found):
            continue
        seen.add(judgement.verdict)

        def verdict(changes: dict[str, float], given=(figures, known, full)) -> str:
            moved = thresholds.with_(**{name.replace(".", "__"): v for name, v in changes.items()})
            return judge(*given, moved.momentum).verdict

        all_moved = {m.name: m.value for m in found}
        assert verdict(all_moved) != judgement.verdict
        for one in found:
            rest = {name: value for name, value in all_moved.items() if name != one.name}
            assert verdict(rest) == judgement.verdict  # each of them is needed
            nearly = one.value * (0.98 if one.up else 1.02)
            assert verdict(rest | {one.name: nearly}) == judgement.verdict  # and this far
    assert seen & {"momentum", "controlled"}


@pytest.mark.parametrize("thresholds", EACH, ids=["defaults", "stricter", "lenient", "no push"])
def test_the_push_that_is_said_to_be_even_is(thresholds: Thresholds) -> None:
    for figures, known, full, judgement in judged(thresholds):
        even = judgement.push_limit_mps2
        assert (even is None) == (thresholds is NO_PUSH)
        if even is not None:
            at_it = judge(replace(figures, push_mps2=even), known, full, thresholds.momentum)
            assert at_it.momentum == pytest.approx(0.5)


def test_every_verdict_is_explained() -> None:
    seen = {}
    for thresholds in EACH:
        for *_, judgement in judged(thresholds):
            made = explain(as_rep(judgement), thresholds)
            seen[made.verdict] = made
            assert made.decided_by is not None
            evidence = [c.evidence for c in judgement.comparisons if c.rule == "evidence"]
            if made.verdict == "momentum":
                assert made.decided_by.evidence == max(evidence)
            elif made.verdict == "controlled":
                assert made.decided_by.evidence == min(evidence)
            assert set(made.comparisons) == set(judgement.comparisons)
    assert set(seen) == {"momentum", "controlled", "partial"}


def compared(figure: str, value: float, limit: float, weight: float, threshold: str) -> Comparison:
    return Comparison(figure=figure, value=value, limit=limit, weight=weight,
                      threshold=f"momentum.{threshold}", rule="evidence" if weight else "range")  # fmt: skip


M = DEFAULTS.momentum
COAST = compared("carry", 0.24, M.carry, M.carry_weight, "carry")
PUSH = compared("push_mps2", 8.7, M.push_mps2, M.push_weight, "push_mps2")
STEADY = compared("detour", 1.02, 1.0, -M.tremor_weight, "tremor_weight")
SWEEP = compared("rom_deg", 130.0, 90.0, 0.0, "partial_deg")
SWUNG = Rep(
    index=7, start_s=0, top_s=1, end_s=2, decided_at_s=3, momentum=0.97, verdict="momentum", cause="swing", elbow_rms_mps2=2.7,
    comparisons=(COAST, PUSH, STEADY, SWEEP),
)  # fmt: skip


def test_a_swung_rep_in_words() -> None:
    made = explain(SWUNG)
    assert made.sentence == (
        "Swung: your lift’s own speed could have carried the weight 24 % of the height and you pushed it with 8.7 m/s²: "
        "together 97 of 100. A swing more than speed: your elbow was thrown (2.7 m/s²) more than your forearm was fast."
    )
    z = COAST.evidence + PUSH.evidence + STEADY.evidence
    push, coast = 8.7 * exp(-z / M.push_weight), 24.0 * exp(-z / M.carry_weight)
    assert made.otherwise.startswith(
        f"At this speed a push below {push:.1f} m/s², or at this push a coast below {coast:.0f} % of the height "
        "would have been controlled."
    )
    assert made.moves.startswith("Or with momentum.push_mps2 at ")
    assert made.text.splitlines()[0] == f"Rep 7. {made.sentence}"
    assert (
        f"coast 24 % of the height, even at 10 % of the height, evidence {COAST.evidence:+.1f}" in made.text
    )


def test_a_tremor_is_named() -> None:
    shaken = compared("detour", 1.3, 1.0, -M.tremor_weight, "tremor_weight")
    made = explain(
        replace(SWUNG, verdict="controlled", cause=None, momentum=0.3, comparisons=(COAST, PUSH, shaken))
    )
    assert made.sentence == (
        "Controlled: your lift’s own speed could have carried the weight 24 % of the height, you pushed it with 8.7 m/s² "
        "and your hand trembled, which speaks against a swing: together 30 of 100."
    )
    assert made.decided_by == shaken


def test_without_a_push_nothing_is_said_of_it() -> None:
    made = explain(replace(SWUNG, comparisons=(COAST, STEADY)))
    assert "push" not in made.text
    assert made.otherwise.startswith("A coast below")


@pytest.mark.parametrize(
    ("cause", "elbow", "carry", "named"),
    [
        ("swing", 2.7, 0.15, "Named swing, as the elbow's 2.7 of 1.8 m/s² is the larger share; the other is a coast of 15 of 22 %."),
        ("speed", 0.9, 0.2, "Named speed, as a coast of 20 of 22 % is the larger share; the other is the elbow's 0.9 of 1.8 m/s²."),
        ("both", 2.7, 0.45, "Both are named, as both are reached: the elbow's 2.7 of 1.8 m/s², and a coast of 45 of 22 %."),
        ("swing", None, 0.2, ""),
        (None, 0.9, 0.1, ""),
    ],
)  # fmt: skip
def test_what_named_the_cause(cause: Any, elbow: float | None, carry: float, named: str) -> None:
    made = explain(replace(SWUNG, cause=cause, elbow_rms_mps2=elbow, carry=carry))
    assert made.named == named
    assert named in made.text
    assert escape(named) in made._repr_html_()


def test_a_controlled_rep_is_told_how_far_it_was_from_a_call() -> None:
    calm = (compared("carry", 0.05, M.carry, M.carry_weight, "carry"),
            compared("push_mps2", 3.0, M.push_mps2, M.push_weight, "push_mps2"))  # fmt: skip
    made = explain(replace(SWUNG, verdict="controlled", cause=None, momentum=0.02, comparisons=calm))
    z = calm[0].evidence + calm[1].evidence
    assert made.sentence.endswith("5 % of the height and you pushed it with 3.0 m/s²: together 2 of 100.")
    push = 3.0 * exp(-z / M.push_weight)
    assert made.otherwise.startswith(f"At this speed a push above {push:.1f} m/s², or at this push")


def test_a_half_rep_that_was_thrown_stays_half() -> None:
    half = replace(SWUNG, comparisons=(COAST, PUSH, compared("rom_deg", 60.0, 90.0, 0.0, "partial_deg")))
    assert "would have been a half rep." in explain(half).otherwise


def test_beyond_what_is_allowed_is_said() -> None:
    wild = replace(SWUNG, comparisons=(
        compared("carry", 8.0, M.carry, M.carry_weight, "carry"),
        compared("push_mps2", 90.0, M.push_mps2, M.push_weight, "push_mps2"),
    ))  # fmt: skip
    assert explain(wild).moves == (
        "No allowed value of momentum.push_mps2 (1 to 20) would have changed that."
    )


@pytest.mark.parametrize(
    ("reasons", "sentence", "otherwise"),
    [
        (
            (Because(code=Reason.GAP),),
            "Signal lost: nothing was received for part of it.",
            "receiver nearer",
        ),
        (
            (Because(code=Reason.SLOW, values={"rate_hz": 5.0, "needed_hz": 6.0}),),
            "Not judged: 5.0 readings a second are too few to judge; 6.0 are needed.",
            "25 readings",
        ),
        ((Because(code=Reason.ADDED_BY_HAND),), "Not judged: added by hand.", "not measured"),
        ((), "Not judged: none of its figures is known.", ""),
    ],
)
def test_what_was_not_judged(reasons: tuple[Because, ...], sentence: str, otherwise: str) -> None:
    made = explain(replace(SWUNG, verdict="uncertain", cause=None, reasons=reasons, comparisons=()))
    assert made.sentence.startswith(sentence)
    assert otherwise in made.otherwise
    assert (made.decided_by, made.comparisons) == (None, ())


@pytest.mark.parametrize(
    ("cause", "elbow", "said"),
    [
        (
            "speed",
            0.9,
            "Speed more than a swing: your forearm was fast more than your elbow was thrown (0.9 m/s²).",
        ),
        ("both", 2.7, "Both: your elbow was thrown (2.7 m/s²), and your forearm was fast."),
        ("swing", None, "Called a swing, as without a gyroscope the two cannot be told apart."),
        ("speed", None, "Called speed, as how the elbow moved is not known."),
    ],
)
def test_why_a_swing_and_not_speed(cause: Any, elbow: float | None, said: str) -> None:
    assert explain(replace(SWUNG, cause=cause, elbow_rms_mps2=elbow)).sentence.endswith(f"of 100. {said}")


def test_a_threshold_is_named_to_those_alone_who_ask_for_it() -> None:
    """``text`` is what ``--explain`` prints; reports and JSON show the other two."""
    for thresholds in EACH:
        for *_, judgement in judged(thresholds):
            made = explain(as_rep(judgement), thresholds)
            assert re.search(r"momentum\.[a-z]", made.text)
            assert not re.search(r"momentum\.[a-z]", made.sentence + made.otherwise)


@pytest.mark.parametrize(
    ("momentum", "near"), [(0.44, False), (0.45, True), (0.5, True), (0.55, True), (0.56, False)]
)
def test_near_the_limit_is_said(momentum: float, near: bool) -> None:
    verdict: Any = "momentum" if momentum >= 0.5 else "controlled"
    made = explain(
        replace(SWUNG, verdict=verdict, cause="swing" if momentum >= 0.5 else None, momentum=momentum)
    )
    assert made.sentence.startswith(
        f"{'Swung' if momentum >= 0.5 else 'Controlled'}{', near the limit' if near else ''}: "
    )


@pytest.mark.parametrize(("swept_deg", "name"), [(83.0, "Half rep"), (115.0, "Short rep")])
def test_a_rep_beyond_half_way_is_short_not_half(swept_deg: float, name: str) -> None:
    short = compared("rom_deg", swept_deg, 125.0, 0.0, "partial_share")
    why = Because(code=Reason.SHORT_OF_USUAL, values={"swept_deg": swept_deg, "usual_deg": 140.0})
    made = explain(
        replace(
            SWUNG,
            verdict="partial",
            cause=None,
            rom_deg=swept_deg,
            comparisons=(COAST, short),
            reasons=(why,),
        )
    )
    assert made.sentence == f"{name}: you swept {swept_deg:.0f}° of your usual 140°."


def test_what_was_not_kept_is_not_made_up() -> None:
    made = explain(replace(SWUNG, comparisons=()))
    assert made.sentence == "Called momentum; what it was compared with was not kept."
    assert made.decided_by is None


def test_a_notebook_shows_it_escaped() -> None:
    made = replace(explain(SWUNG), sentence="<b>")
    assert "&lt;b&gt;" in made._repr_html_()
    assert "<td" in made._repr_html_()


def test_every_figure_has_words() -> None:
    figures = {c.figure for t in EACH for *_, j in judged(t) for c in j.comparisons}
    trunk = {"trunk_range_deg"}
    assert figures | trunk == {name for name, info in REP_FIGURES.items() if info.noun}
