"""A dialect from another package, as docs/add_format.md says: read like any other, and its faults are its own."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from analysis.cli import run
from imu.errors import PluginError, RecordingError
from imu.formats import FORMATS, known_formats, read_recording, register_dialect, registry
from imu.formats.dialect import Dialect
from imu.formats.dialects.phyphox import PHYPHOX
from imu.plugins import plugins
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
            "is a format named 'phyphox', unlike its entry point",
        ),
        (
            broken("RINGLOG = replace(RINGLOG, sniff=lambda d: 1 / 0)"),
            "fails at {} (ZeroDivisionError: division by zero)",
        ),
        (broken("RINGLOG = replace(RINGLOG, read=lambda d: {}['x'])"), "fails at {} (KeyError: 'x')"),
        ("raise SystemExit('bye')", "cannot be loaded (SystemExit: bye)"),
        (
            broken("def leave(d): raise SystemExit(3)\nRINGLOG = replace(RINGLOG, sniff=leave)"),
            "fails at {} (SystemExit: 3)",
        ),
        (broken("RINGLOG = replace(RINGLOG, info=None)"), "has an info that is no FormatInfo but NoneType"),
        (
            broken("RINGLOG = replace(RINGLOG, info=replace(RINGLOG.info, name=3))"),
            "has an info.name that is no text but int",
        ),
        (
            broken("RINGLOG = replace(RINGLOG, info=replace(RINGLOG.info, example=b''))"),
            "has an info.example that is no text but bytes",
        ),
        (broken("RINGLOG = replace(RINGLOG, sniff=True)"), "has a sniff that is no function but bool"),
        (broken("RINGLOG = replace(RINGLOG, read=None)"), "has a read that is no function but NoneType"),
        (
            broken("import numpy\nRINGLOG = replace(RINGLOG, sniff=lambda d: numpy.ones(2))"),
            "fails at {} (sniff returns ndarray, not True or False)",
        ),
        (
            broken("RINGLOG = replace(RINGLOG, sniff=lambda d: None)"),
            "fails at {} (sniff returns NoneType, not True or False)",
        ),
        (
            broken("RINGLOG = replace(RINGLOG, read=lambda d: None)"),
            "fails at {} (read returns NoneType, not a Recording)",
        ),
        (
            broken("RINGLOG = replace(RINGLOG, read=lambda d: [])"),
            "fails at {} (read returns list, not a Recording)",
        ),
        (
            broken("RINGLOG = replace(RINGLOG, read=lambda d: replace(_read(d), sensors=()))"),
            "fails at {} (read returns a Recording without SampleBlocks)",
        ),
        (
            broken("RINGLOG = replace(RINGLOG, read=lambda d: replace(_read(d), sensors=None))"),
            "fails at {} (read returns a Recording without SampleBlocks)",
        ),
    ],
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


BAD_ENTRIES = [
    ("ringlog =", "'ringlog'", "has the entry point '', which does not read MODULE:OBJECT"),
    ("ringlog = !!!", "'ringlog'", "has the entry point '!!!', which does not read MODULE:OBJECT"),
    ("!!!", "'rep_momentum.dialects'", "cannot be found, because its entry_points.txt is damaged"),
    ("phyphox = ringlog_reader:RINGLOG", "'phyphox'", "is a format named 'phyphox', as one of this program"),
    ("ring = ringlog_reader:RINGLOG", "'ring'", "is a format named 'ringlog', unlike its entry point"),
]


@pytest.mark.parametrize(("line", "name", "fault"), BAD_ENTRIES, ids=[line for line, _, _ in BAD_ENTRIES])
def test_a_wrong_entry_point_gets_a_sentence(
    ring: str, line: str, name: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = f"[rep_momentum.dialects]\n{line}\n"
    install(tmp_path / "site", monkeypatch, "ringlog-reader", entry, ringlog_reader=DIALECT)
    with pytest.raises(PluginError) as caught:
        read_recording(ring)
    assert str(caught.value) == f"the plug-in {name} of ringlog-reader 1.2 {fault}{MEND}"


def test_the_formats_are_listed_without_a_broken_one(
    ring: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(tmp_path / "site", monkeypatch, "ringlog-reader", ENTRY, ringlog_reader=DIALECT)
    entry = "[rep_momentum.dialects]\nanother = another_reader:ANOTHER\n"
    install(tmp_path / "site", monkeypatch, "another-reader", entry, another_reader="ANOTHER = 3")
    assert run(["formats"]) == 2
    said = capsys.readouterr()
    named = [line.partition(":")[0] for line in said.out.splitlines() if line and not line.startswith(" ")]
    own = [info.name for info in FORMATS]
    assert named == [*own[:-1], "ringlog", own[-1]]
    fault = "the plug-in 'another' of another-reader 1.2 is no Dialect but int; update another-reader, or uninstall it."
    assert said.err == f"rep-momentum: left out: {fault}\n"
    assert read_recording(ring, format="ringlog").format == "ringlog"
    demo = str(files("firmware_data.recordings") / "demo_curls.csv")
    assert run(["analyze", demo, "--format", "canonical"]) == 0
    assert run(["analyze", ring, "--format", "another"]) == 2
    assert fault in capsys.readouterr().err
    assert run(["analyze", ring, "--format", "nothing"]) == 2
    assert "there is no format 'nothing'; known are canonical, " in capsys.readouterr().err


def test_two_packages_with_one_name_are_both_named(
    ring: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The package that is first in the alphabet is listed, whatever the order on the search path."""
    for name in ("ringlog-reader", "ring-too", "ring-zero"):
        module = name.replace("-", "_")
        entry = ENTRY.replace("ringlog_reader", module)
        install(tmp_path / name, monkeypatch, name, entry, **{module: DIALECT})
    fault = "the plug-in 'ringlog' of {0} 1.2 has the name of a plug-in of ring-too 1.2; update {0}, or uninstall it."
    with pytest.raises(PluginError) as caught:
        read_recording(ring)
    assert str(caught.value) == fault.format("ring-zero")
    with pytest.raises(PluginError):
        read_recording(ring, format="ringlog")
    assert run(["formats"]) == 2
    said = capsys.readouterr()
    assert said.out.count("ringlog: RingLog\n") == 1
    assert [line.partition("left out: ")[2] for line in said.err.splitlines()] == [
        fault.format("ring-zero"), fault.format("ringlog-reader"),
    ]  # fmt: skip


def test_plug_ins_come_in_order_of_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the order of packages, and of the lines of one."""
    group = "rep_momentum.dialects"
    for package, names in (("aaa", ("walnut", "birch")), ("zzz", ("alder", "yew"))):
        lines = "".join(f"{name} = none:NONE\n" for name in names)
        install(tmp_path / package, monkeypatch, package, f"[{group}]\n{lines}")
    assert [plugin.name for plugin in plugins(group)] == ["alder", "birch", "walnut", "yew"]


def page_dialect() -> Dialect:
    module = ModuleType("ringlog")
    exec(compile(DIALECT, "add_format.md", "exec"), module.__dict__)
    assert isinstance(module.RINGLOG, Dialect)
    return module.RINGLOG


@pytest.mark.usefixtures("installed")
def test_a_script_may_not_take_the_name_of_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_REGISTERED", {})
    with pytest.raises(PluginError) as caught:
        register_dialect(page_dialect())
    assert str(caught.value) == (
        "the dialect 'ringlog' has the name of a plug-in of ringlog-reader 1.2; "
        "give your dialect another name, or uninstall ringlog-reader."
    )
    assert registry._REGISTERED == {}


def test_a_package_may_not_take_the_name_of_a_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_REGISTERED", {"ringlog": page_dialect()})
    install(tmp_path / "site", monkeypatch, "ringlog-reader", ENTRY, ringlog_reader=DIALECT)
    with pytest.raises(PluginError) as caught:
        known_formats()
    assert str(caught.value) == f"{OWNER} has the name of a dialect that register_dialect made known{MEND}"


def test_the_message_of_the_page(ring: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", monkeypatch, "ringlog-reader", ENTRY)
    monkeypatch.delitem(sys.modules, "ringlog_reader", raising=False)
    elsewhere = [place for place in sys.path if not (Path(place) / "ringlog_reader.py").exists()]
    monkeypatch.setattr(sys, "path", elsewhere)
    with pytest.raises(PluginError) as caught:
        read_recording(ring)
    assert str(caught.value) == example("add_format.md", "broken plug-in").strip()


def test_what_this_program_reads_does_not_ask_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", monkeypatch, "ringlog-reader", ENTRY, ringlog_reader="1 / 0")
    with pytest.raises(PluginError):
        known_formats()
    demo = files("firmware_data.recordings") / "demo_curls.csv"
    assert read_recording(str(demo)).format == "canonical"


@pytest.mark.program
def test_a_script_registers_one(ring: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    last = "register_dialect(RINGLOG)\nprint(read_recording(sys.argv[1]).format)\n"
    head = "import sys\nfrom imu.formats import read_recording, register_dialect\n"
    dialect = DIALECT.replace('"ringlog"', '"ringlog-of-a-script"')  # the name of the page may be installed
    script.write_text(dialect.replace("import re\n", f"import re\n{head}", 1) + last * 2, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, ring], capture_output=True, text=True, check=True, timeout=60,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.stdout == "ringlog-of-a-script\n" * 2


def test_a_name_of_this_program_is_taken() -> None:
    with pytest.raises(
        ValueError, match="'phyphox' is a format of this program; give your dialect another name"
    ):
        register_dialect(PHYPHOX)
