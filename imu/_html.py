"""Small HTML tables for notebooks. They inherit colours and font, so that they fit a light page and a dark one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_CELL = "text-align:left;vertical-align:top;padding:2px 12px 2px 0;white-space:normal"


class Markup(str):
    """Text that is HTML already; everything else is escaped."""

    __slots__ = ()


def bold(text: object) -> Markup:
    """Bold text."""
    return Markup(f"<b>{_escaped(text)}</b>")


def paragraph(text: object, *, small: bool = False) -> Markup:
    """A paragraph; ``small`` for what is said besides."""
    style = "margin:4px 0" + (";font-size:90%;opacity:.75" if small else "")
    return Markup(f'<p style="{style}">{_escaped(text)}</p>')


def preformatted(text: str) -> Markup:
    """Text as it stands in a file or a terminal; long lines are broken."""
    style = "margin:4px 0;white-space:pre-wrap;overflow-wrap:anywhere"
    return Markup(f'<pre style="{style}">{_escaped(text)}</pre>')


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """A table: a head, then the rows; None is a dash."""
    head = "".join(f'<th scope="col" style="{_CELL}">{_escaped(cell)}</th>' for cell in headers)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{_escaped(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    whole = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return Markup(f'<div style="overflow-x:auto">{whole}</div>')


def joined(*parts: str) -> Markup:
    """Several pieces, one below the other; what is not markup becomes a paragraph."""
    return Markup("".join(part if isinstance(part, Markup) else paragraph(part) for part in parts))


def _escaped(value: object) -> str:
    if isinstance(value, Markup):
        return value
    return "–" if value is None else escape(str(value))
