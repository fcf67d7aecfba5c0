"""Filters: causal ones with exact state, and zero-phase ones for a closed set.

Every causal filter starts from its first sample, never from a mean of a chunk, so that any chunking gives the
same bits. Outputs lie in memory channel by channel, for which `analysis.core.signal.vectors` is fast.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from math import pi, sqrt, tan
from typing import TypeAlias, cast

import numpy as np
import scipy

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.loops.closed import LowPassNumbers, mean_around, smooth_rows
from imu.types import Floats

_smooth, _mean_around = Loop(smooth_rows), Loop(mean_around)


@lru_cache(maxsize=64)
def _butter(cutoff_hz: float, step_s: float) -> tuple[Floats, Floats]:
    """Coefficients b, a of a second-order Butterworth low-pass; the cutoff stays below 0.95 of the Nyquist frequency.

    In closed form, by the bilinear transform with k = tan(π · cutoff · step), which keeps the cutoff in place.
    """
    k = tan(0.5 * pi * min(cutoff_hz * 2.0 * step_s, 0.95))
    scale = 1.0 / (1.0 + sqrt(2.0) * k + k * k)
    b0 = k * k * scale
    b = np.array([b0, 2.0 * b0, b0])
    a = np.array([1.0, 2.0 * (k * k - 1.0) * scale, (1.0 - sqrt(2.0) * k + k * k) * scale])
    return b, a


@lru_cache(maxsize=64)
def _at_rest(cutoff_hz: float, step_s: float) -> Floats:
    """State of that filter after an endless input of 1: its output is 1 too, and the state stays as it is."""
    b, a = _butter(cutoff_hz, step_s)
    return np.array([1.0 - b[0], b[2] - a[2]])


Recursion: TypeAlias = Callable[[Floats, Floats, Floats, int, Floats], tuple[Floats, Floats]]
"""A linear recursive filter: ``(b, a, x, axis, initial state) -> (y, final state)``."""


@cache
def _recursion() -> Recursion:
    """The compiled loop inside `scipy.signal.lfilter`: ``(b, a, x, axis, zi) -> (y, zf)``.

    Its module is loaded by itself: `scipy.signal` around it takes half a second to import, and lfilter's checks
    cost a live packet of a few cells five times the filtering. Where scipy has moved it, lfilter itself does.
    """
    folder = PathFinder.find_spec("scipy.signal", scipy.__path__)
    places = None if folder is None else folder.submodule_search_locations
    spec = PathFinder.find_spec("scipy.signal._sigtools", places)
    if spec is not None and spec.loader is not None:
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        if hasattr(module, "_linear_filter"):
            return cast("Recursion", module._linear_filter)
    from scipy import signal  # noqa: PLC0415  slow to import

    return lambda b, a, x, axis, zi: signal.lfilter(b, a, x, axis=axis, zi=zi)


class LowPass:
    """Causal second-order Butterworth low-pass.

    Parameters
    ----------
    cutoff_hz : float
        Frequency at which power is halved.
    step_s : float
        Time between samples, s.
    channels : int
        Number of signals.
    """

    def __init__(self, cutoff_hz: float, step_s: float, *, channels: int) -> None:
        self.ba = _butter(cutoff_hz, step_s)
        self._unit = _at_rest(cutoff_hz, step_s)
        self.state: Floats | None = None
        """What goes on to the next samples, ``(2, channels)``; None before the first."""
        self._channels = channels

    def push(self, x: Floats) -> Floats:
        """Returns the filtered samples, ``(n, channels)``.

        The filter starts as if the first sample had been its input for ever.

        Parameters
        ----------
        x : (n, channels) float64
            The next samples.
        """
        if len(x) == 0:
            return np.empty((0, self._channels))
        if self.state is None:
            self.state = self._unit[:, None] * x[:1]
        y, state = _recursion()(*self.ba, x.T, 1, self.state.T)
        self.state = state.T
        return y.T


class ExponentialMean:
    """Running mean with exponential forgetting: ``y += share · (x − y)``, from zero.

    Parameters
    ----------
    share : float
        Weight of a new sample: step over time constant.
    channels : int
        Number of signals.
    """

    def __init__(self, share: float, *, channels: int) -> None:
        self.ba = (np.array([share]), np.array([1.0, share - 1.0]))
        self.state = np.zeros((channels, 1))
        """What goes on to the next samples."""

    def push(self, x: Floats) -> Floats:
        """Returns the mean after each of the next samples, ``(n, channels)``."""
        if len(x) == 0:  # lfilter gives back an undefined state for no samples
            return np.empty(x.shape)
        y, self.state = _recursion()(*self.ba, x.T, 1, self.state)
        return y.T


def smooth(x: Floats, cutoff_hz: float, step_s: float) -> Floats:
    """Low-passes a whole closed set along its first axis without delay (zero phase, acausal).

    A second-order Butterworth filter runs forwards and backwards over the signal, which is continued at both
    ends by its point reflection. Fewer than 16 samples are left as they are.

    Parameters
    ----------
    x : (n,) or (n, channels) float64
    cutoff_hz : float
        Frequency at which power is halved by each of the two runs.
    step_s : float
        Time between samples, s.
    """
    n = len(x)
    if n < 16:
        return x
    pad = min(n - 1, max(3, int(1.0 / (cutoff_hz * step_s))))
    rows = x.T if x.ndim == 2 else x[None]
    out = (_smooth_in_loop if loops_are_compiled() else _smooth_rows)(rows, pad, cutoff_hz, step_s)
    return out[0] if x.ndim == 1 else out.T


def _smooth_rows(rows: Floats, pad: int, cutoff_hz: float, step_s: float) -> Floats:
    """Low-passes rows, ``(channels, n)``, continued by so many values at both ends."""
    (b, a), rest, n = _butter(cutoff_hz, step_s), _at_rest(cutoff_hz, step_s), rows.shape[1]
    long = np.empty((len(rows), n + 2 * pad))
    long[:, pad : pad + n] = rows
    np.subtract(2.0 * rows[:, :1], rows[:, pad:0:-1], out=long[:, :pad])
    np.subtract(2.0 * rows[:, -1:], rows[:, -2 : -pad - 2 : -1], out=long[:, pad + n :])
    run = _recursion()
    there = run(b, a, long, 1, long[:, :1] * rest)[0]
    # The way back stops at the beginning of the signal: what is before it is not needed.
    back = run(b, a, there[:, : pad - 1 : -1], 1, there[:, -1:] * rest)[0]
    return np.ascontiguousarray(back[:, : pad - 1 : -1])


def _smooth_in_loop(rows: Floats, pad: int, cutoff_hz: float, step_s: float) -> Floats:
    """What `_smooth_rows` does, value after value."""
    channels, n = rows.shape
    out = np.empty((channels, n))
    _smooth.run(rows, pad, _low_pass_numbers(cutoff_hz, step_s), np.empty((3, n + 2 * pad)), out)
    return out


@lru_cache(maxsize=64)
def _low_pass_numbers(cutoff_hz: float, step_s: float) -> LowPassNumbers:
    """Coefficients of the low-pass and its state at rest, as its loop takes them."""
    (b0, b1, b2), (_, a1, a2) = (c.tolist() for c in _butter(cutoff_hz, step_s))
    rest0, rest1 = _at_rest(cutoff_hz, step_s).tolist()
    return b0, b1, b2, a1, a2, rest0, rest1


def both_ways(x: Floats, tau_s: float, step_s: float, *, times: int = 1) -> Floats:
    """Returns the mean around each row of a whole closed set, weighted by ``exp(−|t|/τ)`` (acausal).

    At the ends it is the mean of the rows there are: nothing beyond them is made up.

    Parameters
    ----------
    x : (n, 3) float64
    tau_s : float
        Time constant τ, s.
    step_s : float
        Time between rows, s.
    times : int
        Number of times that it is applied, each to what the one before gave.
    """
    keep = float(np.exp(-step_s / tau_s))
    b, a, rest, run = np.array([1.0]), np.array([1.0, -keep]), np.zeros((3, 1)), _recursion()
    weights = run(b, a, np.ones((1, len(x))), 1, rest[:1])[0]  # of a cell and those before it
    weights = weights + weights[:, ::-1] - 1.0
    if loops_are_compiled():
        rows = x.T.copy()
        _mean_around.run(rows, weights[0], keep, times, np.empty(rows.shape))
        return rows.T
    rows = x.T
    for _ in range(times):
        past = run(b, a, rows, 1, rest)[0]
        future = run(b, a, rows[:, ::-1], 1, rest)[0][:, ::-1]
        past += future
        past -= rows
        past /= weights
        rows = past
    return rows.T


def derivative(x: Floats, step_s: float) -> Floats:
    """Returns the rate of change of each column by central differences, as `numpy.gradient` does, but quicker.

    Parameters
    ----------
    x : (n,) or (n, channels) float64
        At least two rows.
    step_s : float
        Time between rows, s.
    """
    out = np.empty_like(x)
    out[1:-1] = (x[2:] - x[:-2]) / (2.0 * step_s)
    out[0], out[-1] = (x[1] - x[0]) / step_s, (x[-1] - x[-2]) / step_s
    return out


def mean(x: Floats) -> float:
    """Returns the mean of a row of numbers, as `numpy.mean` does, without its overhead."""
    return float(np.add.reduce(x)) / len(x)


def quantile(x: Floats, share: float) -> float:
    """Returns the quantile ``share`` (0 to 1) of a short array as `numpy.quantile` does, but quicker."""
    ordered = np.sort(x)
    place = share * (len(ordered) - 1)
    k = min(int(place), len(ordered) - 2) if len(ordered) > 1 else 0
    upper = float(ordered[min(k + 1, len(ordered) - 1)])
    return float(ordered[k]) + (place - k) * (upper - float(ordered[k]))
