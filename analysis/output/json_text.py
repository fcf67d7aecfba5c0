"""JSON documents as text: in one line, or with a line for each of their innermost records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from imu.printable import printable_json

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_STEP = "  "


def json_line(value: Any) -> str:
    """Writes plain dictionaries and lists as one line, which may go to a terminal."""
    return printable_json(_ENCODER.encode(value))


def json_lines(value: Any) -> Iterator[str]:
    """Writes the same in lines that a person can read: an event is one, and so is each rule of a rep.

    What holds no further records is encoded at once, by json's compiled encoder; its own indentation of every single
    number is written in Python, and took a tenth of the time of `analyze` on an hour. It comes in small parts: of a day
    with hundreds of sets the whole text takes more memory than all else.

    Yields
    ------
    str
        The next part; the last ends with the end of a line.
    """
    yield from map(printable_json, _indented(value, ""))
    yield "\n"


def _indented(value: Any, margin: str) -> Iterator[str]:
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(one, dict | list) and one for one in held):
        yield _ENCODER.encode(value)
        return
    inner = margin + _STEP
    named = isinstance(value, dict)
    yield "{" if named else "["
    for i, key in enumerate(value):
        yield f"{',' if i else ''}\n{inner}"
        if named:
            yield f"{_ENCODER.encode(key)}: "
        yield from _indented(value[key] if named else key, inner)
    yield f"\n{margin}{'}' if named else ']'}"
