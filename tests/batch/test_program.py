"""The real program, stopped by Ctrl-C while it waits for a file: what is there is whole, and the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.fixtures.lakes import content, fill, names_in
from tests.fixtures.source_tree import ROOT

pytestmark = pytest.mark.program


class _Slow(SimpleHTTPRequestHandler):
    """Gives no content before it may."""

    asked, may = threading.Event(), threading.Event()

    def do_GET(self) -> None:
        self.asked.set()
        assert self.may.wait(60.0)
        with_content = super().do_GET
        try:
            with_content()
        except OSError:  # who asked has gone
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keeps quiet."""


@pytest.fixture
def slow_web(season: Path) -> Iterator[str]:
    _Slow.asked.clear()
    _Slow.may.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Slow, directory=str(season)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    _Slow.may.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("how", [(), ("--workers", "1")], ids=["here", "worker"])
def test_ctrl_c_leaves_whole_files(season: Path, slow_web: str, tmp_path: Path, how: tuple[str, ...]) -> None:
    """The file of the web comes last, or first where its address is before the paths in the alphabet."""
    place = tmp_path / "lake"
    paths = [str(season / f"00{k}.csv") for k in range(3)]
    command = [sys.executable, "-m", "analysis.cli", "batch", *paths, f"{slow_web}/005.csv"]
    with subprocess.Popen(
        [*command, "--out", str(place), *how],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
        start_new_session=True,
    ) as running:
        assert _Slow.asked.wait(60.0)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: the workers hear it, too
        out, err = running.communicate(timeout=60.0)
    assert running.returncode == 130
    assert out == ""
    assert "are done and kept. The same command goes on from there." in err
    assert "Traceback" not in err
    assert not [name for name in content(place) if name.endswith(".tmp")]
    _Slow.may.set()
    summary = fill(place, [*paths, f"{slow_web}/005.csv"])
    assert summary.counts.total() == 4
    assert summary.counts["done"] < 4 or how
    assert len(names_in(place)["recordings"]) == len(set(names_in(place)["recordings"])) == 4
