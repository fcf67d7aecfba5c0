"""The work on one recording: the same in this process, in another one and on another computer."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, TypeAlias

from analysis.batch.fetch import content_state, on_this_computer
from analysis.batch.known import NOTHING_KNOWN, KnownRecording
from analysis.batch.lake_schema import LAKE_SCHEMA
from analysis.batch.rows import packed_rows, result_rows, unread_rows
from analysis.batch.sources import BatchSource
from analysis.coaching.set_context import SetContext, with_advice
from analysis.errors import AnalysisError, BatchError
from analysis.history.content_hash import content_hash
from analysis.history.session_record import recorded_session
from analysis.language import ENGLISH, use_language
from analysis.settings.thresholds import Thresholds
from analysis.stream.offline import analyze, program_version
from imu.errors import ImuError
from imu.formats import PathGroup, open_group
from imu.printable import printable

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

OutcomeKind: TypeAlias = Literal["done", "unchanged", "unreadable", "unreachable", "fault"]
"""Result of the work: new rows, nothing new, a file that cannot be read as a recording, one that cannot be had at
all, or a fault of this program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A recording to be done, and what the lake knows of it."""

    source: BatchSource
    """The recording."""
    state: str | None = None
    """State of its files when the same task did it before; None where it did not."""
    lifter: str | None = None
    """Who lifted, where neither the recording nor anybody says it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutcome:
    """Result of the work on one recording."""

    name: str
    """Short name of the recording."""
    path: str
    """Its path."""
    kind: OutcomeKind
    """Kind of result."""
    version: str
    """Version of the program that did it."""
    rows: tuple[bytes, ...] = ()
    """Rows of each table, packed."""
    known: KnownRecording = NOTHING_KNOWN
    """Facts that the lake is to hold of it."""
    started_at: str | None = None
    """Beginning of the recording, as it says."""
    lifter: str | None = None
    """Who lifted."""
    duration_s: float = 0.0
    """Length of the recording, s."""
    why: str = ""
    """Sentence on what was wrong."""
    trace: str = ""
    """Traceback of a fault."""
    session: str | None = None
    """The session for the history, as a line of JSON, where that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTask:
    """All that is the same for every recording of a run."""

    thresholds: Thresholds
    """Those to analyse by."""
    context: SetContext
    """Weight, target, side and rack, as the options say."""
    format: str | None = None
    """Format of the files, where their content shall not tell."""
    sensor: str | None = None
    """Placements of the sensors."""
    flip_gyro: str | None = None
    """Axes of the gyroscope to negate."""
    saved_in: str | None = None
    """Database of the history in which the sessions are saved too; None where they are not."""
    language: str = ENGLISH
    """Language of the sentences, as `use_language` takes it: a worker has not heard of the command's own."""

    def told_of(self, source: BatchSource) -> str:
        """Short name of everything that decides what is found in a file: twelve hexadecimal digits.

        Where the sessions are saved too, that of the database follows after a plus sign.
        """
        said = (self.format, self.sensor, self.flip_gyro, repr(source.said), repr(self.context))
        text = json.dumps([LAKE_SCHEMA, program_version(), self.thresholds.digest, said, self.language])
        name = blake2b(text.encode(), digest_size=6).hexdigest()
        if self.saved_in is None:
            return name
        return f"{name}+{blake2b(self.saved_in.encode(), digest_size=4).hexdigest()}"

    def is_done_by(self, told: str, source: BatchSource) -> bool:
        """Whether what was done by another task's name is all that this one would do."""
        own = self.told_of(source)
        return told == own or (self.saved_in is None and told.partition("+")[0] == own)


def work_on_each(task: BatchTask, items: Sequence[WorkItem]) -> list[BatchOutcome]:
    """Does some recordings, one after the other: for a worker, to whom each way costs as much as a short recording."""
    return [work_on(task, item) for item in items]


def work_on(task: BatchTask, item: WorkItem) -> BatchOutcome:
    """Reads and analyses one recording; never raises for what is wrong with it.

    Parameters
    ----------
    task : BatchTask
    item : WorkItem
    """
    path = item.source.path
    try:
        use_language(task.language)
        # a sum that several threads share has other last bits on each number of cores
        with _threads(len(sys.modules)).limit(limits=1), on_this_computer(item.source) as group:
            state = item.source.state or content_state(group.files)
            if state == item.state:
                return unchanged_outcome(item.source)
            return _analyzed(task, item, group, state)
    except BatchError as error:
        return _failed(item, "unreachable", str(error))
    except (ImuError, AnalysisError) as error:
        return _failed(item, "unreadable", _named(error, item.source))
    except MemoryError:
        return _failed(item, "unreadable", f"{path}: needs more memory than there is; cut it into parts.")
    except Exception as error:  # the other recordings are still worth doing
        why = f"{path}: a fault of rep-momentum itself ({type(error).__name__}: {error})."
        return replace(_failed(item, "fault", why), trace=traceback.format_exc())


@lru_cache(maxsize=1)
def _threads(modules: int) -> ThreadpoolController:  # noqa: ARG001  each may have brought a library with threads
    """The libraries with threads; looked for, which takes a millisecond, only where modules have come."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415  an extra

    return ThreadpoolController()


def _analyzed(task: BatchTask, item: WorkItem, group: PathGroup, state: str) -> BatchOutcome:
    source = item.source
    try:
        read = open_group(group, format=task.format, sensor=task.sensor, flip_gyro=task.flip_gyro)
    except ImuError as error:  # its files may lie in a folder for the time being only
        raise _with_paths(error, group, source) from error
    recording = source.said.told_to(replace(read, path=source.path, files=source.files))
    context = source.said.context(task.context)
    made = analyze(recording, task.thresholds)
    result = with_advice(made, recording.notes, context, task.thresholds)
    fingerprint, told, session = content_hash(recording), task.told_of(source), None
    lifter = _lifter(item, result.lifter)
    rows = result_rows(
        result, recording, fingerprint=fingerprint, name=source.id, lifter=lifter, state=state, told=told
    )
    if task.saved_in is not None:
        session = recorded_session(result, recording, context, fingerprint=fingerprint).to_json()
    return replace(
        _outcome(source, "done"),
        rows=packed_rows(rows),
        known=KnownRecording(state=state, told=told, content_hash=fingerprint, lifter=lifter),
        started_at=result.started_at,
        lifter=lifter,
        duration_s=result.duration_s,
        session=session,
    )


def _with_paths(error: ImuError, group: PathGroup, source: BatchSource) -> ImuError:
    text = str(error)
    for here, there in (*zip(group.files, source.files, strict=True), (group.path, source.path)):
        text = text.replace(here, there)
    return ImuError(text)


def _named(error: Exception, source: BatchSource) -> str:
    """The sentence of an error, with the path of the recording where it does not name it."""
    text = str(error)
    return text if source.path in text else f"{source.path}: {text}"


def unchanged_outcome(source: BatchSource) -> BatchOutcome:
    """Returns the result of a recording that is in the lake as it is now."""
    return _outcome(source, "unchanged")


def lost_outcome(item: WorkItem, why: str) -> BatchOutcome:
    """Returns the result of a recording that no worker could finish.

    Parameters
    ----------
    item : WorkItem
    why : str
        The sentence, without the path.
    """
    return _failed(item, "fault", f"{item.source.path}: {why}")


def _failed(item: WorkItem, kind: OutcomeKind, why: str) -> BatchOutcome:
    code = "fault" if kind == "fault" else "unreadable"
    source = item.source
    lifter = _lifter(item, source.said.lifter)
    rows = unread_rows(source.path, source.id, code=code, why=why, lifter=lifter)
    made, known = _outcome(source, kind), KnownRecording(lifter=lifter)
    return replace(made, rows=packed_rows(rows), known=known, why=why, lifter=lifter)


def _lifter(item: WorkItem, said: str | None) -> str | None:
    """Who lifted, as the lake is to hold it: as it is said now, or else as it was said before."""
    name = item.lifter if said is None else said
    return None if name is None else printable(name)


def _outcome(source: BatchSource, kind: OutcomeKind) -> BatchOutcome:
    return BatchOutcome(name=source.id, path=source.path, kind=kind, version=program_version())
