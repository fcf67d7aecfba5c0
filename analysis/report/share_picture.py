"""A picture of one set to show to others: 1080 × 1350 px, the columns of its reps and one large figure."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from markupsafe import Markup

from analysis.coaching.weights import WeightUnit
from analysis.output.palette import DARK
from analysis.output.set_views import SetView, rep_numbers
from analysis.output.share_words import ShareWords, share_words
from analysis.output.verdict_words import is_flagged
from analysis.report.axes import labelled_numbers
from analysis.report.marks import LIMIT_SHARE, draw_column, draw_mark
from analysis.report.svg import Canvas, svg_element, text_width
from imu.printable import printable

WIDTH_PX, HEIGHT_PX = 1080, 1350
_MARGIN = 84.0
_RIGHT = WIDTH_PX - _MARGIN
_CHART_TOP, _CHART_HEIGHT = 634.0, 380.0
_WIDEST_PITCH, _SCALE = 48.0, 2.0
"""Distance of the columns, and how much larger they are drawn than in the report: strokes and stripes with them."""
_LARGE_PX, _LESS_LARGE_PX, _LONG_FIGURE = 270.0, 190.0, 3
"""Size of the large figure; of one from so many digits on."""
_NUMBER_PX = 14.5
"""Size of a rep's number, before it is enlarged."""
_BAR = 0.79
"""Width of a bar as a share of its pitch."""
_NOT_IN_XML = {0xFFFE: None, 0xFFFF: None}
"""Two characters that XML knows no way to write."""
_KEPT = 64
"""Pictures, of some 40 KB, that need not be drawn again: one takes a tenth of a second."""
_WIDER = 1.16
"""How much wider this face runs than the one that `text_width` knows."""


def _fonts() -> list[str]:
    """The two faces that matplotlib carries, so that every machine draws the same picture."""
    found = find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("matplotlib")
    folder = Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    return [str(folder / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]


def _style() -> str:
    """Style sheet of the picture: classes of the report, on the dark ground, each colour written out."""
    colours = {field.name: getattr(DARK, field.name) for field in fields(DARK)}
    fills = "".join(f".f-{name.replace('_', '-')}{{fill:{colour}}}" for name, colour in colours.items())
    return fills + (
        f"text{{font-family:'DejaVu Sans';fill:{DARK.text}}}"
        f".b{{font-weight:700}}.t2{{fill:{DARK.text2}}}.tm{{fill:{DARK.mom_text}}}"
        f".f-swing{{fill:url(#swing)}}.f-speed{{fill:url(#speed)}}.f-both{{fill:url(#both)}}"
        f".stripe{{fill:none;stroke:{DARK.bg};stroke-width:3;opacity:.6}}"
        f".s-mom{{fill:none;stroke:{DARK.mom};stroke-linejoin:round;stroke-linecap:round}}"
        f".s-text{{fill:none;stroke:{DARK.text};stroke-width:1.5}}"
        f".s-text2{{fill:none;stroke:{DARK.text2};stroke-linecap:round}}.f-bg{{fill:{DARK.bg}}}"
        f".s-line{{fill:none;stroke:{DARK.line};stroke-width:2}}"
        f".dotted{{fill:none;stroke:{DARK.text3};stroke-width:2;stroke-dasharray:2 4}}"
        f".hollow{{fill:{DARK.bg};stroke:{DARK.text2};stroke-width:2.2}}"
    )


def _patterns() -> Markup:
    """Stripes of the causes, as on the report's page; slanted ones are drawn so, as a turned tile takes a tenth of a
    second more."""
    tile = 17.0
    slant, other = "M-4 4L4 -4M-4 21L21 -4M13 21L21 13", "M-4 13L4 21M-4 -4L21 21M13 -4L21 4"
    stripes = {"swing": slant, "speed": "M0 4H17M0 12.5H17", "both": slant + other}
    return svg_element(
        "defs",
        Markup("").join(
            svg_element(
                "pattern",
                svg_element("rect", width=tile, height=tile, class_="f-mom")
                + svg_element("path", d=path, class_="stripe"),
                id=name,
                width=tile,
                height=tile,
                patternUnits="userSpaceOnUse",
            )
            for name, path in stripes.items()
        ),
    )


def _fitting(text: str, most_px: float, size_px: float, *, bold: bool = False) -> float:
    """The size at which a text is no wider than there is room for, px."""
    wide = text_width(text, size_px=size_px, bold=bold) * _WIDER
    return size_px * min(1.0, most_px / wide) if wide else size_px


def _write(
    canvas: Canvas, x: float, y: float, text: str, size_px: float, class_: str, anchor: str = "start"
) -> None:
    bold = "b" in class_.split()
    room = x - _MARGIN if anchor == "end" else _RIGHT - x
    fitted = _fitting(text, room, size_px, bold=bold)
    if text:
        canvas.add(
            svg_element("text", text, x=x, y=y, font_size=fitted, class_=class_ or None, text_anchor=anchor)
        )


def _head(canvas: Canvas, said: ShareWords) -> None:
    _write(canvas, _MARGIN, 128, "rep-momentum", 34, "b")
    _write(canvas, _RIGHT, 128, said.day, 34, "t2", "end")
    large = _LARGE_PX if len(said.figure) < _LONG_FIGURE else _LESS_LARGE_PX
    _write(canvas, _MARGIN - 10, 372, said.figure, large, "b")
    beside = _MARGIN + 26 + text_width(said.figure, size_px=large, bold=True) * 1.25
    _write(canvas, beside, 276, said.whole, 88, "b t2")
    _write(canvas, beside, 366, said.meaning, 52, "")
    _write(canvas, _MARGIN, 466, said.about, 44, "t2")
    _write(canvas, _MARGIN, 530, said.rest, 44, "b tm" if said.thrown else "b")
    _write(canvas, _MARGIN, 600, said.reading, 28, "t2")


def _columns(view: SetView) -> Markup:
    """The columns with numbers and marks, in the report's sizes; enlarged as one."""
    reps, room = view.rep_set.reps, (_RIGHT - _MARGIN) / _SCALE
    pitch = min(_WIDEST_PITCH, room / (len(reps) - 1 + _BAR))
    width, height = pitch * _BAR, _CHART_HEIGHT / _SCALE
    canvas = Canvas(room, height + 50)
    numbers = labelled_numbers(rep_numbers(reps), pitch)
    for i, rep in enumerate(reps):
        left = i * pitch
        draw_column(canvas, rep, x=left, top=0.0, width=width, height=height)
        if rep.index in numbers:
            shown = svg_element(
                "text", str(rep.index), x=left + width / 2, y=height + 20, text_anchor="middle",
                font_size=_NUMBER_PX, class_="b tm" if is_flagged(rep) else "t2",
            )  # fmt: skip
            canvas.add(shown)
        canvas.add(draw_mark(rep, left + width / 2, height + 36, min(7.5, pitch * 0.4)))
    limit = height * (1 - LIMIT_SHARE)
    canvas.line(-6.0, limit, (len(reps) - 1) * pitch + width + 6.0, limit, "s-text")
    return canvas.drawn()


def _foot(canvas: Canvas, said: ShareWords) -> None:
    canvas.line(_MARGIN, 1152, _RIGHT, 1152, "s-line")
    step = (_RIGHT - _MARGIN) / len(said.facts)
    for i, fact in enumerate(said.facts):
        x = _MARGIN + i * step
        _write(canvas, x, 1232, fact.figure, 68, "b")
        wide = text_width(fact.figure, size_px=68, bold=True) * 1.25
        _write(canvas, x + wide + 10, 1232, fact.small, 44, "t2")
        _write(canvas, x, 1284, fact.text, 36, "t2")


def draw_share_picture(view: SetView, day: str | None, unit: WeightUnit) -> Markup:
    """Draws the picture as SVG, with the classes of `share_picture_png`.

    Parameters
    ----------
    view : SetView
        A set with at least one rep.
    day : str or None
        When the recording began, in ISO 8601.
    unit : "kg" or "lb"
        How the weight is written.
    """
    said = share_words(view, day, unit)
    canvas = Canvas(WIDTH_PX, HEIGHT_PX)
    canvas.add(_patterns())
    canvas.rect(0, 0, WIDTH_PX, HEIGHT_PX, "f-bg")
    _head(canvas, said)
    place = f"translate({_MARGIN:.0f} {_CHART_TOP:.0f}) scale({_SCALE:.0f})"
    canvas.add(svg_element("g", _columns(view), transform=place))
    _foot(canvas, said)
    return canvas.finish(said.label)


def share_picture_png(view: SetView, day: str | None, unit: WeightUnit) -> bytes:
    """Draws the picture of a set as a PNG of 1080 × 1350 px; the same bytes on every machine.

    Parameters
    ----------
    view : SetView
        A set with at least one rep.
    day : str or None
        When the recording began, in ISO 8601.
    unit : "kg" or "lb"
        How the weight is written.
    """
    svg = printable(str(draw_share_picture(view, day, unit))).translate(_NOT_IN_XML)
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return rasterised(named.replace('width="100%"', f'width="{WIDTH_PX}" height="{HEIGHT_PX}"', 1))


@lru_cache(maxsize=_KEPT)
def rasterised(svg: str) -> bytes:
    """Draws an SVG as a PNG; the last ones are kept, as a report and a file, or two pages, show the same picture.

    Parameters
    ----------
    svg : str
        A whole document, with the classes of the report.
    """
    import resvg_py  # noqa: PLC0415  only needed here

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            style_sheet=_style(),
            skip_system_fonts=True,
            font_files=_fonts(),
            font_family="DejaVu Sans",
        )
    )
