"""Answers about headers are kept, and those about what is too long for one are not: memory stays small."""

from __future__ import annotations

import tracemalloc

from imu.formats.tables.kept_answers import kept
from imu.formats.tables.parse_table import split_cells


def test_the_same_question_is_answered_once() -> None:
    asked = []

    @kept
    def letters(text: str, sign: str) -> int:
        asked.append(text)
        return text.count(sign)

    assert [letters("axis", "a"), letters("axis", "a"), letters("axis", "x")] == [1, 1, 1]
    assert asked == ["axis", "axis"]


def test_a_file_that_is_one_line_is_not_kept() -> None:
    """Ten lines of a megabyte each: nothing of them is left."""
    tracemalloc.start()
    for k in range(10):
        assert len(split_cells("1.25," * 200_000 + str(k), ",")) == 200_001
    left, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert left < 1_000_000
