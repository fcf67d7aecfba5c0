"""``rep-momentum batch``: many recordings in, a lake of Parquet files out."""

from __future__ import annotations

import gc
import os
from collections import Counter
from functools import reduce
from pathlib import Path

from analysis.batch.lake import Lake
from analysis.batch.remote import protocol_of
from analysis.batch.run import BatchRun, BatchSummary, Workforce
from analysis.batch.sources import BatchSource, find_sources, with_said_facts
from analysis.batch.task import BatchOutcome, BatchTask
from analysis.cli.analyze import check_reading, load_thresholds, read_set_context
from analysis.cli.analyze_options import read_date
from analysis.cli.attributed import say_attribution
from analysis.cli.batch_options import BatchOptions
from analysis.cli.batch_progress import BatchProgress
from analysis.cli.console import OutConsole
from analysis.cli.garbage import collect_as_usual
from analysis.cli.history_keeper import HistoryKeeper
from analysis.cli.messages import (
    DONE,
    FAULT,
    WRONG,
    UsageError,
    complain,
    english_count,
    english_list,
    one_line,
    worse_code,
)
from analysis.history.session_record import SessionRecord
from analysis.language import language_name
from analysis.output import words
from analysis.output.terminal import print_lines

_SHOWN = 20
"""Most sentences on bad files that are printed; table `quality` has all."""
_ARROW_MEMORY = {"ARROW_DEFAULT_MEMORY_POOL": "system"}
"""Arrow shares the memory of the rest of the program and of its workers: its own allocator keeps what is freed, 9 MB of
100 recordings and 20 MB of 10,000. Read when Arrow is first imported; who set it otherwise has it so."""
_COLLECT_AFTER = 10
"""Recordings after which garbage is looked for. Theirs is few objects with large arrays, which Python by itself, as it
counts objects, leaves for hundreds of recordings: 6 MB."""
_A_PROCESSOR = 2
"""Most workers for each processor."""


def run_batch(options: BatchOptions) -> int:
    """Analyses what is new or changed among many recordings, and brings it into the lake.

    Parameters
    ----------
    options : BatchOptions

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        The options contradict each other.
    BatchError
        The lake or the cluster cannot be used.
    """
    collect_as_usual()
    os.environ.update(_ARROW_MEMORY | os.environ)
    task = _task(options)
    sources, bad = find_sources(options.paths)
    _check_apart(options.out, options.paths, sources)
    for error in bad:
        complain(error)
    if not sources:
        return WRONG
    sources, list_code = _with_said_facts(options, sources)
    many = len(sources)
    workers = _useful_workers(options.workers, many)
    lake = Lake(options.out, options.partition)
    keeper = HistoryKeeper(options.db) if options.save else None
    with lake.kept_alone(), BatchProgress(many, OutConsole(stderr=True)) as progress:
        listener = _Listener(progress, keeper, debug=options.debug)
        run = BatchRun(task, lake, listener.take)
        try:
            run.work_through(sources, Workforce(workers=workers, scheduler=options.scheduler))
            sources.clear()  # of ten thousand they take memory that the tables need
            summary = run.finish()
        except KeyboardInterrupt:
            progress.say(_stopped(listener.done, many))
            raise
    said = _summary_lines(summary, options.out)
    code = reduce(worse_code, (WRONG for _ in bad), worse_code(list_code, listener.code))
    if keeper is not None:
        of_history, its_code = keeper.finish()
        said, code = [*said, *of_history], worse_code(code, its_code)
    listener.say_the_rest()
    print_lines(OutConsole(), said)
    return code


class _Listener:
    """Takes results as they come: saves sessions, prints what was wrong, moves the bar."""

    def __init__(self, progress: BatchProgress, keeper: HistoryKeeper | None, *, debug: bool) -> None:
        self._progress, self._keeper, self._debug = progress, keeper, debug
        self._counts: Counter[str] = Counter()
        self.code = DONE

    @property
    def done(self) -> int:
        """Recordings whose results are kept."""
        return self._counts.total()

    def take(self, outcome: BatchOutcome) -> None:
        if self._keeper is not None and outcome.session is not None:
            self._keeper.keep(SessionRecord.from_json(outcome.session))
        self._counts["bad" if outcome.why else "good"] += 1
        if outcome.why:
            self.code = worse_code(self.code, FAULT if outcome.kind == "fault" else WRONG)
            if self._counts["bad"] <= _SHOWN:
                self._progress.say(f"rep-momentum: {one_line(outcome.why)}")
            if self._debug and outcome.trace:
                self._progress.say(outcome.trace)
        self._progress.advance()
        if self.done % _COLLECT_AFTER == 0:
            gc.collect()

    def say_the_rest(self) -> None:
        more = self._counts["bad"] - _SHOWN
        if more > 0:
            complain(
                f"{english_count(more, 'further recording')} could not be read; the table quality names them."
            )


def _task(options: BatchOptions) -> BatchTask:
    if options.workers is not None and options.scheduler is not None:
        raise UsageError("--workers starts processes here and --scheduler uses others; give one of them.")
    if options.db is not None and not options.save:
        raise UsageError("--db says where the history is; it needs --save.")
    check_reading(options.format, options.flip_gyro)
    return BatchTask(
        thresholds=load_thresholds(options.thresholds),
        context=read_set_context(options),
        format=options.format,
        sensor=options.sensor,
        flip_gyro=options.flip_gyro,
        saved_in=(options.db or "") if options.save else None,
        language=language_name(),
    )


def _with_said_facts(options: BatchOptions, sources: list[BatchSource]) -> tuple[list[BatchSource], int]:
    """The recordings with what is said beside them, and the exit code for what was printed about that."""
    sources, found = with_said_facts(
        sources,
        options.paths,
        lifter=options.lifter,
        pattern=options.lifter_from,
        began_at=read_date(options.date),
    )
    return sources, say_attribution(found)


def _useful_workers(asked: int | None, recordings: int) -> int | None:
    """How many processes are started: more than two for each processor wait for each other, and fill the memory."""
    if asked is None:
        return None
    processors = os.cpu_count() or 1
    most = _A_PROCESSOR * processors
    if asked > most:
        complain(
            f"--workers {asked}: this computer has {english_count(processors, 'processor')}, "
            f"so {english_count(most, 'worker')} are started; more would be slower."
        )
    return min(asked, most, recordings)


def _check_apart(out: str, paths: tuple[str, ...], sources: list[BatchSource]) -> None:
    """Checks that the lake lies apart from the recordings: else the next run would look for recordings in it."""
    here = protocol_of(out) is None
    if here and Path(out).exists() and not Path(out).is_dir():
        raise UsageError(f"--out {out}: this is a file; give a folder.")
    place = os.path.realpath(out) if here else out.rstrip("/")
    for path in paths:
        given = os.path.realpath(path) if protocol_of(path) is None else path.rstrip("/")
        if (protocol_of(path) is None) == here and (place == given or place.startswith(f"{given}/")):
            raise UsageError(
                f"--out {out}: it lies in {path}, among the recordings; give a folder beside it."
            )
    for source in sources:
        if source.path.startswith(f"{place}/"):
            raise UsageError(f"{source.path}: it lies in --out {out}, the lake; give the recordings alone.")


def _summary_lines(summary: BatchSummary, out: str) -> list[str]:
    counts = summary.counts
    parts = [
        f"{english_count(counts['done'], 'recording')} analysed ({summary.hours:.1f} h)",
        f"{counts['unchanged']:,} unchanged" if counts["unchanged"] else "",
        f"{counts['unreadable']:,} not readable" if counts["unreadable"] else "",
        f"{counts['unreachable']:,} out of reach" if counts["unreachable"] else "",
        f"{counts['fault']:,} with a fault of this program" if counts["fault"] else "",
    ]
    lines = [f"{words.capital(english_list([part for part in parts if part]))}."]
    holds = f"{out} holds {english_count(summary.recordings, 'recording')}"
    copies = f", {summary.copies:,} of them with the same samples as another" if summary.copies else ""
    return [*lines, f"{holds}{copies}."]


def _stopped(done: int, total: int) -> str:
    return f"Stopped: {done:,} of {total:,} are done and kept. The same command goes on from there."
