"""Text from files and devices as it may be shown: nothing in it can steer a terminal or change the order of a line."""

from __future__ import annotations

import re

UNSEEN = "\ufffd"
"""Stands for a character that is not shown."""
_ORDER = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Characters that change the order of those around them (Unicode UAX 9): a name could look like another one."""
_STEERS = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029{_ORDER}]")
"""Control characters (escape sequences begin with one), half characters, separators of lines, and changes of order."""
_IN_JSON = re.compile(f"[\x7f-\x9f\u2028\u2029{_ORDER}]")
"""Those of them that JSON need not escape."""


def printable(text: str, keep: str = "") -> str:
    """The text with a sign in place of every character that is none to be read.

    Parameters
    ----------
    text : str
    keep : str
        Control characters that stay, such as line ends.
    """
    return _STEERS.sub(lambda found: found[0] if found[0] in keep else UNSEEN, text)


def printable_json(text: str) -> str:
    """The same JSON, in which no character steers a terminal: what could is written as an escape."""
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
