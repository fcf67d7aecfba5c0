"""Reps that a hole in the data cuts: of each it is known that there was one, though not how it was lifted.

A hole ends one set and the next begins after it, often in mid-set. Three rules, in one sentence each:

- A lift under way when the readings stop is a rep, once it has gone a tenth of the usual sweep.
- A lowering seen in full after the hole is a rep: the weight had been lifted.
- What follows the hole is the rep that the hole cut, not another one, while a usual rep would not be over yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.core.curl.bouts import Movement, lift_turns
from analysis.core.curl.measure import RepShape, measure
from analysis.core.signal.turning_points import Span, typical_range_deg
from analysis.core.signal.vectors import length
from analysis.settings.curl_model import ACROSS_HOLE, DIRECTION
from analysis.settings.thresholds import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualPace:
    """How long the reps of a set take, ``(m,)`` each, s."""

    lift_s: tuple[float, ...]
    """Lifts seen from start to top."""
    lower_s: tuple[float, ...]
    """Lowerings seen from top to end."""

    def phase_s(self, share: float, *, lowering: bool) -> float:
        """Returns the time since a rep of usual pace began, s, by the share of its way up or down so far."""
        lift_s = float(np.median(self.lift_s))
        return lift_s + share * float(np.median(self.lower_s)) if lowering else share * lift_s

    def and_of(self, other: UsualPace) -> UsualPace:
        """Returns the durations of both."""
        return UsualPace(lift_s=self.lift_s + other.lift_s, lower_s=self.lower_s + other.lower_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSet:
    """The end of a set that a hole cut off."""

    end_s: float
    """Time of its last cell, s."""
    share: float | None
    """Share of its way, up or down, that the rep under way had gone; None where none was under way."""
    lowering: bool
    """Whether that was its lowering."""
    pace: UsualPace
    """Durations in the set."""


def cut_set(movement: Movement, reps: Sequence[RepShape]) -> CutSet | None:
    """Returns the end of a set, where a hole cut it off.

    Parameters
    ----------
    movement : Movement
        Its last bout.
    reps : sequence of RepShape
        The reps of that bout, at least one.
    """
    closed = movement.closed
    if not closed.before_hole:
        return None
    angle, last, usual_deg = movement.signals.fused_deg, reps[-1], _usual_deg(reps)
    way = float(angle[-1] - angle[last.low_index])
    lowering = angle[last.top_index :].max() - angle[-1] > ACROSS_HOLE.begun * usual_deg
    share = 1.0 - way / usual_deg if lowering else way / usual_deg
    return CutSet(
        end_s=float(closed.time_s[-1]),
        share=min(max(share, 0.0), 1.0) if last.end >= len(closed.time_s) - 2 else None,
        lowering=bool(lowering),
        pace=_pace(reps),
    )


def with_cut_reps(
    movement: Movement, kept: list[RepShape], before: CutSet | None, thresholds: Thresholds
) -> list[RepShape]:
    """Returns the reps of a bout of curls with those that a hole before or after it cut, each once.

    Parameters
    ----------
    movement : Movement
    kept : list of RepShape
        Its reps that are curls.
    before : CutSet or None
        The set that ended at the hole just before; None without one.
    thresholds : Thresholds
    """
    usual_deg = _usual_deg(kept)
    end = _cut_at_end(movement, kept, usual_deg, thresholds)
    if before is None or not 0.0 < float(movement.closed.time_s[0]) - before.end_s < thresholds.live.rest_s:
        return [*kept, *end]
    return [*_after_hole(movement, kept, before, usual_deg, thresholds), *end]


def _after_hole(
    movement: Movement, kept: list[RepShape], before: CutSet, usual_deg: float, thresholds: Thresholds
) -> list[RepShape]:
    """The reps of a set after a hole, which may have begun in the middle of one."""
    if kept[0].low_index <= 1:  # it may have begun in the hole
        first, others = [_hidden(kept[0])], kept[1:]
    else:
        first, others = _cut_at_start(movement, kept, usual_deg, thresholds), kept
    if first and _is_same_rep(movement, first[0], usual_deg, before, _pace(kept)):
        first = []
    return [*first, *others]


def _is_same_rep(
    movement: Movement, rep: RepShape, usual_deg: float, before: CutSet, pace: UsualPace
) -> bool:
    """Whether a rep under way after the hole is the one that was under way before it, and not the next one.

    At the usual pace the hole lasts either as long as from the one place to the other in one rep, or a whole
    rep longer: the nearer of the two is taken.
    """
    if before.share is None:
        return False
    pace = pace.and_of(before.pace)
    angle = movement.signals.fused_deg
    hidden = 1.0 - float(angle[rep.top_index] - angle[0]) / usual_deg
    lowering = rep.top_index <= 1
    if lowering:
        hidden = 1.0 - float(angle[0] - angle[rep.end_index]) / usual_deg
    way_s = pace.phase_s(min(max(hidden, 0.0), 1.0), lowering=lowering)
    way_s -= pace.phase_s(before.share, lowering=before.lowering)
    return float(movement.closed.time_s[0]) - before.end_s < way_s + 0.5 * pace.phase_s(1.0, lowering=True)


def _pace(reps: Sequence[RepShape]) -> UsualPace:
    seen = [one for one in reps if not one.lift_hidden and one.whole] or list(reps)
    return UsualPace(lift_s=tuple(one.lift_s for one in seen), lower_s=tuple(one.lower_s for one in seen))


def _usual_deg(reps: Sequence[RepShape]) -> float:
    return typical_range_deg([one.rom_deg for one in reps])


def _cut_at_end(
    movement: Movement, kept: Sequence[RepShape], usual_deg: float, thresholds: Thresholds
) -> list[RepShape]:
    """The lift that was under way when the readings stopped, if it was not long enough to be found as a rep."""
    closed, last = movement.closed, kept[-1]
    later = [one for one in movement.reps if one.low_index >= last.end_index]
    if not closed.before_hole or not last.whole or any(one.whole for one in later):
        return []
    angle, end = movement.signals.fused_deg, len(closed.time_s) - 1
    low = last.end_index + int(np.argmin(angle[last.end_index :]))
    rise, speed = float(angle[end] - angle[low]), float(movement.signals.speed_dps[end])
    usual_dps = float(np.median([one.peak_speed_dps for one in kept]))
    if end - low < ACROSS_HOLE.least_cells or rise < ACROSS_HOLE.begun * usual_deg:
        return []
    if speed < ACROSS_HOLE.under_way * usual_dps or not _like_lifts(movement, kept, slice(low, end)):
        return []
    return _measured(movement, Span(low=low, top=end - 1, end_low=end, whole=False), thresholds)


def _cut_at_start(
    movement: Movement, kept: Sequence[RepShape], usual_deg: float, thresholds: Thresholds
) -> list[RepShape]:
    """The rep whose lowering was seen in full after a hole, its lift not from the start."""
    low = kept[0].low_index
    angle = movement.signals.fused_deg[: low + 1]
    top = int(np.argmax(angle))
    lifted_from = int(np.argmin(angle[: top + 1]))
    if float(angle[top] - angle[low]) < ACROSS_HOLE.lowered * usual_deg or lifted_from > 1:
        return []
    if low - top < ACROSS_HOLE.least_cells or not _like_lifts(movement, kept, slice(top, low), -1.0):
        return []
    return _measured(movement, Span(low=0, top=max(top, 1), end_low=low, whole=True), thresholds)


def _like_lifts(movement: Movement, kept: Sequence[RepShape], cells: slice, sense: float = 1.0) -> bool:
    """Whether the sensor turned in these cells as in the lifts; with ``sense`` −1 the other way, as in lowering."""
    net = sense * movement.signals.turn_radps[cells].sum(axis=0)
    usual = lift_turns(movement, kept).sum(axis=0)
    return float(net @ usual) >= DIRECTION.turned * length(net) * length(usual)


def _measured(movement: Movement, span: Span, thresholds: Thresholds) -> list[RepShape]:
    shapes = measure(movement.closed, movement.signals, [span], load_lever_m=thresholds.momentum.load_lever_m)
    return [_hidden(one) for one in shapes]


def _hidden(rep: RepShape) -> RepShape:
    """The rep as one whose lift a hole hides."""
    return replace(rep, gap=True, lift_hidden=True)
