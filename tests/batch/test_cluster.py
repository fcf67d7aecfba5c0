"""On a cluster: the same bytes from any number of workers, also where one is killed in the middle."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import distributed  # noqa: F401  its own settings must be there before a test sets one: what is set goes with it
import pytest
from dask import config

from analysis.batch.cluster import connected, next_bundle
from analysis.batch.run import Workforce
from analysis.batch.sources import BatchSource
from analysis.batch.task import BatchOutcome, BatchTask, WorkItem
from analysis.cli import run
from analysis.errors import BatchError
from tests.fixtures.lakes import TASK, content, fill, names_in, rows_of, write_season
from tests.fixtures.languages import speaking
from tests.fixtures.source_tree import ROOT

pytestmark = pytest.mark.program
_MANY = 24


@contextmanager
def program(*arguments: str, until: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A part of Dask as a process of its own, and the line by which it says that it is ready."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", *arguments]
    if arguments[0] == "worker":
        command = [sys.executable, "-m", "distributed.cli.dask_worker", *arguments[1:]]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as running:
        assert running.stderr is not None
        try:
            yield running, next(line for line in running.stderr if until in line)
        finally:
            running.kill()


@contextmanager
def workers_that_run(code: str, folder: Path) -> Iterator[None]:
    """Workers that are started in the block run this code of a person first."""
    file = folder / "first.py"
    file.write_text(code, encoding="utf-8")
    with config.set({"distributed.worker.preload": [str(file)]}):
        yield


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """Address of a scheduler, and its workers."""
    with ExitStack() as stack:
        _, line = stack.enter_context(
            program("--port", "0", "--host", "127.0.0.1", "--no-dashboard", until="Scheduler at:")
        )
        address = line.split()[-1]
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        started = [
            stack.enter_context(program("worker", address, *options, until="Registered to"))[0]
            for _ in range(workers)
        ]
        yield address, started


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many") / "recordings"
    write_season(folder, _MANY)
    return folder


@pytest.fixture(scope="module")
def wanted(many: Path) -> dict[str, bytes]:
    """What one process makes of them."""
    place = many.parent / "lake"
    fill(place, [many])
    return content(place)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C is heard, also where whoever started the tests has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_worker_speaks_the_language_of_the_run(many: Path, tmp_path: Path) -> None:
    """It is another process, which has not heard the command's option."""
    place, alone, german = tmp_path / "lake", tmp_path / "alone", replace(TASK, language="de")
    with speaking("en"):
        fill(place, [many / "000.csv"], task=german, workforce=Workforce(workers=1))
        fill(alone, [many / "000.csv"], task=german)
    assert content(place) == content(alone)
    (made,) = rows_of(place, "sets")
    assert "Wiederholungen" in made["advice"]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_processes_gives_the_same_bytes(
    many: Path, wanted: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    place = tmp_path / "lake"
    assert fill(place, [many], workforce=Workforce(workers=workers)).counts == {"done": _MANY}
    assert content(place) == wanted


def test_two_runs_at_once_do_not_meet() -> None:
    """Dask's own web server would take port 8787 in each of them, of all interfaces, and warn of it."""
    with connected(1, None) as first, connected(1, None) as second:
        assert [sum(client.nthreads().values()) for client in (first, second)] == [1, 1]
        servers = [client.cluster.scheduler.http_server for client in (first, second)]
        assert {server.address for server in servers} == {"127.0.0.1"}
        assert servers[0].port != servers[1].port


def test_workers_here_do_not_profile_themselves() -> None:
    def is_profiled() -> bool:

        return bool(config.get("distributed.worker.profile.enabled"))

    with connected(1, None) as client:
        assert list(client.run(is_profiled).values()) == [False]


def test_a_worker_that_dies_while_it_starts_is_no_fault_of_this_program(tmp_path: Path) -> None:
    said = "--workers: a worker died while it started; run the same command again"
    with (
        workers_that_run("import os\nos._exit(1)\n", tmp_path),
        pytest.raises(BatchError, match=said),
        connected(1, None),
    ):
        pass


def test_ctrl_c_while_workers_start_is_heard_when_they_are_there(tmp_path: Path, ctrl_c: None) -> None:
    """The worker itself presses it, before it is ready."""
    with (
        workers_that_run("import os, signal\nos.kill(os.getppid(), signal.SIGINT)\n", tmp_path),
        pytest.raises(KeyboardInterrupt),
        connected(1, None),
    ):
        pytest.fail("it was not heard")


def test_ctrl_c_once_more_while_workers_end_does_not_keep_them(tmp_path: Path, ctrl_c: None) -> None:
    code = "import os, signal\ndef dask_teardown(_):\n    os.kill(os.getppid(), signal.SIGINT)\n"
    with (
        workers_that_run(code, tmp_path),
        pytest.raises(KeyboardInterrupt),
        connected(1, None) as client,
    ):
        signal.raise_signal(signal.SIGINT)
    assert (client.status, client.cluster.status.name) == ("closed", "closed")


def test_workers_do_not_hear_ctrl_c_nor_do_those_in_their_place() -> None:
    def is_blocked() -> bool:
        return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])

    with connected(1, None) as client:
        assert list(client.run(is_blocked).values()) == [True]
        client.restart()
        assert list(client.run(is_blocked).values()) == [True]
        assert not is_blocked()


def test_nothing_of_dask_can_drop_ctrl_c_while_garbage_is_looked_for() -> None:
    """What is raised in a callback of the collector is printed and forgotten."""
    with connected(1, None):
        assert not [one for one in gc.callbacks if one.__module__.startswith("distributed")]


def test_a_worker_that_is_killed_costs_nothing_and_doubles_nothing(
    many: Path, wanted: dict[str, bytes], tmp_path: Path
) -> None:
    place, seen = tmp_path / "lake", []
    with cluster(2) as (address, workers):

        def kill_one(outcome: BatchOutcome) -> None:
            seen.append(outcome.path)
            if len(seen) == 3:
                workers[0].send_signal(signal.SIGKILL)
                workers[0].wait()

        summary = fill(place, [many], workforce=Workforce(scheduler=address), listen=kill_one)
    assert summary.counts == {"done": _MANY}
    assert sorted(seen) == sorted(map(str, many.iterdir())), "each result came once"
    assert workers[0].returncode == -signal.SIGKILL
    assert sorted(set(names_in(place)["recordings"])) == sorted(names_in(place)["recordings"])
    assert content(place) == wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeadlyTask(BatchTask):
    """One that ends the process, without a word, which does a recording of a certain name."""

    deadly: str

    def told_of(self, source: BatchSource) -> str:
        if source.path.endswith(self.deadly):
            os._exit(1)
        return TASK.told_of(source)


def test_a_recording_on_which_workers_die_is_lost_alone(many: Path, tmp_path: Path) -> None:
    """Those that were handed out together with it are done, each once."""
    place = tmp_path / "lake"
    task = _DeadlyTask(thresholds=TASK.thresholds, context=TASK.context, deadly="009.csv")
    seen: list[str] = []
    sentences: list[str] = []

    def listen(outcome: BatchOutcome) -> None:
        seen.append(outcome.path)
        sentences.extend([outcome.why] if outcome.why else [])

    summary = fill(place, [many], task=task, workforce=Workforce(workers=1), listen=listen)
    assert summary.counts == {"done": _MANY - 1, "fault": 1}
    assert sorted(seen) == sorted(map(str, many.iterdir()))
    why = "several workers died while they were at it; it may need more memory than they have."
    assert sentences == [f"{many / '009.csv'}: {why}"]
    (row,) = (row for row in rows_of(place, "quality") if row["severity"] == "error")
    assert (row["path"], row["code"]) == (str(many / "009.csv"), "fault")
    fill(place, [many])
    assert sorted(set(names_in(place)["recordings"])) == sorted(names_in(place)["recordings"])


def test_recordings_are_handed_out_a_few_at_a_time_and_large_ones_alone(tmp_path: Path) -> None:
    """As many as make four rounds for each worker, eight at most, and never more than two megabytes of several."""
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes(b"0" * 1_000)
    large.write_bytes(b"0" * 1_900_000)

    def handed_out(paths: Sequence[str], threads: int) -> list[int]:
        waiting = deque(WorkItem(source=BatchSource(path=path, files=(path,))) for path in paths)
        made = []
        while waiting:
            made.append(next_bundle(waiting, threads))
        assert [one.source.path for bundle in made for one in bundle] == list(paths)
        return list(map(len, made))

    of_hundred = handed_out([str(small)] * 100, 2)
    assert of_hundred == sorted(of_hundred, reverse=True)
    assert (of_hundred[0], of_hundred[-4:]) == (8, [1] * 4)
    assert handed_out([str(small)] * 4, 2) == [1] * 4
    assert handed_out([str(large)] * 20, 1) == [1] * 20
    assert handed_out([str(small), str(large)] * 16, 1)[:2] == [3, 2]
    assert handed_out(["https://example.org/1.csv"] * 20, 1) == [1] * 20


def test_a_web_server_is_no_scheduler(many: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its answer to Dask's greeting would be read as a length, of more memory than there is."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.server_port}"
        code = run(["batch", str(many), "--out", str(tmp_path / "lake"), "--scheduler", address])
        server.shutdown()
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("rep-momentum")]
    assert code == 2
    assert said == [
        f"rep-momentum: {address}: no scheduler can be reached there; check the address, and that `dask scheduler` runs."
    ]


def test_without_its_scheduler_it_says_so_and_nothing_is_spoilt(
    many: Path, wanted: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "lake"
    code = run(["batch", str(many), "--out", str(place), "--scheduler", "tcp://127.0.0.1:9"])
    assert code == 2
    said = capsys.readouterr().err
    assert said.startswith("rep-momentum: tcp://127.0.0.1:9: no scheduler can be reached there")
    assert said.count("\n") == 1
    assert fill(place, [many]).counts == {"done": _MANY}
    assert content(place) == wanted
