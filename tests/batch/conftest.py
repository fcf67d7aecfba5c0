from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures.lakes import fill, write_season


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of recordings. Nothing may write into it."""
    folder = tmp_path_factory.mktemp("season") / "recordings"
    write_season(folder)
    return folder


@pytest.fixture(scope="session")
def lake(season: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their lake, made in one go by this process. Nothing may write into it."""
    place = tmp_path_factory.mktemp("lake") / "lake"
    fill(place, [season])
    return place
