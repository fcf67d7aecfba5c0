"""The report: one HTML document that needs no network, from one or many results. It computes no physics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.records.results import SessionResult
from analysis.report.environment import report_environment
from analysis.report.page import Session, index_names, make_session, unread_line
from analysis.settings.thresholds import DEFAULTS, Thresholds
from imu.printable import printable
from imu.whole_file import write_whole

__all__ = ["render_report", "write_report"]


def css_string(text: str) -> Markup:
    """Writes a text as a CSS string; all but plain letters and figures is escaped, so that nothing can end
    it."""
    plain = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return Markup(f'"{plain}"')


def _foot(sessions: Sequence[Session]) -> str:
    first = sessions[0]
    if len(sessions) == 1:
        return first.foot
    recordings = say("count.recording", n=len(sessions))
    return say("report.foot", version=first.version, digest=first.digest, what=recordings)


def render_report(
    results: SessionResult | Sequence[SessionResult],
    *,
    unit: WeightUnit = "kg",
    thresholds: Thresholds = DEFAULTS,
    unread: Sequence[tuple[str, str]] = (),
    list_link: str = "",
) -> str:
    """Renders the report: one HTML document that needs nothing else, no script, no network, no font.

    Parameters
    ----------
    results : SessionResult or sequence of SessionResult
        One recording, or several (with those in ``unread``): then an index with a line per recording comes first.
    unit : "kg" or "lb"
        How weights are written.
    thresholds : Thresholds
        Those that the results were made with; the text names a few of them.
    unread : sequence of (str, str)
        Path of each recording that could not be read, and why: the index ends with them.
    list_link : str
        Address of the list that this report belongs to; empty where it stands alone.

    Returns
    -------
    str
        The document.

    Raises
    ------
    ValueError
        No result was given.
    """
    many = [results] if isinstance(results, SessionResult) else list(results)
    if not many:
        raise ValueError("a report needs at least one result")
    names = index_names([*(result.path for result in many), *(path for path, _ in unread)])
    alone = len(many) == 1 and not unread and not list_link
    sessions = [
        make_session(result, i, unit, thresholds, names[result.path], alone=alone)
        for i, result in enumerate(many, start=1)
    ]
    page = (
        report_environment()
        .get_template("report.html.j2")
        .render(
            sessions=sessions,
            unread=[unread_line(path, why, names[path]) for path, why in unread],
            foot=css_string(_foot(sessions)),
            list_link=list_link,
        )
    )
    return printable(page, keep="\n")


def write_report(
    results: SessionResult | Sequence[SessionResult],
    path: str | Path,
    *,
    unit: WeightUnit = "kg",
    thresholds: Thresholds = DEFAULTS,
    unread: Sequence[tuple[str, str]] = (),
    list_link: str = "",
) -> None:
    """Writes the document of `render_report` as UTF-8.

    Parameters
    ----------
    results : SessionResult or sequence of SessionResult
    path : str or Path
    unit : "kg" or "lb"
        How weights are written.
    thresholds : Thresholds
        Those that the results were made with.
    unread : sequence of (str, str)
        As of `render_report`.
    list_link : str
        As of `render_report`.

    Raises
    ------
    OSError
        The file cannot be written; what was there before is as it was.
    ValueError
        No result was given.
    """
    write_whole(
        path, render_report(results, unit=unit, thresholds=thresholds, unread=unread, list_link=list_link)
    )
