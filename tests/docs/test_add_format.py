"""docs/add_format.md: its dialect reads what it says, and refuses what it should, with one sentence."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from imu.errors import RecordingError
from imu.formats import FORMATS, read_recording
from imu.formats.dialect import Dialect
from imu.formats.document import open_file
from tests.fixtures.doc_examples import PAGES, blocks, example
from tests.fixtures.exports import ACC, DEG, GYR, TIME, G

FULL_ACC_G, FULL_GYR_DPS, COUNTS = 8, 1000, 32768
ROOT = PAGES.parent


@pytest.fixture(scope="module")
def ringlog() -> Dialect:
    module = ModuleType("ringlog")
    exec(compile(example("add_format.md", "dialect"), "add_format.md", "exec"), module.__dict__)
    found = module.RINGLOG
    assert isinstance(found, Dialect)
    return found


def logged(folder: Path, first: str = "# RingLog acc=8g gyr=1000dps") -> Path:
    """The known motion of the tests of formats, as the logger of the page writes it."""
    acc = np.round(ACC / G / FULL_ACC_G * COUNTS).astype(int)
    gyr = np.round(DEG / FULL_GYR_DPS * COUNTS).astype(int)
    rows = [[round(1000 * t), *a, *w] for t, a, w in zip(TIME, acc, gyr, strict=True)]
    lines = [first, "millis,ax,ay,az,gx,gy,gz", *(",".join(map(str, row)) for row in rows)]
    path = folder / "ring.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_samples_are_the_motion(ringlog: Dialect, tmp_path: Path) -> None:
    document = open_file(str(logged(tmp_path)))
    assert ringlog.sniff(document)
    recording = ringlog.read(document)
    (block,) = recording.sensors
    assert (recording.format, block.sensor) == ("ringlog", "wrist")
    np.testing.assert_allclose(block.time_s, TIME, atol=1e-9)
    np.testing.assert_allclose(block.acc_mps2, ACC, atol=0.5 * FULL_ACC_G * G / COUNTS + 1e-9)
    np.testing.assert_allclose(block.gyr_radps, GYR, atol=0.5 * np.deg2rad(FULL_GYR_DPS) / COUNTS + 1e-9)


def test_the_file_it_shows_is_of_that_kind(ringlog: Dialect, tmp_path: Path) -> None:
    path = tmp_path / "shown.csv"
    path.write_text(example("add_format.md", "file"), encoding="utf-8")
    document = open_file(str(path))
    assert ringlog.sniff(document)
    assert ringlog.read(document).sensors[0].acc_mps2[0, 1] == pytest.approx(G)


def test_nothing_else_reads_it_and_it_reads_nothing_else(
    ringlog: Dialect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the package of the page is installed beside this program."""
    monkeypatch.setattr("imu.formats.registry.plugins", lambda _group: ())
    with pytest.raises(RecordingError):
        read_recording(str(logged(tmp_path)))
    assert not ringlog.sniff(open_file(str(ROOT / "firmware_data" / "recordings" / "demo_curls.csv")))


def test_a_first_line_without_scales_gets_a_sentence(ringlog: Dialect, tmp_path: Path) -> None:
    path = logged(tmp_path, "# RingLog")
    with pytest.raises(RecordingError) as caught:
        ringlog.read(open_file(str(path)))
    assert str(caught.value).startswith(f"{path}, line 1: the first line does not say the full scales")


def test_a_wrong_scale_is_found_by_gravity(ringlog: Dialect, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="check the unit"):
        ringlog.read(open_file(str(logged(tmp_path, "# RingLog acc=16g gyr=1000dps"))))


def test_its_name_is_free() -> None:
    assert "ringlog" not in {info.name for info in FORMATS}


def test_the_one_line_way_is_as_in_the_program() -> None:
    assert blocks("add_format.md", "python")[0] in (
        ROOT / "imu" / "formats" / "dialects" / "apps.py"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "name"), [("imu/formats/registry.py", "_DIALECTS"), ("tests/fixtures/exports.py", "BUILDERS")]
)
def test_the_places_it_names_are_there(path: str, name: str) -> None:
    assert f"\n{name}" in (ROOT / path).read_text(encoding="utf-8")
