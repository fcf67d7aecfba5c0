"""Turns a result into the values of the template: sections in order, all words and pictures made."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import headline, quality_notes, words
from analysis.output.headline import Fact, Headline
from analysis.output.set_views import (
    FEW_SETS,
    SetView,
    flagged_reps,
    focus_sets,
    judged_reps,
    most_flagged,
    set_views,
    with_verdict,
)
from analysis.output.share_words import share_words
from analysis.output.terminal import fitted_name, page_names
from analysis.output.words import file_name
from analysis.records.results import SessionResult
from analysis.report import (
    angle,
    companions,
    effort_section,
    glance,
    lift,
    method,
    next_session,
    sides,
    speed,
    warm_up,
)
from analysis.report.figure import Section
from analysis.report.share_picture import share_picture_png
from analysis.report.table import RepTable, set_table
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Reason
from imu.placement import SIDES
from imu.types import Gap

_INDEX_NAME = 44
"""Characters of a name in the index."""
_LONGEST_REMARK = 160
"""Characters of a remark on the data that is said below the advice; of a longer one only that there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingLine:
    """One recording in the index of many."""

    file: str
    """Name in the list: its file, with the folders that tell it apart."""
    advice: str
    """Headline in one line."""
    controlled: str
    """Controlled of judged reps, ``6 of 10``; a dash where none is judged."""
    judged: bool
    """Whether any rep is judged."""
    flagged: int
    """Reps of momentum."""
    reps: int
    """Reps in all."""
    sets: int
    """Sets in all."""
    lifter: str
    """Name of the lifter, or a dash."""
    date: str
    """When it was recorded, or a dash."""
    warning: str
    """Warnings about its data in one line; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadLine:
    """One recording of the index that could not be read."""

    file: str
    """Name of its file."""
    why: str
    """Sentence on what is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePicture:
    """Picture of a set to show to others."""

    address: str
    """The PNG itself, as a ``data:`` address."""
    says: str
    """Its content in one sentence, for people who cannot see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One recording as the template prints it; all texts are for people."""

    anchor: str
    """Anchor of this recording on the page."""
    title: str
    """Heading."""
    file_name: str
    """Name of the recording's file."""
    meta: tuple[str, ...]
    """Parts of the line below the heading: date, lifter, arm, weight, file."""
    headline: Headline
    """The advice."""
    facts: tuple[Fact, ...]
    """Four large figures."""
    sections: tuple[Section, ...]
    """Sections with figures, in order."""
    other_sets: Section | None
    """Curves of the sets that are not in focus."""
    tables: tuple[RepTable, ...]
    """A table of reps for each set."""
    sensors: tuple[str, ...]
    """A sentence for each sensor."""
    quality: tuple[quality_notes.QualityNote, ...]
    """Notes on the data."""
    not_counted: tuple[tuple[str, str], ...]
    """Refused movement: when, and why."""
    method: tuple[tuple[str, str], ...]
    """Terms, and how they are worked out."""
    version: str
    """Version of the program."""
    digest: str
    """Digest of the thresholds, in groups of four figures."""
    limits: str
    """Which thresholds these are: a preset by its name, the published ones, or others."""
    line: RecordingLine
    """The recording in the index."""
    picture: SharePicture | None
    """Picture of the set that the headline is about; None without one, and in a report on many recordings."""

    @property
    def remarks(self) -> str:
        """How many warnings there are about the data; empty without any."""
        many = len(quality_notes.warnings(self.quality))
        return say("report.remarks", n=many) if many else ""

    @property
    def first_remark(self) -> str:
        """First sentence of the first warning, where it is short; else, and without any, empty."""
        first = next((note.first for note in quality_notes.warnings(self.quality)), "")
        return first if len(first) <= _LONGEST_REMARK else ""

    @property
    def foot(self) -> str:
        """Version, digest and file name, for the foot of each page."""
        return say("report.foot", version=self.version, digest=self.digest, what=self.file_name)


def digest_groups(digest: str) -> str:
    """Writes the first twelve figures of a digest in groups of four."""
    return " ".join(digest[i : i + 4] for i in range(0, min(len(digest), 12), 4))


def _arm(view: SetView) -> str:
    place, side = words.place(view.rep_set.sensor), view.rep_set.side
    if side in SIDES:
        return say(f"report.meta.arm.{side}", place=place)
    return words.capital(say("report.meta.sensor", place=place))


def _set_words(view: SetView, unit: WeightUnit) -> str:
    weight, reps = words.weight(view.rep_set.weight_kg, unit), len(view.rep_set.reps)
    target = view.rep_set.target_reps
    many = words.count(reps, "rep")
    if target is not None and target != reps:
        short = reps < target
        many = (
            say("report.meta.reps_of_target", n=reps, target=target)
            if short
            else say("report.meta.reps_and_target", count=many, target=target)
        )
    return ", ".join(filter(None, (weight, many)))


def _meta(result: SessionResult, chosen: Sequence[SetView], unit: WeightUnit) -> tuple[str, ...]:
    found = [words.date(result.started_at), result.lifter]
    if len(chosen) == 1:
        found += [_arm(chosen[0]), _set_words(chosen[0], unit)]
    elif chosen:
        found += [f"{words.capital(v.arm or v.name)}: {_set_words(v, unit)}" for v in chosen[:3]]
    else:
        found += [words.capital(words.joined([words.place(s.name) for s in result.sensors]))]
    if any(note.code == Reason.SIMULATED for note in result.quality):
        found.insert(0, say("report.meta.simulated"))
    limits = None if result.thresholds_are_defaults else say("report.meta.other_limits")
    found += [file_name(result.path), limits]
    return tuple(part for part in found if part)


def _title(result: SessionResult, views: Sequence[SetView]) -> str:
    """Title of the page: the whole session, not only the set that the headline is of."""
    day = words.day_alone(result.started_at)
    session = say("report.title.session_on", day=day) if day else say("report.title.session")
    if not views:
        return say("report.title.no_curls", session=session)
    sets, reps = words.count(len(views), "set"), [rep for view in views for rep in view.rep_set.reps]
    return say("report.title.result", session=session, sets=sets, result=headline.result_in_words(reps))


def _why_no_speed(result: SessionResult, chosen: Sequence[SetView]) -> str:
    if not _has_gyro(result, chosen):
        return say("report.speed.no_gyroscope")
    return say("report.speed.unknown")


def _has_gyro(result: SessionResult, chosen: Sequence[SetView]) -> bool:
    named = {v.rep_set.sensor for v in chosen}
    sensors = [s for s in result.sensors if s.name in named]
    return not sensors or any(s.has_gyro for s in sensors)


def _sections(
    result: SessionResult,
    views: Sequence[SetView],
    chosen: Sequence[SetView],
    unit: WeightUnit,
    advice: AdviceSettings,
) -> list[Section]:
    main = most_flagged(chosen) if chosen else None
    gaps = () if main is None else _gaps(result).get(main.rep_set.sensor, ())
    beside = companions.companions_section(result.companions, main, gaps, result.start_s, result.duration_s)
    if not chosen:
        return [s for s in (beside,) if s is not None]
    fast = speed.speed_section(chosen, unit, why_missing=_why_no_speed(result, chosen))
    warmed = warm_up.warm_up_section(result.warmup)
    found = [
        warmed,
        glance.glance_section(views, chosen, unit),
        angle.angle_section(chosen, _gaps(result), unit),
        replace(fast, new_page=fast.missing is None and warmed is None and _fills_a_page(views, chosen)),
        lift.lift_section(chosen, unit, has_gyro=_has_gyro(result, chosen)),
        effort_section.effort_section(chosen, result.totals, unit, advice),
        beside,
        sides.sides_section(result.balance, unit),
        next_session.next_session_section(result, unit, advice),
    ]
    return [s for s in found if s is not None]


def _other_sets(
    result: SessionResult, views: Sequence[SetView], chosen: Sequence[SetView], unit: WeightUnit
) -> Section | None:
    rest = [view for view in views if view not in chosen]
    return angle.other_angles(rest, _gaps(result), unit)


def _gaps(result: SessionResult) -> dict[str, tuple[Gap, ...]]:
    return {s.name: s.gaps for s in result.sensors}


def _fills_a_page(views: Sequence[SetView], chosen: Sequence[SetView]) -> bool:
    """Whether advice, glance and forearm angle fill the first sheet of paper and no more."""
    return len(views) <= 4 and len(chosen) == 1 and len(chosen[0].rep_set.reps) <= 12


def _limits(result: SessionResult) -> str:
    if result.thresholds_name:
        return say("report.method.preset", name=result.thresholds_name)
    return say("report.method.defaults" if result.thresholds_are_defaults else "report.method.not_defaults")


def _line(result: SessionResult, views: Sequence[SetView], head: Headline, name: str) -> RecordingLine:
    reps = [r for v in views for r in v.rep_set.reps]
    could = judged_reps(reps)
    return RecordingLine(
        file=name,
        advice=" ".join(filter(None, (head.about and f"{head.about}:", head.lead, head.finding))),
        controlled=_share(len(with_verdict(reps, "controlled")), len(could)),
        judged=bool(could),
        flagged=len(flagged_reps(reps)),
        reps=len(reps),
        sets=len(views),
        lifter=words.cut(result.lifter, _INDEX_NAME) if result.lifter else words.DASH,
        date=words.cut(words.date(result.started_at) or words.DASH, _INDEX_NAME),
        warning=quality_notes.warning_line(quality_notes.note_lines(result)),
    )


def _share(many: int, of: int) -> str:
    return say("report.index.share", n=many, of=of) if of else words.DASH


def index_names(paths: Sequence[str]) -> dict[str, str]:
    """Names of recordings in the index: with the folders that tell them apart, and cut where they do not differ."""
    names = page_names(paths)
    whole = tuple(names.values())
    return {path: fitted_name(name, whole, _INDEX_NAME) for path, name in names.items()}


def unread_line(path: str, why: str, name: str) -> UnreadLine:
    """Makes the line of a recording that could not be read, by its name in the index; the message does not name the path once more."""
    said = " ".join(why.removeprefix(path).lstrip(",:/\\ ").split())
    return UnreadLine(file=name, why=said)


def _picture(result: SessionResult, view: SetView, unit: WeightUnit) -> SharePicture:
    png = share_picture_png(view, result.started_at, unit)
    return SharePicture(
        address=f"data:image/png;base64,{b64encode(png).decode('ascii')}",
        says=share_words(view, result.started_at, unit).label,
    )


def make_session(
    result: SessionResult,
    number: int,
    unit: WeightUnit,
    thresholds: Thresholds,
    name: str,
    *,
    alone: bool = True,
) -> Session:
    """Makes everything that the template needs for one recording.

    Parameters
    ----------
    result : SessionResult
    number : int
        Of the recording on the page, from 1.
    unit : str
        How weights are written.
    thresholds : Thresholds
        Those it was judged and advised by.
    name : str
        Its name in the index.
    alone : bool
        The report is about this recording only: then it has room for a picture to share.
    """
    limits = thresholds.momentum
    views = [view for view in set_views(result, number) if view.rep_set.reps]
    chosen = focus_sets(views)
    head, found = (
        (headline.make_headline(views, chosen, unit), headline.headline_facts(chosen))
        if chosen
        else headline.headline_without_curls(result)
    )
    many = len(views) - len(chosen) > FEW_SETS
    ordered = [*chosen, *(v for v in views if v not in chosen)]
    return Session(
        anchor=f"recording-{number}",
        title=_title(result, views),
        file_name=file_name(result.path),
        meta=_meta(result, chosen, unit),
        headline=head,
        facts=found,
        sections=tuple(_sections(result, views, chosen, unit, thresholds.advice)),
        other_sets=_other_sets(result, views, chosen, unit),
        tables=tuple(
            set_table(v, unit, result.start_s, limits, fold=many and v not in chosen) for v in ordered
        ),
        sensors=tuple(quality_notes.sensor_line(s) for s in result.sensors),
        quality=tuple(quality_notes.note_lines(result)),
        not_counted=tuple(quality_notes.not_counted(result)),
        method=tuple(method.method_rows(limits)) if chosen else (),
        version=result.version,
        digest=digest_groups(result.thresholds_digest),
        limits=_limits(result),
        line=_line(result, views, head, name),
        picture=_picture(result, most_flagged(chosen), unit) if alone and chosen else None,
    )
