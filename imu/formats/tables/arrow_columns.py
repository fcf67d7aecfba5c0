"""Columns of an Arrow table as numpy arrays, straight from its buffers: Arrow's own way imports pandas, which is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats

if TYPE_CHECKING:
    import pyarrow as pa

_Number = TypeVar("_Number", np.float64, np.int32)


def column_floats(column: pa.ChunkedArray) -> Floats:
    """Values of a column of float64, (n,); NaN where there is none."""
    return _filled(column, np.float64, np.nan)


def column_codes(column: pa.ChunkedArray) -> tuple[Floats, list[str]]:
    """Different texts of a column of strings, and for each cell its index in them, (n,); -1 where there is none."""
    import pyarrow as pa  # noqa: PLC0415  slow to import

    coded = column.combine_chunks().dictionary_encode()
    codes = _filled(pa.chunked_array([coded.indices]), np.int32, -1)
    return codes.astype(np.float64), coded.dictionary.to_pylist()


def _filled(column: pa.ChunkedArray, kind: type[_Number], nothing: float) -> NDArray[_Number]:
    """Values of all chunks, with ``nothing`` where a bit of the validity bitmap is 0 (Arrow's columnar format)."""
    out = np.empty(len(column), dtype=kind)
    at = 0
    for chunk in column.chunks:
        valid, values = chunk.buffers()
        part = out[at : at + len(chunk)]
        part[:] = np.frombuffer(values, dtype=kind)[chunk.offset :][: len(chunk)] if len(chunk) else 0
        if chunk.null_count:
            bits = np.unpackbits(np.frombuffer(valid, dtype=np.uint8), bitorder="little")
            part[bits[chunk.offset :][: len(chunk)] == 0] = nothing
        at += len(chunk)
    return out
