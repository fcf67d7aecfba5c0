"""Reads one cell of a header: which quantity and axis it names, of which sensor and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from imu.formats.tables.foreign_words import english
from imu.formats.tables.header_units import (
    LONGEST_NAME,
    acc_unit,
    angle_a_second,
    gyro_unit,
    is_no_unit,
    split_cell,
)

_ACC = r"(?:milli[_ ]?)?g|mg|cm[_ /]*(?:per[_ ]*)?s(?:ec)?\^?[2²]|m[_ /]*(?:per[_ ]*)?s(?:ec)?[\^_ ]*[2²]|mps\^?[2²]|m/s/s"
_PER_S = r"[_ /]*(?:per[_ ]*|p)?s(?:ec(?:ond)?)?"
_GYR = rf"m(?:illi)?_?deg(?:rees)?(?:{_PER_S})?|(?:m|milli)?dps|deg(?:ree)?s?(?:{_PER_S})?|m?°/s(?:ec)?|rads?(?:{_PER_S})?"
_UNIT = rf"({_ACC}|{_GYR}|raw|lsb|counts?)"
_AFTER_AXIS = re.compile(
    rf"(.*?(?:[xyz]|[xyz]?\d|roll|pitch|yaw|alpha|beta|gamma))[\W_]*(?:in[\W_]+)?{_UNIT}"
)
_BEFORE_AXIS = re.compile(rf"(.*(?:acc|gyr|accel|gyro|[a-z]))[\W_]+{_UNIT}[\W_]+([xyz])")
_AXIS_IN_BRACKETS = re.compile(r"(.*?)\s*[(\[]\s*([xyzXYZ]|\d)\s*[)\]](.*)")
_UNIT_INSIDE = re.compile(r"(.*?)\s*[(\[]([^()\[\]]+)[)\]][\W_]*([xyzXYZ])\s*")

_STRONG_GYR = (
    r"gyr|angular?(vel|speed|rate)|angvel|angrate|rot(ation(al)?)?(rate|vel|speed)|rateofrot|turnrate|omega|dmrot|"
    r"(roll|pitch|yaw)rate"
)
_DERIVED = r"cov|bias|drift|offset|stddev|accura|earth|world|global|ned(?=acc)|enu(?=acc)"
_ELSE = (
    r"mag|angle|orient|quat|attitude|euler|shift|heading|locat|pressure|baro|rot(ation)?vec|ang(ular|le)?acc|"
    r"acc\w*angular"
)
_BY_NAME: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (re.compile(_DERIVED), None),
    (re.compile(_ELSE), None),
    (re.compile(_STRONG_GYR), "gyr"),
    (re.compile(r"speed|veloc|position|displacement"), None),
    (re.compile(r"acc\w*(excl|without|minus|less|no)\w*grav|grav\w*(removed|free)"), "linear"),
    (re.compile(r"(incl|with|plus)\w*grav"), "acc"),
    (re.compile(r"grav|grv"), "gravity"),
    (
        re.compile(r"(linear|user|free).*acc|(lin|dyn|dynamic|body|dmu)acc|acc\w*(lin|dyn|user)"),
        "linear",
    ),
    (re.compile(r"acc|axl|specificforce|gforce"), "acc"),
    (re.compile(r"rotation"), "gyr"),
)
"""Kind of column by its name without the axis; the first pattern that fits counts. None: neither, unless by its unit."""
_LINEAR_SHORT = {"lacc", "laccel", "la"}
"""Last parts of the name that mean linear acceleration; ``l_acc`` is the left one."""
_SHORT = {
    "a": "acc",
    "ac": "acc",
    "gf": "acc",
    "xl": "acc",
    "g": "gyr",
    "gy": "gyr",
    "w": "gyr",
    "av": "gyr",
}
"""Kind by the last part of the name alone."""
_OTHER_SHORT = {"m", "b", "q"}
"""Last parts of the name that mean magnetic field and quaternion."""
NAMELESS = {"", "value", "val", "v", "data", "sensor", "axis", "values"}
"""Names without axis and number that tell no quantity: an acceleration, unless the file or the row says otherwise."""
_TURNS = {"roll": "x", "pitch": "y", "yaw": "z"}
_GREEK = {"alpha": "x", "beta": "y", "gamma": "z"}
_BODY_RATES = {"p": "x", "q": "y", "r": "z"}
_KIND_WORDS = re.compile(
    r"(un)?cal(ibrated)?$|raw$|filt(ered)?$|smooth(ed)?$|(linear|lin|user|free|body|total)?"
    r"(acc(el(eration|erometer|erometre|ero)?)?|gyro?(scope)?|axl|xl|ac|gy|gf|a|g|w|omega|rot(ation)?|rate|angular|"
    r"ang|angvel|dm\w+|lin|vel(ocity)?|speed|gravity|incl(uding)?|linear|user|free|field|imu|data|sensor|value|motion|ms|axis|"
    r"accelerations?|rates?)$"
)
"""Words of a name that tell no sensor from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLabel:
    """Meaning of a header cell.

    Attributes
    ----------
    kind : str or None
        ``acc`` (with gravity), ``linear`` (without), ``gravity``, ``gyr``, or None: not told, or something else.
    stem : str
        The name without axis and unit, in lower-case letters and digits.
    axis : str
        ``x``, ``y``, ``z``; a digit or '' where no letter says.
    unit : str or None
        As written.
    sensor : str
        Words and numbers of the name that tell its sensor from others of the same row, such as ``left wrist``.
    told : bool
        Whether the letter of the axis stands in the name: roll, pitch and yaw, or alpha, beta and gamma, leave it open.
    other : bool
        Whether the name says that it is something else than motion.
    """

    kind: str | None
    stem: str
    axis: str
    unit: str | None
    sensor: str
    told: bool
    other: bool


@lru_cache(maxsize=4096)
def label_of(cell: str) -> ColumnLabel:
    """Reads one cell of a header."""
    if len(cell) > LONGEST_NAME or not any(letter.isalpha() for letter in cell):
        return ColumnLabel(kind=None, stem=cell, axis="", unit=None, sensor="", told=False, other=True)
    name, unit = _name_and_unit(english(cell))
    words = _words(name)
    rest, short, axis, number = _axis(words)
    told = axis in {"x", "y", "z"}
    stem = "".join(rest)
    kind, other = _kind(stem, short, unit)
    if not told:
        turned, greek, rates = (_by_word(words, table) for table in (_TURNS, _GREEK, _BODY_RATES))
        by_rate = kind == "gyr" and (gyro_unit(unit) is not None or "rate" in stem or "gyr" in stem)
        found = turned or greek or (rates if gyro_unit(unit) else None)
        if found is not None and angle_a_second(unit) is not None:
            kind, other = None, True
        elif by_rate and found is not None:
            rest = [word for word in words if word != found[1]]
            axis, stem = found[0], "".join(rest) or found[2]
            told = rates is not None and turned is None and greek is None
    return ColumnLabel(
        kind=kind,
        stem=stem,
        axis=axis,
        unit=unit,
        sensor=_sensor(rest, short, number),
        told=told,
        other=other,
    )


def quantity_of(name: str) -> str | None:
    """Quantity in a file by its name: ``acc``, ``gyr``, ``linear``, ``gravity``, ``other``; None where it does not say.

    Examples
    --------
    >>> quantity_of("s1_gyro_left"), quantity_of("Accelerometer"), quantity_of("log"), quantity_of("acc_gyr")
    ('gyr', 'acc', None, None)
    """
    stem = re.sub(r"[^a-z]", "", english(name).lower())
    if re.search(r"acc", stem) and re.search(r"gyr", stem):
        return None
    for pattern, kind in _BY_NAME[1:]:
        if pattern.search(stem) is not None:
            return kind or "other"
    return None


def unit_at_end(name: str) -> str | None:
    """Unit at the end of a name that is none of a column, such as ``dps`` of ``gyro_dps``; None where there is none."""
    stated = split_cell(english(name))[1]
    end = re.fullmatch(rf".*[\W_]{_UNIT}", name.lower())
    return stated or (None if end is None else end[1])


def _name_and_unit(cell: str) -> tuple[str, str | None]:
    """Name and unit of a cell; the unit may also be the end of the name, or stand before the axis."""
    bracket = _AXIS_IN_BRACKETS.fullmatch(cell)
    if bracket is not None:
        cell = f"{bracket[1]}_{bracket[2]}{bracket[3]}"
    name, unit = split_cell(cell)
    inside = _UNIT_INSIDE.fullmatch(cell) if unit is None else None
    if inside is not None:
        name, unit = f"{inside[1]}_{inside[3]}", inside[2]
    if unit is not None:
        return name, unit
    lower = name.lower()
    after = _AFTER_AXIS.fullmatch(lower)
    if after is not None:
        return name[: after.end(1)], after[2]
    before = _BEFORE_AXIS.fullmatch(lower)
    if before is not None and (before[2] != "g" or "acc" in before[1]):
        return f"{name[: before.end(1)]}_{before[3]}", before[2]
    return name, None


def _words(name: str) -> list[str]:
    """Words of a name in lower case: parted at signs and where a capital follows a small letter."""
    parted = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name).lower()
    return [word for word in re.split(r"[^a-z0-9]+", parted) if word not in {"", "axis"}]


def _axis(words: list[str]) -> tuple[list[str], str, str, str]:
    """Words without the axis, the word that it stood at, the axis ('' for none) and a number behind it."""
    for at in range(len(words) - 1, -1, -1):
        match = re.fullmatch(r"(?:axis)?([xyz])(?:axis)?(\d*)", words[at])
        if match is not None:
            rest = words[:at] + words[at + 1 :]
            near = words[at - 1] if at > 0 else (rest[0] if rest else "")
            return rest, re.sub(r"\d+$", "", near), match[1], match[2]
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        first = re.fullmatch(r"([xyz])((?:acc|gyr|accel|gyro)[a-z]*)(\d*)", word)
        last = re.fullmatch(r"(.+?)(?:axis)?([xyz])(?:axis)?(?:cal)?(\d*)", word)
        found = (first[2], first[1], first[3]) if first else (last[1], last[2], last[3]) if last else None
        if found is not None and (at == len(words) - 1 or _known(found[0])):
            rest = [*words[:at], found[0], *words[at + 1 :]]
            return rest, re.sub(r"\d+$", "", found[0]), found[1], found[2]
    number = re.fullmatch(r"(.*?)([0-3])", words[-1]) if words else None
    if number is not None:
        rest = [*words[:-1], *([number[1]] if number[1] else [])]
        return rest, rest[-1] if rest else "", number[2], ""
    return words, words[-1] if words else "", "", ""


def _known(word: str) -> bool:
    return word in _SHORT or re.search(r"acc|gyr", word) is not None


def _kind(stem: str, short: str, unit: str | None) -> tuple[str | None, bool]:
    """Kind, and whether the name says that it is something else than motion."""
    by_unit = "gyr" if gyro_unit(unit) else "acc" if acc_unit(unit) else None
    angle = angle_a_second(unit) is not None
    bare = re.sub(r"\d+$", "", stem)
    if short in _LINEAR_SHORT:
        return "linear", False
    if short in _OTHER_SHORT and by_unit is None:
        return None, True
    named = _by_name(bare, by_unit, angle=angle) or _by_short_name(bare, short, by_unit)
    if named is not None:
        return named
    nameless = bare in NAMELESS and is_no_unit(unit)
    return "acc" if nameless else by_unit, angle


def _by_name(bare: str, by_unit: str | None, *, angle: bool) -> tuple[str | None, bool] | None:
    for pattern, kind in _BY_NAME:
        if pattern.search(bare) is None:
            continue
        if kind is None and (by_unit != "gyr" or pattern.pattern == _DERIVED):
            return None, True
        if kind == "gyr" and pattern.pattern == "rotation" and angle:
            return None, True
        return "gyr" if by_unit == "gyr" else kind, False
    return None


def _by_short_name(bare: str, short: str, by_unit: str | None) -> tuple[str | None, bool] | None:
    kind = _SHORT.get(short) or _SHORT.get(bare)
    return None if kind is None else (by_unit or kind, False)


def _by_word(words: list[str], table: dict[str, str]) -> tuple[str, str, str] | None:
    """Axis, word and name of the family of roll, pitch and yaw and the like among ``words``."""
    for word in words:
        for name, axis in table.items():
            if (
                word == name
                or (len(name) > 1 and word.startswith(name))
                or (len(name) > 1 and word.endswith(name))
            ):
                return axis, word, next(iter(table))
    return None


def _sensor(rest: list[str], short: str, number: str) -> str:
    """Words that tell a sensor from others of the row, separated by blanks."""
    own = []
    g_force = "".join(rest) == "gf"
    for word in rest:
        letters = word.rstrip("0123456789")
        digits = word[len(letters) :]
        if _KIND_WORDS.match(letters) or letters == "" or (letters == short and _known(short)) or g_force:
            own += [digits] if digits else []
        else:
            kind = re.sub(r"(acc(el\w*)?|gyro?(scope)?)$", "", letters)
            own.append((kind or letters) + digits)
    return " ".join([*own, number] if number else own)
