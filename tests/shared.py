"""The labelled recordings and the scoring script beside the project."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
REQUIRED = os.environ.get("REP_MOMENTUM_REQUIRE_SHARED") == "1"

needs_shared = pytest.mark.shared
"""On a test or as a module's ``pytestmark``; where there are none, `tests/conftest.py` skips it."""
