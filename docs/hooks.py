"""What MkDocs is told to mend in a page that it has made."""

from __future__ import annotations

import re

_NOTHING_SAID = re.compile(r'–\s*<div class="doc-md-description">\s*</div>')


def on_page_content(html: str, **_: object) -> str:
    """A parameter that its type says all about needs no dash with nothing after it."""
    return _NOTHING_SAID.sub("", html)
