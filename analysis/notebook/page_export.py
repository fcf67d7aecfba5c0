"""Exports a notebook as one HTML file that needs no network: ``jupyter nbconvert --to rep-momentum FILE.ipynb``.

The usual export asks other servers for the formulas and the sliders, so that without a network it shows neither. Here
formulas are MathML, which browsers draw by themselves, and in place of sliders stands the picture that they led to.
"""

from __future__ import annotations

from typing import Any

from jinja2 import DictLoader, pass_context
from latex2mathml.converter import convert
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


class MathMLRenderer(IPythonRenderer):
    """Renders the text of a notebook, its formulas as MathML."""

    def block_math(self, body: str) -> str:
        """A formula in a line of its own, from TeX."""
        return f'<span style="{_FORMULA}">{_mathml(body, display="block")}</span>'

    def inline_math(self, body: str) -> str:
        """A formula within a sentence, from TeX."""
        return _mathml(body, display="inline")


def _mathml(formula: str, display: str) -> str:
    """A formula in MathML; one that is not understood stays as it was typed."""
    try:
        return str(convert(formula.strip(), display=display))
    except Exception:  # the converter fails in as many ways as TeX can be wrong
        return f"<code>{escape(formula)}</code>"


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
