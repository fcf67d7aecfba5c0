"""Kinds of numbers that loops take."""

from __future__ import annotations

from typing import Any, TypeAlias

Numbers: TypeAlias = Any
"""Numbers as a loop takes them: a list (of lists), or an array where loops are compiled."""
