"""Text from files and devices as it may be shown: nothing in it can steer a terminal or change the order of a line."""

from __future__ import annotations

from unicodedata import category

UNSEEN = "\ufffd"
"""Stands for a character that is not shown."""
_CONTROL = {"Cc", "Cs", "Zl", "Zp"}
"""Control characters (escape sequences begin with one), half characters, and separators of lines."""
_ORDER = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the order of those around them (Unicode UAX 9): a name could look like another one."""


def printable(text: str, keep: str = "") -> str:
    """The text with a sign in place of every character that is none to be read.

    Parameters
    ----------
    text : str
    keep : str
        Control characters that stay, such as line ends.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in keep or not _steers(c) else UNSEEN for c in text)


def _steers(character: str) -> bool:
    return character in _ORDER or category(character) in _CONTROL
