"""Sensor frame by the data, so that results do not depend on how the sensor is mounted (but for rounding).

VQF treats the axes of a sensor one by one in places (its limits on the bias). Without this, a sensor mounted
another way round reads "up" by as much as half a degree differently, and a rep at a limit falls on its other
side.
"""

from __future__ import annotations

import numpy as np

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.loops.cells import in_frame
from analysis.core.signal.resample import GridBlock
from imu.types import Floats

_in_frame = Loop(in_frame)
_LEAST = 1e-9
"""Length below which a vector has no direction."""


class OwnFrame:
    """Turns specific force and angular velocity into the frame that the first cell defines."""

    def __init__(self) -> None:
        self._axes: Floats | None = None

    def push(self, block: GridBlock) -> GridBlock:
        """Returns the next cells in that frame.

        Parameters
        ----------
        block : GridBlock
            Its values are ``(n, 6)``: specific force, then angular velocity.
        """
        if len(block.values) == 0:
            return block
        if self._axes is None:
            self._axes = np.ascontiguousarray(own_axes(block.values[0, :3], block.values[0, 3:]))
        rows = np.ascontiguousarray(block.values.T)
        seen = _by_loop if loops_are_compiled() else _seen
        return GridBlock(
            begins_s=block.begins_s,
            time_s=block.time_s,
            ready_s=block.ready_s,
            values=seen(rows, self._axes).T,
            gap=block.gap,
        )


def _by_loop(rows: Floats, axes: Floats) -> Floats:
    """What `_seen` returns, value after value."""
    out = np.empty_like(rows)
    _in_frame.run(rows, axes, out)
    return out


def _seen(rows: Floats, axes: Floats) -> Floats:
    """Returns rows, ``(6, n)``, in a frame whose axes are rows, ``(3, 3)``."""
    x, y, z = axes.T[:, :, None]
    pair = rows.reshape(2, 3, -1)
    seen = pair[:, :1] * x
    seen += pair[:, 1:2] * y
    seen += pair[:, 2:] * z
    return np.asarray(seen.reshape(6, -1))


def own_axes(acc_mps2: Floats, gyr_radps: Floats) -> Floats:
    """Returns a frame with z along the specific force and x along the part of the rotation across z.

    Where either is 0, an axis of the sensor takes its place.

    Parameters
    ----------
    acc_mps2, gyr_radps : (3,) float64
        Specific force and angular velocity in the sensor frame.

    Returns
    -------
    (3, 3) float64
        Rows are the axes, orthonormal and right-handed, in the sensor frame.
    """
    z = acc_mps2 / np.linalg.norm(acc_mps2) if np.linalg.norm(acc_mps2) > _LEAST else np.eye(3)[2]
    across = gyr_radps - z * float(z @ gyr_radps)
    if np.linalg.norm(across) < _LEAST:
        axis = np.eye(3)[int(np.abs(z).argmin())]
        across = axis - z * float(z @ axis)
    x = across / np.linalg.norm(across)
    return np.array([x, np.cross(z, x), z])
