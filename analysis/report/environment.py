"""Environment of all templates: everything is escaped, and nothing that is not known is left empty."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from analysis.language import language, say

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def report_environment() -> Environment:
    """Makes the environment, once, as templates are slow to compile; its filter ``rich`` writes ``**bold**`` as bold.

    Templates have `say` and `language` of `analysis.language`.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  (slow to import, only needed here)

    environment = Environment(
        loader=PackageLoader("analysis.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rich"] = _rich
    environment.globals |= {"say": say, "language": language}
    return environment


def _rich(text: str) -> Markup:
    """Escaped text with ``**bold**`` as bold."""
    parts = str(escape(text)).split("**")
    return Markup("".join(f"<b>{part}</b>" if i % 2 else part for i, part in enumerate(parts)))
