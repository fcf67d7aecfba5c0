"""Sentences of what was noted while a file was read: converted, dropped or guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from analysis.language import say, write_number
from analysis.output import words
from imu.facts import Value
from imu.printable import printable
from imu.types import ReadingNote

Values: TypeAlias = Mapping[str, Value]
"""Facts of a note by name, as `ReadingNote` holds them."""


def reading_words(note: ReadingNote) -> str:
    """Writes a note of a reader as one or two sentences; the reader of another package has brought its own."""
    if note.text:
        return note.text
    values = {name: printable(v) if isinstance(v, str) else v for name, v in note.values.items()}
    made = _PARTS[note.code](values) if note.code in _PARTS else values
    how = made.get("how")
    name = note.code if how is None else f"{note.code}.{how}"
    return say(f"reading.{name}", **{key: value for key, value in made.items() if key != "how"})


def _of_gyroscope(values: Values) -> Values:
    """Which axes, of which sensor, and by how much gravity is off."""
    letters = str(values.get("axes", ""))
    made: dict[str, Value] = {**values, "of": _of_sensor(values)}
    if letters:
        made |= {"axes": words.joined(list(letters)), "letters": letters, "n": len(letters)}
    return made


def _clocks_apart(values: Values) -> Values:
    """Of which sensor, and how late or early its gyroscope is; early and late are sentences of their own."""
    if values["how"] == "apart":
        late_s = float(values["late_s"])
        how = "apart.late" if late_s > 0 else "apart.early"
        return {"how": how, "apart_s": abs(late_s), "of": _of_sensor(values)}
    minutes = float(values["looked_at_min"])
    return {
        "how": "drift",
        "first": _late(float(values["first_late_s"])),
        "second": _late(float(values["second_late_s"])),
        "of_what": say("reading_part.of_first_minutes", minutes=minutes) if minutes else "",
        "of": _of_sensor(values),
    }


def _of_sensor(values: Values) -> str:
    """Which of several sensors it is; empty where there is one."""
    return say("reading_part.of_sensor", sensor=values["sensor"]) if values["sensor"] else ""


def _late(late_s: float) -> str:
    return say("reading_part.late" if late_s > 0 else "reading_part.early", apart_s=abs(late_s))


def _cut_to_shorter(values: Values) -> Values:
    """Which of two sensors began later or ended earlier than the other."""
    one, other = say(f"reading_part.half.{values['one']}"), say(f"reading_part.other_half.{values['other']}")
    return {**values, "one": one, "other": other}


def _time_unit_by_rate(values: Values) -> Values:
    """Readings a second by both units, of any size."""
    rates = {name: _rate(float(values[name])) for name in ("rate_hz", "fitting_hz")}
    return {**values, "rate": rates["rate_hz"], "fitting": rates["fitting_hz"]}


def _rate(rate_hz: float) -> str:
    return write_number(rate_hz, ",.0f" if rate_hz >= 1000.0 else ".3g")


_PARTS: Mapping[str, Callable[[Values], Values]] = {
    "gyroscope_axes": _of_gyroscope,
    "clocks_apart": _clocks_apart,
    "cut_to_shorter": _cut_to_shorter,
    "time_unit_by_rate": _time_unit_by_rate,
}
"""What the braces of some sentences hold that is made of words itself."""
