"""Limits of what is read: far above real recordings, and low enough that nothing fills the memory or takes for ever."""

from __future__ import annotations

from imu.errors import RecordingError

MAX_BYTES = 2_000_000_000
"""Largest recording that is read in one piece, unpacked: 14 million rows of one sensor, with all digits."""
LONG_BYTES, LONG_ARROW_BYTES = 64_000_000, 24_000_000
"""Sizes from which a recording of the canonical form is read in blocks, as CSV and as Parquet or Feather: an hour and a
half at 100 readings a second. Shorter ones are read in one piece, which parses each row once."""
BLOCK_BYTES, BLOCK_ROWS = 4_000_000, 32_768
"""How much of it is read at a time: a block of text takes ten times its size until it is samples."""
MAX_LINE = 10_000_000
"""Longest line of a text, bytes. The longest of real files are packets that a phone posted, up to some megabytes."""
MAX_COLUMNS = 2_000
"""Most columns of a table. A suit of 17 sensors exports about 400."""
MAX_SENSORS = 64
"""Most sensors of a recording. A suit for the whole body has 17."""
MAX_DEPTH = 40
"""Deepest folder that is looked into, below the one given."""
MAX_ENTRIES = 200_000
"""Most files and folders that are looked at below one folder. A year of sessions, each of ten files, is 10,000."""
MAX_MEMBERS = 10_000
"""Most files in a zip."""
MAX_RATIO, FREE_BYTES = 200, 16_000_000
"""Most bytes that one packed byte may hold, beyond the first that are free. Recordings pack to a third to a twentieth,
a sensor that lay still to a hundredth; what unpacks to more was made to fill a disk."""
PIPE_WAIT_S = 1.0
"""Longest wait for somebody who writes into a pipe, s."""


def too_large(path: str) -> RecordingError:
    """Makes the error for a file, pipe or zip that holds more than `MAX_BYTES`."""
    what = f"holds more than {MAX_BYTES / 1e9:g} GB; cut the recording into parts."
    return RecordingError(what, path=path)


def long_line(path: str) -> RecordingError:
    """Makes the error for a text with a line of more than `MAX_LINE` bytes."""
    what = f"has a line of more than {MAX_LINE / 1e6:g} MB, as no table has; is it a recording? Export it again as CSV."
    return RecordingError(what, path=path)


def check_columns(many: int, path: str, line: int) -> None:
    """Checks how many cells a row has.

    Raises
    ------
    RecordingError
        They are more than `MAX_COLUMNS`.
    """
    if many > MAX_COLUMNS:
        what = f"has {many:,} cells; at most {MAX_COLUMNS:,} are read. Is it a table of a motion sensor?"
        raise RecordingError(what, path=path, line=line)


def check_sensors(many: int, path: str) -> None:
    """Checks how many sensors a recording names.

    Raises
    ------
    RecordingError
        They are more than `MAX_SENSORS`.
    """
    if many > MAX_SENSORS:
        what = f"names {many:,} sensors; at most {MAX_SENSORS} are read. Does the column hold places such as wrist?"
        raise RecordingError(what, path=path, field="sensor")
