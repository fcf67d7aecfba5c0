"""Reads small texts that a person writes: files of settings, as TOML."""

from __future__ import annotations

import reprlib
import stat
import tomllib
from pathlib import Path
from typing import Any

MOST_BYTES = 100_000
"""Largest file of settings; the longest that the program writes has 20,000."""
_LONGEST = 60


class UnreadableText(ValueError):  # noqa: N818  what it is about, not an error of the program
    """A text that cannot be read; the message is the rest of a sentence: why, and what to do."""


def read_small_text(path: str | Path) -> str:
    """Reads a small file of text in UTF-8.

    Raises
    ------
    UnreadableText
        There is no such file, or it is something else, too large, or no text.
    """
    try:
        mode = Path(path).stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
            raise UnreadableText(f"is {kind}, not a file; give another one")
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableText("there is no such file; check the path") from None
    except OSError as error:
        raise UnreadableText(f"cannot be read ({error.strerror or error}); give another file") from None
    if len(data) > MOST_BYTES:
        raise UnreadableText(
            f"is larger than {MOST_BYTES / 1000:g} kB, so it is no such file; give another one"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableText("is not text in UTF-8; save it as such") from None


def parse_toml(text: str) -> dict[str, Any]:
    """Reads TOML.

    Raises
    ------
    tomllib.TOMLDecodeError
        It is none, or its tables are too deep or its numbers too long for any settings.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as error:  # thousands of digits; hundreds of brackets
        raise tomllib.TOMLDecodeError("a number is too long, or a list too deep") from error


def short_repr(value: object) -> str:
    """A value as it stands in the text, for messages: its beginning where it is long or deep."""
    shown = reprlib.repr(value) if not isinstance(value, float | bool) else repr(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
