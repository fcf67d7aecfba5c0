"""What holds for all tests: which are skipped, in which order they begin, and how many run at once."""

from __future__ import annotations

import gc
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.fixtures.shared import REQUIRED, SHARED

_GARBAGE = (20_000, 10, 10)
"""Thresholds of the garbage collector while tests run."""
_FEW = 20
"""A file of fewer tests, none of them slow, is done in five seconds at most."""
_NOT_HERE = pytest.mark.skip(reason="the shared recordings are not beside this checkout")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds ``--quick``; another ``-m`` would take the place of the project's own, which leaves out what needs a server."""
    parser.addoption("--quick", action="store_true", help="leave out the tests marked slow")


def pytest_configure(config: pytest.Config) -> None:
    """Gives the tests, and the programs that they start, a history and a data folder of their own.

    Until all tests are known nothing that was made is garbage: looking for it took a third of that time.
    """
    gc.disable()
    folder = tempfile.TemporaryDirectory(prefix="rep-momentum-")
    config.add_cleanup(folder.cleanup)
    os.environ["REP_MOMENTUM_DB"] = str(Path(folder.name) / "history.db")
    os.environ["XDG_DATA_HOME"] = folder.name
    os.environ.pop("REP_MOMENTUM_HISTORY", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips what cannot run here, and puts the long files first and the short ones last."""
    if config.getoption("quick"):
        leave_out_slow(config, items)
    if not SHARED.is_dir() and not REQUIRED:
        skip_shared(items)
    put_in_order(items)


def pytest_collection_finish() -> None:
    """From here on there is garbage; the tests themselves, a million objects, are not looked through for it again.

    The rest is looked through more rarely than usual, for half of the time that it took.
    """
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """For ``-n auto``: as many as there are processors; one more where a browser, a sensor or a program is waited for."""
    waits = config.getoption("markexpr") in ("browser", "program", "validation")
    return (os.cpu_count() or 1) + waits


def leave_out_slow(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects the tests marked ``slow``."""
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("slow")])
    items[:] = [item for item in items if not item.get_closest_marker("slow")]


def skip_shared(items: Sequence[pytest.Item]) -> None:
    """Skips the tests marked ``shared``, with the reason."""
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(_NOT_HERE)


def put_in_order(items: list[pytest.Item]) -> None:
    """Puts the files that hold a test marked ``slow`` first, and those of few tests last; all else stays in its order.

    A worker takes whole files (``--dist loadfile``) in this order: begun last, a long one leaves the others idle.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in slow, tests[item.path] < _FEW))
