"""The figures of each rep in a closed set, by the formulas of docs/algorithm.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise
from math import ceil, sqrt

import numpy as np

from analysis.core.curl.forearm import CurlFrame, Lever, elbow_acceleration
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.filters import mean, quantile, smooth
from analysis.core.signal.turning_points import Span, edge_index
from analysis.core.signal.vectors import cross, size
from analysis.settings.curl_model import REP
from imu.types import Floats
from imu.units import DEG_PER_RAD, G_MPS2, RAD_PER_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSignals:
    """Signals of a set in which its reps are found; ``(n,)`` each.

    ``angle_deg`` (by gravity) and ``swing_deg`` (by gravity slowly, by the gyroscope quickly) grow while
    lifting; ``elevation_deg`` is 0 hanging, 90 level (None when the direction of the forearm is not known);
    ``turn_radps`` is the rotation, ``(n, 3)``.
    """

    angle_deg: Floats
    swing_deg: Floats
    speed_dps: Floats
    turn_radps: Floats
    elevation_deg: Floats | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepShape:
    """One rep as a movement: where it begins and ends, how far and how fast it goes."""

    start: float
    """Where lifting begins: fractional index of the grid, as the next three."""
    top: float
    """Where lifting ends."""
    drop: float
    """Where lowering begins."""
    end: float
    """Where lowering ends."""
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
    """Sweep of the lift by the gyroscope over that by gravity."""
    held_share: float
    """Share of its time spent in the topmost fifth of the way."""

    @property
    def time_under_tension_s(self) -> float:
        """Concentric, isometric (at the top) and eccentric phase together, s."""
        return self.lift_s + self.pause_top_s + self.lower_s


@dataclass(frozen=True, slots=True, kw_only=True)
class RepFigures(RepShape):
    """One rep in numbers: its shape, and what it took."""

    inertial_peak_mps2: float
    """Acceleration besides gravity in the rep, below 8 Hz, 95th percentile, m/s²."""
    push_mps2: float
    """How hard it was pushed in the lift, in the plane of the curl, below 3 Hz, 95th percentile, m/s²."""
    elbow_rms_mps2: float
    """Acceleration of the elbow itself over the rep, root mean square, m/s²."""
    smoothness: float
    """Spectral arc length of the lift's speed; NaN for too few readings."""
    detour: float
    """Way that the sensor turned in the lift over the sweep: 1 for a steady lift, 1.06 with 45° of supination in it,
    more for a tremor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceSignals:
    """What is only wanted of curls, once they are known to be some; ``(n,)`` each: sizes of the inertial acceleration,
    of the push (in the plane of the lift, below 3 Hz) and of the elbow's own acceleration, and how fast the sensor turns
    about any axis (slowly: no tremor above 2 Hz)."""

    inertial_mps2: Floats
    push_mps2: Floats
    elbow_mps2: Floats
    way_dps: Floats


def set_signals(
    closed: ClosedSet, frame: CurlFrame, lever: Lever, sign: float, *, direction_known: bool
) -> SetSignals:
    """Signals of the set, turned so that lifting is positive."""
    angle = sign * frame.angle_deg
    return SetSignals(
        angle_deg=angle,
        swing_deg=sign * frame.swing_deg,
        speed_dps=sign * frame.speed_dps,
        turn_radps=frame.turn_radps,
        elevation_deg=elevation_deg(closed.up, frame.axis, lever.vector_m, sign, angle)
        if direction_known
        else None,
    )


def force_signals(closed: ClosedSet, frame: CurlFrame, lever: Lever) -> ForceSignals:
    """Forces of the set."""
    step, axis = closed.step_s, frame.axis
    force = smooth(frame.inertial_mps2, REP.push_hz, step)
    return ForceSignals(
        inertial_mps2=size(smooth(frame.inertial_mps2, REP.inertial_hz, step)),
        push_mps2=size(force - np.outer(force @ axis, axis)),
        elbow_mps2=size(elbow_acceleration(closed, frame, lever)),
        way_dps=size(smooth(frame.turn_radps, REP.detour_hz, step)) * DEG_PER_RAD,
    )


def elevation_deg(up: Floats, axis: Floats, lever: Floats, sign: float, angle_deg: Floats) -> Floats:
    """Elevation of the forearm, ``(n,)``, degrees: 0 where it hangs, 90 level.

    The angle about the curl axis, shifted by one offset for the whole set: the one that the direction of the lever
    arm gives.
    """
    raw = sign * np.degrees(np.arctan2(-(cross(up, lever) @ axis), -(up @ lever)))
    difference = (raw - angle_deg) * RAD_PER_DEG
    offset = float(np.degrees(np.arctan2(np.sin(difference).mean(), np.cos(difference).mean())))
    middle = 0.5 * float(angle_deg.min() + angle_deg.max()) + offset
    return angle_deg + offset - 360.0 * round((middle - 90.0) / 360.0)


def measure(
    closed: ClosedSet, signals: SetSignals, spans: list[Span], *, load_lever_m: float
) -> list[RepShape]:
    """The shape of every rep."""
    return [_one(closed, signals, span, load_lever_m) for span in spans]


def _one(closed: ClosedSet, s: SetSignals, span: Span, load_lever_m: float) -> RepShape:
    step, angle, speed, last = closed.step_s, s.swing_deg, s.speed_dps, len(s.angle_deg) - 1
    start = edge_index(angle, speed, span.low, span.top)
    top = last - edge_index(-angle[::-1], speed[::-1], last - span.top, last - span.low)
    drop = edge_index(-angle, -speed, span.top, span.end_low)
    end = (
        last - edge_index(angle[::-1], -speed[::-1], last - span.end_low, last - span.top)
        if span.whole
        else float(last)
    )
    top = min(max(top, start + 1.0), end - 1.0)
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
    """All figures of a rep."""
    lift = slice(int(shape.start), round(shape.top) + 1)
    rep = slice(int(shape.start), ceil(shape.end) + 1)
    return RepFigures(
        **{f.name: getattr(shape, f.name) for f in fields(RepShape)},
        inertial_peak_mps2=quantile(forces.inertial_mps2[rep], 0.95),
        push_mps2=quantile(forces.push_mps2[lift], 0.95),
        elbow_rms_mps2=sqrt(mean(forces.elbow_mps2[rep] ** 2)),
        smoothness=spectral_arc_length(np.maximum(signals.speed_dps[lift], 0.0), step_s),
        detour=max(float(forces.way_dps[lift].sum()) * step_s / shape.rom_deg, 1.0),
    )


def _sweep(s: SetSignals, low: float, high: float) -> float:
    """Angle between two fractional indices by gravity; by the gyroscope where the two contradict each other."""
    by_gravity, by_both = (
        value_at(s.angle_deg, high) - value_at(s.angle_deg, low),
        value_at(s.swing_deg, high) - value_at(s.swing_deg, low),
    )
    return max(by_gravity if abs(by_gravity - by_both) <= REP.agree * abs(by_both) else by_both, 1.0)


def value_at(x: Floats, index: float) -> float:
    """Value at a fractional index."""
    k = min(int(index), len(x) - 2)
    before, after = float(x[k]), float(x[k + 1])
    return before + (index - k) * (after - before)


def _height_m(angle_deg: Floats, elevation_deg: Floats | None, span: Span, load_lever_m: float) -> float:
    """Highest minus lowest point of the load in the lift; an unknown bottom is taken as hanging."""
    path = (
        angle_deg[span.low : span.top + 1] - angle_deg[span.low]
        if elevation_deg is None
        else elevation_deg[span.low : span.top + 1]
    )
    height = -np.cos(path * RAD_PER_DEG) * load_lever_m
    return max(float(height.max() - height.min()), 0.05 * load_lever_m)


def _held(speed_dps: Floats, step_s: float) -> float:
    """Largest speed held for `REP.held_s`: the mean over the best window of that length, of a shorter lift over all
    of it."""
    cells = min(max(round(REP.held_s / step_s), 1), len(speed_dps))
    way = np.concatenate([[0.0], np.cumsum(speed_dps)])
    return max(float((way[cells:] - way[:-cells]).max()) / cells, 1.0)


def _carry(speed_dps: float, height_m: float, load_lever_m: float) -> float:
    """Height that the load's kinetic energy could lift it, ½v²/g, over the height of the lift."""
    speed = load_lever_m * speed_dps * RAD_PER_DEG
    return 0.5 * speed * speed / (G_MPS2 * height_m)


def _held_share(angle_deg: Floats, top_deg: float, rom_deg: float) -> float:
    """Share of the rep spent in the topmost fifth of its way."""
    return float(np.count_nonzero(angle_deg > top_deg - 0.2 * rom_deg)) / len(angle_deg)


def spectral_arc_length(speed: Floats, step_s: float, *, cutoff_hz: float = 10.0) -> float:
    """SPARC smoothness of a speed profile (Balasubramanian et al. 2015): minus the length of its normalised
    spectrum; −1.6 or so is as smooth as it gets.

    Parameters
    ----------
    speed : (n,) float64
        Speed along the movement, any unit.
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
    """Stillness between the end of the rep before and the start of each; None for the first."""
    return [None, *((b.start - a.end) * step_s for a, b in pairwise(figures))]


def repaced(before: RepShape, after: RepShape) -> bool:
    """Another pace and another sweep together: the swings of a walk after curls, or curls after a walk."""
    slow, quick = sorted((before, after), key=lambda rep: rep.start - rep.end)
    quicker = quick.end - quick.start < REP.repaced * (slow.end - slow.start)
    return quick.whole and quicker and quick.rom_deg < REP.resized * slow.rom_deg


def cut_in_two(before: RepShape, after: RepShape) -> bool:
    """The narrower of two neighbours is one whose lift the recording's beginning or end cut in two: it is narrower for
    that, and no other movement."""
    begun_before = before.rom_deg < after.rom_deg and before.low_index == 0
    return begun_before or (after.rom_deg < before.rom_deg and not after.whole)


def index_time(closed: ClosedSet, index: float) -> float:
    """Time of a fractional index of the closed set, in seconds."""
    return float(closed.time_s[0] + index * closed.step_s)
