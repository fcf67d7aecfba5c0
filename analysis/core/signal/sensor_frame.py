"""A frame that turns with the sensor, so that a turned sensor gives the same bits but for rounding.

VQF treats the axes of a sensor one by one in places (its limits on the bias): without this a turned sensor reads
"up" by as much as half a degree differently, and a rep at a limit falls on its other side.
"""

from __future__ import annotations

import numpy as np

from analysis.core.signal.resample import GridBlock
from imu.types import Floats

LEAST = 1e-9
"""Shorter vectors have no direction."""


class OwnFrame:
    """Cells of specific force and rotation, seen from the frame that the first of them make."""

    def __init__(self) -> None:
        self._axes: tuple[Floats, Floats, Floats] | None = None

    def push(self, block: GridBlock) -> GridBlock:
        """``values`` are ``(n, 6)``; the same bits for any n."""
        if len(block.values) == 0:
            return block
        if self._axes is None:
            x, y, z = own_axes(block.values[0, :3], block.values[0, 3:]).T[:, :, None]
            self._axes = x, y, z
        x, y, z = self._axes
        pair = block.values.T.reshape(2, 3, -1)
        seen = pair[:, :1] * x
        seen += pair[:, 1:2] * y
        seen += pair[:, 2:] * z
        return GridBlock(
            begins_s=block.begins_s,
            time_s=block.time_s,
            ready_s=block.ready_s,
            values=seen.reshape(6, -1).T,
            hole=block.hole,
        )


def own_axes(acc_mps2: Floats, gyr_radps: Floats) -> Floats:
    """z along the specific force, x along what of the rotation lies across it; where either is nothing, along
    the sensor's own axes.

    Parameters
    ----------
    acc_mps2, gyr_radps : (3,) float64

    Returns
    -------
    (3, 3) float64
        Rows are the axes, orthonormal and right-handed, in the sensor frame.
    """
    z = acc_mps2 / np.linalg.norm(acc_mps2) if np.linalg.norm(acc_mps2) > LEAST else np.eye(3)[2]
    across = gyr_radps - z * float(z @ gyr_radps)
    if np.linalg.norm(across) < LEAST:
        axis = np.eye(3)[int(np.abs(z).argmin())]
        across = axis - z * float(z @ axis)
    x = across / np.linalg.norm(across)
    return np.array([x, np.cross(z, x), z])
