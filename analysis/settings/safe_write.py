"""Safe writing: a file that a person may have changed by hand is kept under a new name, not overwritten."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from imu.whole_file import part_beside, write_whole


def write_aside(path: Path, text: str, *, grows: bool = False) -> Path | None:
    """Writes a text to a file; a file with other content that was there before is renamed.

    The new text is written whole before it takes its place, so that a full disk loses nothing.

    Parameters
    ----------
    path : Path
    text : str
        The whole new content.
    grows : bool
        Overwrite an old file whose content is the beginning of the new one: a list that only grew.

    Returns
    -------
    Path or None
        New place of the old file: ``mine.1.toml`` beside ``mine.toml``, or the next number that is free. None
        where nothing was renamed.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    place = Path(os.path.realpath(path))  # of a link the file is kept, not the link
    old = place.read_bytes() if place.exists() else None
    same = text.encode().startswith(old) if grows and old is not None else text.encode() == old
    if old is None or same:
        write_whole(place, text)
        return None
    part = part_beside(place)
    try:
        write_whole(part, text)
        numbered = (place.with_name(f"{place.stem}.{n}{place.suffix}") for n in count(1))
        aside = place.rename(next(one for one in numbered if not one.exists()))
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return aside
