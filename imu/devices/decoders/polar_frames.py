"""Unpacks the counts in a frame of Polar's measurement service: plain, or a first reading and packed differences.

Source: Polar BLE SDK (technical documentation and tests of its decoders).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

COMPRESSED = 0x80
"""Bit in the kind of a frame: it is compressed."""
PLAIN_BYTES = {0: 1, 1: 2, 2: 3}
"""Size of a value in bytes, by kind of plain frame."""
FIRST_BYTES = {0: 2, 1: 2, 2: 3}
"""Size of the first reading's values in bytes, by kind of compressed frame."""
WIDEST_BITS = 32
"""Most bits of a packed difference."""
_AXES = 3


def counts(frame: int, data: bytes) -> NDArray[np.int64]:
    """Counts of a frame's readings.

    Parameters
    ----------
    frame : int
        Kind of the frame; its highest bit says that it is compressed.
    data : bytes
        Bytes after the frame's head.

    Returns
    -------
    (n, 3) int64
        x, y and z of each reading, in counts.

    Raises
    ------
    ValueError
        The bytes are not such a frame; the text says why.
    """
    kind = frame & ~COMPRESSED
    if frame & COMPRESSED:
        if kind not in FIRST_BYTES:
            raise ValueError(f"a compressed frame of kind {kind}")
        return _unpacked(data, FIRST_BYTES[kind])
    if kind not in PLAIN_BYTES:
        raise ValueError(f"a frame of kind {kind}")
    size = PLAIN_BYTES[kind]
    if not data or len(data) % (_AXES * size):
        raise ValueError(f"{len(data)} bytes, which hold no whole readings")
    values = [_signed(data[at : at + size]) for at in range(0, len(data), size)]
    return np.array(values, dtype=np.int64).reshape(-1, _AXES)


def _unpacked(data: bytes, size: int) -> NDArray[np.int64]:
    """Counts of a compressed frame.

    It holds the first reading, then blocks of differences packed from the lowest bit up; each block starts on a byte.
    """
    if len(data) < _AXES * size:
        raise ValueError("a frame without its first reading")
    parts = [[[_signed(data[k * size : (k + 1) * size]) for k in range(_AXES)]]]
    at = _AXES * size
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError("a block without its head")
        bits, many = data[at], data[at + 1]
        block = data[at + 2 : at + 2 + -(-bits * many * _AXES // 8)]
        if not 0 < bits <= WIDEST_BITS or len(block) * 8 < bits * many * _AXES:
            raise ValueError("a block that is cut off")
        parts.append(_differences(block, bits, many))
        at += 2 + len(block)
    steps = [row for part in parts for row in part]
    return np.cumsum(np.array(steps, dtype=np.int64), axis=0)


def _differences(block: bytes, bits: int, many: int) -> list[list[int]]:
    number, sign = int.from_bytes(block, "little"), 1 << (bits - 1)
    values = [(number >> (k * bits)) & (2 * sign - 1) for k in range(many * _AXES)]
    signed = [value - 2 * (value & sign) for value in values]
    return [signed[k : k + _AXES] for k in range(0, len(signed), _AXES)]


def _signed(data: bytes) -> int:
    return int.from_bytes(data, "little", signed=True)
