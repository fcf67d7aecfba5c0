from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fixtures.languages import speaking


@pytest.fixture
def german() -> Iterator[None]:
    """Speaks German in this test."""
    with speaking("de"):
        yield
