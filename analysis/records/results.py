"""Results of the analysis: reps, sets, advice, findings about the data, and traces for pictures.

All are frozen records. Times are in seconds on the recording's own axis, intervals are ``[start, end)``; a
figure that cannot be had is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log
from pathlib import PurePath

from analysis.records.events import Event
from analysis.records.past_sessions import PastSet
from analysis.records.rep_measures import described, figures_of
from analysis.records.session_checks import Balance, MovementSlice, SessionPart, WarmUp
from analysis.records.session_totals import SessionTotals, Slowing
from analysis.records.traces import CompanionTrace, SetTrace
from analysis.records.trunk_measures import TrunkMeasures, TrunkSummary
from analysis.vocabulary import (
    HALF_CURL_DEG,
    VERDICTS,
    Action,
    Because,
    Cause,
    ClosedBy,
    ComparedBy,
    Severity,
    ShortKind,
    Sure,
    Verdict,
    titled,
)
from imu._html import bold, stacked, table
from imu.types import Gap, ReadingNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Comparison of one figure of a rep with one limit.

    By the rule ``evidence`` the figure adds to the evidence of momentum, and no single one decides; by ``range``
    a value below its limit makes a half rep; by ``trunk`` a value at its limit or above makes momentum by itself.
    """

    figure: str
    """Name of the figure: a field of `Rep`."""
    value: float
    """Its value, in the unit of the figure."""
    limit: float
    """Its limit, in the same unit; a value at the limit is evidence neither for nor against momentum."""
    weight: float
    """Evidence (log-odds) for each e-fold of value over limit; negative against momentum, 0 for a range. That of the
    trunk is not added to the others: momentum is the larger of both scores."""
    threshold: str
    """Dotted name of the threshold that sets the limit (of the detour, whose limit is 1: its weight)."""
    rule: ComparedBy
    """Use of the comparison: evidence, range or trunk."""

    @property
    def excess(self) -> float:
        """Value over limit, a ratio: 1 at the limit."""
        return self.value / self.limit

    @property
    def evidence(self) -> float:
        """Contribution of this figure to the log-odds of momentum: ``weight · ln(value / limit)``."""
        return self.weight * log(self.excess) if self.weight else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep(TrunkMeasures):
    """One rep: a lift (concentric phase) and its lowering (eccentric phase), with its verdict.

    docs/figures.md says what each figure can and cannot tell.

    Examples
    --------
    >>> from analysis import analyze, read
    >>> rep = analyze(read("curls.csv")).sets[0].reps[0]
    >>> rep.index, rep.verdict, rep.start_s < rep.top_s < rep.end_s
    (1, 'controlled', True)
    """

    verdict: Verdict = field(
        default="uncertain",
        metadata=described("", "What the rep was called.", role="verdict"),
    )
    cause: Cause | None = field(
        default=None,
        metadata=described("", "What made it momentum: a swing, speed, or both.", role="verdict"),
    )
    reasons: tuple[Because, ...] = ()
    """Why the rep is uncertain or partial; empty for other verdicts."""
    clipped: bool = field(
        default=False,
        metadata=described(
            "", "The sensor hit its limit in it, so that its peaks read too low.", role="record"
        ),
    )
    bottom_force_mps2: tuple[float, float, float] | None = None
    """Specific force at its start, m/s², where the forearm hung; in one frame for all reps of a set, the sensor's or, with a
    gyroscope, one that the analysis gives it. It stands in no document; the
    technique is told by it."""
    comparisons: tuple[Comparison, ...] = ()
    """Comparisons that the verdict was made from; empty where the rep was not judged."""


REP_FIGURES = figures_of(Rep)
"""Every figure of a rep by name: the fields of `Rep` that have a description."""


def are_half(reps: Iterable[Rep]) -> bool:
    """Whether all of these reps, each short of a full one, went no farther than half-way; one farther is a short rep."""
    return all(rep.rom_deg is None or rep.rom_deg < HALF_CURL_DEG for rep in reps)


def short_kind(reps: Iterable[Rep]) -> ShortKind:
    """Kind of these reps, all short of a full one, by the farthest of them; its word is ``verdict.half_rep``."""
    return "half_rep" if are_half(reps) else "short_rep"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceOption:
    """One way to do the next set; None where a number is not known."""

    weight_kg: float | None = None
    """Weight to take, kg."""
    reps: int | None = None
    """Reps to do."""
    percent: float | None = None
    """Change of the weight, %: −10.0 is ten per cent lighter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Advice on the next set; agreement and sureness are None where there is none."""

    action: Action
    """Kind of advice."""
    options: tuple[AdviceOption, ...]
    """Ways to follow it, the preferred one first."""
    rule: str
    """Name of the rule that gave it."""
    todo: str
    """First half of the sentence that a lifter reads: what to do."""
    finding: str = ""
    """Second half: what was found; empty where there is none."""
    agreement: float | None
    """Share of the set's judged reps that support the rule, 0 to 1."""
    sureness: float | None = None
    """The agreement, lowered for few reps and poor data, 0 to 1."""
    sure: Sure | None = None
    """The sureness in words."""

    @property
    def why(self) -> str:
        """The sentence that a lifter reads: what to do, and what was found."""
        return f"{self.todo}: {self.finding}." if self.finding else f"{self.todo}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Individual reference: medians over the person's own controlled reps."""

    reps: int
    """Number of reps that they are from."""
    peak_speed_dps: float | None
    """Peak angular velocity of the lift, °/s."""
    push_mps2: float | None
    """Push of the lift, m/s²."""
    rom_deg: float | None
    """Range of motion, °."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorTurn:
    """Place in a set at which the sensor turned on the wrist."""

    rep: int
    """Number of the first rep after the turn, from 1."""
    degrees: float
    """Size of the turn, about, °."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepSet:
    """A closed set. Its reps are final; only a person's own corrections change them.

    Examples
    --------
    >>> from analysis import analyze, read
    >>> one = analyze(read("curls.csv")).sets[0]
    >>> one.sensor, len(one.reps)
    ('wrist', 8)
    """

    sensor: str
    """Placement of the sensor, such as ``wrist_left``."""
    start_s: float
    """Start of the first rep, s."""
    end_s: float
    """End of the last rep, s."""
    decided_at_s: float
    """Time at which the set closed and its reps became final, s."""
    closed_by: ClosedBy
    """Cause of closing it."""
    reps: tuple[Rep, ...]
    """Its reps in order of time."""
    side: str | None = None
    """Arm: left or right."""
    weight_kg: float | None = None
    """Weight lifted, kg; filled in with the advice."""
    target_reps: int | None = None
    """Reps that the lifter wanted to do; filled in with the advice."""
    lever_m: float | None = None
    """Lever arm: distance from the elbow to the sensor, across the curl axis, m."""
    lever_sd_m: float | None = None
    """Standard deviation of that distance, m."""
    planarity: float | None = None
    """Share of the rotation (variance of the angular velocity) that is about one axis, 0 to 1."""
    pendulum_r2: float | None = None
    """Share of the inertial acceleration that a still elbow explains, 0 to 1."""
    gravity_mps2: float | None = None
    """Gravity as the accelerometer read it in this set, m/s²."""
    gravity_trusted: bool = True
    """Whether that is near enough to 9.81 m/s² for the accelerometer to be used."""
    sensor_turn: SensorTurn | None = None
    """Turn of the sensor on the wrist within the set, if there was one."""
    curl_doubt: float | None = None
    """Penalties against its being curls, over the limit up to which movement is curls: 0 without any, 1 at the limit."""
    baseline: Baseline | None = None
    """The person's own controlled reps so far."""
    advice: Advice | None = None
    """Advice on the next set; None before `analysis.coaching.set_context.with_advice` filled it in."""
    slowing: Slowing | None = None
    """How the lift slowed over the set; None for too few controlled reps, and before the advice was filled in."""
    removed: tuple[Rep, ...] = ()
    """Reps that a person took out."""
    trace: SetTrace | None = None
    """Its signals, where they were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedSet:
    """Movement that the live count took for reps, and that was found not to be curls when it ended."""

    sensor: str
    """Placement of the sensor."""
    start_s: float
    """Beginning of the movement, s."""
    end_s: float
    """Its end, s."""
    because: Because
    """Why it is not a set of curls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One finding about the data."""

    severity: Severity
    """``fine`` (a tick), ``info`` (worth knowing) or ``warning``."""
    because: Because | ReadingNote
    """The finding; what the reader of the file (`imu.formats`) noted keeps its own words."""
    sensor: str | None = None
    """Sensor that it concerns; None where it concerns the recording."""
    start_s: float | None = None
    """Time at which it began, s; None where it has none."""

    @property
    def code(self) -> str:
        """Kind of finding: a `Reason`, or the code of the reader's note."""
        return self.because.code


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorSummary:
    """Sampling rate, gaps and calibration of one sensor."""

    name: str
    """Placement of the sensor, such as ``wrist_left``."""
    rate_hz: float | None
    """Sampling rate, Hz; None for too few readings."""
    has_gyro: bool
    """Whether it has a gyroscope."""
    gaps: tuple[Gap, ...]
    """Times without readings."""
    samples: int
    """Number of readings."""
    rest_gravity_mps2: float | None = None
    """Gravity as its accelerometer reads it, m/s²; None without a set."""
    moved_s: float | None = None
    """Time in which it turned, s; None for a sensor that makes no sets."""
    start_s: float | None = None
    """Time of its first reading, s."""
    end_s: float | None = None
    """Time of its last reading, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResult:
    """Result of analysing one recording.

    Examples
    --------
    >>> from analysis import DEFAULTS, analyze, read
    >>> result = analyze(read("curls.csv"))
    >>> len(result.sets), result.thresholds_digest == DEFAULTS.digest
    (2, True)
    """

    path: str
    """File or folder, as it was given."""
    files: tuple[str, ...]
    """Files that were read."""
    format: str
    """Name of the file format, as ``--format`` takes it."""
    started_at: str | None
    """Beginning of the recording in ISO 8601."""
    lifter: str | None
    """Name of the person, if the recording says it."""
    start_s: float
    """First time of the recording's axis, s."""
    duration_s: float
    """Length of the recording, s."""
    sensors: tuple[SensorSummary, ...]
    """Rate, gaps and calibration of each sensor."""
    events: tuple[Event, ...]
    """Everything that a live run showed, in order of time."""
    sets: tuple[RepSet, ...]
    """The sets of curls, final."""
    rejected_sets: tuple[RejectedSet, ...]
    """Movement that was no set of curls."""
    quality: tuple[Quality, ...]
    """Findings about the data."""
    thresholds_digest: str
    """Short name of the thresholds: with ``version`` it makes the result repeatable."""
    thresholds_are_defaults: bool
    """Whether they are the published ones."""
    version: str
    """Version of the program."""
    movement: tuple[tuple[MovementSlice, ...], ...] = field(default=(), repr=False)
    """Movement of each sensor that makes sets, a few seconds at a time."""
    part: SessionPart | None = field(default=None, repr=False)
    """Movement and sets in brief, as the warm-up is judged; None before the advice was filled in."""
    before: tuple[SessionPart, ...] = field(default=(), repr=False)
    """Earlier recordings of the same training session, on this one's time axis, where the history knows any."""
    warmup: WarmUp | None = None
    """Warm-up, as far as it was recorded; None before `analysis.coaching.set_context.with_advice` filled it in."""
    totals: SessionTotals | None = None
    """Sums and typical values of the session; None without a set, and before the advice was filled in."""
    balance: Balance | None = None
    """Both arms compared; None where no set says which arm it is of, and before the advice was filled in."""
    companions: tuple[CompanionTrace, ...] = field(default=())
    """Curves of the accompanying sensors, where they were asked for."""
    trunk: TrunkSummary | None = None
    """The trunk over the recording; None without a sensor there."""
    earlier: tuple[PastSet, ...] = field(default=(), repr=False)
    """Curls of the same person in earlier sessions, oldest first, where the history was asked for them."""
    thresholds_name: str = ""
    """Name of the preset, empty where there is none."""

    @property
    def thresholds_title(self) -> str:
        """The digest of the thresholds, with the name of the preset if there is one."""
        return titled(self.thresholds_digest, self.thresholds_name)

    def _repr_html_(self) -> str:
        """HTML for a notebook: a row for each set, and the codes of the findings about the data."""
        sets = sum(len(one.reps) for one in self.sets)
        found = f"{self.duration_s:.0f} s, {sets} reps in {len(self.sets)} sets, thresholds {self.thresholds_title}"
        rows = [_set_row(place, one) for place, one in enumerate(self.sets, start=1)]
        shown = [table(("set", "sensor", *VERDICTS, "advice"), rows)] if rows else []
        codes = dict.fromkeys(q.code for q in self.quality if q.severity != "fine")
        data = [f"The data: {', '.join(codes)}."] if codes else []
        return stacked(bold(PurePath(self.path).name or self.path), found, *shown, *data)


def _set_row(place: int, one: RepSet) -> tuple[object, ...]:
    counts = (sum(rep.verdict == verdict for rep in one.reps) for verdict in VERDICTS)
    return (place, one.sensor, *counts, None if one.advice is None else one.advice.why)
