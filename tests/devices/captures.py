"""Captured notifications with the values they hold, from ``firmware_data/captures``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import numpy as np

from imu.devices import Profile, load_profile, make_decoder
from imu.devices.types import Decoded, Decoder, Readings
from imu.types import Floats


def captures(name: str) -> list[dict[str, Any]]:
    """The captures of one kind of sensor."""
    text = (files("firmware_data") / "captures" / f"{name}.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def decoder(profile: str, **options: object) -> Decoder:
    """A fresh decoder, with some options of the profile changed."""
    known = load_profile(profile)
    fields = {name: getattr(known, name) for name in Profile.__slots__}
    return make_decoder(Profile(**(fields | {"options": {**known.options, **options}})))


def readings(decoded: list[Decoded]) -> Floats:
    """All six-axis readings, ``(n, 6)``."""
    found = [d.values for d in decoded if isinstance(d, Readings)]
    return np.concatenate([np.empty((0, 6)), *found])
