"""Facts without words: what happened, by its code, and the values that a sentence about it needs.

`imu` knows no language. Who does makes the sentence, by the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = float | int | str | bool
"""One fact beside a code; numbers are in the unit that their name ends with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedFact:
    """One thing that a person should know of a sensor, its link or the disk.

    Attributes
    ----------
    code : str
        What it is, e.g. ``link.connected``.
    values : mapping of str to Value
        What its sentence needs, by name, e.g. ``{"name": "WT901BLE1"}``.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
