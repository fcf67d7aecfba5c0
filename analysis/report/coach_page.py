"""The page of a folder of many people's recordings: who needs a word first, a row for each, links to the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis.coaching.athletes import Athlete, RecordingBrief, TrainingDay
from analysis.language import say
from analysis.output import coach_words, words
from analysis.output.terminal import page_names
from analysis.report.environment import report_environment
from analysis.report.report_names import page_link
from analysis.report.trend import draw_trend
from imu.printable import printable

GENERATOR = "rep-momentum list of recordings"
"""Mark by which a later run knows the page for its own, and may write over it."""
_SHOWN_NEEDS, _SHOWN_ROWS, _SHOWN_UNREAD = 6, 12, 3
"""People who need a word, rows and sentences that stand open; further ones are folded away."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingLink:
    """A recording in the row of a person; all texts are for people."""

    file: str
    """Name of its file."""
    href: str
    """Address of its report."""
    when: str
    """Day and time, or a dash."""
    result: str
    """Reps and verdicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AthleteRow:
    """A person in the table; all texts are for people, the figures are to sort by."""

    anchor: str
    """Anchor of the row."""
    name: str
    """Name of the person or the folder."""
    is_named: bool
    """Whether it is a person's name."""
    need: str
    """Sentence on why somebody should have a word; may be empty."""
    unjudged: str
    """Sentence on why they could not be judged; may be empty."""
    href: str
    """Address of the report that shows it best: with the set that is meant, else the last one."""
    sessions: int
    """Number of sessions."""
    last: str
    """Day of the last session, or a dash."""
    last_key: str
    """The same in ISO 8601; empty where it is not known."""
    controlled: str
    """Controlled of judged reps in the last session, or why there are none."""
    share_key: str
    """Share of them, from 0 to 1; empty where it is not known."""
    momentum: str
    """Reps with momentum in the last session; a dash where none was judged."""
    momentum_key: str
    """The same to sort by; empty where it is not known."""
    trend: Markup
    """Picture of the share of controlled reps, session by session."""
    links: tuple[RecordingLink, ...]
    """Its recordings, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachList:
    """Everything that the page shows."""

    athletes: Sequence[Athlete]
    """As `athletes_of` orders them."""
    pages: Mapping[str, str]
    """Path of each recording's page below the folder of the list, by the recording's path."""
    unread: Sequence[tuple[str, str]]
    """Path of each recording that could not be read, and why."""
    version: str
    """Version of the program."""
    digest: str
    """Digest of the thresholds."""


def render_coach_page(found: CoachList) -> str:
    """Renders the page: one HTML document without network; sorting and finding need its script, all else does not.

    Parameters
    ----------
    found : CoachList

    Returns
    -------
    str
        The document.
    """
    rows = [_row(one, number, found.pages) for number, one in enumerate(found.athletes, start=1)]
    needing, unjudged = [row for row in rows if row.need], [row for row in rows if row.unjudged]
    page = (
        report_environment()
        .get_template("coach.html.j2")
        .render(
            generator=GENERATOR,
            title=_title(len(needing), found),
            facts=_facts(found),
            needing=needing[:_SHOWN_NEEDS],
            more_needing=needing[_SHOWN_NEEDS:],
            unjudged=unjudged[:_SHOWN_NEEDS],
            more_unjudged=unjudged[_SHOWN_NEEDS:],
            rows=rows,
            everyone=_everyone(rows),
            open_rows=len(rows) <= _SHOWN_ROWS,
            rule=say("coach.rule"),
            not_named=say("coach.not_named", lifter="{lifter}") if _any_folder(rows) else "",
            undated=""
            if all(one.is_dated for one in found.athletes)
            else say("coach.undated", date="{date}"),
            unread=_unread(found),
            not_read=say("coach.not_read", recordings=words.count(len(found.unread), "recording")),
            open_unread=len(found.unread) <= _SHOWN_UNREAD,
            version=found.version,
            digest=found.digest,
        )
    )
    return printable(page, keep="\n")


def _any_folder(rows: Sequence[AthleteRow]) -> bool:
    return any(not row.is_named for row in rows)


def _everyone(rows: Sequence[AthleteRow]) -> str:
    """How many rows there are, or people where every row is one."""
    return words.count(len(rows), "row") if _any_folder(rows) else say("coach.people", n=len(rows))


def _title(needing: int, found: CoachList) -> str:
    if not any(session.judged for one in found.athletes for session in one.sessions):
        return say("coach.title.none_judged")
    unjudged = sum(one.is_unjudged for one in found.athletes)
    if needing:
        return say("coach.title.some", n=needing, of=len(found.athletes))
    if not unjudged:
        return say("coach.title.nobody")
    others = len(found.athletes) - unjudged
    if not others:
        return say("coach.title.no_last_judged")
    return say("coach.title.nobody_of_judged", n=others, unjudged=unjudged, of=len(found.athletes))


def _facts(found: CoachList) -> str:
    sessions = [session for one in found.athletes for session in one.sessions]
    recordings = [each for session in sessions for each in session.recordings]
    span = coach_words.span_words([each.day for each in recordings if each.day is not None])
    parts = [words.count(len(recordings), "recording"), *([span] if span else [])]
    judged, controlled = sum(s.judged for s in sessions), sum(s.controlled for s in sessions)
    told = f"{', '.join(parts)}."
    if not judged:
        return told
    share = say("coach.facts.share", percent=words.percent(controlled / judged), judged=judged)
    return f"{told} {share}"


def _unread(found: CoachList) -> list[tuple[str, str]]:
    """Name of each recording that could not be read, and why, which does not name it once more."""
    names = page_names([*found.pages, *(path for path, _ in found.unread)])
    return [
        (names[path], " ".join(why.removeprefix(path).lstrip(",:/\\ ").split())) for path, why in found.unread
    ]


def _row(one: Athlete, number: int, pages: Mapping[str, str]) -> AthleteRow:
    last = one.last
    worst = last.worst_set
    shown = last.latest if worst is None else worst[0]
    shares = [_share(session) for session in one.sessions]
    return AthleteRow(
        anchor=f"row-{number}",
        name=words.cut(one.name, _LONGEST_NAME) or say("coach.row.unnamed"),
        is_named=one.is_named,
        need=coach_words.need_sentence(one),
        unjudged=coach_words.unjudged_sentence(one),
        href=page_link(pages[shown.path]),
        sessions=len(one.sessions),
        last=coach_words.session_day(last),
        last_key=last.day.isoformat() if last.day is not None else "",
        controlled=coach_words.controlled_of(last),
        share_key="" if (share := _share(last)) is None else f"{share:.4f}",
        momentum=str(last.momentum) if last.judged else words.DASH,
        momentum_key=str(last.momentum) if last.judged else "",
        trend=draw_trend(shares, say("coach.row.trend", shares=coach_words.shares_words(shares))),
        links=tuple(
            _link(each, pages) for session in reversed(one.sessions) for each in reversed(session.recordings)
        ),
    )


def _share(session: TrainingDay) -> float | None:
    return session.controlled / session.judged if session.judged else None


def _link(one: RecordingBrief, pages: Mapping[str, str]) -> RecordingLink:
    day = coach_words.session_day(TrainingDay(day=one.day, recordings=(one,)))
    return RecordingLink(
        file=words.cut(words.file_name(one.path), _LONGEST_NAME),
        href=page_link(pages[one.path]),
        when=" ".join(filter(None, (day, coach_words.clock_words(one.started_at)))),
        result=coach_words.recording_result(one),
    )
