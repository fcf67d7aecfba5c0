"""A clock that shows whole seconds, or tenths, changes no verdict: the number of rows tells when each was read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from analysis import analyze, read
from imu.simulate import SimulatedRep, curls, simulate
from imu.types import SampleBlock

_REPS = [SimulatedRep()] * 3 + [
    SimulatedRep(lift_s=1.1, lower_s=1.4, swing=1.1, profile="early", pause_bottom_s=0.45)
] * 2


@cache
def _worn() -> SampleBlock:
    return simulate(curls(_REPS)).recording.sensors[0]


def _written(cell: Callable[[float], str], name: str) -> str:
    block = _worn()
    assert block.gyr_radps is not None
    head = f"{name},ax (m/s^2),ay (m/s^2),az (m/s^2),gx (rad/s),gy (rad/s),gz (rad/s)"
    rows = zip(block.time_s.tolist(), block.acc_mps2.tolist(), block.gyr_radps.tolist(), strict=True)
    lines = [",".join([cell(at), *(f"{value:.5f}" for value in (*acc, *gyr))]) for at, acc, gyr in rows]
    return "\n".join([head, *lines, ""])


def _verdicts(text: str, folder: Path) -> list[str]:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    return [rep.verdict for one in analyze(read(folder / "a.csv")).sets for rep in one.reps]


_CLOCKS: dict[str, tuple[str, Callable[[float], str]]] = {
    "whole seconds": ("time", lambda at: f"17:{30 + int(at + 0.37) // 60}:{int(at + 0.37) % 60:02d}"),
    "since 1970": ("epoch", lambda at: str(1_777_000_000 + int(at))),
    "tenths": ("time (s)", lambda at: f"{at:.1f}"),
    "days with five decimals": ("Time", lambda at: f"{46146.5 + at / 86400:.5f}"),
    "2^32 us": ("micros", lambda at: str((round(at * 1e6) + 2**32 - 8_000_000) % 2**32)),
}


@pytest.mark.parametrize("kind", _CLOCKS)
def test_verdicts_are_those_of_exact_times(kind: str, tmp_path: Path) -> None:
    name, cell = _CLOCKS[kind]
    exact = _verdicts(_written(lambda at: f"{at:.4f}", "time (s)"), tmp_path)
    assert len(exact) == len(_REPS)
    assert {"controlled", "momentum"} <= set(exact)
    assert _verdicts(_written(cell, name), tmp_path) == exact
