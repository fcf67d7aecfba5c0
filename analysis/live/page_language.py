"""The words of both pages in the chosen language: filled into their HTML, and as the script that theirs read."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup, escape

from analysis.language import language, number_signs, say, words_below

CATALOGUE = "catalogue.js"
"""Name of the script with the words; ``page/language.js`` says them."""
_AREAS = ("page", "phone", "count", "list", "place")
"""What the pages say by themselves; all else they are sent as text."""


def pages_folder(name: str) -> Path:
    """Folder of a page's files: ``page`` or ``phone_page``."""
    return Path(str(files("analysis.live"))) / name


def page_html(folder: Path, name: str, **values: str) -> str:
    """Makes a page from its template.

    Parameters
    ----------
    folder : Path
        Of `pages_folder`.
    name : str
        Of the template.
    **values : str
        What else the template names.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  (slow to import)

    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    environment.filters["with_elements"] = _with_elements
    return environment.get_template(name).render(say=say, language=language(), **values)


def _with_elements(sentence: str, **elements: str) -> Markup:
    """A sentence with elements of the template in its braces; the words themselves are never markup."""
    return escape(sentence).format(**elements)


def catalogue_script() -> str:
    """Makes the script with the words and number signs of the chosen language."""
    decimal, _ = number_signs()
    told = {"language": language(), "decimal": decimal, "sentences": words_below(*_AREAS)}
    return f"export default {json.dumps(told, ensure_ascii=False)};\n"
