"""One spike in a file spoils no check of units or axes, and no limit stands in the units of a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.stream.offline import analyze
from analysis.stream.tracker import Tracker
from imu.errors import RecordingError
from imu.formats import read_recording
from imu.formats.tables.check_acceleration import rest_size, unit_by_gravity
from imu.formats.tables.check_gyroscope import check_turning, turning_of, unit_by_motion
from imu.formats.tables.spikes import HUGE, stands_alone, without_huge
from imu.units import DEG_PER_RAD, G_MPS2
from tests.fixtures.exports import save
from tests.fixtures.spoiled import lifts, with_values

HEADERS = {
    "SI": ("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps", 1.0, 1.0),
    "g and °/s": ("time (s),ax (g),ay (g),az (g),gx (deg/s),gy (deg/s),gz (deg/s)", 1 / G_MPS2, DEG_PER_RAD),
    "mg and mdps": (
        "time (s),ax (mg),ay (mg),az (mg),gx (mdps),gy (mdps),gz (mdps)",
        1000 / G_MPS2,
        1000 * DEG_PER_RAD,
    ),
    "no units": ("time (s),ax,ay,az,gx,gy,gz", 1 / G_MPS2, DEG_PER_RAD),
}
CELLS = ["32767", "-32768", "99000", "1e6", "3e38", "1e300", "-1.7e308"]


def table(header, acc_factor, gyr_factor, cells=()):
    """The lifts in these units, with (row, column, text) put in as they are."""
    good = lifts()
    values = np.column_stack([good.time_s, good.acc_mps2 * acc_factor, good.gyr_radps * gyr_factor])
    rows = [[f"{value:.6g}" for value in row] for row in values]
    for row, column, text in cells:
        rows[row][column] = text
    return "\n".join([header, *map(",".join, rows), ""]).encode()


def calls(result):
    return [[rep.verdict for rep in one.reps] for one in result.sets]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("units", HEADERS)
def test_a_spike_in_any_unit(units, cell, tmp_path: Path):
    """In a gyroscope's column. 32767 mdps is 33 °/s, which the hand may well have."""
    spoiled = table(*HEADERS[units], cells=[(400, 5, cell)])
    plain, found = (
        analyze(read_recording(save(tmp_path, {name: data})[0]))
        for name, data in (("plain.csv", table(*HEADERS[units])), ("spoiled.csv", spoiled))
    )
    assert calls(found) == calls(plain)
    assert len(calls(plain)[0]) == 6
    told = [q.because.values for q in found.quality if q.code == "impossible"]
    possible = units == "mg and mdps" and abs(float(cell)) < 4e5
    assert [v["beyond"] + v["isolated"] for v in told] == ([] if possible else [1])


def test_many_spikes_stop_no_unit_from_being_recognised(tmp_path: Path):
    cells = [(row, 4 + row % 3, "32767") for row in range(11, 1700, 97)]
    result = analyze(read_recording(save(tmp_path, {"a.csv": table(*HEADERS["no units"], cells=cells)})[0]))
    assert [len(one) for one in calls(result)] == [6]


def test_live_and_file_agree_on_what_no_sensor_gives(tmp_path: Path):
    cells = [(300, 1, "99000"), (500, 4, "500"), (700, 6, "1e300")]
    path = save(tmp_path, {"a.csv": table(*HEADERS["SI"], cells=cells)})[0]
    (block,) = read_recording(path).sensors
    good = lifts()
    assert len(block) == len(good)  # the reader leaves such rows to the stream
    live = Tracker()
    spoiled = with_values(
        with_values(block, [300], acc=[99000.0, None, None]), [700], gyr=[None, None, 1e300]
    )
    for k in range(0, len(block), 3):
        live.push(spoiled.slice(k, k + 3))
    live.flush()
    assert live.sets == list(analyze(read_recording(path)).sets)
    assert live.sensors["wrist"].vitals.beyond == 3


def test_a_wrong_unit_is_still_refused_beside_spikes():
    good = lifts()
    degrees = replace(good, gyr_radps=good.gyr_radps * DEG_PER_RAD)
    spoiled = with_values(degrees, range(20, len(good), 60), gyr=[None, 1e6, None])
    with pytest.raises(RecordingError, match="deg/s"):
        check_turning(turning_of(spoiled.time_s, spoiled.acc_mps2, spoiled.gyr_radps), "a.csv")


@pytest.mark.parametrize("spike", [32.0, 32768.0, HUGE])
def test_units_are_found_beside_spikes(spike):
    good = lifts()
    rows = np.random.default_rng(1).integers(0, len(good), len(good) // 33)
    spoiled = with_values(good, rows, acc=[spike * G_MPS2] * 3, gyr=[spike * 60.0] * 3)
    assert unit_by_gravity(spoiled.acc_mps2) == unit_by_gravity(good.acc_mps2) == "m/s²"
    assert rest_size(spoiled.acc_mps2) == pytest.approx(G_MPS2, rel=0.01)
    assert unit_by_motion(spoiled.time_s, spoiled.acc_mps2, spoiled.gyr_radps) == "rad/s"


def test_spikes_of_one_and_two_rows_stand_alone():
    good = lifts()
    rows = [100, 200, 201, 300, 303]
    found = np.flatnonzero(stands_alone(with_values(good, rows, gyr=[None, 35.0, None]).gyr_radps))
    assert set(rows) <= set(found.tolist())
    assert stands_alone(good.gyr_radps).mean() < 0.01
    assert stands_alone(good.gyr_radps[:3]).tolist() == [False] * 3


def test_huge_numbers_are_cut_and_the_rest_is_as_it_was():
    values = np.array([[1.0, -1e300, np.nan], [np.inf, 1e31, -2.0]])
    cut = without_huge(values)
    assert cut[0, :2].tolist() == [1.0, -HUGE]
    assert np.isnan(cut[0, 2])
    assert cut[1].tolist() == [np.inf, HUGE, -2.0]
