"""Exports a notebook as one HTML file that needs no network: ``jupyter nbconvert --to rep-momentum FILE.ipynb``.

The usual export asks other servers for the formulas and the sliders, so that without a network it shows neither. Here
formulas are MathML, which browsers draw by themselves, and in place of sliders stands the picture that they led to.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, tostring

from jinja2 import DictLoader, pass_context
from latex2mathml.converter import convert_to_element
from markupsafe import escape
from nbconvert.exporters.html import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

_FORMULA = "display:block;overflow-x:auto;margin:1em 0"
"""A formula that is wider than a phone is pushed aside, and does not widen the page."""
_PAGE = {
    "page.html.j2": """{%- extends 'index.html.j2' -%}
{%- block html_head_js_requirejs -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}"""
}
"""The usual page without what it loads from elsewhere."""
_WIDGETS = "application/vnd.jupyter.widget-view+json"
_BEGIN_OR_END = re.compile(r"\\(begin|end)\{([a-z]+)\*?\}")


def _environment(name: str, columns: str = "") -> dict[str, str]:
    return {"begin": f"\\begin{{{name}}}{columns}", "end": f"\\end{{{name}}}"}


_LAID_OUT = {
    **dict.fromkeys(("align", "aligned", "split", "flalign"), _environment("align*")),
    **dict.fromkeys(("gather", "gathered", "multline"), _environment("matrix")),
    "eqnarray": _environment("array", "{rcl}"),
    "equation": {"begin": "{", "end": "}"},
}
"""Environments that the converter does not know, or numbers from 1 in every formula, and how they are laid out."""


class MathMLRenderer(IPythonRenderer):
    """Renders the text of a notebook, its formulas as MathML."""

    def block_math(self, body: str) -> str:
        """A formula in a line of its own, from TeX."""
        return f'<span style="{_FORMULA}">{_mathml(body, display="block")}</span>'

    def inline_math(self, body: str) -> str:
        """A formula within a sentence, from TeX."""
        return _mathml(body, display="inline")

    def latex_environment(self, name: str, body: str) -> str:
        """A formula that stands in an environment such as ``align``, without dollars."""
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def _mathml(formula: str, display: str) -> str:
    """A formula in MathML; one that is not understood stays as it was typed."""
    try:
        drawn = convert_to_element(_known_environments(formula.strip()), display=display)
        return _written(drawn)
    except Exception:  # the converter fails in as many ways as TeX can be wrong
        return f"<code>{escape(formula)}</code>"


def _known_environments(formula: str) -> str:
    """The formula with environments that the converter lays out, in place of others like them, and without numbers."""
    return _BEGIN_OR_END.sub(
        lambda found: _LAID_OUT.get(found[2], {}).get(found[1], found[0]),
        formula,
    )


def _written(drawn: Element) -> str:
    """MathML as text: the converter keeps signs as references to characters, and text as it was typed.

    Raises
    ------
    ValueError
        A mark of columns is drawn as a letter: the environment is not one that the converter lays out.
    """
    for element in drawn.iter():
        element.text = unescape(element.text or "")
        if element.text == "&" and element.tag != "mtext":
            raise ValueError(element.text)
    return tostring(drawn, encoding="unicode")


class PageExporter(HTMLExporter):
    """Exports a notebook as one page that loads nothing."""

    export_from_notebook = "Page without network"
    """Its name in Jupyter's menu."""

    def __init__(self, **given: Any) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            **{"extra_loaders": [DictLoader(_PAGE)], "template_file": "page.html.j2", **given}
        )

    @property
    def default_config(self) -> Any:
        """As usual, but that an output with a widget is shown as the picture that the widget led to."""
        usual = super().default_config
        kinds = usual.NbConvertBase.display_data_priority
        usual.NbConvertBase.display_data_priority = [kind for kind in kinds if kind != _WIDGETS]
        return usual

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Turns the text of a cell into HTML.

        Parameters
        ----------
        context : jinja2 context
            It knows the cell.
        source : str
            Markdown.
        """
        attachments = context.get("cell", {}).get("attachments", {})
        renderer = MathMLRenderer(
            escape=False, attachments=attachments, anchor_link_text=self.anchor_link_text
        )
        return str(MarkdownWithMath(renderer=renderer).render(source))
