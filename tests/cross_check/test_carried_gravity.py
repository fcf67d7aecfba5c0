"""A gyroscope held against gravity: closed forms, known motions, and every way in which it may be recorded wrongly."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from analysis.output.data_sentences import quality_text
from analysis.output.reading_words import reading_words
from analysis.output.reasons import refusal_clause
from analysis.stream.offline import analyze
from imu.cross_check.carried_gravity import (
    CELL_S,
    WINDOW_CELLS,
    carried_force,
    carried_size,
    gravity_misfit,
    telling_windows,
)
from imu.cross_check.gyroscope_axes import (
    UNIT_FACTORS,
    AxesFinding,
    UnitFinding,
    gyroscope_fault,
    is_mirrored,
)
from imu.errors import RecordingError
from imu.formats import read_recording, write_canonical
from imu.formats.tables.check_acceleration import NO_REST
from imu.formats.tables.check_axes import is_axes, with_right_axes
from imu.simulate import SensorModel, SimulatedRep, Still, Track, curls, pendulum, simulate
from imu.types import Floats, ReadingNote, Recording, SampleBlock
from imu.units import G_MPS2

pytestmark = pytest.mark.slow

WINDOW_S = WINDOW_CELLS * CELL_S
STEP_S = 0.01


@cache
def tumbled(seconds: float = 60.0, seed: int = 0) -> tuple[Floats, Floats, Floats]:
    """A sensor turned by hand about all its axes, at rest otherwise: times, accelerations, angular velocities."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(0.0, seconds, STEP_S)
    rates = [
        rng.uniform(0.5, 1.5, 3) * np.sin(time_s[:, None] * w + rng.uniform(0, 6, 3)) for w in (0.7, 1.3, 2.1)
    ]
    turn = np.sum(rates, axis=0)
    steps = Rotation.from_rotvec(0.5 * (turn[1:] + turn[:-1]) * STEP_S)
    pose, up = Rotation.identity(), [np.array([0.0, 0.0, G_MPS2])]
    for step in steps:
        pose = pose * step
        up.append(pose.inv().apply([0.0, 0.0, G_MPS2]))
    return time_s, np.array(up), turn


def recording(time_s: Floats, acc: Floats, gyr: Floats | None) -> Recording:
    block = SampleBlock(sensor="wrist", time_s=time_s, acc_mps2=acc, gyr_radps=gyr)
    return Recording(path="here.csv", files=(), format="canonical", sensors=(block,))


def spinning(radps: float) -> tuple[Floats, Floats, Floats]:
    """A sensor that turns steadily about its level z: gravity goes round in its x-y plane."""
    time_s = np.arange(0.0, 30.0, STEP_S)
    angle = radps * time_s
    acc = G_MPS2 * np.stack([np.cos(angle), -np.sin(angle), 0 * angle], axis=1)
    return time_s, acc, np.stack([0 * angle, 0 * angle, 0 * angle + radps], axis=1)


def test_a_carried_frame_does_not_turn() -> None:
    """f = Rz(−ωt)·(g, 0, 0) in the sensor, and (g, 0, 0) wherever the window began."""
    middle = (np.arange(40) + 0.5) * CELL_S * 2.0
    force = G_MPS2 * np.stack([np.cos(middle), -np.sin(middle), 0 * middle], axis=1)
    turn = np.broadcast_to([0.0, 0.0, 2.0], force.shape)
    carried = carried_force(force[None], turn[None], np.eye(3)[None])[0, 0]
    np.testing.assert_allclose(carried, np.broadcast_to([G_MPS2, 0.0, 0.0], force.shape), atol=1e-12)


@pytest.mark.parametrize("radps", [0.3, 0.8, 1.9])
def test_a_mirrored_gyroscope_smears_gravity_over_twice_the_angle(radps: float) -> None:
    """The mean of a vector that turns by φ is |sin(φ/2)/(φ/2)| of it; halves turn by half, about means φ/2 apart."""
    windows = telling_windows(*spinning(radps))
    assert windows is not None
    right, mirrored = gravity_misfit(windows, np.stack([np.eye(3), -np.eye(3)]))
    angle = 2.0 * radps * WINDOW_S
    whole, half = abs(np.sinc(angle / 2 / np.pi)), abs(np.sinc(angle / 4 / np.pi))
    moved = half * abs(np.sin(angle / 4))
    np.testing.assert_allclose(right, 0.0, atol=2e-3)
    np.testing.assert_allclose(mirrored, np.hypot(whole - 1.0, moved), atol=5e-3)


@pytest.mark.parametrize("signs", list(product((1.0, -1.0), repeat=3)))
def test_every_combination_of_signs_is_found(signs: tuple[float, float, float]) -> None:
    time_s, acc, gyr = tumbled()
    found = gyroscope_fault(telling_windows(time_s, acc, gyr * signs))
    if signs == (1.0, 1.0, 1.0):
        assert found is None
    else:
        assert isinstance(found, AxesFinding)
        assert (found.signs, found.certain) == (signs, True)
        assert found.mended < 0.02 < found.misfit


@pytest.mark.parametrize("unit", UNIT_FACTORS)
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_wrong_unit_is_found_whatever_the_sign(unit: str, sign: float) -> None:
    time_s, acc, gyr = tumbled()
    found = gyroscope_fault(telling_windows(time_s, acc, sign * gyr / UNIT_FACTORS[unit]))
    assert found == UnitFinding(unit=unit)


def test_turning_about_the_vertical_tells_nothing() -> None:
    time_s = np.arange(0.0, 40.0, STEP_S)
    upright = np.broadcast_to([0.0, 0.0, G_MPS2], (len(time_s), 3))
    turn = np.stack([0 * time_s, 0 * time_s, 2.0 * np.sin(time_s)], axis=1)
    for sign in (1.0, -1.0):
        assert gyroscope_fault(telling_windows(time_s, upright, sign * turn)) is None


@pytest.mark.parametrize("seconds", [0.0, 1.0, 3.0])
def test_short_recordings_tell_nothing(seconds: float) -> None:
    time_s, acc, gyr = tumbled(seconds + STEP_S)
    assert telling_windows(time_s, acc, -gyr) is None
    assert gyroscope_fault(None) is None
    assert not is_mirrored(None)


def test_windows_with_a_hole_are_left_out() -> None:
    time_s, acc, gyr = tumbled(20.0)
    keep = (time_s < 9.5) | (time_s > 10.5)
    windows = telling_windows(time_s[keep], acc[keep], gyr[keep])
    assert windows is not None
    whole = telling_windows(time_s, acc, gyr)
    assert whole is not None
    assert 0 < len(windows) < len(whole)
    assert gravity_misfit(windows, np.eye(3)[None]).max() < 0.02


@cache
def quick_arm(hertz: float = 0.9) -> SampleBlock:
    """A straight arm (0.6 m) swung so fast that the pull towards the shoulder hides gravity, and never still."""
    track = Track(initial=60.0)
    for k in range(int(2 * 25 * hertz)):
        track.move(k / (2 * hertz), 1 / (2 * hertz), -60.0 if k % 2 == 0 else 60.0)
    return pendulum(0.6, track, 25.0)


def test_a_quick_straight_arm_is_left_alone() -> None:
    arm = quick_arm()
    assert arm.gyr_radps is not None
    assert np.median(np.linalg.norm(arm.acc_mps2, axis=1)) > 1.67 * G_MPS2
    size = carried_size(arm.time_s, arm.acc_mps2, arm.gyr_radps)
    assert size == pytest.approx(G_MPS2, rel=0.05)
    whole = recording(arm.time_s, arm.acc_mps2, arm.gyr_radps)
    assert with_right_axes(whole, None) is whole


def test_a_wrong_size_without_a_rest_is_seen_by_the_gyroscope() -> None:
    arm = quick_arm()
    no_rest = ReadingNote(code=NO_REST, severity="info", text="holds no rest")
    wrong = recording(arm.time_s, 2.0 * arm.acc_mps2, arm.gyr_radps)
    with pytest.raises(RecordingError, match="of gravity in place of"):
        with_right_axes(replace(wrong, reading_notes=(no_rest,)), None)


@cache
def simulated(gyr_bias_radps: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Recording:
    session = [Still(2.0), *curls([SimulatedRep()] * 6)]
    return simulate(session, sensor=SensorModel(rate_hz=50.0, gyr_bias_radps=gyr_bias_radps)).recording


def with_signs(whole: Recording, signs: tuple[float, float, float]) -> Recording:
    (block,) = whole.sensors
    assert block.gyr_radps is not None
    return replace(whole, sensors=(replace(block, gyr_radps=block.gyr_radps * np.array(signs)),))


def saved(whole: Recording, folder: Path) -> str:
    path = folder / "a.csv"
    write_canonical(whole, path)
    return str(path)


def test_a_mirrored_recording_gives_the_same_reps_and_a_note(tmp_path: Path) -> None:
    right = simulated()
    mended = read_recording(saved(with_signs(right, (-1.0, -1.0, -1.0)), tmp_path))
    assert np.array_equal(mended.sensors[0].gyr_radps, right.sensors[0].gyr_radps)  # type: ignore[arg-type]
    result = analyze(mended)
    assert result.sets == analyze(right).sets
    assert len(result.sets[0].reps) == 6
    (note,) = [q for q in result.quality if q.code == "gyroscope_axes"]
    assert note.severity == "warning"
    assert "other handedness" in quality_text(note)
    assert "Negated" in quality_text(note)


def test_single_axes_are_said_and_left(tmp_path: Path) -> None:
    time_s, acc, gyr = tumbled()
    path = saved(recording(time_s, acc, gyr * [-1.0, -1.0, 1.0]), tmp_path)
    left, mended = read_recording(path), read_recording(path, flip_gyro="xy")
    assert np.array_equal(left.sensors[0].gyr_radps, gyr * [-1.0, -1.0, 1.0])  # type: ignore[arg-type]
    assert np.array_equal(mended.sensors[0].gyr_radps, gyr)  # type: ignore[arg-type]
    (note,) = left.reading_notes
    assert "with --flip-gyro xy" in reading_words(note)
    assert reading_words(note).endswith("Left as recorded.")


def test_a_right_recording_is_not_touched(tmp_path: Path) -> None:
    """Not even with a gyroscope zero that is 15 °/s off."""
    right = simulated(gyr_bias_radps=(0.2, -0.15, 0.1))
    assert read_recording(saved(right, tmp_path)).reading_notes == ()


def test_axes_as_asked_for(tmp_path: Path) -> None:
    mirrored = saved(with_signs(simulated(), (-1.0, -1.0, -1.0)), tmp_path)
    kept, asked = read_recording(mirrored, flip_gyro="none"), read_recording(mirrored, flip_gyro="xz")
    assert kept.reading_notes == ()
    assert kept.sensors[0].gyr_radps is not None
    assert asked.sensors[0].gyr_radps is not None
    assert np.array_equal(asked.sensors[0].gyr_radps, kept.sensors[0].gyr_radps * [-1.0, 1.0, -1.0])
    (note,) = asked.reading_notes
    assert reading_words(note).startswith("Axes x and z of the gyroscope were negated")


@pytest.mark.parametrize(
    ("text", "good"), [("xyz", True), ("y", True), ("none", True), ("", False), ("xx", False)]
)
def test_names_of_axes(text: str, *, good: bool) -> None:
    assert is_axes(text) == good


def test_live_the_gyroscope_is_named_and_not_the_accelerometer() -> None:
    """Samples that come straight from a sensor cannot be mended beforehand, but the reason is said."""
    result = analyze(with_signs(simulated(), (-1.0, -1.0, -1.0)))
    said = [quality_text(q) for q in result.quality] + [
        refusal_clause(r.because) for r in result.rejected_sets
    ]
    assert not any("does not read gravity" in text or "calibrate the accelerometer" in text for text in said)
    (note,) = [q for q in result.quality if q.code == "gyroscope_axes"]
    assert "--flip-gyro xyz" in quality_text(note)


def test_a_quick_straight_arm_is_read_with_a_note_and_not_refused(tmp_path: Path) -> None:
    arm = quick_arm()
    (note,) = read_recording(
        saved(recording(arm.time_s, arm.acc_mps2, arm.gyr_radps), tmp_path)
    ).reading_notes
    assert (note.code, note.severity) == (NO_REST, "info")


@pytest.mark.parametrize("factor", [1.0 / G_MPS2, G_MPS2, 100.0, 1000.0 / G_MPS2, 2048.0 / G_MPS2])
@pytest.mark.parametrize("moves", ["curls", "quick arm"])
def test_a_wrong_unit_of_acceleration_is_refused_also_without_a_rest(
    factor: float, moves: str, tmp_path: Path
) -> None:
    (block,) = simulated().sensors if moves == "curls" else (quick_arm(),)
    wrong = recording(block.time_s, block.acc_mps2 * factor, block.gyr_radps)
    with pytest.raises(RecordingError, match="the unit is given as m/s²"):
        read_recording(saved(wrong, tmp_path))


def test_raw_counts_are_called_so(tmp_path: Path) -> None:
    (block,) = simulated().sensors
    with pytest.raises(RecordingError, match=r"raw counts \(4096 for one g\)"):
        read_recording(saved(recording(block.time_s, block.acc_mps2 * 4096.0 / G_MPS2, None), tmp_path))


@pytest.mark.parametrize("factor", [180.0 / np.pi, np.pi / 180.0, 16.4 * 180.0 / np.pi])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_wrong_unit_of_a_gyroscope_is_refused(factor: float, sign: float, tmp_path: Path) -> None:
    (block,) = simulated().sensors
    assert block.gyr_radps is not None
    wrong = recording(block.time_s, block.acc_mps2, sign * factor * block.gyr_radps)
    with pytest.raises(RecordingError, match="angular velocity"):
        read_recording(saved(wrong, tmp_path))
