"""The labelled recordings and the scoring script beside the project; without them their tests are skipped."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
REQUIRED = os.environ.get("REP_MOMENTUM_REQUIRE_SHARED") == "1"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir() and not REQUIRED, reason="the shared recordings are not beside this checkout"
)
