"""A dialect from another package, as docs/add_format.md says: read like any other, and its faults are its own."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from analysis.cli import run
from imu.errors import PluginError, RecordingError
from imu.formats import FORMATS, known_formats, read_recording, register_dialect
from imu.formats.dialects.phyphox import PHYPHOX
from tests.docs.test_add_format import logged
from tests.fixtures.doc_examples import example
from tests.fixtures.exports import TIME
from tests.fixtures.packages import entry_points_of, install

DIALECT = example("add_format.md", "dialect")
ENTRY = entry_points_of(example("add_format.md", "entry point"))
OWNER = "the plug-in 'ringlog' of ringlog-reader 1.2"
MEND = "; update ringlog-reader, or uninstall it."


def broken(fault: str) -> str:
    """The dialect of the page with another last line."""
    return f"{DIALECT}\n{fault}\n"


@pytest.fixture
def ring(tmp_path: Path) -> str:
    return str(logged(tmp_path))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", monkeypatch, "ringlog-reader", ENTRY, ringlog_reader=DIALECT)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", [None, "ringlog"])
def test_it_reads_its_files(ring: str, name: str | None) -> None:
    recording = read_recording(ring, format=name)
    assert recording.format == "ringlog"
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME, atol=1e-9)


@pytest.mark.usefixtures("installed")
def test_it_is_asked_before_generic() -> None:
    assert [info.name for info in known_formats()] == [
        *(info.name for info in FORMATS if info.name != "generic"), "ringlog", "generic",
    ]  # fmt: skip


@pytest.mark.usefixtures("installed")
def test_the_commands_know_it(ring: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["formats"]) == 0
    assert "ringlog: RingLog\n" in capsys.readouterr().out
    assert run(["analyze", ring, "--format", "ringlog"]) == 0


@pytest.mark.usefixtures("installed")
def test_its_own_sentences_stay_as_they_are(tmp_path: Path) -> None:
    path = str(logged(tmp_path, "# RingLog"))
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    assert str(caught.value).startswith(f"{path}, line 1: the first line does not say the full scales")


@pytest.mark.parametrize(
    ("module", "fault"),
    [
        ("import no_such_module", "cannot be loaded (ModuleNotFoundError: No module named 'no_such_module')"),
        (
            broken("del RINGLOG"),
            "cannot be loaded (AttributeError: module 'ringlog_reader' has no attribute 'RINGLOG')",
        ),
        ("RINGLOG = 3", "is no Dialect but int"),
        (
            broken("RINGLOG = replace(RINGLOG, info=replace(RINGLOG.info, name='phyphox'))"),
            "is a format named 'phyphox', as one of this program",
        ),
        (
            broken("RINGLOG = replace(RINGLOG, sniff=lambda d: 1 / 0)"),
            "fails at {} (ZeroDivisionError: division by zero)",
        ),
        (broken("RINGLOG = replace(RINGLOG, read=lambda d: {}['x'])"), "fails at {} (KeyError: 'x')"),
    ],
    ids=["import", "name", "kind", "taken", "sniff", "read"],
)
def test_a_fault_says_whose_it_is(
    ring: str,
    module: str,
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    install(tmp_path / "site", monkeypatch, "ringlog-reader", ENTRY, ringlog_reader=module)
    says = f"{OWNER} {fault.replace('{}', ring, 1) if ' at ' in fault else fault}{MEND}"
    with pytest.raises(PluginError) as caught:
        read_recording(ring)
    assert str(caught.value) == says
    assert run(["analyze", ring]) == 2
    assert says in capsys.readouterr().err.splitlines()[-1]


def test_the_message_of_the_page(ring: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", monkeypatch, "ringlog-reader", ENTRY)
    monkeypatch.delitem(sys.modules, "ringlog_reader", raising=False)
    with pytest.raises(PluginError) as caught:
        read_recording(ring)
    assert str(caught.value) == example("add_format.md", "broken plug-in").strip()


def test_what_this_program_reads_does_not_ask_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", monkeypatch, "ringlog-reader", ENTRY, ringlog_reader="1 / 0")
    with pytest.raises(PluginError):
        known_formats()
    demo = files("firmware_data.recordings") / "demo_curls.csv"
    assert read_recording(str(demo)).format == "canonical"


def test_a_script_registers_one(ring: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    last = "register_dialect(RINGLOG)\nprint(read_recording(sys.argv[1]).format)\n"
    head = "import sys\nfrom imu.formats import read_recording, register_dialect\n"
    script.write_text(DIALECT.replace("import re\n", f"import re\n{head}", 1) + last * 2, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, ring], capture_output=True, text=True, check=True, timeout=60,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.stdout == "ringlog\nringlog\n"


def test_a_name_of_this_program_is_taken() -> None:
    with pytest.raises(
        ValueError, match="'phyphox' is a format of this program; give your dialect another name"
    ):
        register_dialect(PHYPHOX)
