"""QR code of a web address, which a phone can scan."""

from __future__ import annotations

from functools import cache
from io import BytesIO, StringIO


@cache
def qr_svg(address: str) -> str:
    """Draws the QR code of an address as an SVG document, dark on white with its quiet zone."""
    import segno  # noqa: PLC0415  part of the extra rep-momentum[live]

    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=6, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue().decode()


def qr_lines(address: str) -> list[str]:
    """Draws the QR code of an address as lines for a dark terminal, a square in half a character."""
    import segno  # noqa: PLC0415  part of the extra rep-momentum[live]

    out = StringIO()
    segno.make(address, error="l").terminal(out, border=2, compact=True)
    return out.getvalue().splitlines()
