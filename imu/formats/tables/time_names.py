"""Recognises the time columns of a header by their names, in many languages and spellings, and their units."""

from __future__ import annotations

import re
import unicodedata

from imu.formats.tables.header_units import plain, split_cell
from imu.formats.tables.kept_answers import kept

TIME_UNITS = {
    "s": 1.0,
    "ms": 1e-3,
    "us": 1e-6,
    "ns": 1e-9,
    "100 ns": 1e-7,
    "min": 60.0,
    "h": 3600.0,
    "days": 86400.0,
}
"""Time units and their size in s."""
_SPELLINGS = {
    "ns": "ns nsec nsecs nano nanos nanosec nanosecs nanosecond nanoseconds nanosekunden nanosecondes 纳秒 нс",
    "us": (
        "us µs usec usecs µsec micro micros microsec microsecs microsecond microseconds mikros mikrosekunden "
        "microsecondes microsegundos microsecondi 微秒 мкс"
    ),
    "ms": (
        "ms msec msecs mil mils milli millis millisec millisecs millisecond milliseconds millisekunden "
        "millisecondes milisegundos millisecondi milisekundy milisekundi 毫秒 ミリ秒 мс"
    ),
    "s": "s sec secs second seconds sek sekunde sekunden secondes segundos secondi sekundy sekunder sekundi 秒 с сек",
    "min": "min mins minute minutes",
    "h": "h hr hrs hour hours",
    "days": "d day days",
}
_UNIT_OF = {word: unit for unit, words in _SPELLINGS.items() for word in words.split()}
_ENDINGS = sorted(
    (word for word, unit in _UNIT_OF.items() if unit in {"ns", "us", "ms", "s"} and word not in {"s", "mil"}),
    key=len,
    reverse=True,
)
"""Spellings that may end a name without a mark before them, the longest first: ``timemilliseconds`` is no second."""
_SHORT = {
    "min",
    "mins",
    "h",
    "hr",
    "hrs",
    "hour",
    "hours",
    "d",
    "day",
    "days",
    "mil",
    "mils",
    "micro",
    "nano",
    "milli",
}
"""Spellings that mean something else in a name (minimum, micro-controller): units only within brackets."""

_LANGUAGES = {
    "English": "t ts s date datetime epoch unix uptime clock millis micros stamp hhmmss hms",
    "German": "zeit uhrzeit zeitstempel zeitpunkt laufzeit datum datumzeit",
    "French, Spanish, Italian, Portuguese": (
        "temps horodatage heure tiempo hora fecha marcadetiempo tempo data dataora"
    ),
    "Dutch, Danish, Norwegian, Swedish, Finnish": (
        "tijd tijdstempel tijdstip tid tidpunkt tidsstempel tidsstämpel aika aikaleima"
    ),
    "Polish, Czech, Hungarian, Croatian, Turkish, Malay": "czas čas cas ido idő vrijeme zaman waktu masa",
    "Russian, Greek": "время χρόνος χρονος",
    "Chinese, Japanese, Korean": "时间 時間 时间戳 時間戳 时刻 時刻 日期 日時 時戳 タイムスタンプ 시간 타임스탬프",
}
_WORDS = {word for words in _LANGUAGES.values() for word in words.split()}
_ALONE = {"t", "s", "data", "masa", "tempo", "cas", "ido"}
"""Words that may mean something else beside others."""
_PARTS = ("time", "elapsed", "epoch", "zeit", "tiempo", "timestamp", "uptime", "时间", "時間", "时刻", "時刻")
"""Words that make a time of any name that holds them."""
_SUBSECOND = {word for word, unit in _UNIT_OF.items() if unit in {"ns", "us", "ms"}} - _SHORT
_SPANS = {
    "dt",
    "delta",
    "interval",
    "period",
    "duration",
    "latency",
    "delay",
    "diff",
    "offset",
    "age",
    "rtt",
    "per",
}
"""Words for a length of time rather than a point in it, and for a rate."""
_FOREIGN = ("location", "gps", "phone", "logging", "chip", "host", "server", "arriv", "receiv", "system")
_COUNTERS = {
    "sample",
    "samples",
    "index",
    "idx",
    "n",
    "i",
    "nr",
    "no",
    "counter",
    "count",
    "packet",
    "packetcounter",
}
_COUNTERS |= {
    "unnamed0",
    "seq",
    "sequence",
    "frame",
    "row",
    "samplenumber",
    "sampleno",
    "samplecounter",
    "framenumber",
    "number",
}


@kept
def is_time(cell: str) -> bool:
    """Whether a header cell names a time."""
    words = _words(cell)
    name = "".join(words)
    if not words or "zone" in name or not _SPANS.isdisjoint(words):
        return False
    return (
        name in _WORDS
        or any(part in name for part in _PARTS)
        or any(word in _WORDS - _ALONE for word in words)
        or (words[0] == "t" and name[1:] in _UNIT_OF)
        or (words[-1] in _SUBSECOND and {"x", "y", "z"}.isdisjoint(words))
        or (words[0] in _UNIT_OF and words[0] not in _SHORT and (len(words) == 1 or len(words[0]) > 1))
    )


def is_counter(cell: str) -> bool:
    """Whether a header cell names a mere count of readings, whose rate nobody can know."""
    return "".join(_words(cell)) in _COUNTERS or cell.strip() == "#"


def is_step(cell: str) -> bool:
    """Whether a header cell names the time from one reading to the next, such as ``dt (ms)``."""
    words = _words(cell)
    return not {"dt", "delta", "interval"}.isdisjoint(words) and "per" not in words


def stated_time_unit(cell: str) -> str | None:
    """Unit of a time column from its brackets or its name, by the longest ending; None if it states none."""
    stated = split_cell(cell)[1]
    if stated is not None and (unit := time_unit(stated)) is not None:
        return unit
    words = _words(cell)
    named = [word for word in words if word in _UNIT_OF and word not in _SHORT]
    if named:
        return _UNIT_OF[named[-1]]
    end = next((end for end in _ENDINGS if words and words[-1].endswith(end)), None)
    return None if end is None else _UNIT_OF[end]


def time_unit(unit: str) -> str | None:
    """Unit of time, a key of `TIME_UNITS`, from its common spellings; None for anything else."""
    return _UNIT_OF.get(_folded(unit).replace(" ", "").rstrip("."))


def time_rank(cell: str) -> tuple[bool, bool, bool]:
    """Sort key of time columns, the best first: a motion sensor's own, with a unit, before those of other parts."""
    key = plain(cell)
    own = any(word in key for word in ("motion", "acc", "sensor"))
    foreign = any(word in key for word in _FOREIGN)
    return foreign, stated_time_unit(cell) is None, not own


def _folded(text: str) -> str:
    """Lower case, wide letters made narrow, and both Greek letters and micro signs the same."""
    return unicodedata.normalize("NFKC", text).strip().lower().replace("μ", "µ")


def _words(cell: str) -> list[str]:
    """Words of a name in lower case: parted by marks, blanks and capitals (``elapsedMillis``)."""
    name = split_cell(cell)[0]
    parted = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", unicodedata.normalize("NFC", name))
    return [word for word in re.split(r"[\W_]+", _folded(parted)) if word]
