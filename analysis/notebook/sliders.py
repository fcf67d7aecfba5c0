"""Sliders for thresholds in notebooks, and a result below them that follows."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from markupsafe import Markup

from analysis.settings.thresholds import DEFAULTS, Thresholds
from imu._html import paragraph, stacked
from imu.errors import PlainError

if TYPE_CHECKING:
    from ipywidgets import HTML, FloatSlider, IntSlider, VBox

STEPS = 100
"""About so many positions of a slider."""
Slider: TypeAlias = "FloatSlider | IntSlider"
Showable: TypeAlias = Any
"""Anything that shows itself in a notebook: it has ``_repr_png_`` (and a title) or ``_repr_html_``."""


def explore(draw: Callable[..., Showable | Sequence[Showable]], **sliders: Slider) -> VBox:
    """Shows sliders, and below them a result that is made again whenever one of them has come to rest.

    The result is a widget of its own and not one of captured output: it does not flicker, and a notebook
    that is run without a browser comes to its end (`docs/decisions`, 24).

    Parameters
    ----------
    draw : callable
        Given the value of each slider by its name; returns a picture of `analysis.notebook.plots`, or
        whatever else shows itself in a notebook, or several of them.
    **sliders : FloatSlider or IntSlider
        By the names that ``draw`` takes.

    Returns
    -------
    VBox
        The widget to display.
    """
    from ipywidgets import HTML  # noqa: PLC0415  only notebooks have it

    def made() -> str:
        shown = draw(**{name: slider.value for name, slider in sliders.items()})
        return stacked(*map(_markup, shown if isinstance(shown, (tuple, list)) else [shown]))

    below = HTML(value=made())

    def moved(_: object) -> None:
        try:
            below.value = made()
        except PlainError as error:
            below.value = paragraph(str(error))

    for slider in sliders.values():
        slider.observe(moved, names="value")
    return _shown([*sliders.values()], below)


def _shown(sliders: list[Slider], below: HTML) -> VBox:
    """Puts both into one widget, with what a page without widgets shows in its place: where they stood, and the result."""
    from ipywidgets import VBox  # noqa: PLC0415

    class Explored(VBox):  # type: ignore[misc]  # ipywidgets has no types
        """Sliders and a result, which can be exported."""

        def _repr_mimebundle_(self, **how: Any) -> Any:
            bundle = super()._repr_mimebundle_(**how)
            where = ", ".join(f"{one.description}: {one.value:g}" for one in sliders)
            return bundle | {"text/html": stacked(paragraph(where), Markup(below.value))}

    return Explored([*sliders, below])


def _markup(shown: Showable) -> Markup:
    """A picture as an image that is as wide as it was made, or as there is room; all else as it shows itself."""
    if not hasattr(shown, "_repr_png_"):
        return Markup(shown._repr_html_())
    held, size = shown._repr_png_()
    source = f"data:image/png;base64,{b64encode(held).decode()}"
    words = " ".join(shown.get_suptitle().split())
    image = '<img src="{}" width="{}" style="max-width:100%" alt="{}">'
    return Markup(image).format(source, size["width"], words)


def threshold_sliders(*names: str, base: Thresholds = DEFAULTS) -> dict[str, Slider]:
    """Makes sliders for some thresholds, by the names that `Thresholds.with_` takes.

    Parameters
    ----------
    *names : str
        Dotted, e.g. ``momentum.carry``.
    base : Thresholds
        Where they stand.

    Raises
    ------
    ThresholdError
        There is no such threshold.
    """
    return {name.replace(".", "__"): threshold_slider(name, base) for name in names}


def threshold_slider(name: str, base: Thresholds = DEFAULTS) -> Slider:
    """Makes a slider for one threshold, over half to twice where it stands and within what is allowed.

    Parameters
    ----------
    name : str
        Dotted, e.g. ``momentum.carry``.
    base : Thresholds
        Where it stands.

    Raises
    ------
    ThresholdError
        There is no such threshold.
    """
    from ipywidgets import FloatSlider, IntSlider, Layout  # noqa: PLC0415  only notebooks have it

    row = base.row(name)
    low, high = row.nearby
    unit = f", {row.unit}" if row.unit and row.unit != "ratio" else ""
    looks = {
        "description": f"{name.partition('.')[2]}{unit}",
        "tooltip": row.meaning,
        "continuous_update": False,
        "style": {"description_width": "11em"},
        "layout": Layout(width="min(100%, 34em)"),
    }
    if isinstance(row.default, int):
        return IntSlider(value=int(row.value), min=int(low), max=int(high), **looks)
    step = float(f"{(high - low) / STEPS:.1g}")
    return FloatSlider(value=row.value, min=low, max=high, step=step, readout_format=".3g", **looks)
