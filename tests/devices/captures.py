"""Captured notifications with the values they hold, from ``firmware_data/captures``."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

from imu.devices import Profile, load_profile, make_decoder
from imu.devices.types import BadPacket, Decoded, Decoder, Readings
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


def others(sensor: str, what: str) -> tuple[bytes, dict[str, Any]]:
    """Bytes and values of one of the other sensors' captures."""
    (found,) = (row for row in captures("others") if (row["sensor"], row["what"]) == (sensor, what))
    return bytes.fromhex(found["hex"]), found["expect"]


def only(decoded: list[Decoded]) -> Readings:
    """The readings, where there is nothing else."""
    (found,) = decoded
    assert isinstance(found, Readings)
    return found


def refused(decoded: list[Decoded]) -> str:
    """Why the packet is a bad one, where there is nothing else."""
    (found,) = decoded
    assert isinstance(found, BadPacket)
    return found.why


def close(values: Floats, expected: Any, unit: float, at_most: float) -> None:
    """Equal to ``expected`` units within ``at_most`` of them."""
    np.testing.assert_allclose(values, np.array(expected) * unit, rtol=0.0, atol=at_most * unit)


def cut(stream: bytes, at: list[int]) -> list[bytes]:
    """A stream of bytes in pieces."""
    points = [0, *sorted(min(a, len(stream)) for a in at), len(stream)]
    return [stream[a:b] for a, b in pairwise(points)]
