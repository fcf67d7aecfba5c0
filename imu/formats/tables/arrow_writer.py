"""Writes tables of samples as Parquet or Feather, with units and ``#`` lines in their metadata."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from imu.formats.tables.arrow_file import ARROW_FACTS
from imu.types import SampleBlock
from imu.whole_file import move_into_place, part_beside

_UNITS = {"mps2": "m/s²", "radps": "rad/s", "s": "s"}
"""Units by the end of a column's name."""


def write_arrow(
    path: str | Path, columns: Sequence[str], blocks: Sequence[SampleBlock], comments: str
) -> None:
    """Writes samples in the columns of the canonical form; an existing file is replaced once all is written.

    Parameters
    ----------
    path : str or Path
        ``.parquet`` is written as Parquet, any other as Feather (Arrow's file format).
    columns : sequence of str
        Names: ``sensor`` or none, the time, three axes of acceleration, and three of angular velocity or none.
    blocks : sequence of SampleBlock
        One after the other; those without a gyroscope get empty cells.
    comments : str
        ``#`` lines, each with its end.

    Raises
    ------
    OSError
        It cannot be written; what was there before is as it was.
    """
    import pyarrow as pa  # noqa: PLC0415  slow to import
    from pyarrow import feather, parquet  # noqa: PLC0415

    numbers = [name for name in columns if name != "sensor"]
    rows = np.concatenate([_rows(block)[:, : len(numbers)] for block in blocks])
    held = {name: pa.array(rows[:, at], from_pandas=True) for at, name in enumerate(numbers)}
    fields = [
        pa.field(name, pa.float64(), metadata={"unit": _UNITS[name.split("_")[-1]]}) for name in numbers
    ]
    if "sensor" in columns:
        names = np.repeat([block.sensor for block in blocks], [len(block) for block in blocks])
        held = {"sensor": pa.array(names.tolist(), pa.string()).dictionary_encode(), **held}
        fields = [pa.field("sensor", held["sensor"].type), *fields]
    table = pa.table(held, schema=pa.schema(fields, metadata={ARROW_FACTS: comments}))
    target = Path(os.path.realpath(path))
    part = part_beside(target)
    try:
        if target.suffix.lower() == ".parquet":
            # times and readings hardly ever repeat: a dictionary of them only costs
            parquet.write_table(table, part, use_dictionary=["sensor"], compression="zstd")
        else:
            feather.write_feather(table, part, compression="lz4")
        move_into_place(part, target)
    finally:
        part.unlink(missing_ok=True)


def _rows(block: SampleBlock) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    turning = np.full((len(block), 3), np.nan) if block.gyr_radps is None else block.gyr_radps
    return np.column_stack([block.time_s, block.acc_mps2, turning])
