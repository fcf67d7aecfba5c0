"""A web address as a picture that a phone can read."""

from __future__ import annotations

from io import BytesIO


def qr_svg(address: str) -> str:
    """The QR code as an SVG document, dark on white with its quiet zone."""
    import segno  # noqa: PLC0415  part of the extra rep-momentum[live]

    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=6, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue().decode()
