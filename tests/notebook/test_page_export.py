"""A notebook as a page that needs no network: formulas that the browser draws, pictures in place of sliders."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import entry_points
from xml.etree.ElementTree import fromstring

import pytest
from ipywidgets import FloatSlider
from markupsafe import Markup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.notebook.page_export import PageExporter
from analysis.notebook.sliders import explore

TEXT = "The *coast* is $v^2/2g$ here, and `$PATH` is code:\n\n$$z = \\ln\\frac{a_e}{0.1} < 3$$\n"


class Drawn:
    """Something that shows itself: the value it was made with."""

    def __init__(self, carry: float) -> None:
        self._value = carry

    def _repr_html_(self) -> str:
        return Markup("<img src='data:image/png;base64,AAAA' alt='at {}'>").format(self._value)


def exported(*cells: NotebookNode) -> str:
    """The page of a notebook."""
    html, _ = exporter().from_notebook_node(new_notebook(cells=list(cells)))
    return str(html)


@cache
def exporter() -> PageExporter:
    """One for all, so that its templates are compiled once."""
    return PageExporter()


@pytest.fixture(scope="module")
def page() -> str:
    """A page with text, and with an output as Jupyter keeps it of sliders."""
    widget = explore(Drawn, carry=FloatSlider(value=0.25, description="carry"))
    shown = new_output("execute_result", data=widget._repr_mimebundle_())
    return exported(new_markdown_cell(TEXT), new_code_cell("explore(...)", outputs=[shown]))


def test_formulas_are_drawn_by_the_browser(page: str) -> None:
    inline, block = re.findall(r"<math.*?</math>", page, re.DOTALL)
    assert ('display="inline"' in inline, 'display="block"' in block) == (True, True)
    assert "<mfrac>" in block
    assert "<msub>" in block
    assert "&lt;" in block
    assert "<em>coast</em>" in page
    assert "<code>$PATH</code>" in page


def test_where_sliders_were_stands_what_they_were_set_to_and_the_result(page: str) -> None:
    assert "carry: 0.25" in page
    assert '<img alt="at 0.25" src="data:image/png;base64,AAAA"/>' in page
    assert "widget-view" not in page


def test_it_loads_nothing(page: str) -> None:
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)", page) == []
    assert "@import" not in page


@pytest.mark.parametrize("formula", ["x_", "\\frac", "a_b_c", "\\left( x", "\\begin{cases}"])
def test_a_formula_that_is_not_understood_stays_as_it_was_typed(formula: str) -> None:
    assert f"<code>{formula}</code> ends." in shown(f"Here ${formula}$ ends.")


def shown(markdown: str) -> str:
    return exported(new_markdown_cell(markdown))


@pytest.mark.parametrize(
    "name", ["align", "align*", "aligned", "split", "eqnarray", "gather", "gather*", "equation", "cases"]
)
def test_an_environment_is_drawn_with_and_without_dollars(name: str) -> None:
    """``align`` stands without dollars in most notebooks; each of its rows is a row, and no row has a number."""
    body = "v^2 \\\\ w" if "gather" in name else "v^2 &= 1 \\\\ w &= 2"
    body = {"eqnarray": "v^2 &=& 1 \\\\ w &=& 2", "equation": "v^2 = 1"}.get(name, body)
    tex = f"\\begin{{{name}}}\n{body}\n\\end{{{name}}}"
    bare, inside = shown(f"Above\n\n{tex}\n\nbelow"), shown(f"$${tex}$$")
    for html in (bare, inside):
        (drawn,) = re.findall(r"<math.*?</math>", html, re.DOTALL)
        assert "<msup><mi>v</mi><mn>2</mn></msup>" in drawn
        assert drawn.count("<mtr>") == (0 if name == "equation" else 2)
        assert "(1)" not in drawn
        assert "\\begin" not in html
    assert "<p>Above</p>" in bare
    assert "<p>below</p>" in bare


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        (r"\text{a<b}", "<mtext>a&lt;b</mtext>"),
        (r"\text{<script>x</script>}", "&lt;script&gt;"),
        (r"\textrm{a>b}", "<mtext>a&gt;b</mtext>"),
        (r"\mbox{R&D}", "R&amp;D"),
        (r"a < b", "<mo>&lt;</mo>"),
    ],
)
def test_text_in_a_formula_is_text(tex: str, wanted: str) -> None:
    html = shown(f"Here ${tex}$ ends.")
    (drawn,) = re.findall(r"<math.*?</math>", html, re.DOTALL)
    assert wanted in drawn
    assert "<script>x" not in html
    fromstring(drawn)  # well-formed


def test_an_environment_that_nobody_lays_out_stays_as_it_was_typed() -> None:
    assert "<code>\\begin{tikzcd} a &amp; b \\end{tikzcd}</code>" in shown(
        r"\begin{tikzcd} a & b \end{tikzcd}"
    )


def test_jupyter_knows_it() -> None:
    (found,) = entry_points(group="nbconvert.exporters", name="rep-momentum")
    assert found.load() is PageExporter
