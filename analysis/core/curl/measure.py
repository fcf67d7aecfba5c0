"""Figures of each rep in a closed set, by the formulas of docs/algorithm.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, sqrt

import numpy as np

from analysis.core.curl.forearm import CurlFrame, Lever, elbow_acceleration
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.filters import mean, quantile, smooth
from analysis.core.signal.turning_points import Span, edge_indices
from analysis.core.signal.vectors import cross, size
from analysis.settings.curl_model import REP, VERDICT
from imu.types import Floats
from imu.units import DEG_PER_RAD, G_MPS2, RAD_PER_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSignals:
    """Signals of a set, n cells, in which its reps are found; angles and speed grow while lifting."""

    angle_deg: Floats
    """Angle about the curl axis by gravity, any origin, ``(n,)``, °."""
    swing_deg: Floats
    """The same angle, its slow part by gravity and its fast part by the gyroscope, ``(n,)``, °."""
    speed_dps: Floats
    """Angular velocity about the curl axis, ``(n,)``, °/s."""
    turn_radps: Floats
    """Angular velocity in the sensor frame, ``(n, 3)``, rad/s."""
    elevation_deg: Floats | None
    """Elevation of the forearm, 0 hanging, 90 level, ``(n,)``, °; None where its direction is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepShape:
    """Shape of one rep as a movement: where it begins and ends, how far and how fast it goes."""

    start: float
    """Start of lifting: fractional index of the grid, as the next three."""
    top: float
    """End of lifting."""
    drop: float
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
    """Highest angular velocity of the lift, °/s."""
    carry: float
    """Share of the lift's height that the load could coast by the speed that it held for 0.4 s."""
    turned_share: float
    """Sweep of the lift by the gyroscope over that by gravity, a ratio."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceSignals:
    """Accelerations of a set, computed only once it is known to be one of curls; ``(n,)`` each."""

    inertial_mps2: Floats
    """Size of the acceleration besides gravity, below 8 Hz, m/s²."""
    push_mps2: Floats
    """Size of that part of it that lies in the plane of the curl, below 3 Hz, m/s²."""
    elbow_mps2: Floats
    """Size of the elbow's own acceleration, m/s²."""
    way_dps: Floats
    """Angular velocity about any axis, below 2 Hz, °/s: its integral is the way that the sensor turned."""


def set_signals(closed: ClosedSet, frame: CurlFrame, lever: Lever | None, sign: float) -> SetSignals:
    """Returns the signals of a set, signed so that lifting is positive.

    Parameters
    ----------
    closed : ClosedSet
    frame : CurlFrame
    lever : Lever or None
        None where it is not good enough to give the forearm's elevation.
    sign : float
        −1 where the frame's axis must be reversed for that, else 1.
    """
    angle = sign * frame.angle_deg
    return SetSignals(
        angle_deg=angle,
        swing_deg=sign * frame.swing_deg,
        speed_dps=sign * frame.speed_dps,
        turn_radps=frame.turn_radps,
        elevation_deg=None
        if lever is None
        else elevation_deg(closed.up, frame.axis, lever.vector_m, sign, angle),
    )


def force_signals(closed: ClosedSet, frame: CurlFrame, lever: Lever) -> ForceSignals:
    """Returns the accelerations of a set."""
    step, axis = closed.step_s, frame.axis
    force = smooth(frame.inertial_mps2, REP.push_hz, step)
    return ForceSignals(
        inertial_mps2=size(smooth(frame.inertial_mps2, REP.inertial_hz, step)),
        push_mps2=size(force - np.outer(force @ axis, axis)),
        elbow_mps2=size(elbow_acceleration(closed, frame, lever)),
        way_dps=size(smooth(frame.turn_radps, REP.detour_hz, step)) * DEG_PER_RAD,
    )


def elevation_deg(up: Floats, axis: Floats, lever: Floats, sign: float, angle_deg: Floats) -> Floats:
    """Returns the elevation of the forearm, ``(n,)``, °: 0 where it hangs, 90 level.

    Parameters
    ----------
    up : (n, 3) float64
        Unit vector upwards, sensor frame.
    axis, lever : (3,) float64
        Curl axis (unit vector), and vector from elbow to sensor, sensor frame.
    sign : float
        −1 where the axis must be reversed for lifting to be positive, else 1.
    angle_deg : (n,) float64
        Angle about the curl axis, growing while lifting, °.
    """
    # The lever arm gives the elevation in every cell, but roughly; the angle about the axis is precise but
    # for its origin. So the angle is shifted by one offset: the mean difference of the two, a mean on the
    # circle.
    raw = sign * np.degrees(np.arctan2(-(cross(up, lever) @ axis), -(up @ lever)))
    difference = (raw - angle_deg) * RAD_PER_DEG
    offset = float(np.degrees(np.arctan2(np.sin(difference).mean(), np.cos(difference).mean())))
    middle = 0.5 * float(angle_deg.min() + angle_deg.max()) + offset
    return angle_deg + offset - 360.0 * round((middle - 90.0) / 360.0)


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
    return [_one(closed, signals, span, load_lever_m) for span in spans]


def _one(closed: ClosedSet, s: SetSignals, span: Span, load_lever_m: float) -> RepShape:
    step, angle, speed, last = closed.step_s, s.swing_deg, s.speed_dps, len(s.angle_deg) - 1
    low, high, end_low = span.low, span.top, span.end_low
    after_low, before_top = edge_indices(angle[low : high + 1], speed[low : high + 1])
    after_top, before_end = edge_indices(angle[high : end_low + 1], -speed[high : end_low + 1])
    start, drop = low + after_low, high + after_top
    end = end_low - before_end if span.whole else float(last)
    top = min(max(high - before_top, start + 1.0), end - 1.0)
    rom, fall = _sweep(s, start, top), _sweep(s, end, top)
    lift, rep = slice(int(start), round(top) + 1), slice(int(start), ceil(end) + 1)
    inside = slice(ceil(start), int(end) + 1)  # a gap's last cell lies beyond it already
    peak = float(speed[lift].max())
    elevation = s.elevation_deg
    return RepShape(
        start=start,
        top=top,
        drop=max(drop, top),
        end=end,
        low_index=span.low,
        top_index=span.top,
        end_index=span.end_low,
        whole=span.whole,
        cut=start <= 0.0 or end >= last,
        gap=bool(np.logical_or.reduce(closed.gap[inside])),
        clipped=bool(np.logical_or.reduce(closed.clipped[rep])),
        rom_deg=rom,
        fall_deg=fall,
        lift_s=(top - start) * step,
        lower_s=(end - max(drop, top)) * step,
        pause_top_s=max(drop - top, 0.0) * step,
        bottom_deg=None if elevation is None else value_at(elevation, start),
        top_deg=None if elevation is None else value_at(elevation, top),
        peak_speed_dps=peak,
        carry=_carry(
            _held(speed[lift], step), _height_m(s.angle_deg, elevation, span, load_lever_m), load_lever_m
        ),
        held_share=_held_share(angle[rep], float(angle[span.top]), rom),
        turned_share=float(speed[span.low : span.top + 1].sum() * step / max(rom, 1.0)),
    )


def with_forces(shape: RepShape, signals: SetSignals, forces: ForceSignals, step_s: float) -> RepFigures:
    """Returns all figures of a rep.

    Parameters
    ----------
    shape : RepShape
    signals : SetSignals
    forces : ForceSignals
    step_s : float
        Time between cells, s.
    """
    lift = slice(int(shape.start), round(shape.top) + 1)
    rep = slice(int(shape.start), ceil(shape.end) + 1)
    return RepFigures(
        **{name: getattr(shape, name) for name in RepShape.__slots__},
        inertial_peak_mps2=quantile(forces.inertial_mps2[rep], 0.95),
        push_mps2=quantile(forces.push_mps2[lift], 0.95),
        elbow_rms_mps2=sqrt(mean(forces.elbow_mps2[rep] ** 2)),
        smoothness=spectral_arc_length(np.maximum(signals.speed_dps[lift], 0.0), step_s),
        detour=max(float(forces.way_dps[lift].sum()) * step_s / shape.rom_deg, 1.0),
    )


def _sweep(s: SetSignals, low: float, high: float) -> float:
    """Angle swept between two fractional indices, °, at least 1: by gravity, or where gravity and gyroscope
    disagree by both (``swing_deg``)."""
    by_gravity, by_both = (
        value_at(s.angle_deg, high) - value_at(s.angle_deg, low),
        value_at(s.swing_deg, high) - value_at(s.swing_deg, low),
    )
    return max(by_gravity if abs(by_gravity - by_both) <= REP.agree * abs(by_both) else by_both, 1.0)


def value_at(x: Floats, index: float) -> float:
    """Returns the value of a signal ``(n,)`` at a fractional index, by linear interpolation."""
    k = min(int(index), len(x) - 2)
    before, after = float(x[k]), float(x[k + 1])
    return before + (index - k) * (after - before)


def _height_m(angle_deg: Floats, elevation_deg: Floats | None, span: Span, load_lever_m: float) -> float:
    """Highest minus lowest point of the load in the lift, m; an unknown bottom is taken as hanging.

    A load at the distance ℓ from the elbow has the height −ℓ·cos(elevation).
    """
    path = (
        angle_deg[span.low : span.top + 1] - angle_deg[span.low]
        if elevation_deg is None
        else elevation_deg[span.low : span.top + 1]
    )
    depth = np.cos(path * RAD_PER_DEG)
    return max(float(depth.max() - depth.min()), 0.05) * load_lever_m


def _held(speed_dps: Floats, step_s: float) -> float:
    """Largest mean speed over a window of `REP.held_s` or, if that is shorter, the lift, °/s; at least 1."""
    cells = min(max(round(REP.held_s / step_s), 1), len(speed_dps))
    way = np.add.accumulate(speed_dps)
    most = float(way[cells - 1])
    if len(way) > cells:
        most = max(most, float((way[cells:] - way[:-cells]).max()))
    return max(most / cells, 1.0)


def _carry(speed_dps: float, height_m: float, load_lever_m: float) -> float:
    """Coast: height that the load's kinetic energy could lift it, ½v²/g, over the height of the lift."""
    speed = load_lever_m * speed_dps * RAD_PER_DEG
    return 0.5 * speed * speed / (G_MPS2 * height_m)


def _held_share(angle_deg: Floats, top_deg: float, rom_deg: float) -> float:
    """Share of the rep spent in the topmost fifth of its way."""
    return float(np.count_nonzero(angle_deg > top_deg - 0.2 * rom_deg)) / len(angle_deg)


def spectral_arc_length(speed: Floats, step_s: float, *, cutoff_hz: float = 10.0) -> float:
    """Returns the SPARC smoothness of a movement (Balasubramanian et al. 2015): about −1.6 when smooth.

    It is minus the arc length of the speed's amplitude spectrum, with amplitude over its value at 0 Hz and
    frequency over the highest one at which that still reaches 0.05.

    Parameters
    ----------
    speed : (n,) float64
        Speed along the movement, any unit.
    step_s : float
        Time between samples, s.
    cutoff_hz : float
        Highest frequency that is used.
    """
    if len(speed) < 4 or speed.max() <= 0:
        return float("nan")
    padded = 4 * 2 ** (len(speed) - 1).bit_length()
    frequency = _frequencies(padded, step_s, cutoff_hz)
    spectrum = np.abs(np.fft.rfft(speed, padded)[: len(frequency)])
    spectrum /= spectrum[0]
    last = int(np.flatnonzero(spectrum >= 0.05)[-1])
    if last < 1:
        return float("nan")
    across, up = frequency[: last + 1] / frequency[last], spectrum[: last + 1]
    return -float(np.add.reduce(np.sqrt((across[1:] - across[:-1]) ** 2 + (up[1:] - up[:-1]) ** 2)))


@lru_cache(maxsize=64)
def _frequencies(samples: int, step_s: float, cutoff_hz: float) -> Floats:
    """Frequencies of a spectrum up to the cutoff, Hz."""
    frequency = np.fft.rfftfreq(samples, step_s)
    return np.asarray(frequency[frequency <= cutoff_hz], dtype=np.float64)


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
