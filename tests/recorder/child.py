"""A program that records until it is killed: says after each packet that it is written."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from imu.devices.types import Packet
from imu.packets import DeviceEntry, Header
from imu.recorder import Recorder
from imu.types import SampleBlock

HEADER = Header(
    started_at="2026-05-14T18:42:00+02:00",
    devices={"wrist": DeviceEntry(name="WT901BLE67", profile="witmotion", rate_hz=50.0)},
)


def packet(k: int) -> Packet:
    return Packet(sensor="wrist", channel="data", data=k.to_bytes(4, "little"), arrival_s=k / 50.0)


def block(k: int) -> SampleBlock:
    time_s = (k + np.arange(5) / 5.0) / 10.0
    values = np.column_stack([np.sin(time_s), np.cos(time_s), 9.81 + 0.0 * time_s])
    return SampleBlock(sensor="wrist", time_s=time_s, acc_mps2=values, gyr_radps=values / 10.0)


def main(folder: str) -> None:
    recorder = Recorder(Path(folder), "curls", HEADER, {"wrist": True})
    for k in range(10**9):
        recorder.item(packet(k))
        recorder.samples(block(k))
        print(k, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
