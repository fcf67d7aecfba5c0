"""One call for many recordings: a data frame of all their reps, with whose they are and what they were made with."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, overload

from analysis.coaching.set_context import NO_CONTEXT, with_advice
from analysis.errors import AnalysisError
from analysis.history.content_hash import content_hash
from analysis.output.frames import folder_frame
from analysis.output.tables import rep_rows
from analysis.roster.attribution import Attribution, SaidFacts, attribute
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.offline import analyze, program_version
from imu.errors import ImuError
from imu.formats import PathGroup, group_paths, read_group
from imu.types import Recording

if TYPE_CHECKING:
    import pandas as pd

    from analysis.records.results import SessionResult


@overload
def analyze_recordings(
    recording: Recording, thresholds: Thresholds = ..., *, trace: bool = ...
) -> SessionResult:
    """Analyses a recording."""


@overload
def analyze_recordings(
    recording: str | PathLike[str], thresholds: Thresholds = ..., *, lifter_from: str | None = ...
) -> pd.DataFrame:
    """Analyses all recordings of a path."""


def analyze_recordings(
    recording: Recording | str | PathLike[str],
    thresholds: Thresholds = DEFAULTS,
    *,
    trace: bool = False,
    lifter_from: str | None = None,
) -> SessionResult | pd.DataFrame:
    """Counts and judges the reps of a recording, or of all recordings in a folder.

    Parameters
    ----------
    recording : Recording or path
        As `imu.formats.read_recording` returns it; or a file or folder.
    thresholds : Thresholds
        Limits and weights; the published defaults suit everybody.
    trace : bool
        Keep the curves of each set of a recording, for pictures; never changes another figure.
    lifter_from : str, optional
        Where in a path stands who lifted, such as ``{lifter}/{date}_*.csv``. A list ``sessions.csv`` beside the
        files is used, too (docs/coach.md).

    Returns
    -------
    SessionResult or DataFrame
        Of a recording its result, as `analysis.stream.offline.analyze` makes it. Of a path a row per rep: the columns
        of ``--csv``, then ``content_hash``, the fingerprint of the samples, ``thresholds_digest`` and ``version``.
        A recording without a rep has one row; one that cannot be read has one with why in ``problem``. Sentences on
        the list and the pattern are in ``frame.attrs["remarks"]``.

    Raises
    ------
    SignalError
        The arrays of a sensor do not fit together.
    RecordingError
        The path holds no recording.
    RosterError
        The pattern fits nothing, or the list cannot be read.

    Examples
    --------
    >>> from analysis import analyze, read
    >>> [len(one.reps) for one in analyze(read("curls.csv")).sets]
    [8, 10]
    >>> analyze(".").groupby("recording").rep.count().to_dict()
    {'curls.csv': 18}
    """
    if isinstance(recording, Recording):
        if lifter_from is not None:
            raise ValueError("lifter_from is for paths; a recording says itself whose it is")
        return analyze(recording, thresholds, trace=trace)
    path = fspath(recording)
    groups = group_paths([path])
    said = attribute({group.path: group.files for group in groups}, [path], pattern=lifter_from)
    return _frame_of(groups, said, thresholds)


def _frame_of(groups: list[PathGroup], said: Attribution, thresholds: Thresholds) -> pd.DataFrame:
    rows = [row for group in groups for row in _rows(group, said.of(group.path), thresholds)]
    frame = folder_frame(rows)
    frame.attrs["remarks"] = [*said.notes, *said.remarks]
    return frame


def _rows(group: PathGroup, said: SaidFacts, thresholds: Thresholds) -> list[Mapping[str, Any]]:
    made_with = {"thresholds_digest": thresholds.digest, "version": program_version()}
    try:
        recording = said.told_to(read_group(group))
        made = analyze(recording, thresholds)
        result = with_advice(made, recording.notes, said.context(NO_CONTEXT), thresholds)
    except (ImuError, AnalysisError) as error:
        return [{"recording": group.path, "lifter": said.lifter, "problem": str(error), **made_with}]
    common = {**made_with, "content_hash": content_hash(recording)}
    none = {"recording": result.path, "lifter": result.lifter, "started_at": result.started_at}
    return [row | common for row in (list(rep_rows(result)) or [none])]
