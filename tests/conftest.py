"""What holds for all tests: which are skipped, and in which order they begin."""

from __future__ import annotations

import pytest

from tests.shared import REQUIRED, SHARED

_NOT_HERE = pytest.mark.skip(reason="the shared recordings are not beside this checkout")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips the marked ``shared`` where there are no recordings; brings forward the files with a ``slow`` test.

    A worker takes whole files (``--dist loadfile``), in this order: begun last, a long one would leave the others idle.
    """
    if not SHARED.is_dir() and not REQUIRED:
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(_NOT_HERE)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
