"""Sentences about the quality of the data: where something was noticed, how much, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from analysis.coaching.weights import format_weight
from analysis.records.events import QualityEvent
from analysis.records.results import Quality
from analysis.vocabulary import Because, Reason, Value
from imu.printable import printable
from imu.units import NBSP

Facts: TypeAlias = Mapping[str, Value]
"""Facts of a reason by name, as `analysis.vocabulary.Because` holds them."""
Sentence: TypeAlias = str | Callable[..., str]
"""A sentence with places for the facts, or a function that takes the facts by name."""
_LONGEST_NOTE = 40
_TIMES = ("start_s", "end_s")
"""Facts that are times on the recording's own axis."""


def _kinds(has_gyro: bool) -> str:
    return "Accelerometer and gyroscope." if has_gyro else "Accelerometer only."


def _irregular(low_ms: float, high_ms: float, rate_hz: float, has_gyro: bool) -> str:
    """Uneven times of the readings, how many came a second, and which sensors there are."""
    times = f"Timestamps were irregular ({low_ms:.0f} to {high_ms:.0f}{NBSP}ms). Handled."
    return f"{times} {rate_hz:.1f} readings a second. {_kinds(has_gyro)}"


def _steady(rate_hz: float, has_gyro: bool) -> str:
    """How many readings came a second, and which sensors there are."""
    return f"Steady signal. {rate_hz:.1f} readings a second. {_kinds(has_gyro)}"


def _gap(start_s: float, **facts: Value) -> str:
    """How long no readings came, in which rep or when, and what it costs; of many gaps their sum."""
    if "gaps" in facts:
        total = f"Signal lost {facts['gaps']} times, for {facts['total_s']:.0f}{NBSP}s in all."
        return f"{total} Reps in which it was lost are counted, but not judged."
    return _lost(f"Signal lost {_for_so_long(facts)}", start_s, facts)


def _frozen(start_s: float, by: str, **facts: Value) -> str:
    """How long one of the sensors, or all, repeated one reading, and what it costs, as of a gap."""
    if "gaps" in facts:
        total = f"{facts['gaps']} times the {by} repeated one reading, {facts['total_s']:.0f}{NBSP}s in all."
        return f"{total} That is as good as no signal: reps in it are counted, but not judged."
    return _lost(f"The {by} repeated one reading {_for_so_long(facts)}", start_s, facts)


def _for_so_long(facts: Facts) -> str:
    """How long it lasted; of several times in one rep how often, and how long together."""
    times, length = facts.get("times", 1), f"for {facts['gap_s']:.1f}{NBSP}s"
    return length if times == 1 else f"{'twice' if times == 2 else f'{times} times'}, {length} in all,"


def _lost(length: str, start_s: float, facts: Facts) -> str:
    """Says of a lost signal, told by ``length``, where it was and what it costs."""
    if "rep" in facts:
        then = "is counted" if facts["judged"] else "is counted, but not judged"
        return f"{length} in set {facts['set']}, rep {facts['rep']}. The rep {then}."
    at = _clock(start_s)
    return (
        f"{length} at {at}: reps in it cannot be counted."
        if facts["long"]
        else f"{length} at {at}, in no rep."
    )


UNBELIEVABLE_SHARE = 0.1
"""Share of impossible readings from which the others are not to be believed, either."""
NOTABLE_SHARE = 0.001
"""Share from which it is told: rarer ones are the odd disturbance of a link."""
_MINUTE_S = 60.0


def _impossible(start_s: float, beyond: int, isolated: int, by: str, share: float) -> str:
    """How many impossible readings were left out, of which kinds, and how much of the recording they are."""
    n, noun = beyond + isolated, "reading" if by == "both" else f"{by} reading"
    much = f" ({100 * share:.1f}{NBSP}%)" if n > 1 and share >= NOTABLE_SHARE else ""
    far = "was" if beyond == 1 else "were"
    of_beyond = f"{_many(beyond, 'reading')}{{}} {far} beyond what any sensor measures"
    their = "its neighbours" if isolated == 1 else "their neighbours"
    of_isolated = f"{_many(isolated, noun)}{{}} jumped impossibly far from {their}"
    first = f"{_after(start_s)}" if n == 1 else f"the first {_after(start_s)}"
    gone = f"{'was' if n == 1 else 'were'} left out, {first}."
    if beyond and isolated:
        left_out = f"{of_beyond.format('')}, and {of_isolated.format('').lower()}; these {n}{much} {gone}"
    else:
        left_out = f"{(of_beyond if beyond else of_isolated).format(much)} and {gone}"
    if share >= UNBELIEVABLE_SHARE:
        return (
            f"Do not believe this sensor: {100 * share:.0f}{NBSP}% of its readings are impossible. {left_out} "
            "Check the sensor, its cable and its battery."
        )
    return left_out if n == 1 or share < NOTABLE_SHARE else f"{left_out} Check the sensor and its connection."


def _many(n: int, noun: str) -> str:
    return f"One {noun}" if n == 1 else f"{n} {noun}s"


def _after(time_s: float) -> str:
    """When something was: in seconds where a clock would show 0:00."""
    return f"after {time_s:.1f}{NBSP}s" if 0 <= time_s < _MINUTE_S else f"at {_clock(time_s)}"


def _clock(time_s: float) -> str:
    minutes, seconds = divmod(int(abs(time_s)), 60)
    return f"{'−' if time_s < 0 else ''}{minutes}:{seconds:02d}"


def _gyroscope_zero(zero_dps: float | None = None) -> str:
    """Bias of the gyroscope, with its size where that is known."""
    much = "far from zero" if zero_dps is None else f"{zero_dps:.0f}{NBSP}°/s"
    return f"The gyroscope reads {much} when nothing turns. Corrected; calibrate the sensor."


def _gravity(gravity_mps2: float, off: float, use: str) -> str:
    """Gravity as the accelerometer reads it; ``use``: ``as_it_is``, ``corrected`` or ``not_used``."""
    if use == "not_used":
        far = f"Gravity reads {gravity_mps2:.1f}{NBSP}m/s²: too far off to use."
        return f"{far} Reps were found by the gyroscope alone; calibrate the accelerometer."
    reads = f"Gravity reads {gravity_mps2:.2f}{NBSP}m/s²"
    if use == "as_it_is":
        return f"{reads}, as it should."
    return f"{reads}, {abs(off) * 100:.1f}{NBSP}% {'high' if off > 0 else 'low'}. Corrected."


def _lever(set: int, lever_m: float, lever_sd_m: float) -> str:  # noqa: A002 - as the fact is called
    """How far the sensor is from the elbow, and how surely."""
    length, sd = f"{lever_m * 100:.0f}{NBSP}cm", f"±{NBSP}{max(lever_sd_m * 100, 1):.0f}{NBSP}cm"
    return f"Sensor {length} from the elbow, {sd}, worked out from set {set}."


def _gyroscope_stopped(start_s: float, total_s: float, times: int, reps: int) -> str:
    """From when and how long there was no gyroscope, and how many reps the accelerometer counted alone."""
    often = "" if times == 1 else f", {times} times"
    silent = f"The gyroscope said nothing for {total_s:.0f}{NBSP}s{often}, from {_clock(start_s)} on"
    alone = f"{reps} rep{' was' if reps == 1 else 's were'}" if reps else "nothing was"
    return f"{silent}: {alone} counted by the accelerometer alone{', and judged less' if reps else ''}."


def _no_gyroscope(accompanies: bool = False) -> str:
    """What is missing without a gyroscope, of a sensor that makes reps and of one that accompanies them."""
    if accompanies:
        return (
            "No gyroscope: where the body itself speeds up it seems to lean, so its angles are less certain."
        )
    return "No gyroscope: speed, coast and elbow figures are missing."


def _no_common_time(start_s: float, end_s: float) -> str:
    """When the sensor was read, which is beside all reps."""
    read = f"Read from {_clock(start_s)} to {_clock(end_s)}, and no rep lies in that time: nothing is said of it."
    return f"{read} If it was worn in the sets, the clocks of the sensors differ: set them alike and record again."


def _companion_silent(gaps: int, total_s: float, reps: int, of: int) -> str:
    """Number and length of the gaps, and in how many reps it was hardly read."""
    often = "" if gaps == 1 else f" {gaps} times"
    lost = f"Signal lost{often}, for {total_s:.0f}{NBSP}s in all" if gaps else "Not read throughout"
    if not reps:
        return f"{lost}; no rep lacks its figures by that."
    return f"{lost}: in {reps} of {of} reps it was hardly read, and nothing is said of it there."


def _weight_unreadable(text: str) -> str:
    """The note of a weight as it was written."""
    if not text:
        return "The weight was left empty, so it is not known."
    return (
        f"The weight “{_note(text)}” cannot be read, so it is not known. Write a number in kg, such as 12.5."
    )


def _weight_out_of_range(text: str, most: float) -> str:
    """The note of a weight that nobody lifts."""
    limits = f"more than 0 and at most {most:g}"
    return f"The weight “{_note(text)}” is out of range ({limits}), so it is not known. Write it in kg, such as 12.5."


_MEANT = {"side": "write left or right", "target_reps": "write a whole number of reps, such as 10"}
"""Notes that hold one of a few values, and what to write."""


def _note_unreadable(key: str, text: str) -> str:
    """A note whose value is none of those that it can have."""
    return f"The note “{key}: {_note(text)}” cannot be read; {_MEANT[key]}."


def _note_unknown(key: str, keys: str) -> str:
    """A note that looks as if something was meant by it."""
    return f"The note “{_note(key)}” is not known and was left out; known are {keys}."


def _note(text: str) -> str:
    """What was noted, as far as it can be shown."""
    return printable(text if len(text) <= _LONGEST_NOTE else f"{text[:_LONGEST_NOTE]}…")


def _sides_apart(apart_s: float) -> str:
    """Two sensors whose recordings share no time, and what follows from it."""
    apart = f"{apart_s:.0f} s" if apart_s < 120.0 else f"{apart_s / 60.0:.0f} min"
    return (
        f"The sensors of left and right never recorded at the same time: {apart} lie between them. If they were worn "
        "together, their clocks differ. Reps of both sides are compared, not paired."
    )


OF_DATA: Mapping[Reason, Sentence] = {
    Reason.NO_CURL_SENSOR: "No sensor on a wrist, forearm, dumbbell or barbell ({sensors} only): no curls are looked for. "
    "Say where it was with --sensor.",
    Reason.SIDES_APART: _sides_apart,
    Reason.SHORT: "Too few readings to say anything.",
    Reason.SLOW: "Too slow to judge: {rate_hz:.1f} readings a second; {needed_hz:.1f} are needed. "
    "Reps are counted where they can be seen.",
    Reason.IRREGULAR: _irregular,
    Reason.STEADY: _steady,
    Reason.GAP: _gap,
    Reason.NO_GYROSCOPE: _no_gyroscope,
    Reason.TRUNK_ALONE: "Of a sensor on the trunk alone ({sensors}) the bends are listed, and no curls: those need a "
    "sensor on a wrist, forearm, dumbbell or barbell.",
    Reason.NO_COMMON_TIME: _no_common_time,
    Reason.COMPANION_SILENT: _companion_silent,
    Reason.COMPANION_UNUSED: "Recorded, but not used: of several sensors at one place one counts, here {used}.",
    Reason.PLACES_EXCHANGED: "The sensors called {wrist} and {trunk} seem to be exchanged: “{trunk}” turned by "
    "{sweep_deg:.0f}° or more {times} times, as a forearm does, and “{wrist}” hardly turned with it. If so, name them the "
    "other way round with --sensor, in the order of the file.",
    Reason.GYROSCOPE_STOPPED: _gyroscope_stopped,
    Reason.DROPPED: "{readings} readings were left out: not a number, or older than the one before.",
    Reason.IMPOSSIBLE: _impossible,
    Reason.FROZEN: _frozen,
    Reason.CONSTANT: "Every reading is the same: the sensor was not measuring.",
    Reason.DEAD_AXIS: "The {by}'s {axis} axis reads {value:.4g} in every reading: it is dead, or its column holds something "
    "else. Angles and figures are not right; check the sensor and the columns.",
    Reason.GYROSCOPE_RANGE: "The gyroscope ends at {limit_dps:.0f}\u00a0°/s: {readings} readings were cut there. Set it to "
    "a range of 500\u00a0°/s or more; curls are missed or measured wrongly with this one.",
    Reason.GYROSCOPE_ZERO: _gyroscope_zero,
    Reason.GYROSCOPE_AXES: "The gyroscope turns the other way than gravity does: its axes are of the other handedness. "
    "The figures are not right; analyze mends it (by itself, or with --flip-gyro xyz).",
    Reason.GRAVITY: _gravity,
    Reason.LEVER: _lever,
    Reason.WEIGHT_UNREADABLE: _weight_unreadable,
    Reason.WEIGHT_OUT_OF_RANGE: _weight_out_of_range,
    Reason.RACK_WITHOUT_WEIGHT: "The rack is known, but not the weight that was lifted: none can be named for the next set. "
    "Say it with --weight, such as 12.5kg.",
    Reason.NOTE_UNREADABLE: _note_unreadable,
    Reason.NOTE_UNKNOWN: _note_unknown,
    Reason.SIMULATED: "Simulated: nobody lifted this. Arm, sensor and swings are made up, to show what the program does.",
}
"""Sentences about a sensor, or the whole recording."""


def _of_reps(reps: int, of: int, rep: int) -> str:
    return f"rep {rep}" if reps == 1 else f"{reps} of {of} reps"


def _implausible(figure: str, most: float, reps: int, of: int, rep: int) -> str:
    """A range (``figure``: ``rom_deg``) or a lift (``lift_s``) that a person can hardly have made."""
    where = _of_reps(reps, of, rep)
    if figure == "rom_deg":
        swept = f": an implausible range in {where}, up to {most:.0f}°."
        return f"{swept} Such angles are too wide; fasten and calibrate the sensor."
    lasted = f": an implausibly long lift in {where}, up to {most:.1f}{NBSP}s."
    return f"{lasted} It may hold a pause or another movement."


def _sensor_turned(degrees: float, rep: int) -> str:
    """Angle by which the sensor turned on the arm, and before which rep."""
    found = f": the sensor turned by about {degrees:.0f}° on the arm before rep {rep}."
    return f"{found} Fasten it tighter; the angles of this set are less certain."


def _clipped(reps: int) -> str:
    """Number of reps in which the sensor hit its limit."""
    where = f"{reps} {'rep' if reps == 1 else 'reps'}"
    return f": the sensor hit its limit in {where}: their peaks are too low."


def _half_rep(**facts: Value) -> str:
    """The short rep and its range beside the usual one; of several how many they are."""
    if "rep" in facts:
        reached = f"{facts['rom_deg']:.0f}°; your full reps reach about {facts['usual_deg']:.0f}°."
        return f", rep {facts['rep']} was short: {reached}"
    reps, of = facts["reps"], facts["of"]
    first = (
        "its only rep was short. A short rep is"
        if of == 1
        else f"{reps} of {of} reps {'was' if reps == 1 else 'were'} short. Short reps are"
    )
    return f": {first} not momentum."


def _weight_changed(from_kg: float, to_kg: float) -> str:
    """Both weights; the rule of `analysis.coaching.set_context` is that the later one holds."""
    before, after = format_weight(from_kg, "kg"), format_weight(to_kg, "kg")
    how = f"from {before} to {after}" if from_kg != to_kg else f"from {before} and back"
    return f": the weight changed within it, {how}. {after} is taken for all of its reps."


def _set_cut(other: int, apart_s: float) -> str:
    """The set that goes on after the hole, and how much later."""
    later = f", {apart_s:.0f}{NBSP}s later" if apart_s >= 0.5 else ""
    return f" was cut where the signal was lost, and goes on as set {other}{later}: each part has its own advice."


OF_SETS: Mapping[Reason, Sentence] = {
    Reason.IMPLAUSIBLE: _implausible,
    Reason.SENSOR_TURNED: _sensor_turned,
    Reason.SET_CUT: _set_cut,
    Reason.CLIPPED: _clipped,
    Reason.HALF_REP: _half_rep,
    Reason.WEIGHT_CHANGED: _weight_changed,
}
"""Sentences about a set, as they follow its name, ``Set 2``."""


EVENTS: Mapping[Reason, str] = {
    Reason.GAP: "Signal lost for {gap_s:.1f} s, from {start_s:.1f} s on.",
    Reason.FROZEN: "The {by} repeated one reading for {gap_s:.1f} s, from {start_s:.1f} s on.",
    Reason.GYROSCOPE_STOPPED: "The gyroscope says nothing from {start_s:.1f} s on: counted by the accelerometer alone.",
    Reason.GYROSCOPE_BACK: "The gyroscope is there from {start_s:.1f} s on.",
}
"""Sentences of a stream about its own data, said at once."""


def quality_text(note: Quality, place: str | None = None, since_s: float = 0.0) -> str:
    """Writes a finding about the data as one or two sentences.

    Parameters
    ----------
    note : Quality
    place : str, optional
        Where the sensor is ("Left wrist"), to be said first.
    since_s : float
        Start of the recording on its time axis, s: clock times count from it, as everywhere that people read.
    """
    if not isinstance(note.because, Because):
        text = note.because.text
    elif note.because.code in OF_SETS:
        facts = _since(note.because.values, since_s)
        number = facts.pop("set")
        name = f"Set {number}" if place is None else f"{place}, set {number}"
        return f"{name}{_filled(OF_SETS[note.because.code], facts)}"
    else:
        text = _filled(OF_DATA[note.because.code], _since(note.because.values, since_s))
    return text if place is None else f"{place}: {text}"


def _since(facts: Facts, since_s: float) -> dict[str, Value]:
    """The facts, with times counted from the start of the recording."""
    return {k: float(v) - since_s if k in _TIMES else v for k, v in facts.items()}


def _filled(sentence: Sentence, facts: Facts) -> str:
    return sentence.format(**facts) if isinstance(sentence, str) else sentence(**facts)


def event_text(event: QualityEvent) -> str:
    """Writes what became known about the data while they came in, as a sentence."""
    return EVENTS[event.because.code].format(**event.because.values)
