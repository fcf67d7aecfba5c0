"""What is shown steers nothing, and what can be read stays."""

from __future__ import annotations

import json
from unicodedata import category

from hypothesis import given, settings
from hypothesis import strategies as st

from imu.printable import UNSEEN, printable, printable_json

ORDER = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def steers(character: str) -> bool:
    return category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in ORDER


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(st.characters(blacklist_categories=[]) | st.sampled_from(f"\x1b\x9b\x07\u2028{ORDER}\ud800")))
def test_only_what_steers_is_replaced(text: str) -> None:
    assert printable(text) == "".join(UNSEEN if steers(c) else c for c in text)
    assert printable(text, keep="\n\t") == "".join(
        UNSEEN if steers(c) and c not in "\n\t" else c for c in text
    )


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(st.characters(blacklist_categories=["Cs"]) | st.sampled_from(f"\x1b\x9b\x07\u2028{ORDER}")))
def test_json_says_the_same(text: str) -> None:
    shown = printable_json(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(shown) == {"a": text}
    assert not any(map(steers, shown))
