"""A tunable number: a dataclass field that carries its unit, its range and what raising it does."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def number(default: float, unit: str, low: float, high: float, meaning: str) -> Any:
    """A field with this default; ``low`` and ``high`` bound what is allowed, ``meaning`` is a sentence for people."""
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "meaning": meaning})
