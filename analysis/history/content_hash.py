"""Fingerprint of a recording's samples, by which one that is saved twice is recognised."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from imu.types import Recording, SampleBlock

_BYTES = 16


class ContentHash:
    """Fingerprint of samples that come in packets of any size: it depends on the samples alone.

    A recording that was renamed, copied, or read from its packets in place of its table has the same.
    """

    def __init__(self) -> None:
        self._sensors: dict[str, blake2b] = {}

    def add(self, block: SampleBlock) -> None:
        """Takes the next samples of one sensor."""
        if len(block) == 0:
            return
        rows = np.empty((len(block), 7))
        rows[:, 0], rows[:, 1:4] = block.time_s, block.acc_mps2
        rows[:, 4:] = np.nan if block.gyr_radps is None else block.gyr_radps
        rows += 0.0  # minus nought and nought are one number
        rows[np.isnan(rows)] = np.nan  # of the many bit patterns of "no number" always the same
        known = self._sensors.setdefault(block.sensor, blake2b(digest_size=_BYTES))
        known.update(rows.astype("<f8", copy=False).tobytes())

    @property
    def text(self) -> str:
        """The fingerprint so far, as 32 letters and figures; the order of the sensors does not matter."""
        whole = blake2b(digest_size=_BYTES)
        for name in sorted(self._sensors):
            whole.update(f"{name}\n".encode())
            whole.update(self._sensors[name].digest())
        return whole.hexdigest()


def content_hash(recording: Recording) -> str:
    """Returns the fingerprint of a recording; a long one is read once more for it."""
    made = ContentHash()
    for block in recording.blocks():
        made.add(block)
    return made.text
