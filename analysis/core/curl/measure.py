"""Figures of each rep in a closed set, by the formulas of docs/algorithm.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

import numpy as np

from analysis.core.compiled import Loop, loop_numbers
from analysis.core.curl.set_signals import ForceSignals, SetSignals
from analysis.core.loops.closed import EdgeNumbers, edge_indices
from analysis.core.signal.cell_runs import (
    CellRuns,
    Indices,
    running_sum,
    sums_between,
    upper_quantiles_of,
    values_at,
)
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.smoothness import spectral_arc_lengths
from analysis.core.signal.turning_points import Span
from analysis.settings.curl_model import EDGE, REP, VERDICT
from imu.types import Flags, Floats
from imu.units import G_MPS2, RAD_PER_DEG

_edge_indices = Loop(edge_indices)
EDGE_NUMBERS: EdgeNumbers = astuple(EDGE)
"""The numbers that say where a movement begins, as its loop takes them."""


@dataclass(slots=True, kw_only=True)
class RepShape:
    """Shape of one rep as a movement: where it begins and ends, how far and how fast it goes.

    Never changed once it is made, as all records here; that Python itself forbids it (``frozen``) would take four times as
    long to make one of so many fields, which each look at a walk does.
    """

    start: float
    """Start of lifting: fractional index of the grid, as the next three."""
    top: float
    """End of lifting."""
    lower_start: float
    """Start of lowering."""
    end: float
    """End of lowering."""
    low_index: int
    """Turning point before the lift, index."""
    top_index: int
    """Turning point at the top, index."""
    end_index: int
    """Turning point after the lowering, index."""
    whole: bool
    """Whether any lowering was seen."""
    cut: bool
    """Whether it begins with the first cell of the data or ends with the last."""
    gap: bool
    """Whether readings are missing in it."""
    clipped: bool
    """Whether the sensor hit its limit in it."""
    rom_deg: float
    """Range of motion: angle swept in the lift, °."""
    fall_deg: float
    """Angle swept on the way back down, °."""
    lift_s: float
    """Concentric phase, s."""
    lower_s: float
    """Eccentric phase, s."""
    pause_top_s: float
    """Isometric phase at the top, s."""
    bottom_deg: float | None
    """Elevation of the forearm at the start, °: 0 hanging, 90 level; None where its direction is not known."""
    top_deg: float | None
    """Elevation at the top, °."""
    peak_speed_dps: float
    """Highest angular velocity of the lift, below 5 Hz, °/s."""
    carry: float
    """Share of the lift's height that the load could coast by the speed that it held for 0.4 s."""
    turned_share: float
    """Angle that the gyroscope turned by from bottom to top, over `rom_deg`, a ratio."""
    held_share: float
    """Share of the rep's time spent in the topmost fifth of its way, 0 to 1."""
    lift_hidden: bool = False
    """Whether a hole hides part of its lift, so that only its lowering, if that was seen, has figures."""

    @property
    def is_lift_cut(self) -> bool:
        """Whether the data end in its lift: how far it would have gone is not known."""
        return not self.whole and self.end - self.top_index < VERDICT.open_lift_cells

    @property
    def time_under_tension_s(self) -> float:
        """Concentric, isometric (at the top) and eccentric phase together, s."""
        return self.lift_s + self.pause_top_s + self.lower_s


@dataclass(slots=True, kw_only=True)
class RepFigures(RepShape):
    """Figures of one rep: its shape, and the accelerations that it took."""

    inertial_peak_mps2: float
    """Acceleration besides gravity in the rep, below 8 Hz, 95th percentile, m/s²."""
    push_mps2: float
    """Acceleration besides gravity in the lift, in the curl's plane, below 3 Hz, 95th percentile, m/s²."""
    elbow_rms_mps2: float
    """Acceleration of the elbow itself over the rep, root mean square, m/s²."""
    smoothness: float
    """Spectral arc length (SPARC) of the lift's speed; NaN for too few readings."""
    detour: float
    """Way that the sensor turned in the lift over the sweep: 1 for a steady lift, 1.06 with 45° of supination in it,
    more for a tremor."""


def measure(
    closed: ClosedSet, signals: SetSignals, spans: list[Span], *, load_lever_m: float
) -> list[RepShape]:
    """Measures the shape of every rep.

    Parameters
    ----------
    closed : ClosedSet
    signals : SetSignals
    spans : list of Span
        The reps as indices of turning points.
    load_lever_m : float
        Distance from the elbow to the load, m.
    """
    if not spans:
        return []
    step, edges = closed.step_s, _edges(signals, spans)
    columns: dict[str, Floats | Flags] = {
        **_phases(edges, step),
        **_extents(signals, edges, load_lever_m, step),
        "gap": _any(closed.gap, np.ceil(edges.start).astype(int), edges.end.astype(int) + 1),
        "clipped": _any(closed.clipped, edges.lift.first, edges.rep_stop),
        "cut": (edges.start <= 0.0) | (edges.end >= len(signals.angle_deg) - 1),
    }
    elevation = signals.elevation_deg
    heights: list[list[float | None]] = [
        [None] * len(spans) if elevation is None else values_at(elevation, at).tolist()
        for at in (edges.start, edges.top)
    ]
    rows = zip(spans, *heights, *(column.tolist() for column in columns.values()), strict=True)
    return [
        RepShape(
            low_index=span.low,
            top_index=span.top,
            end_index=span.end_low,
            whole=span.whole,
            bottom_deg=bottom_deg,
            top_deg=top_deg,
            **dict(zip(columns, row, strict=True)),
        )
        for span, bottom_deg, top_deg, *row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edges:
    """Where the parts of the reps begin and end, as fractional indices, ``(reps,)`` each."""

    start: Floats
    """Start of lifting."""
    top: Floats
    """End of lifting."""
    lower_start: Floats
    """Start of lowering."""
    end: Floats
    """End of lowering."""
    between: CellRuns
    """Cells from the turning point before the lift to that at the top."""
    lift: CellRuns
    """Cells of the lift."""
    rep_stop: Indices
    """The cell after the last one of each rep."""


def _edges(s: SetSignals, spans: list[Span]) -> _Edges:
    angle, speed, last = loop_numbers(s.fused_deg), loop_numbers(s.speed_dps), len(s.angle_deg) - 1.0
    rows = []
    for span in spans:
        after_low, before_top = _edge_indices.run(angle, speed, span.low, span.top, 1.0, EDGE_NUMBERS)
        after_top, before_end = _edge_indices.run(angle, speed, span.top, span.end_low, -1.0, EDGE_NUMBERS)
        start = span.low + after_low
        end = span.end_low - before_end if span.whole else last
        top = min(max(span.top - before_top, start + 1.0), end - 1.0)
        rows.append((start, top, max(span.top + after_top, top), end, span.low, span.top))
    start, top, lower_start, end, low, high = np.array(rows).T
    first, lift_stop, rep_stop = _cells_of(start, top, end, len(angle))
    return _Edges(
        start=start,
        top=top,
        lower_start=lower_start,
        end=end,
        between=CellRuns(low.astype(int), high.astype(int) + 1),
        lift=CellRuns(first, lift_stop),
        rep_stop=rep_stop,
    )


def _cells_of(start: Floats, top: Floats, end: Floats, n: int) -> tuple[Indices, Indices, Indices]:
    """First cell of each rep, the one after its lift, and the one after its last, of n cells."""
    first, lift_stop = start.astype(int), np.rint(top).astype(int) + 1
    return first, lift_stop, np.minimum(np.ceil(end).astype(int) + 1, n)


def _phases(edges: _Edges, step_s: float) -> dict[str, Floats]:
    """Edges and phases of the reps, by the names of `RepShape`."""
    return {
        "start": edges.start,
        "top": edges.top,
        "lower_start": edges.lower_start,
        "end": edges.end,
        "lift_s": (edges.top - edges.start) * step_s,
        "lower_s": (edges.end - edges.lower_start) * step_s,
        "pause_top_s": (edges.lower_start - edges.top) * step_s,
    }


def _extents(s: SetSignals, edges: _Edges, load_lever_m: float, step_s: float) -> dict[str, Floats]:
    """How far and how fast the reps go, by the names of `RepShape`."""
    rom_deg, fall_deg = _sweeps(s, edges)
    height_m = _heights_m(s.angle_deg, s.elevation_deg, edges.between, load_lever_m)
    return {
        "rom_deg": rom_deg,
        "fall_deg": fall_deg,
        "peak_speed_dps": edges.lift.highest(s.speed_dps),
        "carry": _carry(_held_dps(s.speed_dps, edges.lift, step_s), height_m, load_lever_m),
        "turned_share": edges.between.sums(s.speed_dps) * step_s / rom_deg,
        "held_share": _held_shares(s.fused_deg, edges, rom_deg),
    }


def with_forces(
    shapes: Sequence[RepShape], signals: SetSignals, forces: ForceSignals, step_s: float
) -> list[RepFigures]:
    """Returns all figures of the reps of a set.

    Parameters
    ----------
    shapes : sequence of RepShape
    signals : SetSignals
    forces : ForceSignals
    step_s : float
        Time between cells, s.
    """
    start, top, end = np.array([(one.start, one.top, one.end) for one in shapes]).T
    first, lift_stop, rep_stop = _cells_of(start, top, end, len(signals.speed_dps))
    elbow = sums_between(forces.elbow_mps2**2, first, rep_stop) / (rep_stop - first)
    way_deg = sums_between(forces.way_dps, first, lift_stop) * step_s
    forwards = np.maximum(signals.speed_dps, 0.0)
    columns = (
        upper_quantiles_of(forces.inertial_mps2, first, rep_stop, 0.95),
        upper_quantiles_of(forces.push_mps2, first, lift_stop, 0.95),
        np.sqrt(elbow),
        way_deg,
    )
    lifts = zip(first.tolist(), lift_stop.tolist(), strict=True)
    smooth_lifts = spectral_arc_lengths([forwards[a:b] for a, b in lifts], step_s)
    rows = zip(shapes, smooth_lifts, *(column.tolist() for column in columns), strict=True)
    return [
        RepFigures(
            **{name: getattr(shape, name) for name in RepShape.__slots__},
            inertial_peak_mps2=peak_mps2,
            push_mps2=push_mps2,
            elbow_rms_mps2=elbow_mps2,
            smoothness=smoothness,
            detour=max(turned / shape.rom_deg, 1.0),
        )
        for shape, smoothness, peak_mps2, push_mps2, elbow_mps2, turned in rows
    ]


def _sweeps(s: SetSignals, edges: _Edges) -> Floats:
    """Angles swept in lift and lowering, ``(2, reps)``, °, at least 1: by gravity, or where gravity and gyroscope
    disagree by both (``fused_deg``)."""
    below = np.array([edges.start, edges.end])
    by_gravity, by_both = (values_at(x, edges.top) - values_at(x, below) for x in (s.angle_deg, s.fused_deg))
    agree = np.abs(by_gravity - by_both) <= REP.agree * np.abs(by_both)
    return np.maximum(np.where(agree, by_gravity, by_both), 1.0)


def _any(x: Flags, first: Indices, stop: Indices) -> Flags:
    """Whether a flag is set in any of the cells, ``(reps,)``."""
    return sums_between(x.astype(np.float64), first, stop) > 0.0 if x.any() else np.zeros(len(first), bool)


def _heights_m(
    angle_deg: Floats, elevation_deg: Floats | None, between: CellRuns, load_lever_m: float
) -> Floats:
    """Highest minus lowest point of the load in each lift, m; an unknown bottom is taken as hanging.

    A load at the distance ℓ from the elbow has the height −ℓ·cos(elevation).
    """
    if elevation_deg is not None:
        depth = np.cos(elevation_deg * RAD_PER_DEG)
        span = between.highest(depth) - between.lowest(depth)
    else:
        lifts = zip(between.first.tolist(), between.stop.tolist(), strict=True)
        span = np.array([np.ptp(np.cos((angle_deg[a:b] - angle_deg[a]) * RAD_PER_DEG)) for a, b in lifts])
    return np.maximum(span, 0.05) * load_lever_m


def _held_dps(speed_dps: Floats, lift: CellRuns, step_s: float) -> Floats:
    """Largest mean speed over a window of `REP.held_s` or, if that is shorter, the lift, ``(reps,)``, °/s; at least 1."""
    cells, length = max(round(REP.held_s / step_s), 1), lift.stop - lift.first
    way = running_sum(speed_dps)
    mean_dps = (way[lift.stop] - way[lift.first]) / length
    long = length > cells
    if long.any():
        within = CellRuns(lift.first[long], lift.stop[long] - cells + 1)
        mean_dps[long] = within.highest(way[cells:] - way[:-cells]) / cells
    return np.maximum(mean_dps, 1.0)


def _carry(speed_dps: Floats, height_m: Floats, load_lever_m: float) -> Floats:
    """Coast: height that the load's kinetic energy could lift it, ½v²/g, over the height of the lift."""
    speed = load_lever_m * speed_dps * RAD_PER_DEG
    return 0.5 * speed * speed / (G_MPS2 * height_m)


def _held_shares(fused_deg: Floats, edges: _Edges, rom_deg: Floats) -> Floats:
    """Share of each rep spent in the topmost fifth of its way."""
    least = fused_deg[edges.between.stop - 1] - 0.2 * rom_deg
    runs = zip(edges.lift.first.tolist(), edges.rep_stop.tolist(), least.tolist(), strict=True)
    return np.array([np.count_nonzero(fused_deg[a:b] > deg) / (b - a) for a, b, deg in runs])


def pause_before_s(figures: Sequence[RepShape], step_s: float) -> list[float | None]:
    """Returns the rest before each rep, s, from the end of the one before; None for the first."""
    return [None, *((b.start - a.end) * step_s for a, b in pairwise(figures))]


def repaced(before: RepShape, after: RepShape) -> bool:
    """Returns whether two neighbouring reps are different movements: the quicker one also sweeps less.

    So are the swings of a walk after curls, or curls after a walk.
    """
    slow, quick = sorted((before, after), key=lambda rep: rep.start - rep.end)
    quicker = quick.end - quick.start < REP.repaced * (slow.end - slow.start)
    return quick.whole and quicker and quick.rom_deg < REP.resized * slow.rom_deg


def cut_in_two(before: RepShape, after: RepShape) -> bool:
    """Returns whether the narrower of two neighbouring reps is so as the recording began or ended in it."""
    begun_before = before.rom_deg < after.rom_deg and before.low_index == 0
    return begun_before or (after.rom_deg < before.rom_deg and not after.whole)


def index_time(closed: ClosedSet, index: float) -> float:
    """Returns the time, s, of a fractional index of a closed set."""
    return float(closed.time_s[0] + index * closed.step_s)
