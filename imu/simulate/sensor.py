"""Errors of a real sensor: noise, bias, scale, range and resolution of its axes, and errors of its time stamps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats, SampleBlock

Vector3: TypeAlias = tuple[float, float, float]
"""x, y, z."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorModel:
    """A sensor and its radio link with their errors. The default has none, at 100 Hz.

    Attributes
    ----------
    rate_hz : float
        True sampling rate, Hz.
    has_gyro : bool
        False: an accelerometer alone.
    acc_noise_mps2, gyr_noise_radps : float
        Standard deviation of white noise per sample and axis.
    acc_bias_mps2, gyr_bias_radps : (3,) floats
        Added to every sample, m/s² and rad/s.
    acc_scale, gyr_scale : (3,) floats
        Factor per axis, 1 for none.
    acc_range_mps2, gyr_range_radps : float or None
        Readings are clipped to plus or minus this, m/s² and rad/s.
    acc_counts, gyr_counts : float or None
        Counts per m/s² and per rad/s to which readings are rounded.
    jitter_s : float
        Standard deviation of the error of each packet's time stamp, s. The sampling itself is even, and stamps never
        run backwards.
    packet : int
        Samples per packet.
    packet_step_s : float
        Difference between the time stamps of samples in a packet, of which the last has the packet's stamp, s: 0 for
        equal stamps, ``1 / rate_hz`` for a good driver.
    loss : float
        Share of packets, from 0 to 1, lost at random.
    repeat : float
        Share of rows, from 0 to 1, written twice.
    gaps_s : tuple of (start_s, end_s)
        Intervals of true time, s, from which no sample arrives.
    clock_ticks : float or None
        Ticks per second to which time stamps are rounded.
    """

    rate_hz: float = 100.0
    has_gyro: bool = True
    acc_noise_mps2: float = 0.0
    gyr_noise_radps: float = 0.0
    acc_bias_mps2: Vector3 = (0.0, 0.0, 0.0)
    gyr_bias_radps: Vector3 = (0.0, 0.0, 0.0)
    acc_scale: Vector3 = (1.0, 1.0, 1.0)
    gyr_scale: Vector3 = (1.0, 1.0, 1.0)
    acc_range_mps2: float | None = None
    gyr_range_radps: float | None = None
    acc_counts: float | None = None
    gyr_counts: float | None = None
    jitter_s: float = 0.0
    packet: int = 1
    packet_step_s: float = 0.0
    loss: float = 0.0
    repeat: float = 0.0
    gaps_s: tuple[tuple[float, float], ...] = ()
    clock_ticks: float | None = None

    def true_times(self, duration_s: float) -> Floats:
        """True times of the samples: ``(n,)`` s, from 0 to before ``duration_s``."""
        return np.arange(int(np.ceil(duration_s * self.rate_hz - 1e-9))) / self.rate_hz


def read_out(felt: SampleBlock, model: SensorModel, rng: np.random.Generator) -> SampleBlock:
    """Makes the samples that the sensor records, with its errors.

    Parameters
    ----------
    felt : SampleBlock
        Ideal samples at the true times of the sensor.
    model : SensorModel
    rng : numpy Generator

    Raises
    ------
    ValueError
        No sample is left.
    """
    noise = rng.standard_normal((2, len(felt), 3))
    acc = felt.acc_mps2 * model.acc_scale + model.acc_bias_mps2 + model.acc_noise_mps2 * noise[0]
    acc = _digital(acc, model.acc_range_mps2, model.acc_counts)
    stamps = _stamps(felt.time_s, model, rng)
    kept = np.flatnonzero(_arrived(felt.time_s, model, rng))
    rows = np.repeat(kept, 1 + (rng.random(len(kept)) < model.repeat))
    if len(rows) == 0:
        msg = f"sensor {felt.sensor!r}: none of {len(felt)} samples arrives; lower loss or shorten gaps_s"
        raise ValueError(msg)
    gyr = None
    if felt.gyr_radps is not None and model.has_gyro:
        turning = felt.gyr_radps * model.gyr_scale + model.gyr_bias_radps + model.gyr_noise_radps * noise[1]
        gyr = _digital(turning, model.gyr_range_radps, model.gyr_counts)[rows]
    return SampleBlock(sensor=felt.sensor, time_s=stamps[rows], acc_mps2=acc[rows], gyr_radps=gyr)


def _digital(values: Floats, limit: float | None, counts: float | None) -> Floats:
    if counts is not None:
        values = np.rint(values * counts) / counts + 0.0  # no minus zero
    return values if limit is None else np.clip(values, -limit, limit)


def _packets(samples: int, model: SensorModel) -> tuple[NDArray[np.int64], int]:
    """Number of the packet of each sample, from 0, and how many packets there are."""
    return np.arange(samples) // model.packet, -(-samples // model.packet)


def _stamps(time_s: Floats, model: SensorModel, rng: np.random.Generator) -> Floats:
    packet, packets = _packets(len(time_s), model)
    last = np.minimum((packet + 1) * model.packet, len(time_s)) - 1
    late = model.jitter_s * rng.standard_normal(packets)
    stamps = time_s[last] + late[packet] - (last - np.arange(len(time_s))) * model.packet_step_s
    if model.clock_ticks is not None:
        stamps = np.rint(stamps * model.clock_ticks) / model.clock_ticks
    return np.asarray(np.maximum.accumulate(stamps))


def _arrived(time_s: Floats, model: SensorModel, rng: np.random.Generator) -> NDArray[np.bool_]:
    packet, packets = _packets(len(time_s), model)
    arrived: NDArray[np.bool_] = (rng.random(packets) >= model.loss)[packet]
    for start_s, end_s in model.gaps_s:
        arrived &= (time_s < start_s) | (time_s >= end_s)
    return arrived
