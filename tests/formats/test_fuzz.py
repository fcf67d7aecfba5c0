"""Thousands of damaged files of every dialect: a sound recording or one clear error, nothing else."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from imu.errors import RecordingError
from imu.formats import read_group
from imu.formats.grouping import PathGroup
from imu.types import Recording
from tests.fixtures.exports import BUILDERS, Files, save

pytestmark = pytest.mark.slow

ROUNDS = {"first": 30, "more": 100}
"""Damaged files of each kind of export; twenty-four kinds make more than three thousand."""
CELLS = (
    b"",
    b"nan",
    b"-inf",
    b"1e400",
    b"text",
    b"\xff\xfe",
    b"12,5",
    b'"',
    b"0",
    b"-99999999",
    b"#",
    b"1e18",
    b"\x00",
)


def _cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _flip(data: bytes, rng: Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _drop_piece(data: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 200) :]


def _cell(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    line = rng.randrange(len(lines))
    separator = rng.choice([b",", b";", b"\t"])
    cells = lines[line].split(separator)
    cells[rng.randrange(len(cells))] = rng.choice(CELLS)
    lines[line] = separator.join(cells)
    return b"\n".join(lines)


def _lines(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    a, b = sorted((rng.randrange(len(lines)), rng.randrange(len(lines))))
    match rng.randrange(4):
        case 0:
            lines[a], lines[b] = lines[b], lines[a]
        case 1:
            lines[a:b] = lines[a:b][::-1]
        case 2:
            lines[a:a] = lines[a : a + 3]
        case _:
            del lines[a:b]
    return b"\n".join(lines)


def _separator(data: bytes, rng: Random) -> bytes:
    return data.replace(
        rng.choice([b",", b";", b"\t", b"."]), rng.choice([b",", b";", b"\t", b" ", b"\r\n", b""])
    )


HOW = (_cut, _flip, _drop_piece, _cell, _cell, _lines, _separator)


def damaged(made: Files, rng: Random) -> Files:
    """One file in the set, damaged once or twice."""
    name = rng.choice([name for name, data in made.items() if data])
    data = made[name]
    for _ in range(rng.choice([1, 1, 2])):
        data = rng.choice(HOW)(data, rng) if data else data
    return {**made, name: data}


def check_sound(recording: Recording) -> None:
    assert recording.sensors
    for block in recording.sensors:
        count = len(block)
        assert count > 0
        assert block.sensor
        assert block.time_s.shape == (count,)
        assert block.acc_mps2.shape == (count, 3)
        gyr = block.gyr_radps
        silent = slice(0, 0) if gyr is None else np.isnan(gyr).all(axis=1)  # the gyroscope said nothing there
        for values in (block.time_s, block.acc_mps2, gyr):
            if values is not None:
                assert values.dtype == np.float64
                assert np.isfinite(
                    np.delete(values, np.flatnonzero(silent), 0) if values is gyr else values
                ).all()
        assert block.gyr_radps is None or block.gyr_radps.shape == (count, 3)
        assert (np.diff(block.time_s) >= 0.0).all()


def read_saved(folder: Path, made: Files) -> Recording:
    paths = save(folder, made)
    return read_group(PathGroup(paths[0] if len(paths) == 1 else str(folder), tuple(paths)))


@pytest.mark.parametrize("name", ["first", pytest.param("more", marks=pytest.mark.validation)])
@pytest.mark.parametrize("kind", BUILDERS)
def test_damage_gives_a_sound_recording_or_a_clear_error(
    kind: str, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _, build = BUILDERS[kind]
    rng = Random(f"{kind}, {name}")
    made = build()
    folder = tmp_path_factory.mktemp("fuzz")
    check_sound(read_saved(folder, made))
    refusals: list[str] = []
    for _ in range(ROUNDS[name]):
        try:
            check_sound(read_saved(folder, damaged(made, rng)))
        except RecordingError as error:
            refusals.append(str(error))
    assert all(message and "\n" not in message for message in refusals)
    assert refusals
    # a zip has checksums, so that hardly any damage to it goes unseen; damaged text is often sound all the same
    assert len(refusals) < ROUNDS[name] or all(file.endswith(".zip") for file in made)
