"""JSON documents as text: in one line, or with a line for each of their innermost records."""

from __future__ import annotations

import json
from typing import Any

from imu.printable import printable_json

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_STEP = "  "


def json_line(value: Any) -> str:
    """Writes plain dictionaries and lists as one line, which may go to a terminal."""
    return printable_json(_ENCODER.encode(value))


def json_lines(value: Any) -> str:
    """The same in lines that a person can read: an event is one, and so is each rule of a rep.

    What holds no further records is encoded at once, by json's compiled encoder; its own indentation of every single
    number is written in Python, and took a tenth of the time of `analyze` on an hour.
    """
    return printable_json(_indented(value, ""))


def _indented(value: Any, margin: str) -> str:
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(one, dict | list) and one for one in held):
        return _ENCODER.encode(value)
    inner = margin + _STEP
    if isinstance(value, dict):
        lines = [f"{inner}{_ENCODER.encode(key)}: {_indented(one, inner)}" for key, one in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"
    return "[\n" + ",\n".join(inner + _indented(one, inner) for one in value) + f"\n{margin}]"
