"""Safe writing: a file that a person may have changed by hand is kept under a new name, not overwritten."""

from __future__ import annotations

from itertools import count
from pathlib import Path


def write_aside(path: Path, text: str, *, grows: bool = False) -> Path | None:
    """Writes a text to a file; a file with other content that was there before is renamed.

    The new text is written whole before the old file is touched, so that a full disk loses nothing.

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
