"""An import only ever points down, and what is slow or foreign to a room stays out of it."""

from __future__ import annotations

import sys

import pytest

from tests.fixtures.source_tree import Module, modules

LEVELS: tuple[tuple[str, ...], ...] = (
    ("imu._html", "imu.units"),
    ("imu.errors",),
    ("imu.types",),
    ("imu.cross_check.carried_gravity",),
    ("imu.cross_check.gyroscope_axes",),
    ("imu.devices",),
    ("analysis.errors", "analysis.settings", "analysis.settings.safe_write"),
    ("analysis.settings.advice_settings",),
    ("analysis.settings.toml_file", "analysis.settings.threshold_table"),
    ("analysis.results",),
    ("analysis.settings.thresholds",),
    ("analysis.core",),
    ("analysis.stream.announcements", "analysis.quality.signal_measures", "analysis.quality.monitor"),
    (
        "analysis.stream.reconcile",
        "analysis.stream.companion",
        "analysis.coaching.corrections",
        "analysis.quality.findings",
        "analysis.stream.segment",
    ),
    ("analysis.stream.tracker",),
    ("analysis.stream.offline",),
    (
        "analysis.coaching.weights",
        "analysis.settings.presets",
        "analysis.evaluation.labels",
        "analysis.evaluation.metrics",
        "analysis.output.explain",
    ),
    ("analysis.evaluation.matching",),
    ("analysis.evaluation.scored_recording",),
    ("analysis.evaluation.evaluate",),
    ("analysis.coaching.advice", "analysis.coaching.confidence"),
    ("analysis.coaching.set_context",),
    ("analysis.report",),
    (
        "analysis.notebook.card",
        "analysis.output.json_document",
        "analysis.evaluation.label_files",
        "analysis.evaluation.personal_limits",
        "analysis.quality.signal_check",
        "analysis.output.tables",
        "analysis.output.terminal",
    ),
    ("imu.recording.append_file", "imu.devices.packet_log"),
    ("imu.formats", "imu.recording.replay", "imu.simulate", "imu.ble", "imu.virtual_ble"),
    ("imu.recording.recorder",),
    ("imu.recording.intake",),
    ("analysis.evaluation.labelled_set",),
    (
        "analysis.notebook.lab.try_arm",
        "analysis.notebook.lab.practice_data",
        "analysis.notebook.lab.sensor_faults",
        "analysis.evaluation.sweep",
    ),
    ("analysis.evaluation.held_out",),
    ("analysis.evaluation",),
    ("analysis.output.frames", "analysis.notebook.plots", "analysis.notebook.sliders"),
    ("analysis.live",),
    ("analysis.notebook.api",),
    ("analysis.cli",),
)
"""The rooms from the ground up. A room imports only from the floors below its own, and from itself."""

FACES = {"imu", "analysis"}
FACE_FLOOR = LEVELS.index(("imu.types",)) + 1
"""The packages' own ``__init__`` offers by name what is in the types and errors of `imu`, no more."""

CORE_MAY_USE = {
    "numpy", "scipy", "vqf",
    "analysis.core", "analysis.settings", "analysis.settings.thresholds", "analysis.results", "analysis.errors",
    "imu.types", "imu.units", "imu.cross_check.carried_gravity", "imu.cross_check.gyroscope_axes",
}  # fmt: skip
CLOCKS_AND_LOGS = {"asyncio", "logging", "time", "datetime", "threading", "random", "warnings"}
SLOW = {"pandas", "scipy.signal", "scipy.optimize", "matplotlib", "jinja2", "sqlalchemy", "dask"}
RADIO = {"bleak": {"imu.ble", "imu.virtual_ble"}, "bumble": {"imu.virtual_ble"}}
"""Libraries of the radio and the rooms that know them."""
SENSING = RADIO["bleak"] | {
    "analysis.live.sources.bluetooth",
    "analysis.live.sources.session_recording",
    "analysis.live.sources.http_push",
    "analysis.live.sources.phyphox_polling",
    "analysis.live.sources.simulated",
}
"""What is loaded only once sensors are wanted: it may load the radio at once, and nothing else may load it so."""
TERMINAL_ONLY = {"rich", "typer", "click"}
TERMINAL_ROOMS = {"analysis.cli", "analysis.output.terminal"}

MODULES = modules()


def within(name: str, rooms: set[str] | tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def floor(name: str) -> int | None:
    """Place of a module's room in `LEVELS`."""
    return next((k for k, rooms in enumerate(LEVELS) if within(name, rooms)), None)


def room(name: str) -> str:
    return next(r for rooms in LEVELS for r in rooms if within(name, (r,)))


def upward(module: Module) -> list[str]:
    """Imports of `imu` and `analysis` that point up or sideways."""
    here = FACE_FLOOR if module.name in FACES else floor(module.name)
    assert here is not None, f"{module.name} has no room: give it a floor in LEVELS"
    wrong = []
    for name, line, _ in module.imports:
        there = floor(name)
        if there is not None and there >= here and (module.name in FACES or room(name) != room(module.name)):
            wrong.append(f"{module.name}:{line} imports {name}")
    return wrong


def foreign_to_core(module: Module) -> list[str]:
    standard = set(sys.stdlib_module_names) - CLOCKS_AND_LOGS
    return [
        f"{module.name}:{i.line} imports {i.name}"
        for i in module.imports
        if i.name.partition(".")[0] not in standard and not within(i.name, CORE_MAY_USE)
    ]


def imported(module: Module, names: set[str]) -> list[str]:
    """Imports of these, wherever they stand in the module."""
    return [f"{module.name}:{i.line} imports {i.name}" for i in module.imports if within(i.name, names)]


def at_once(module: Module, names: set[str]) -> list[str]:
    """Imports of these that run as soon as the module is imported."""
    early = [i for i in module.imports if not i.late and within(i.name, names)]
    return [f"{module.name}:{i.line} imports {i.name}" for i in early]


def rooms_of(package: str) -> list[Module]:
    """The modules of a package; there are some."""
    found = [module for module in MODULES if within(module.name, (package,))]
    assert found
    return found


def test_imports_point_down() -> None:
    assert [wrong for module in MODULES for wrong in upward(module)] == []


def test_imu_stands_alone() -> None:
    assert [wrong for module in rooms_of("imu") for wrong in imported(module, {"analysis"})] == []


def test_core_is_numbers_only() -> None:
    assert [wrong for module in rooms_of("analysis.core") for wrong in foreign_to_core(module)] == []


def test_slow_libraries_wait_until_they_are_needed() -> None:
    found = []
    for module in MODULES:
        radio = set() if within(module.name, SENSING) else SENSING | RADIO.keys()
        found += at_once(module, SLOW | radio)
    assert found == []


@pytest.mark.parametrize("library", RADIO)
def test_only_the_rooms_of_the_radio_know_its_libraries(library: str) -> None:
    others = [module for module in MODULES if not within(module.name, RADIO[library])]
    assert [wrong for module in others for wrong in imported(module, {library})] == []


def test_only_the_commands_know_the_terminal() -> None:
    others = [module for module in MODULES if not within(module.name, TERMINAL_ROOMS)]
    assert [wrong for module in others for wrong in imported(module, TERMINAL_ONLY)] == []


def test_every_floor_is_lived_on() -> None:
    assert {r for rooms in LEVELS for r in rooms} == {room(m.name) for m in MODULES if m.name not in FACES}


@pytest.mark.parametrize(
    ("name", "line", "fault"),
    [
        ("imu.types", "from analysis.results import Rep", upward),
        ("imu.formats.tables.text", "from imu.simulate import arm", upward),
        ("analysis.core.signal.axis", "def f():\n    from analysis.stream.tracker import Tracker", upward),
        ("analysis.coaching.advice", "from analysis import report", upward),
        ("analysis", "from analysis.cli import main", upward),
        ("analysis.core.signal.axis", "import logging", foreign_to_core),
        ("analysis.core.signal.axis", "from time import monotonic", foreign_to_core),
        ("analysis.core.signal.axis", "from imu.formats import read_recording", foreign_to_core),
    ],
)
def test_a_planted_fault_is_caught(name: str, line: str, fault: object) -> None:
    assert callable(fault)
    assert fault(Module(name, line)) != []


def test_late_and_early_imports_are_told_apart() -> None:
    early = Module("imu.x", "try:\n    import pandas as pd\nexcept ImportError:\n    pass")
    nested = Module("imu.x", "from scipy import signal")
    late = Module("imu.x", "def f():\n    import pandas")
    typing = Module("imu.x", "if TYPE_CHECKING:\n    import pandas")
    assert [len(at_once(m, SLOW)) for m in (early, nested, late, typing)] == [1, 1, 0, 0]
    assert [len(imported(m, {"pandas"})) for m in (early, nested, late, typing)] == [1, 0, 1, 1]
