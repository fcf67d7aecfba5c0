"""The work on other processes and computers, by Dask: a few recordings at a time, in any order."""

from __future__ import annotations

import asyncio
import contextlib
import math
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

from analysis.batch.task import BatchOutcome, BatchTask, WorkItem, lost_outcome, work_on_each
from analysis.errors import BatchError

_CONNECT_S = 5.0
"""Longest wait for the scheduler, s: one that runs answers within a second."""
_WORKER_S = 15.0
"""Longest wait for a first worker, s."""
_ANY_PORT = "127.0.0.1:0"
"""Where Dask's own web server listens, which cannot be left out: where only this computer hears it, and at a port that
no other run can hold. By default it takes port 8787 of all interfaces, and warns where another run has it."""
_OF_OURS = {
    "distributed.scheduler.allowed-failures": 0,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
}
"""How Dask works on this computer. One death is enough to suspect what the worker held: it is tried by itself then, and
kills two workers at most, not four and four again. And Dask does not look a hundred times a second at what a worker is
doing, fifty times whether each part of it still answers, and twice at the computer, which nobody asks it: together a tenth
of the work."""
_AHEAD = 2
"""Bundles for each worker that are under way or wait at it. Results are taken and dropped at once, so that a worker
that dies has little that would have to be done again, and memory does not grow."""
_BUNDLE = 8
"""Most recordings that a worker is given at once. Each time costs ten milliseconds of the one who hands out."""
_BUNDLE_BYTES = 2_000_000
"""Most bytes of them: what a worker reads and analyses within a second."""
_ROUNDS = 4
"""Least number of bundles for each worker among those recordings that are left, so that all of them end together."""
_DEADLY = "several workers died while they were at it; it may need more memory than they have."
"""Why a recording is lost on which workers died that had nothing else to do."""


@contextlib.contextmanager
def connected(workers: int | None, scheduler: str | None) -> Iterator[Any]:
    """Gives a client of a cluster: of one that runs, or of processes on this computer, which end with the block.

    Parameters
    ----------
    workers : int or None
        Processes to start here.
    scheduler : str or None
        Address of a scheduler that runs, such as ``tcp://10.0.0.5:8786``.

    Raises
    ------
    BatchError
        Dask is missing, or the scheduler or its workers are out of reach.
    """
    place = scheduler or "--workers"
    try:
        import distributed  # noqa: PLC0415  an extra, and slow to load
    except ImportError as error:
        raise BatchError("this needs Dask: pip install 'rep-momentum[batch]'.", place=place) from error
    of_dask: Any = distributed  # it names no types
    client = _client_here(of_dask, workers) if scheduler is None else _client_of(of_dask.Client, scheduler)
    with client as one:
        yield one


@contextlib.contextmanager
def _client_here(of_dask: Any, workers: int | None) -> Iterator[Any]:
    """Client of processes on this computer; Ctrl-C waits while they start, and while they end."""
    from dask import config  # noqa: PLC0415

    with _ctrl_c_held() as let_through, contextlib.ExitStack() as stack:
        with _ctrl_c_blocked(), config.set(_OF_OURS):
            cluster = stack.enter_context(_cluster_of(of_dask.LocalCluster, workers))
        client = stack.enter_context(of_dask.Client(cluster, set_as_default=False))
        of_dask.gc.disable_gc_diagnosis()  # it looks on as garbage is collected: Python drops a Ctrl-C then
        with let_through():
            yield client


def _cluster_of(cluster_class: Any, workers: int | None) -> Any:
    try:
        return cluster_class(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=_ANY_PORT,
            memory_limit=0,
            silence_logs="CRITICAL",
        )
    except RuntimeError as error:  # a process died before it was ready
        what = "a worker died while it started; run the same command again, with fewer workers if memory is short."
        raise BatchError(what, place="--workers") from error


@contextlib.contextmanager
def _ctrl_c_held() -> Iterator[Callable[[], contextlib.AbstractContextManager[None]]]:
    """Keeps Ctrl-C until the block ends: one that breaks off start or end of a cluster would leave half of it.

    Gives what makes a block within this one in which it is heard at once, as otherwise.
    """
    if threading.current_thread() is not threading.main_thread():
        yield contextlib.nullcontext
        return
    heard: list[int] = []

    def keep(number: int, _: object) -> None:
        heard.append(number)

    def give_back() -> None:
        signal.signal(signal.SIGINT, before)
        if heard:
            heard.clear()
            signal.raise_signal(signal.SIGINT)

    @contextlib.contextmanager
    def let_through() -> Iterator[None]:
        try:
            give_back()
            yield
        finally:
            signal.signal(signal.SIGINT, keep)

    before = signal.signal(signal.SIGINT, keep)
    try:
        yield let_through
    finally:
        give_back()


@contextlib.contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    """Blocks Ctrl-C for this thread, and for good for the threads that it starts, and for the processes of these.

    Dask starts its processes in such threads, also those in place of others that died.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # a thread that starts it would hear Ctrl-C from then on
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def _shake_hands(scheduler: str) -> None:
    """Greets a scheduler as a client does, which itself would wait for ever for the answer of another program."""
    from distributed import comm  # noqa: PLC0415

    of_dask: Any = comm
    (await asyncio.wait_for(of_dask.connect(scheduler, timeout=_CONNECT_S), _CONNECT_S + 1.0)).abort()


def _client_of(client_class: Any, scheduler: str) -> Any:
    try:
        asyncio.run(_shake_hands(scheduler))
        client = client_class(scheduler, timeout=_CONNECT_S, set_as_default=False)
    except (
        OSError,
        ValueError,
        TimeoutError,
        MemoryError,
    ) as error:  # another server's answer is a length to Dask
        what = "no scheduler can be reached there; check the address, and that `dask scheduler` runs."
        raise BatchError(what, place=scheduler) from error
    try:
        client.wait_for_workers(1, timeout=_WORKER_S)
    except TimeoutError as error:
        client.close()
        what = f"no worker has joined this scheduler within {_WORKER_S:g} s; start one with `dask worker {scheduler}`."
        raise BatchError(what, place=scheduler) from error
    return client


def outcomes_of(
    client: Any, task: BatchTask, items: Iterable[WorkItem], place: str
) -> Iterator[BatchOutcome]:
    """Yields the result of each recording once, as they are done.

    What workers held that died several times is tried at the end, one by one while nothing else is under way: so only
    those are lost that are deadly.

    Parameters
    ----------
    client : distributed.Client
    task : BatchTask
    items : iterable of WorkItem
        Handed out in bundles as workers become free.
    place : str
        Address of the scheduler, for messages.

    Raises
    ------
    BatchError
        The scheduler has gone, or a worker cannot run this program.
    """
    import distributed  # noqa: PLC0415

    dask: Any = distributed
    waiting = deque(items)
    bundles: dict[str, list[WorkItem]] = {}
    suspects: list[WorkItem] = []
    under_way = dask.as_completed(loop=client.loop)

    def keep_busy() -> None:
        threads = _threads(client)
        while waiting and len(bundles) < _AHEAD * threads:
            bundle = next_bundle(waiting, threads)
            future = client.submit(work_on_each, task, bundle, pure=False)
            bundles[future.key] = bundle
            under_way.add(future)

    keep_busy()
    for future in under_way:
        bundle = bundles.pop(future.key)
        outcomes = _outcomes_of(future, place)
        future.release()
        del future
        keep_busy()
        if outcomes is None:
            suspects += bundle
        yield from outcomes or ()
    for item in suspects:
        outcomes = _outcomes_of(client.submit(work_on_each, task, [item], pure=False), place)
        yield from [lost_outcome(item, _DEADLY)] if outcomes is None else outcomes


def next_bundle(waiting: deque[WorkItem], threads: int) -> list[WorkItem]:
    """Takes the next recordings to be handed out together: few and small ones; one of unknown size goes alone."""
    most = min(_BUNDLE, math.ceil(len(waiting) / (_ROUNDS * threads)))
    bundle = [waiting.popleft()]
    held = _bytes_of(bundle[0])
    while waiting and len(bundle) < most and (held := held + _bytes_of(waiting[0])) <= _BUNDLE_BYTES:
        bundle.append(waiting.popleft())
    return bundle


def _bytes_of(item: WorkItem) -> float:
    """Size of a recording's files; without bound where they are not files of this computer."""
    try:
        return sum(Path(file).stat().st_size for file in item.source.files)
    except OSError:
        return math.inf


def _threads(client: Any) -> int:
    """Threads of all workers that are there, one at least: more may come while the run goes on."""
    threads: dict[str, int] = client.nthreads()
    return max(sum(threads.values()), 1)


def _outcomes_of(future: Any, place: str) -> list[BatchOutcome] | None:
    """Results of a bundle; None where workers died that held it: by what is in it, or by another one that they held."""
    from distributed import CancelledError, KilledWorker  # noqa: PLC0415

    try:
        outcomes: list[BatchOutcome] = future.result()
    except KilledWorker:
        return None
    except (CancelledError, OSError) as error:
        what = "the scheduler has gone; what was done is kept: run the same command again to go on."
        raise BatchError(what, place=place) from error
    except (ImportError, AttributeError, TypeError) as error:
        what = f"a worker cannot run this version of rep-momentum ({error}); install the same one on all of them."
        raise BatchError(what, place=place) from error
    return outcomes
