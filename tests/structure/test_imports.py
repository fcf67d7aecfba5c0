"""An import only ever points down, and what is slow or foreign to a room stays out of it."""

from __future__ import annotations

import sys

import pytest

import analysis
from docs.rooms import INNER, ROOMS, floor_of, room_of
from tests.fixtures.source_tree import ROOT, Module, modules

CORE_MAY_USE = {
    "numpy", "scipy", "vqf",
    "analysis.core", "analysis.settings",
    "analysis.errors", "analysis.vocabulary",
    "analysis.records.rep_measures", "analysis.records.results", "analysis.records.traces", "analysis.records.trunk_measures",
    "imu.types", "imu.units", "imu.placement", "imu.cross_check",
}  # fmt: skip
CLOCKS_AND_LOGS = {"asyncio", "logging", "time", "datetime", "threading", "random", "warnings"}
SLOW = {
    "pandas",
    "scipy.signal",
    "scipy.optimize",
    "matplotlib",
    "jinja2",
    "nbconvert",
    "sqlalchemy",
    "alembic",
    "pyarrow",
    "dask",
}
RADIO = {"bleak": {"imu.ble", "imu.virtual_ble"}, "bumble": {"imu.virtual_ble"}}
"""Libraries of the radio and the rooms that know them."""
RADIO_FREE = {"imu.virtual_ble.faults", "imu.virtual_ble.firmware"}
"""Modules in these rooms that know none of the libraries: the bytes of a sensor, which the simulated one sends too."""
SENSING = RADIO["bleak"] | {"analysis.live.sources.bluetooth"}
"""What is loaded only once sensors are wanted: it may load the radio at once, and nothing else may load it so."""
NOTEBOOK_EXPORT, EXPORT = "analysis.notebook.page_export", {"jinja2", "nbconvert"}
"""Loaded by nbconvert alone, when somebody exports a notebook."""
DATABASE = "analysis.history.database"
"""Loaded only once the history is wanted: it may load the libraries of databases at once, and nothing else may load it so."""
TERMINAL_ONLY = {"rich", "click"}
TERMINAL_ROOMS = {"analysis.cli", "analysis.output.terminal"}

FACE = {
    "analysis.output.explain", "analysis.records.results", "analysis.settings.thresholds", "analysis.roster.folder_frame",
    "analysis.roster.shown_recordings",
    "analysis.stream.tracker",
    "imu.formats", "imu.simulate",
}  # fmt: skip
"""Where `analysis` finds the names that it offers at its top: the only imports that point up, and all of them late."""

MODULES = modules()


def within(name: str, rooms: set[str] | tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def upward(module: Module) -> list[str]:
    """Imports of `imu` and `analysis` that point up or sideways."""
    here = floor_of(module.name)
    assert here is not None
    wrong = []
    for name, line, late in module.imports:
        there = floor_of(name)
        of_the_face = module.name == "analysis" and late and within(name, FACE)
        if there is not None and there >= here and room_of(name) != room_of(module.name) and not of_the_face:
            wrong.append(f"{module.name}:{line} imports {name}")
    return wrong


def through_the_face(module: Module) -> list[str]:
    """Imports of names that `analysis` offers to others: inside, they would hide that they point up."""
    return [
        f"{module.name}:{i.line} imports {i.name}"
        for i in module.imports
        if i.name.removeprefix("analysis.") in analysis.__all__
    ]


def outward(module: Module) -> list[str]:
    """Imports inside of a room that `INNER` rules out."""
    return [
        f"{module.name}:{i.line} imports {i.name}"
        for low, high in INNER
        for i in module.imports
        if within(module.name, (low,)) and within(i.name, (high,)) and not within(i.name, (low,))
    ]


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
    early = [
        i for i in module.imports if not i.late and within(i.name, names) and not within(i.name, RADIO_FREE)
    ]
    return [f"{module.name}:{i.line} imports {i.name}" for i in early]


def rooms_of(package: str) -> list[Module]:
    """The modules of a package; there are some."""
    found = [module for module in MODULES if within(module.name, (package,))]
    assert found
    return found


def test_imports_point_down() -> None:
    assert [wrong for module in MODULES for wrong in upward(module)] == []


def test_the_public_face_is_for_others() -> None:
    assert [wrong for module in MODULES for wrong in through_the_face(module)] == []


def test_imu_stands_alone() -> None:
    assert [wrong for module in rooms_of("imu") for wrong in imported(module, {"analysis"})] == []


def test_core_is_numbers_only() -> None:
    assert [wrong for module in rooms_of("analysis.core") for wrong in foreign_to_core(module)] == []


def test_slow_libraries_wait_until_they_are_needed() -> None:
    found = []
    for module in MODULES:
        radio = set() if within(module.name, SENSING) else SENSING | RADIO.keys()
        base = {"sqlalchemy", "alembic"} if within(module.name, (DATABASE,)) else set()
        base |= EXPORT if module.name == NOTEBOOK_EXPORT else set()
        known = {DATABASE} if within(module.name, (DATABASE,)) else set()
        found += at_once(module, (SLOW | radio | {DATABASE}) - base - known)
    assert found == []


@pytest.mark.parametrize("library", RADIO)
def test_only_the_rooms_of_the_radio_know_its_libraries(library: str) -> None:
    others = [m for m in MODULES if not within(m.name, RADIO[library]) or within(m.name, RADIO_FREE)]
    assert [wrong for module in others for wrong in imported(module, {library})] == []


def test_only_the_commands_know_the_terminal() -> None:
    others = [module for module in MODULES if not within(module.name, TERMINAL_ROOMS)]
    assert [wrong for module in others for wrong in imported(module, TERMINAL_ONLY)] == []


def test_no_room_knows_what_stands_above_it_inside() -> None:
    assert [wrong for module in MODULES for wrong in outward(module)] == []


def test_the_stream_knows_the_curl_as_an_exercise_only() -> None:
    curl = [
        wrong for module in rooms_of("analysis.stream") for wrong in imported(module, {"analysis.core.curl"})
    ]
    assert curl
    assert [one for one in curl if ".biceps_curl" not in one] == []


def test_every_folder_is_a_room_and_every_room_a_folder() -> None:
    folders = {
        f"{package}.{folder.parent.name}"
        for package in ("imu", "analysis")
        for folder in (ROOT / package).glob("*/__init__.py")
    }
    assert folders | {"imu", "analysis"} == set(ROOMS)
    assert len(ROOMS) == len(set(ROOMS))


@pytest.mark.parametrize(
    ("name", "line", "fault"),
    [
        ("imu.types", "from analysis.records.results import Rep", upward),
        ("imu.formats.tables.text", "from imu.simulate import arm", upward),
        ("analysis.core.signal.axis", "def f():\n    from analysis.stream.tracker import Tracker", upward),
        ("analysis.coaching.advice", "from analysis import report", upward),
        ("analysis", "from analysis.cli import main", upward),
        ("analysis", "def f():\n    from analysis.cli import main", upward),
        ("analysis", "from analysis.stream.offline import analyze", upward),
        ("analysis.core.signal.axis", "from analysis import analyze", through_the_face),
        ("analysis.core.signal.axis", "from analysis.core.curl.forearm import CurlFrame", outward),
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
