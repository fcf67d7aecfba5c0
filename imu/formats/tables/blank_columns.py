"""Reads tables whose columns stand under each other, with blanks between, as if commas stood there."""

from __future__ import annotations

import re

_BEGINNING = 4096
"""Characters in which the header is looked for: most texts are another kind of table, and may be long."""
_FEWEST = 4
"""Columns of the smallest table of samples: a time and three axes."""
_MARKS = re.compile(r"[,;\t|]")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|nan", re.IGNORECASE)
_BEFORE_UNIT = re.compile(r"\s+(?=[(\[])")


def with_commas(text: str) -> str:
    """A table whose cells are separated by blanks, with commas in their place; any other text as it is.

    Parameters
    ----------
    text : str
        With ``\\n`` line ends. Lines keep their numbers.

    Examples
    --------
    >>> with_commas("t  ax (g)  ay  az\\n0.0  1  -2  .5\\n")
    't,ax(g),ay,az\\n0.0,1,-2,.5\\n'
    """
    lines = text[:_BEGINNING].split("\n")
    at = next((k for k, line in enumerate(lines) if _is_row(line)), 0)
    names = _BEFORE_UNIT.sub("", lines[at - 1]).split()
    if at == 0 or _MARKS.search(lines[at - 1]) or len(names) != len(lines[at].split()):
        return text
    before, rows = lines[: at - 1], text.split("\n")[at:]
    return "\n".join([*before, ",".join(names), *(",".join(row.split()) for row in rows)])


def _is_row(line: str) -> bool:
    cells = [] if _MARKS.search(line) else line.split()
    return len(cells) >= _FEWEST and all(_NUMBER.fullmatch(cell) for cell in cells)
