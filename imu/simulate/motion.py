"""Prescribed motion with exact derivatives: joints move along polynomials, to which waves are added.

A `Jet` holds a signal with its first two time derivatives. Every signal of the simulated body is the sum of a `Track`
(moves with rest at both ends, continuous up to the acceleration) and of `Wave` (sines under a smooth envelope), so that
its derivatives are formulas, without the errors of finite differences.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.polynomial import Polynomial

from imu.types import Floats

SpeedProfile: TypeAlias = Literal["smooth", "early", "late"]
"""Speed over a move: minimum jerk, or with its peak before or after the middle."""

_POWERS: dict[SpeedProfile, tuple[int, int]] = {"smooth": (2, 2), "early": (2, 3), "late": (3, 2)}
"""Speed ∝ u^a·(1−u)^b over the move: (2, 2) is minimum jerk, (2, 3) peaks at u = 2/5, (3, 2) at 3/5."""


class Jet(NamedTuple):
    """A signal and its first and second time derivative, ``(n,)`` each."""

    value: Floats
    """In the signal's unit, ° or m."""
    rate: Floats
    """Per s."""
    accel: Floats
    """Per s²."""

    def plus(self, other: Jet) -> Jet:
        """Sum of two signals."""
        return Jet(self.value + other.value, self.rate + other.rate, self.accel + other.accel)

    def times(self, other: Jet) -> Jet:
        """Product of two signals (Leibniz)."""
        return Jet(
            self.value * other.value,
            self.rate * other.value + self.value * other.rate,
            self.accel * other.value + 2.0 * self.rate * other.rate + self.value * other.accel,
        )

    def scaled(self, factor: float) -> Jet:
        """The signal times a constant."""
        return Jet(self.value * factor, self.rate * factor, self.accel * factor)


@cache
def _shape(profile: SpeedProfile) -> tuple[Polynomial, Polynomial, Polynomial]:
    """Polynomial from 0 to 1 over u in [0, 1], with its first and second derivative."""
    rise, fall = _POWERS[profile]
    speed = Polynomial([0.0, 1.0]) ** rise * Polynomial([1.0, -1.0]) ** fall
    way = speed.integ()
    total = float(way(1.0))
    return way / total, speed / total, speed.deriv() / total


class Move(NamedTuple):
    """One move of a track.

    Attributes
    ----------
    start_s, end_s : float
        s.
    before, after : float
        Values at its start and end, ° or m.
    profile : {"smooth", "early", "late"}
        Speed over the move.
    """

    start_s: float
    end_s: float
    before: float
    after: float
    profile: SpeedProfile


@dataclass(slots=True)
class Track:
    """A signal that rests at a value and makes moves, one after the other.

    Attributes
    ----------
    initial : float
        Value before the first move, ° or m.
    moves : list of Move
        In order of time.
    """

    initial: float = 0.0
    moves: list[Move] = field(default_factory=list)

    @property
    def last(self) -> float:
        """Value after the last move."""
        return self.moves[-1].after if self.moves else self.initial

    def move(self, start_s: float, duration_s: float, to: float, profile: SpeedProfile = "smooth") -> None:
        """Appends a move.

        Parameters
        ----------
        start_s, duration_s : float
            s.
        to : float
            Value at its end, ° or m.
        profile : {"smooth", "early", "late"}
            Minimum jerk, or with the highest speed before or after the middle.

        Raises
        ------
        ValueError
            The move takes no time, or starts before the last one has ended.
        """
        free_s = self.moves[-1].end_s if self.moves else -math.inf
        if duration_s <= 0.0 or start_s < free_s - 1e-9:
            msg = (
                f"a move of {duration_s:g} s at {start_s:g} s: it must take time and start after {free_s:g} s"
            )
            raise ValueError(msg)
        start_s = max(start_s, free_s)
        self.moves.append(Move(start_s, start_s + duration_s, self.last, to, profile))

    def at(self, time_s: Floats) -> Jet:
        """The signal at times ``(n,)``, s, in any order."""
        value, rate, accel = np.full_like(time_s, self.initial), np.zeros_like(time_s), np.zeros_like(time_s)
        starts, ends, before, after = np.array([move[:4] for move in self.moves]).reshape(-1, 4).T
        current = np.searchsorted(starts, time_s, side="right") - 1
        for profile in {move.profile for move in self.moves}:
            shaped = np.array([move.profile == profile for move in self.moves])
            here = np.flatnonzero((current >= 0) & shaped[current])
            k = current[here]
            span, step = ends[k] - starts[k], after[k] - before[k]
            u = np.minimum((time_s[here] - starts[k]) / span, 1.0)
            way, speed, change = _shape(profile)
            value[here] = before[k] + step * way(u)
            rate[here] = step * speed(u) / span
            accel[here] = step * change(u) / span**2
        return Jet(value, rate, accel)


def _sine(omega: float, time_s: Floats, phase: float) -> Jet:
    """``sin(omega·t + phase)``."""
    sine, cosine = np.sin(omega * time_s + phase), np.cos(omega * time_s + phase)
    return Jet(sine, omega * cosine, -(omega**2) * sine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A sine wave ``amplitude · sin θ`` that is faded in and out.

    Its frequency is constant, or varies slowly:
    ``θ' = 2π·hz·(1 + drift·cos(2π·drift_hz·(t − start_s) + drift_phase))``. Waves of equal drift stay in phase.

    Attributes
    ----------
    amplitude : float
        ° or m.
    hz : float
        Frequency, Hz.
    start_s, end_s : float
        The wave is zero outside, s.
    phase : float
        θ at ``start_s``, rad.
    fade_s : float
        Time of fading in, and of fading out, s.
    drift : float
        Largest change of the frequency, as a share of ``hz``.
    drift_hz, drift_phase : float
        Frequency of that change in Hz, and its phase at ``start_s`` in rad.
    """

    amplitude: float
    hz: float
    start_s: float
    end_s: float
    phase: float = 0.0
    fade_s: float = 0.3
    drift: float = 0.0
    drift_hz: float = 0.1
    drift_phase: float = 0.0

    def at(self, time_s: Floats) -> Jet:
        """The wave at times ``(n,)``, s."""
        fade_s = min(self.fade_s, (self.end_s - self.start_s) / 2.0)
        envelope = Track()
        envelope.move(self.start_s, fade_s, self.amplitude)
        envelope.move(self.end_s - fade_s, fade_s, 0.0)
        angle = self._angle(time_s - self.start_s)
        sine, cosine = np.sin(angle.value), np.cos(angle.value)
        swing = Jet(sine, angle.rate * cosine, angle.accel * cosine - angle.rate**2 * sine)
        return envelope.at(time_s).times(swing)

    def _angle(self, since_s: Floats) -> Jet:
        """θ at ``since_s`` after the start, the integral of θ' in the docstring of the class."""
        omega, slow = 2.0 * math.pi * self.hz, 2.0 * math.pi * self.drift_hz
        change = Jet(*(omega * self.drift * part for part in _sine(slow, since_s, self.drift_phase)))
        start = self.phase - omega * self.drift / slow * math.sin(self.drift_phase)
        return Jet(
            start + omega * since_s + change.value / slow,
            omega + change.rate / slow,
            change.accel / slow,
        )


@dataclass(slots=True)
class Motion:
    """All signals of a body by name, e.g. ``lean``, ``elbow_right``; angles in °, positions in m.

    Attributes
    ----------
    tracks : dict of str to Track
    waves : dict of str to list of Wave
    """

    tracks: dict[str, Track] = field(default_factory=dict)
    waves: dict[str, list[Wave]] = field(default_factory=dict)

    def track(self, name: str) -> Track:
        """The track of the signal called ``name``, made on first use."""
        return self.tracks.setdefault(name, Track())

    def wave(self, name: str, wave: Wave) -> None:
        """Adds a wave to the signal called ``name``."""
        self.waves.setdefault(name, []).append(wave)

    def at(self, name: str, time_s: Floats) -> Jet:
        """The signal called ``name`` at times ``(n,)``, s: its track and waves together; zero if it has none."""
        jet = self.tracks.get(name, Track()).at(time_s)
        for wave in self.waves.get(name, []):
            busy = (time_s >= wave.start_s) & (time_s <= wave.end_s)
            part = wave.at(time_s[busy])
            jet.value[busy] += part.value
            jet.rate[busy] += part.rate
            jet.accel[busy] += part.accel
        return jet
