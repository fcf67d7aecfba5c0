"""The recordings that are measured on: simulated training of any length, and a file of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from imu.simulate import CurlSet, Idle, SensorModel, SimulatedRep, Still, Walk, simulate, varied
from imu.simulate.stage import Phase
from imu.types import SampleBlock

RATE_HZ = 100.0
HOUR_S = 3600.0
REPS = varied(SimulatedRep(), 10, np.random.default_rng(1))
TRAINING: tuple[Phase, ...] = (
    *(Still(2.0), CurlSet(reps=REPS), Still(9.0)),
    *(Walk(15.0), Idle(60.0), Still(60.0)),
)
"""A set of ten curls, a walk and a rest of two minutes."""
NOTHING_BUT_CURLS: tuple[Phase, ...] = (Still(2.0), CurlSet(reps=REPS), Still(9.0))
"""A set of ten curls, and a rest of nine seconds."""


def repeated(phases: tuple[Phase, ...] = TRAINING, length_s: float = HOUR_S) -> SampleBlock:
    """A sensor at 100 Hz that sees the phases again and again, for so long."""
    sensor = SensorModel(rate_hz=RATE_HZ, acc_noise_mps2=0.03, gyr_noise_radps=0.003, jitter_s=0.0005)
    one = simulate(phases, sensor=sensor, seed=1).recording.sensors[0]
    assert one.gyr_radps is not None
    span_s = float(one.time_s[-1]) + 1.0 / RATE_HZ
    count = int(np.ceil(length_s / span_s))
    time_s = np.concatenate([one.time_s + k * span_s for k in range(count)])
    keep = time_s < length_s
    return SampleBlock(
        sensor="wrist",
        time_s=time_s[keep],
        acc_mps2=np.concatenate([one.acc_mps2] * count)[keep],
        gyr_radps=np.concatenate([one.gyr_radps] * count)[keep],
    )


def raw_bytes(block: SampleBlock) -> int:
    """Of its arrays."""
    gyr = 0 if block.gyr_radps is None else block.gyr_radps.nbytes
    return block.time_s.nbytes + block.acc_mps2.nbytes + gyr


def save_canonical(block: SampleBlock, path: Path) -> None:
    """The block as a canonical CSV."""
    assert block.gyr_radps is not None
    axes = [f"{kind}_{axis}_{unit}" for kind, unit in (("acc", "mps2"), ("gyr", "radps")) for axis in "xyz"]
    table = np.column_stack([block.time_s, block.acc_mps2, block.gyr_radps])
    np.savetxt(path, table, fmt="%.9g", delimiter=",", header=",".join(["time_s", *axes]), comments="")
