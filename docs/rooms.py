"""The rooms of the program from the ground up: one line a floor. Checked by tests/structure/test_imports.py."""

from __future__ import annotations

FLOORS: tuple[tuple[str, ...], ...] = (
    ("imu",),
    ("imu.cross_check", "imu.devices"),
    ("analysis",),
    ("analysis.language",),
    ("analysis.records",),
    ("analysis.settings",),
    ("analysis.core",),
    ("analysis.coaching", "analysis.quality"),
    ("analysis.output", "analysis.stream"),
    ("analysis.history", "analysis.report"),
    ("imu.ble", "imu.formats", "imu.simulate", "imu.virtual_ble"),
    ("imu.recording",),
    ("analysis.evaluation", "analysis.roster"),
    ("analysis.batch", "analysis.live", "analysis.notebook"),
    ("analysis.cli",),
)
"""A room imports only from the floors below its own, and from itself.

``imu`` and ``analysis`` stand for the files that lie in no folder of theirs. What reads files or hears sensors stands
above the analysis, which is given samples by whoever calls it.
"""

INNER: tuple[tuple[str, str], ...] = (
    ("imu.devices.timing", "imu.devices.decoders"),
    ("imu.formats.tables", "imu.formats.dialects"),
    ("analysis.core.signal", "analysis.core.curl"),
    ("analysis.core.exercise", "analysis.core.curl"),
    ("analysis.notebook.lab", "analysis.notebook.plots"),
)
"""Inside of a room: the first knows nothing of the second."""

ROOMS = tuple(room for floor in FLOORS for room in floor)


def room_of(name: str) -> str | None:
    """The room of a dotted name, None outside of the program."""
    parts = name.split(".")
    inner = ".".join(parts[:2])
    if inner in ROOMS:
        return inner
    return parts[0] if parts[0] in ROOMS else None


def floor_of(name: str) -> int | None:
    """The floor of a dotted name's room, counted from the ground; None outside of the program."""
    room = room_of(name)
    return next((k for k, rooms in enumerate(FLOORS) if room in rooms), None)
