"""Time and memory of ``analyze`` by the length of a recording: ``python -m tests.benchmarks length [HOURS] [SUFFIX]``.

Recordings of 1, 6 and 24 hours at 200 Hz and six axes, as Parquet or as CSV, are written training by training into a
temporary folder (a day is 0.9 GB, as CSV 2.3 GB), and analysed by a program of their own each, whose largest memory the
system tells.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from imu.formats import write_canonical
from imu.simulate import SensorModel, simulate
from imu.types import Recording, SampleBlock
from tests.benchmarks.recordings import HOUR_S, TRAINING
from tests.benchmarks.timing import tell

RATE_HZ = 200.0
HOURS = (1.0, 6.0, 24.0)
SENSOR = SensorModel(rate_hz=RATE_HZ, acc_noise_mps2=0.03, gyr_noise_radps=0.003, jitter_s=0.0003)


def trainings(length_s: float) -> Iterator[SampleBlock]:
    """A sensor that sees the training again and again, for so long: one block each time."""
    one = simulate(TRAINING, sensor=SENSOR, seed=1).recording.sensors[0]
    span_s = float(one.time_s[-1]) + 1.0 / RATE_HZ
    for k in range(int(np.ceil(length_s / span_s))):
        time_s = one.time_s + k * span_s
        end = int(np.searchsorted(time_s, length_s))
        yield SampleBlock(
            sensor=one.sensor, time_s=time_s, acc_mps2=one.acc_mps2, gyr_radps=one.gyr_radps
        ).slice(0, end)


def write_long(path: Path, length_s: float) -> int:
    """Writes a recording of that length, no more than a training at a time; returns its number of rows."""
    return (_write_parquet if path.suffix == ".parquet" else _write_text)(path, length_s)


def _write_text(path: Path, length_s: float) -> int:
    rows, part = 0, path.with_name("part.csv")
    with path.open("wb") as out:
        for block in trainings(length_s):
            write_canonical(_alone(block), part)
            text = part.read_bytes()
            out.write(text if rows == 0 else text[text.index(b"\n") + 1 :])
            rows += len(block)
    part.unlink()
    return rows


def _write_parquet(path: Path, length_s: float) -> int:
    from pyarrow import parquet  # noqa: PLC0415  slow to import

    rows, part, out = 0, path.with_name("part.parquet"), None
    for block in trainings(length_s):
        write_canonical(_alone(block), part)
        table = parquet.read_table(part)
        out = out or parquet.ParquetWriter(path, table.schema, use_dictionary=False, compression="zstd")
        out.write_table(table)
        rows += len(block)
    if out is not None:
        out.close()
    part.unlink()
    return rows


def _alone(block: SampleBlock) -> Recording:
    return Recording(path="", files=(), format="canonical", sensors=(block,))


def analyzed(path: Path) -> tuple[float, float, float]:
    """Wall time, processor time and largest memory of ``analyze``, s, s and MB."""
    command = [sys.executable, "-m", "analysis.cli", "analyze", str(path)]
    begun = time.perf_counter()
    written = str(path.with_suffix(".json"))
    program = subprocess.Popen([*command, "--json", written], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {program.returncode}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024.0


def main(hours: str = "24", suffix: str = "parquet") -> None:
    """Prints a row for each length up to so many hours."""
    with tempfile.TemporaryDirectory() as folder:
        for length_h in HOURS:
            if length_h > float(hours):
                break
            path = Path(folder) / f"{length_h:g}_h.{suffix}"
            rows = write_long(path, length_h * HOUR_S)
            wall_s, used_s, peak_mb = analyzed(path)
            size = f"{rows / 1e6:.2f} million rows, {path.stat().st_size / 1e6:.0f} MB"
            took = f"{wall_s:.1f} s ({used_s:.1f} s of a processor, {used_s / rows * 1e6:.2f} µs a row)"
            tell(f"{length_h:g} h at {RATE_HZ:g} Hz, {suffix}", f"{size}: {took}, {peak_mb:.0f} MB at most")
            path.unlink()
