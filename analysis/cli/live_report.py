"""The end of a live session: its report beside the recording, and the command that looks at it again."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

from analysis.coaching.weights import Rack, format_rack, usual_rack
from analysis.language import say
from analysis.live.live_session import LiveSession
from analysis.output.fact_words import fact_words
from analysis.records.results import SessionResult
from imu.recording.append_file import disk_fault


def leave_report(session: LiveSession, result: SessionResult, recorded: str) -> tuple[Path | None, list[str]]:
    """Writes the report of a session beside its recording; returns its path, and what to say of it.

    Parameters
    ----------
    session : LiveSession
        It has ended.
    result : SessionResult
        Its result.
    recorded : str
        Path of the recording, a CSV.

    Returns
    -------
    page : Path or None
        None where there is no report.
    lines : list of str
        Sentences: where the report is, or why there is none, and the command that makes it again. A report that finds no
        room costs nothing: the recording holds all that is in it.
    """
    csv = Path(recorded)
    again = say("files.session.again", command=again_command(csv, session.told.rack))
    if not result.sets:
        return None, [say("files.session.no_report"), again]
    from analysis.report import write_report  # noqa: PLC0415  slow to import, only needed at the end

    page = csv.with_suffix(".html")
    try:
        write_report(
            replace(result, path=recorded), page, unit=session.told.unit, thresholds=session.thresholds
        )
    except OSError as error:
        return None, [
            say("files.session.not_written", fault=fact_words(disk_fault(error, csv.parent))),
            again,
        ]
    return page, [say("files.session.report", file=page), again]


def again_command(csv: Path, rack: Rack | None) -> str:
    """Returns the command that analyses a recording with the session's thresholds and rack.

    Weights, targets and reps taken out stand in the recording itself; changed thresholds in a preset beside it.

    Parameters
    ----------
    csv : Path
        The recording.
    rack : Rack or None
        As it was given, or set on the page.
    """
    words = ["rep-momentum", "analyze", str(csv)]
    preset = csv.with_suffix(".thresholds.toml")
    if preset.exists():
        words += ["--thresholds", str(preset)]
    if rack is not None and rack != usual_rack("kg"):
        words += ["--rack", format_rack(rack)]
    return shlex.join(words)
