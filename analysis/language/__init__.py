"""Words that people read, each language in one file: ``en.json`` and ``de.json``.

Whoever writes a sentence for a lifter names it, `say("cue.swing")`, and the file of the chosen language has its words.
How to add a sentence, or a language: docs/language.md.
"""

from __future__ import annotations

from analysis.language.catalogue import (
    ENGLISH,
    after_colon,
    language,
    language_name,
    languages,
    number_signs,
    say,
    use_language,
    words_below,
    write_number,
)
from analysis.language.language_file import LanguageError

__all__ = [
    "ENGLISH",
    "LanguageError",
    "after_colon",
    "language",
    "language_name",
    "languages",
    "number_signs",
    "say",
    "use_language",
    "words_below",
    "write_number",
]
