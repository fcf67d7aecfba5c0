"""Carried gravity: a test of a gyroscope's unit, signs and axes against the accelerometer.

Every reading of the accelerometer is rotated back by the integral of the angular velocity since its window began.
If the gyroscope is right, the readings are then in a frame that does not rotate, and their mean over seconds is
gravity whatever the arm does: inertial acceleration adds only Δv/T (Δv: change of velocity over the window of
length T), about 0.1 g after a throw. If the gyroscope has another unit, another sign or swapped axes, gravity is
smeared over directions: its mean is smaller than 1 g and differs between the halves of the window.
(Correlating the gyroscope with the rotation of low-passed acceleration fails here: in a quick arm swing α·r,
angular acceleration times radius, exceeds g·sin θ, and right gyroscopes then correlate at -0.9.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu.types import Flags, Floats
from imu.units import G_MPS2

Quaternions: TypeAlias = NDArray[np.complex128]
"""w + xi + yj + zk as the pair of complex numbers (w + xi, y + zi) along the first axis, which takes a third of the
operations on real arrays."""
CELL_S = 0.05
"""Readings are averaged over cells of this length, s; rotations are integrated over them, so none is lost."""
WINDOW_CELLS, HOP_CELLS = 64, 32
"""Length of a window and distance between windows. 3.2 s is short enough for an uncorrected zero of the gyroscope
to do little, and long enough for a small Δv/T."""
MOST_WINDOWS = 24
"""Number of windows used: those with most rotation, as these are the most informative."""
LONGEST_S = 1200.0
"""Length of a recording that is examined, s: its axes do not change later."""
LONGEST_GAP_S = 0.3
"""Longest gap in a window, s; beyond it the rotation is unknown."""
_CALM = 0.4
"""Largest RMS of |f|/g − 1 of a window (f: specific force): in a run or a throw inertial acceleration hides gravity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Windows of a recording that are fit for the test.

    Attributes
    ----------
    force_mps2 : (n, 64, 3) float64
        Mean specific force of each cell of each window, m/s².
    turn_radps : (n, 64, 3) float64
        Mean angular velocity of each cell, rad/s.
    zero_radps : (3,) float64
        Mean angular velocity of the recording, rad/s: an estimate of the gyroscope's zero (bias).
    """

    force_mps2: Floats
    turn_radps: Floats
    zero_radps: Floats

    def __len__(self) -> int:
        return len(self.force_mps2)


def telling_windows(
    time_s: Floats, acc_mps2: Floats, gyr_radps: Floats, *, calm: float = _CALM
) -> Windows | None:
    """The windows with most rotation that hold no gap and are calm enough; None where there are none.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc_mps2, gyr_radps : (n, 3) float64
        On the same rows. Which windows are chosen does not depend on the gyroscope's unit.
    calm : float
        Largest RMS of |f|/g − 1 of a window.
    """
    if len(time_s) < 2 or time_s[-1] - time_s[0] < WINDOW_CELLS * CELL_S:
        return None
    force, turn, sound = _cells(time_s, acc_mps2, gyr_radps)
    if len(force) < WINDOW_CELLS:
        return None
    starts = np.arange(0, len(force) - WINDOW_CELLS + 1, HOP_CELLS)
    excess = np.sqrt(np.einsum("ij,ij->i", force, force)) / G_MPS2 - 1.0
    quiet = _sums(excess**2, starts) <= WINDOW_CELLS * calm**2
    turned = _sums(np.sqrt(np.einsum("ij,ij->i", turn, turn)), starts)
    usable = np.flatnonzero(quiet & (_sums((~sound).astype(float), starts) == 0.0) & (turned > 0.0))
    if len(usable) == 0:
        return None
    most = np.sort(usable[np.argsort(-turned[usable], kind="stable")[:MOST_WINDOWS]])
    rows = starts[most][:, None] + np.arange(WINDOW_CELLS)
    return Windows(force_mps2=force[rows], turn_radps=turn[rows], zero_radps=turn.mean(axis=0))


def gravity_misfit(windows: Windows, maps: Floats, zero_radps: Floats | float = 0.0) -> Floats:
    """Error of carried gravity, in size and in constancy, as a share of g.

    Parameters
    ----------
    windows : Windows
    maps : (c, 3, 3) float64
        Matrices that the angular velocity is multiplied by: one for each way in which it may have been recorded.
    zero_radps : (3,) float64
        Zero (bias) that is subtracted before, rad/s.

    Returns
    -------
    (c, n) float64
        √((|m|/g − 1)² + (|m₂ − m₁|/2g)²), with m the mean of a window in the carried frame, m₁ and m₂ those of its
        halves; about 0.05 where all is right, 0.3 to 1 where the gyroscope is not.
    """
    carried = carried_force(windows.force_mps2, windows.turn_radps - zero_radps, maps) / G_MPS2
    half = WINDOW_CELLS // 2
    first, second = carried[:, :, :half].mean(axis=2), carried[:, :, half:].mean(axis=2)
    size = np.linalg.norm(first + second, axis=-1) / 2.0
    moved = np.linalg.norm(second - first, axis=-1) / 2.0
    return np.asarray(np.hypot(size - 1.0, moved))


def carried_size(time_s: Floats, acc_mps2: Floats, gyr_radps: Floats) -> float | None:
    """Median size of carried gravity over the windows with most rotation, calm or not.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc_mps2, gyr_radps : (n, 3) float64
        On the same rows.

    Returns
    -------
    float or None
        m/s²: about that of gravity, less where the gyroscope is wrong; None where there are no windows.
    """
    windows = telling_windows(time_s, acc_mps2, gyr_radps, calm=np.inf)
    if windows is None:
        return None
    carried = carried_force(windows.force_mps2, windows.turn_radps, np.eye(3)[None])[0].mean(axis=1)
    return float(np.median(np.linalg.norm(carried, axis=1)))


def carried_force(force: Floats, turn_radps: Floats, maps: Floats) -> Floats:
    """Specific force rotated back into the frame in which its window began.

    Parameters
    ----------
    force, turn_radps : (n, l, 3) float64
        Specific force (any unit) and angular velocity (rad/s) in n windows of l consecutive cells.
    maps : (c, 3, 3) float64
        Matrices that the angular velocity is multiplied by.

    Returns
    -------
    (c, n, l, 3) float64
        For each of ``maps``, in the unit of ``force``.
    """
    # h = ω·Δt/2 of each cell. A cell's force is taken at its middle: rotated by all cells up to its end, back by half
    half = np.einsum("cij,nlj->icnl", maps, turn_radps) * (CELL_S / 2.0)
    at_end = _running_product(_rotation(half))
    return _rotated(_product(at_end, _rotation(-0.5 * half)), force)


def _cells(time_s: Floats, acc: Floats, gyr: Floats) -> tuple[Floats, Floats, Flags]:
    """Means over cells by the trapezoidal rule, and which cells lie in no gap."""
    rows = slice(0, int(np.searchsorted(time_s, time_s[0] + LONGEST_S, side="right")) + 1)
    time_s = time_s[rows]
    step = np.diff(time_s)
    both = np.concatenate([acc[rows], gyr[rows]], axis=1)
    # differences of the running integral at the edges of cells: nothing is lost, however the samples lie
    integral = np.zeros_like(both)
    np.cumsum((both[1:] + both[:-1]) * (0.5 * step[:, None]), axis=0, out=integral[1:])
    many = int(min(float(time_s[-1] - time_s[0]), LONGEST_S) / CELL_S)
    edges = time_s[0] + CELL_S * np.arange(many + 1)
    means = np.stack([np.diff(np.interp(edges, time_s, c)) for c in integral.T], axis=1) / CELL_S
    after = np.clip(np.searchsorted(time_s, edges[1:], side="left"), 1, len(time_s) - 1)
    return means[:, :3], means[:, 3:], np.asarray(step[after - 1] < LONGEST_GAP_S)


def _sums(values: Floats, starts: NDArray[np.intp]) -> Floats:
    """Sums of the windows that begin at ``starts``."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(total[starts + WINDOW_CELLS] - total[starts])


def _rotation(half: Floats) -> Quaternions:
    """Unit quaternions of halved rotation vectors h (3, ...): cos|h| + sin|h|·h/|h|."""
    angle = np.sqrt(np.einsum("i...,i...->...", half, half))
    x, y, z = half * np.sinc(angle / np.pi)  # np.sinc(u) is sin(πu)/(πu): h·sin|h|/|h|, also where h is 0
    return np.stack([np.cos(angle) + 1j * x, y + 1j * z])


def _product(p: Quaternions, q: Quaternions) -> Quaternions:
    """Quaternion product of complex pairs: (a + bj)(c + dj) = ac − bd* + (ad + bc*)j."""
    (a, b), (c, d) = p, q
    return np.stack([a * c - b * d.conj(), a * d + b * c.conj()])


def _running_product(q: Quaternions) -> Quaternions:
    """Products q₀q₁…qₖ along the last axis, in log₂ steps (Hillis and Steele's scan)."""
    reach = 1
    while reach < q.shape[-1]:
        q = np.concatenate([q[..., :reach], _product(q[..., :-reach], q[..., reach:])], axis=-1)
        reach *= 2
    return q


def _rotated(q: Quaternions, force: Floats) -> Floats:
    """(n, l, 3) vectors v rotated by (2, c, n, l) unit quaternions: qvq*."""
    vector = np.stack([1j * force[..., 0], force[..., 1] + 1j * force[..., 2]])
    a, b = _product(_product(q, vector), np.stack([q[0].conj(), -q[1]]))
    return np.stack([a.imag, b.real, b.imag], axis=-1)
