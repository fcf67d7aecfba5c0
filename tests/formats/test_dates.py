"""A recording's date is known where its time column tells it, and unknown where it may be read in two ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from analysis.output.json_document import to_document
from analysis.stream.offline import analyze
from imu.formats import read_recording
from imu.formats.tables.timestamps import first_moment, is_clock_text, moment_of_epoch
from imu.types import Recording
from tests.fixtures.spoiled import lifts

BEGAN = datetime(2026, 5, 23, 18, 30, 5, 250_000, tzinfo=UTC)
AXES = ("ax (m/s2)", "ay (m/s2)", "az (m/s2)", "gx (rad/s)", "gy (rad/s)", "gz (rad/s)")
CANONICAL = tuple(
    f"{kind}_{axis}_{unit}" for kind, unit in (("acc", "mps2"), ("gyr", "radps")) for axis in "xyz"
)


def columns() -> list[list[float]]:
    block = lifts()
    return np.column_stack([block.acc_mps2, block.gyr_radps]).T.tolist()


def moments() -> list[datetime]:
    """Time of each row, to the microsecond."""
    since = lifts().time_s - lifts().time_s[0]
    return [BEGAN + timedelta(microseconds=round(float(one) * 1e6)) for one in since]


def read_csv(tmp_path: Path, name: str, times: Sequence[object], axes: Sequence[str] = AXES) -> Recording:
    rows = zip(times, *columns(), strict=True)
    text = "\n".join([",".join([name, *axes]), *(",".join(map(str, row)) for row in rows), ""])
    path = tmp_path / "curls.csv"
    path.write_text(text, encoding="utf-8")
    return read_recording(path)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("%Y-%m-%dT%H:%M:%S.%fZ", "2026-05-23T18:30:05.250+00:00"),
        ("%Y-%m-%d %H:%M:%S.%f+02:00", "2026-05-23T18:30:05.250+02:00"),
        ("%Y-%m-%d %H:%M:%S.%f", "2026-05-23T18:30:05.250"),
        ("%d.%m.%Y %H:%M:%S.%f", "2026-05-23T18:30:05.250"),
        ("%m/%d/%Y %I:%M:%S.%f %p", "2026-05-23T18:30:05.250"),
        ("%H:%M:%S.%f", None),
    ],
)
def test_whole_timestamps(form: str, said: str | None, tmp_path: Path) -> None:
    found = read_csv(tmp_path, "time", [one.strftime(form) for one in moments()])
    assert found.started_at == said
    assert found.sensors[0].time_s == pytest.approx(lifts().time_s - lifts().time_s[0], abs=2e-6)
    assert to_document(analyze(found))["recording"]["started_at"] == said


@pytest.mark.parametrize(("unit", "per_s"), [("s", 1.0), ("ms", 1e3), ("us", 1e6), ("ns", 1e9)])
def test_counts_from_1970(unit: str, per_s: float, tmp_path: Path) -> None:
    whole = [round(one.timestamp() * 1e6) * (10**9 // 10**6) for one in moments()]  # ns, exact
    cells = [one / 1e9 if unit == "s" else one // round(1e9 / per_s) for one in whole]
    found = read_csv(tmp_path, f"timestamp ({unit})", cells)
    assert found.started_at == "2026-05-23T18:30:05.250+00:00"


@pytest.mark.parametrize("name", ["time", "time_s"])
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (pa.timestamp("us"), "2026-05-23T18:30:05.250"),
        (pa.timestamp("us", tz="UTC"), "2026-05-23T18:30:05.250+00:00"),
        (pa.timestamp("ns", tz="Europe/Berlin"), "2026-05-23T20:30:05.250+02:00"),
    ],
)
def test_parquet_with_moments(kind: pa.DataType, said: str, name: str, tmp_path: Path) -> None:
    """Also under the canonical name: it is a clock, whatever it is called."""
    times = pa.array(moments(), pa.timestamp("us", tz="UTC")).cast(kind)
    path = tmp_path / "curls.parquet"
    parquet.write_table(pa.table([times, *columns()], names=[name, *CANONICAL]), path)
    found = read_recording(path)
    assert found.started_at == said
    assert found.sensors[0].time_s == pytest.approx(lifts().time_s - lifts().time_s[0], abs=2e-6)
    assert found.sensors[0].acc_mps2.tolist() == lifts().acc_mps2.tolist()


def test_canonical_csv_with_dates_as_its_times(tmp_path: Path) -> None:
    found = read_csv(tmp_path, "time_s", [one.isoformat() for one in moments()], CANONICAL)
    assert (found.format, found.started_at) == ("generic", "2026-05-23T18:30:05.250+00:00")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["03/05/2026 10:00:00", "03/05/2026 10:00:01"], None),  # the third of May, or the fifth of March
        (
            ["03/05/2026 23:59:59", "04/05/2026 00:00:01"],
            "2026-05-03T23:59:59.000",
        ),  # one day follows the other
        (["05/05/2026 10:00:00"], "2026-05-05T10:00:00.000"),
        (["26-05-23 10:00:00"], None),  # 2026, or the 26th
        (["2000-01-01 00:00:10"], None),  # a clock that was never set
        (["10:00:00"], None),
        (["x", ""], None),
        ([], None),
    ],
)
def test_no_date_is_guessed(cells: list[str], said: str | None) -> None:
    assert first_moment(cells) == said


def test_counts_that_are_no_dates() -> None:
    seconds_of_1900_to_1970 = 2_208_988_800  # RFC 868
    assert moment_of_epoch((1_779_561_005 + seconds_of_1900_to_1970) * 1_000_000) is None
    assert moment_of_epoch(86_400_000_000) is None
    assert moment_of_epoch(10**25) is None


@pytest.mark.parametrize(
    ("cell", "is_one"), [("10:00:00", True), ("2026-05-23T10:00:00Z", True), ("12.5", False), ("", False)]
)
def test_clock_texts(cell: str, *, is_one: bool) -> None:
    assert is_clock_text(cell) is is_one
