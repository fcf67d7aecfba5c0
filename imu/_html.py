"""Small HTML tables for notebooks. They inherit colours and font, so that they fit a light page and a dark one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

_CELL = "text-align:left;vertical-align:top;padding:2px 12px 2px 0;white-space:normal"


def bold(text: object) -> Markup:
    """Bold text."""
    return Markup("<b>{}</b>").format(_shown(text))


def paragraph(text: object, *, small: bool = False) -> Markup:
    """A paragraph; ``small`` for side remarks."""
    style = "margin:4px 0" + (";font-size:90%;opacity:.75" if small else "")
    return Markup('<p style="{}">{}</p>').format(style, _shown(text))


def preformatted(text: str) -> Markup:
    """Text as it stands in a file or a terminal; long lines are broken."""
    style = "margin:4px 0;white-space:pre-wrap;overflow-wrap:anywhere"
    return Markup('<pre style="{}">{}</pre>').format(style, text)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """A table: a head, then the rows; None is a dash."""
    head = _cells(f'<th scope="col" style="{_CELL}">{{}}</th>', headers)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(_cells(f'<td style="{_CELL}">{{}}</td>', row)) for row in rows
    )
    whole = '<div style="overflow-x:auto"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    return Markup(whole).format(head, body)


def stacked(*parts: str) -> Markup:
    """Several pieces, one below the other; plain text becomes a paragraph."""
    return Markup("").join(part if isinstance(part, Markup) else paragraph(part) for part in parts)


def _cells(cell: str, values: Iterable[object]) -> Markup:
    return Markup("").join(Markup(cell).format(_shown(value)) for value in values)


def _shown(value: object) -> Markup:
    return escape("–" if value is None else value)
