"""JSON as text: the same values however it is laid out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.output.json_text import json_line, json_lines

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(VALUES)
def test_both_layouts_hold_the_same_values(value: Any) -> None:
    assert json.loads(json_line(value)) == value
    assert json.loads("".join(json_lines(value))) == value
    assert "\n" not in json_line(value)


def test_a_line_for_each_innermost_record() -> None:
    document = {
        "schema": "x/1",
        "events": [{"at_s": 1.5, "n": 1}, {"at_s": 2.5, "n": 2}],
        "sets": [],
        "quality": {},
    }
    assert "".join(json_lines(document)).split("\n") == [
        "{",
        '  "schema": "x/1",',
        '  "events": [',
        '    {"at_s": 1.5, "n": 1},',
        '    {"at_s": 2.5, "n": 2}',
        "  ],",
        '  "sets": [],',
        '  "quality": {}',
        "}",
        "",
    ]


@pytest.mark.parametrize("written", [json_line, json_lines])
def test_nothing_that_is_no_json_and_nothing_that_steers_a_terminal(written: Any) -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        "".join(written({"a": [{"b": float("nan")}]}))
    text = "".join(written({"a": [{"b": "\x1b[31mred\x7f\u202e"}]}))
    assert text.isprintable() or set(text) - set("\n") <= set(map(chr, range(32, 127)))
    assert json.loads(text) == {"a": [{"b": "\x1b[31mred\x7f\u202e"}]}
