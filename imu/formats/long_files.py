"""Long files: which are read in blocks, and in which size of blocks."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from imu.formats.dialects.canonical import CANONICAL
from imu.formats.dialects.canonical_blocks import read_canonical_blocks
from imu.formats.document import is_packed
from imu.formats.grouping import PathGroup
from imu.formats.limits import BLOCK_BYTES, BLOCK_ROWS, LONG_ARROW_BYTES, LONG_BYTES
from imu.formats.tables.arrow_file import is_arrow
from imu.formats.tables.text_blocks import NotInBlocksError
from imu.types import LongRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSize:
    """From which size on a file is read in blocks, and in which.

    Attributes
    ----------
    from_bytes, from_arrow_bytes : int
        Least size of a CSV, and of Parquet or Feather.
    read_bytes, read_rows : int
        Bytes of a CSV, and rows of Parquet or Feather, that are read at a time.
    """

    from_bytes: int = LONG_BYTES
    from_arrow_bytes: int = LONG_ARROW_BYTES
    read_bytes: int = BLOCK_BYTES
    read_rows: int = BLOCK_ROWS


USUAL_BLOCKS = BlockSize()
"""Sizes that suit any memory."""


def open_long(group: PathGroup, format: str | None, block: BlockSize) -> LongRecording | None:  # noqa: A002
    """Opens the file of a group if it is long, and can be read in blocks.

    Parameters
    ----------
    group : PathGroup
    format : str or None
        Name of the format; None: it is recognised by the content.
    block : BlockSize

    Returns
    -------
    LongRecording or None
        None where it is to be read in one piece, which also says what is wrong with it.

    Raises
    ------
    RecordingError
        It can be read in blocks, and something in it is wrong.
    """
    if len(group.files) != 1 or group.documents or format not in (None, CANONICAL.info.name):
        return None
    (path,) = group.files
    if not _is_long(path, block):
        return None
    try:
        return read_canonical_blocks(path, block_bytes=block.read_bytes, block_rows=block.read_rows)
    except (NotInBlocksError, OSError):
        return None


def _is_long(path: str, block: BlockSize) -> bool:
    try:
        found = Path(path).stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size < min(block.from_bytes, block.from_arrow_bytes):
            return False
        with FileIO(path) as file:
            start = file.read(8)
    except (OSError, ValueError):
        return False
    if is_arrow(start):
        return found.st_size >= block.from_arrow_bytes
    return not is_packed(start) and found.st_size >= block.from_bytes
