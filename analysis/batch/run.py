"""A run: what is new or changed is analysed, here or by Dask, noted as it comes, and brought into the tables at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from analysis.batch.cluster import connected, outcomes_of
from analysis.batch.known import NOTHING_KNOWN
from analysis.batch.lake import Lake
from analysis.batch.merge import merge_journal
from analysis.batch.sources import BatchSource
from analysis.batch.task import BatchOutcome, BatchTask, OutcomeKind, WorkItem, unchanged_outcome, work_on
from analysis.errors import BatchError
from analysis.stream.offline import program_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Workforce:
    """Where the work is done; in this process, where nothing is said."""

    workers: int | None = None
    """Processes on this computer."""
    scheduler: str | None = None
    """Address of a Dask scheduler."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """Result of a run."""

    counts: Counter[OutcomeKind]
    """Recordings by kind of result."""
    hours: float
    """Length of the analysed recordings together, h."""
    recordings: int
    """Recordings in the lake now that could be read."""
    copies: int
    """Those among them that hold the same samples as another one."""


class BatchRun:
    """Fills a lake from sources.

    Parameters
    ----------
    task : BatchTask
    lake : Lake
        Kept alone by the caller.
    listen : callable
        Gets each result before it is noted: for the history, for messages and for a progress bar.
    """

    def __init__(self, task: BatchTask, lake: Lake, listen: Callable[[BatchOutcome], None]) -> None:
        self._task, self._lake, self._listen = task, lake, listen
        self._known = lake.known()
        self._hashes = Counter(one.content_hash for one in self._known.values())
        """Recordings by fingerprint; those that could not be read have none."""
        self._counts: Counter[OutcomeKind] = Counter()
        self._duration_s = 0.0

    def work_through(self, sources: Sequence[BatchSource], workforce: Workforce) -> None:
        """Does what is new or changed, and notes it.

        What is noted stays when this is interrupted, and the next run goes on from there.

        Raises
        ------
        BatchError
            The lake cannot be written, or the cluster is out of reach.
        """
        outcomes = self._outcomes(sources, workforce)
        with closing(outcomes):  # and with it the cluster, whatever happens here
            for outcome in outcomes:
                self._take(outcome)

    def finish(self) -> BatchSummary:
        """Brings what is noted into the tables; returns what was done.

        Raises
        ------
        BatchError
            The lake cannot be written.
        """
        merge_journal(self._lake, self._known)
        different = [many for one, many in self._hashes.items() if one is not None and many > 0]
        return BatchSummary(
            counts=self._counts,
            hours=self._duration_s / 3600.0,
            recordings=sum(different),
            copies=sum(different) - len(different),
        )

    def _outcomes(
        self, sources: Sequence[BatchSource], workforce: Workforce
    ) -> Generator[BatchOutcome, None, None]:
        left = []
        for source in sources:
            if source.state is not None and source.state == self._item(source).state:
                yield unchanged_outcome(source)  # as the service that holds it says
            else:
                left.append(source)
        if not left or (workforce.workers is None and workforce.scheduler is None):
            yield from (work_on(self._task, item) for item in map(self._item, left))
            return
        with connected(workforce.workers, workforce.scheduler) as client:
            items = map(self._item, left)
            yield from outcomes_of(client, self._task, items, workforce.scheduler or "--workers")

    def _item(self, source: BatchSource) -> WorkItem:
        known = self._known.get(source.id)
        if known is None:
            return WorkItem(source=source)
        done = self._task.is_done_by(known.told, source)
        return WorkItem(source=source, state=known.state if done else None, lifter=known.lifter)

    def _take(self, outcome: BatchOutcome) -> None:
        if outcome.version != program_version():
            what = (
                f"a worker has version {outcome.version} of rep-momentum, and this is {program_version()}; "
                "install the same one on all of them."
            )
            raise BatchError(what, place="--scheduler")
        self._counts[outcome.kind] += 1
        self._duration_s += outcome.duration_s
        self._listen(outcome)
        before = self._known.get(outcome.name, NOTHING_KNOWN)
        if outcome.kind == "unchanged" or (outcome.kind == "unreachable" and before.state is not None):
            return  # what is known of a file stays while nobody can look at it
        self._lake.note(outcome)
        self._hashes.subtract([before.content_hash])
        self._hashes.update([outcome.known.content_hash])
