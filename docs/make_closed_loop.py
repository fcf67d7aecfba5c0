"""Writes what becomes of simulated lifters who follow a rule into advice.md: two tables and a picture.

    python -m docs.make_closed_loop

It takes minutes: a hundred lifters, eight sets each, three rules, all through the pipeline.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analysis.evaluation.closed_loop import (
    RULES,
    FollowedSet,
    draw_visit,
    follow_rule,
    share_near,
    share_staying,
)
from analysis.evaluation.next_weight_trials import PLANS, interval_trials
from analysis.output.palette import LIGHT
from analysis.settings.advice_settings import AdviceSettings
from docs.make_tables import PAGES, replaced

PAGE = PAGES / "advice.md"
PICTURE = Path(__file__).parent / "images" / "closed_loop.png"
LIFTERS, SETS, TRIALS = 100, 8, 1000
AFTER = 4
"""The weight after so many sets is looked at: that of the next one."""
MORE = {"22 more": 22, "3 more": 3, "none more": 0}
"""Reps that the lifters add to those they want, as long as the elbow lifts them alone."""
_SHOWN_STEPS = 6
"""Steps of the rack above and below that the picture shows."""

Followed = Sequence[Sequence[FollowedSet]]


def main() -> None:
    """Brings the page and its picture up to date."""
    done = {name: followed(name) for name in RULES}
    text = PAGE.read_text(encoding="utf-8")
    parts = {"closed loop": loop_lines(done), "trials": trial_lines()}
    for name, lines in parts.items():
        text, found = replaced(text, name, lines)
        if not found:
            sys.exit(f"{PAGE.name}: the comments of {name!r} are missing; put them back.")
    PAGE.write_text(text, encoding="utf-8")
    draw(done)


def followed(rule: str, more: int = 22) -> Followed:
    """All lifters with one rule."""
    return [follow_rule(draw_visit(seed, more=more), RULES[rule], SETS) for seed in range(LIFTERS)]


def loop_lines(done: Mapping[str, Followed]) -> Iterator[str]:
    """How many lifters are within one step of the rack, by rule and set, as Markdown."""
    yield from ("", f"| lifters of {LIFTERS} within one step | first set | " + _columns() + " | stay |")
    yield "|---|---|" + "---|" * SETS
    for name, sets in done.items():
        yield _row(name, sets)
    for name, more in MORE.items():
        if more != MORE["22 more"]:
            yield _row(f"advice, lifters who add {name}", followed("advice", more))
    yield ""


def _columns() -> str:
    return " | ".join(f"after {k}" for k in range(1, SETS))


def _row(name: str, sets: Followed) -> str:
    near = [f"{LIFTERS * share_near(sets, k):.0f}" for k in range(SETS)]
    return f"| {name} | {' | '.join(near)} | {LIFTERS * share_staying(sets, AFTER):.0f} |"


def trial_lines() -> Iterator[str]:
    """How far interval and weight of the next session can be believed, as Markdown."""
    titles = (
        *("strength varies by day, set", "weights tried", "grows a session", "interval holds the truth"),
        *("its width", "error of its middle", "weight was controlled"),
    )
    yield from ("", f"| {' | '.join(titles)} |", "|---|---|---|---|---|---|---|")
    for plan in PLANS:
        found = interval_trials(plan, TRIALS, AdviceSettings())
        kind = f"{100 * plan.day_sd:.0f}, {100 * plan.set_sd:.0f} % | ± {100 * plan.spread:.0f} %"
        known = f"{100 * found.covered:.0f} % | ×{found.width:.2f} | {100 * found.error:.0f} %"
        yield f"| {kind} | {100 * plan.trend:.0f} % | {known} | {100 * found.reached:.0f} % |"
    yield ""


def draw(done: Mapping[str, Followed]) -> None:
    """The way of every lifter, a panel for each rule."""
    from matplotlib.figure import Figure  # noqa: PLC0415  slow to import

    figure = Figure(figsize=(12.4, 4.6), dpi=150, facecolor=LIGHT.bg, layout="constrained")
    panels = figure.subplots(1, len(done), sharey=True)
    for axes, (name, sets) in zip(panels, done.items(), strict=True):
        axes.axhspan(-1.0, 1.0, color=LIGHT.raised, lw=0)
        for k, one in enumerate(sets):
            shift = 0.3 * ((k * 0.618) % 1.0 - 0.5)  # lines of whole steps would lie on each other
            steps = [min(max(step.steps_off, -_SHOWN_STEPS), _SHOWN_STEPS) + shift for step in one]
            axes.plot(range(1, SETS + 1), steps, color=LIGHT.text2, lw=0.7, alpha=0.55)
        near = LIFTERS * share_near(sets, AFTER)
        found = f"{near:.0f} of {LIFTERS} within one step after four sets"
        axes.set_title(f"{name[0].upper()}{name[1:]}\n{found}", loc="left", color=LIGHT.text, fontsize=11)
        axes.set_xlabel("set", color=LIGHT.text2)
        axes.set_xticks(range(1, SETS + 1))
        axes.set_ylim(-_SHOWN_STEPS - 0.4, _SHOWN_STEPS + 0.4)
        axes.tick_params(colors=LIGHT.text2, length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
    panels[0].set_yticks(
        [-_SHOWN_STEPS, -3, -1, 0, 1, 3, _SHOWN_STEPS],
        [
            *("6 or more", "3 steps\ntoo light", "1", "the heaviest\ncontrolled", "1"),
            *("3 steps\ntoo heavy", "6 or more"),
        ],
    )
    figure.savefig(PICTURE)


if __name__ == "__main__":
    main()
