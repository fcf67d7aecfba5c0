"""Files that a person may have changed by hand are put aside, not written over."""

from __future__ import annotations

from itertools import count
from pathlib import Path


def write_aside(path: Path, text: str, *, grows: bool = False) -> Path | None:
    """Writes a text; a file of another content that was there before keeps its content under a new name.

    The text is written whole before anything that was there is touched, so that a full disk loses nothing.

    Parameters
    ----------
    path : Path
    text : str
    grows : bool
        The file is a list: what only adds to its end changes nothing that was there, and puts nothing aside.

    Returns
    -------
    Path or None
        Where the old file is now: ``mine.1.toml`` beside ``mine.toml``, or the next number that is free. None
        where nothing had to be put aside.

    Raises
    ------
    OSError
    """
    written = path.with_name(f"{path.name}.part")
    written.write_text(text, encoding="utf-8", newline="")
    aside = None
    old = path.read_bytes() if path.exists() else None
    same = text.encode().startswith(old) if grows and old is not None else text.encode() == old
    if old is not None and not same:
        numbered = (path.with_name(f"{path.stem}.{n}{path.suffix}") for n in count(1))
        aside = path.rename(next(one for one in numbered if not one.exists()))
    written.replace(path)
    return aside
