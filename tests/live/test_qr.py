"""The QR code for a terminal has the very squares of the code."""

from __future__ import annotations

import segno

from analysis.live.qr import qr_lines

ADDRESS = "https://192.168.1.23:41403/?token=K9hLQg6qJBeGpPQZoorkpw&place=wrist_right"
LIGHT = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
"""Which of the two squares in a character are light, the upper one first."""


def test_the_code_for_a_terminal_has_the_squares_of_the_code() -> None:
    code = segno.make(ADDRESS, error="l")
    squares = [[dark ^ 1 for dark in row] for row in code.matrix_iter(border=2)]
    lines = qr_lines(ADDRESS)
    drawn = [[LIGHT[sign][half] for sign in line] for line in lines for half in (0, 1)]
    assert drawn[: len(squares)] == squares
    assert len(drawn) - len(squares) == len(squares) % 2
