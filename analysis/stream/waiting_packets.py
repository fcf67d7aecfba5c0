"""Small packets of one sensor, gathered before they are processed: for speed alone, it changes no event."""

from __future__ import annotations

from math import hypot, sqrt

from imu.types import SampleBlock, concat_blocks

GATHER_S = 0.06
"""Packets shorter than this, s, wait for the next one: half the work."""
GATHER_STILL_S = 0.25
"""The same while no set is open and the sensor lies still: nothing is counted then, and the trace is a flat line."""
STILL_SHARE = 0.5
"""Share of the limit of stillness (`live.still_dps`) below which it lies still: a movement is looked at as it begins."""
_SHORTER, _ENOUGH = 0.75, 10
"""With so many readings this share of the time is enough: two packets of five at 200 Hz need not wait for the third."""
_MOST_WAITING = 64
"""Most samples that wait so, also where the sensor's clock stands still or was set back."""


def lies_still(block: SampleBlock, limit_radps: float) -> bool:
    """Returns whether the sensor turns more slowly than a limit in a packet, root mean square; False without a
    gyroscope, and for samples that are too many to wait."""
    if block.gyr_radps is None or len(block) >= _MOST_WAITING:
        return False
    return hypot(*block.gyr_radps.ravel().tolist()) < limit_radps * sqrt(len(block))


class WaitingPackets:
    """Packets that wait for the next one.

    Parameters
    ----------
    gather_s : float
        Packets shorter than this wait, s.
    """

    def __init__(self, gather_s: float = GATHER_S) -> None:
        self._gather_s = gather_s
        self._blocks: list[SampleBlock] = []
        self._samples = 0
        self._taken_s = float("-inf")

    def push(self, block: SampleBlock, *, still: bool = False) -> bool:
        """Takes a packet of any size; returns whether it is time to process what waits.

        Parameters
        ----------
        block : SampleBlock
        still : bool
            Whether nobody waits for what it says: no set is open, and the sensor lies still in it.
        """
        if len(block) == 0:
            return False
        elapsed_s, waiting = float(block.time_s[-1]) - self._taken_s, self._samples
        self._samples += len(block)
        few = still or elapsed_s < _SHORTER * self._gather_s or self._samples < _ENOUGH
        if elapsed_s < (GATHER_STILL_S if still else self._gather_s) and few and waiting < _MOST_WAITING:
            self._blocks.append(block.copy())  # the caller may use its arrays again before the next packet
            return False
        self._blocks.append(block)
        return True

    def take(self) -> SampleBlock | None:
        """Removes and returns what waits as one block, None where nothing does."""
        if not self._blocks:
            return None
        block, self._blocks, self._samples = concat_blocks(self._blocks), [], 0
        self._taken_s = float(block.time_s[-1])
        return block
