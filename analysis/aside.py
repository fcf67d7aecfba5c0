"""Files that a person may have changed by hand are put aside, not written over."""

from __future__ import annotations

from itertools import count
from pathlib import Path


def write_aside(path: Path, text: str) -> Path | None:
    """Writes a text; a file of another content that was there before keeps its content under a new name.

    Parameters
    ----------
    path : Path
    text : str
        What only adds lines to the end of the old content puts nothing aside.

    Returns
    -------
    Path or None
        Where the old file is now: ``mine.1.toml`` beside ``mine.toml``, or the next number that is free. None
        where nothing had to be put aside.

    Raises
    ------
    OSError
    """
    aside = None
    if path.exists() and not text.encode().startswith(path.read_bytes()):
        numbered = (path.with_name(f"{path.stem}.{n}{path.suffix}") for n in count(1))
        aside = path.rename(next(one for one in numbered if not one.exists()))
    path.write_text(text, encoding="utf-8", newline="")
    return aside
