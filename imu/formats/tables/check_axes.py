"""Checks accelerometer and gyroscope against each other: refuses wrong units, corrects mirrored gyroscopes.

Only a gyroscope that is certainly mirrored (all three signs wrong) is corrected without asking, because that is the same
however the sensor is mounted. Which single axis seems wrong depends on the mounting and on a recording's length, while
the same lift must give the same figures in every recording; so other wrong signs are only reported.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from imu.cross_check.carried_gravity import LONGEST_S, carried_size, telling_windows
from imu.cross_check.clock_lag import ClockLag, clock_lag
from imu.cross_check.gyroscope_axes import UNIT_FACTORS, AxesFinding, UnitFinding, gyroscope_fault
from imu.errors import RecordingError
from imu.facts import Value
from imu.formats.tables.check_acceleration import NO_REST, POSSIBLE, rest_size
from imu.formats.tables.spikes import without_spikes
from imu.types import Floats, ReadingNote, Recording, SampleBlock
from imu.units import G_MPS2

AS_RECORDED = "none"
"""Value of the option that leaves every gyroscope as it was recorded."""
_MORE_ROWS = 1000
"""Rows behind those that are examined by which spikes at their end are told: far more than any has neighbours."""
CODE = "gyroscope_axes"
"""Code of the notes on signs of a gyroscope."""
_MOST_CARRIED = 1.4
"""Limit of carried gravity (`imu.cross_check.carried_gravity`), as a multiple of standard gravity: 1.14 is the largest
in 1,100 recordings whose unit is right, and a wrong gyroscope only makes it smaller."""


def is_axes(text: str) -> bool:
    """Whether ``text`` names axes to negate (``x``, ``xy``, ``xyz``, ...), or `AS_RECORDED`."""
    return text == AS_RECORDED or (text != "" and set(text) <= set("xyz") and len(set(text)) == len(text))


def examined(block: SampleBlock) -> SampleBlock:
    """The first samples of a sensor, by which its axes are judged."""
    return block.slice(0, int(np.searchsorted(block.time_s, block.time_s[0] + LONGEST_S)) + _MORE_ROWS)


def with_right_axes(recording: Recording, axes: str | None) -> Recording:
    """Checks the gyroscopes of a recording and corrects their signs.

    Parameters
    ----------
    recording : Recording
    axes : str, optional
        Axes of every gyroscope to negate, such as ``xyz``; ``none`` leaves them as recorded. By default a gyroscope
        that is certainly mirrored is negated, and nothing else.

    Returns
    -------
    Recording
        With corrected gyroscopes, and a note for each one that was found wrong.

    Raises
    ------
    RecordingError
        Gravity shows that a gyroscope or an accelerometer has another unit.
    """
    found = [_checked(block, axes, recording) for block in recording.sensors]
    notes = tuple(note for _, note in found if note is not None)
    if not notes:
        return recording
    changed = recording.changed([partial(_negated, axes=wrong) for wrong, _ in found])
    return replace(changed, reading_notes=(*recording.reading_notes, *notes))


def _checked(block: SampleBlock, axes: str | None, recording: Recording) -> tuple[str, ReadingNote | None]:
    """Axes of a gyroscope to negate, and what is said of it."""
    if block.gyr_radps is None:
        return "", None
    seen = examined(block)
    if any(note.code == NO_REST for note in recording.reading_notes):
        _check_size(seen, recording.path)
    if axes == AS_RECORDED:
        return "", None
    sensor = block.sensor if len(recording.sensors) > 1 else ""
    if axes is not None:
        asked: dict[str, Value] = {"how": "asked", "axes": axes, "sensor": sensor}
        return axes, ReadingNote(code=CODE, severity="info", values=asked)
    assert seen.gyr_radps is not None
    sound = without_spikes(seen.time_s, seen.acc_mps2, seen.gyr_radps)
    windows = telling_windows(*sound)
    finding = gyroscope_fault(windows)
    if finding is None:
        return "", None
    if isinstance(finding, UnitFinding):
        raise RecordingError(_wrong_unit(finding.unit, sensor), path=recording.path)
    lag = clock_lag(*sound) if finding.signs is None else None
    if lag is not None:
        apart = {"sensor": sensor, **_clocks_apart(lag, seen)}
        return "", ReadingNote(code="clocks_apart", severity="warning", values=apart)
    found = {"sensor": sensor, **_facts_of(finding)}
    note = ReadingNote(code=CODE, severity="warning", values=found)
    return ("xyz" if finding.mended_unasked else ""), note


def _check_size(block: SampleBlock, path: str) -> None:
    """Checks the unit of an accelerometer by carried gravity: its average, which needs no rest."""
    if block.gyr_radps is None or rest_size(block.acc_mps2) < POSSIBLE[1] * G_MPS2:
        return
    size = carried_size(*without_spikes(block.time_s, block.acc_mps2, block.gyr_radps))
    if size is not None and size > _MOST_CARRIED * G_MPS2:
        what = (
            f"the acceleration holds {size:.1f} m/s² of gravity in place of 9.8 (what stays where it is while the "
            "gyroscope turns); check its unit, or the gyroscope's signs."
        )
        raise RecordingError(what, path=path)


def _wrong_unit(unit: str, sensor: str) -> str:
    of = f" of the sensor {sensor}" if sensor else ""
    factor = UNIT_FACTORS[unit]
    change = f"divided by {1.0 / factor:.4g}" if factor < 1.0 else f"multiplied by {factor:.4g}"
    return (
        f"the angular velocity{of} fits the turning of gravity only if it is {change}, as if it were given in {unit}; "
        "correct the unit."
    )


def _facts_of(finding: AxesFinding) -> dict[str, Value]:
    """What is told of a gyroscope that does not turn as gravity does."""
    if finding.signs is None:
        return {"how": "unlike_gravity"}
    how = "axes_turned" if not finding.mirrored else "mended" if finding.mended_unasked else "mirrored"
    shares = {"off_percent": 100.0 * finding.misfit, "left_percent": 100.0 * finding.mended}
    return {"how": how, "axes": _letters(finding), **shares}


def _clocks_apart(lag: ClockLag, seen: SampleBlock) -> dict[str, Value]:
    """What is told of an accelerometer and a gyroscope with clocks of their own; later is positive."""
    if not lag.drifts:
        return {"how": "apart", "late_s": lag.first_s}
    long = seen.time_s[-1] - seen.time_s[0] >= LONGEST_S
    looked_at_min = LONGEST_S / 60.0 if long else 0.0
    return {
        "how": "drift",
        "first_late_s": lag.first_s,
        "second_late_s": lag.second_s,
        "looked_at_min": looked_at_min,
    }


def _letters(finding: AxesFinding) -> str:
    return "".join(axis for axis, sign in zip("xyz", finding.signs or (), strict=False) if sign < 0.0)


def _negated(block: SampleBlock, axes: str) -> SampleBlock:
    if not axes:
        return block
    signs: Floats = np.array([-1.0 if axis in axes else 1.0 for axis in "xyz"])
    return replace(block, gyr_radps=None if block.gyr_radps is None else block.gyr_radps * signs)
