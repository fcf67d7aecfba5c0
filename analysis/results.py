"""What the tracker says: reps, sets, events, advice and the traces they were made from.

Frozen records; times on the recording's own axis in seconds, ``[start, end)``; a figure that cannot be had is
None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from pathlib import PurePath

from analysis.events import Event
from analysis.figure_info import described, figures_of
from analysis.reason import Because
from analysis.rep_measures import RepMeasures
from analysis.vocabulary import VERDICTS, Action, Cause, ClosedBy, ComparedBy, Severity, Sure, Verdict, titled
from imu._html import bold, stacked, table
from imu.types import Floats, Gap, ReadingNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One figure of a rep against one limit.

    By the rule ``evidence`` the figure adds to the evidence of momentum, and no single one decides; by ``range``
    a value below its limit makes a half rep.
    """

    figure: str
    """Field of `Rep`."""
    value: float
    """In the unit of the figure."""
    limit: float
    """In the same unit; at its limit a figure speaks neither for nor against momentum."""
    weight: float
    """Evidence for each e-fold of value over limit; negative for what speaks against momentum, 0 for a range."""
    threshold: str
    """Dotted name of the threshold that sets the limit (of the detour, whose limit is 1: its weight)."""
    rule: ComparedBy
    """Whether the figure is evidence or a range."""

    @property
    def excess(self) -> float:
        """Value over limit: 1 at the limit."""
        return self.value / self.limit

    @property
    def evidence(self) -> float:
        """What this figure adds to the log-odds of momentum: ``weight · ln(value / limit)``."""
        return self.weight * log(self.excess) if self.weight else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep(RepMeasures):
    """One lift and its lowering, with its verdict; docs/figures.md says what each figure can and cannot tell.

    Examples
    --------
    >>> from analysis import analyze, read
    >>> rep = analyze(read("curls.csv")).sets[0].reps[0]
    >>> rep.index, rep.verdict, rep.start_s < rep.top_s < rep.end_s
    (1, 'controlled', True)
    """

    verdict: Verdict = field(
        default="uncertain",
        metadata=described("Verdict", "", "What the rep was called.", role="verdict"),
    )
    cause: Cause | None = field(
        default=None,
        metadata=described("Cause", "", "What made it momentum: a swing, speed, or both.", role="verdict"),
    )
    reasons: tuple[Because, ...] = ()
    """Why it is uncertain or partial."""
    clipped: bool = field(
        default=False,
        metadata=described(
            "Clipped", "", "The sensor hit its limit in it, so that its peaks read too low.", role="record"
        ),
    )
    comparisons: tuple[Comparison, ...] = ()
    """What the verdict was made from, empty where there is none."""


REP_FIGURES = figures_of(Rep)
"""Every figure of a rep by name: the fields of `Rep` that have a description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceOption:
    """One way to do the next set: a weight (kg), a number of reps, the change of the weight in per cent (−10.0 is
    ten per cent lighter); None where one is not known."""

    weight_kg: float | None = None
    reps: int | None = None
    percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do next set, the preferred option first.

    ``rule`` names the rule; ``todo`` and ``finding`` (empty where there is none) are the two halves of the
    sentence that a lifter reads; ``agreement`` in [0, 1] is the share of the set's judged reps that support the
    rule; ``sureness`` in [0, 1] is what remains of it with few reps and poor data, ``sure`` the same in words.
    Agreement, sureness and sure are None where there is no advice.
    """

    action: Action
    """Kind of advice."""
    options: tuple[AdviceOption, ...]
    """Ways to follow it, the preferred one first."""
    rule: str
    """Name of the rule that gave it."""
    todo: str
    """What to do: the first half of the sentence that a lifter reads."""
    finding: str = ""
    """Why: its second half, empty where there is none."""
    agreement: float | None
    """Share of the set's judged reps that support the rule, 0 to 1."""
    sureness: float | None = None
    """What remains of the agreement with few reps and poor data, 0 to 1."""
    sure: Sure | None = None
    """The sureness in words."""

    @property
    def why(self) -> str:
        """The sentence that a lifter reads: what to do, and what was found."""
        return f"{self.todo}: {self.finding}." if self.finding else f"{self.todo}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Medians of the person's own controlled reps: peak angular velocity of the lift (°/s), push (m/s²) and range
    of motion (°), from so many ``reps``."""

    reps: int
    peak_speed_dps: float | None
    push_mps2: float | None
    rom_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTrace:
    """Intermediate signals of one set on the tracker's grid, for pictures and notebooks: arrays ``(n,)``, NaN
    where there were no data."""

    time_s: Floats
    """Times on the recording's axis, s."""
    angle_deg: Floats
    """Elevation of the forearm where it is known, else the angle above the set's own bottom, °."""
    angle_is_absolute: bool
    """Whether the angle is an elevation: 0° hanging, 90° level."""
    lift_speed_dps: Floats
    """Angular velocity about the curl axis, °/s; positive while lifting."""
    push_mps2: Floats
    """Acceleration beyond gravity in the plane of the lift, below 3 Hz, m/s²."""
    elbow_mps2: Floats | None
    """Acceleration of the elbow itself, m/s²; None where it cannot be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorTurn:
    """The sensor turned on the wrist by about ``degrees`` (°) before the rep of number ``rep``."""

    rep: int
    degrees: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RepSet:
    """A closed set: its reps never change again by themselves; only a person may change them.

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
    """When the set closed, s."""
    closed_by: ClosedBy
    """What closed it."""
    reps: tuple[Rep, ...]
    """In order of time."""
    side: str | None = None
    """Arm: left or right."""
    weight_kg: float | None = None
    """Weight lifted, kg; filled in with the advice."""
    target_reps: int | None = None
    """Reps that the lifter wanted to do; filled in with the advice."""
    lever_m: float | None = None
    """Distance from the elbow to the sensor, seen across the curl axis, m."""
    lever_sd_m: float | None = None
    """Standard deviation of that distance, m."""
    planarity: float | None = None
    """Share of the rotation that is about one axis, 0 to 1."""
    pendulum_r2: float | None = None
    """Share of the inertial acceleration that a still elbow explains, 0 to 1."""
    gravity_mps2: float | None = None
    """Gravity as the accelerometer read it in this set, m/s²."""
    gravity_trusted: bool = True
    """Whether that is near enough to the true one for the accelerometer to be used."""
    sensor_turn: SensorTurn | None = None
    """Where the sensor turned on the arm within the set."""
    baseline: Baseline | None = None
    """The person's own controlled reps so far."""
    advice: Advice | None = None
    """What to do next set; None before `analysis.coaching.set_context.with_advice` filled it in."""
    removed: tuple[Rep, ...] = ()
    """Reps that a person took out."""
    trace: SetTrace | None = None
    """The curves, where they were kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedSet:
    """Movement, from ``start_s`` to ``end_s``, that looked like reps live and was found not to be curls when it
    ended; ``why`` says so in words."""

    sensor: str
    start_s: float
    end_s: float
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One finding about the data: ``fine`` (a tick), ``info`` (worth knowing) or ``warning``.

    ``because`` is the finding; what the reader of the recording (`imu.formats`) noted keeps its own words.
    """

    severity: Severity
    because: Because | ReadingNote
    sensor: str | None = None
    """The sensor that it concerns, if it is one."""
    start_s: float | None = None
    """When it began, s, if it has a time."""

    @property
    def code(self) -> str:
        """What kind of finding it is: a `Reason`, or the code of the reader's note."""
        return self.because.code


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorSummary:
    """Rate, gaps and calibration of one sensor."""

    name: str
    rate_hz: float | None
    """Readings a second, Hz."""
    has_gyro: bool
    """Whether it has a gyroscope."""
    gaps: tuple[Gap, ...]
    """Times without readings."""
    samples: int
    """Number of readings."""
    rest_gravity_mps2: float | None = None
    """Gravity as its accelerometer reads it, m/s²; None without a set."""
    moved_s: float | None = None
    """How long it turned, s; None for a sensor that makes no sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionTrace:
    """Inclination of an accompanying sensor (trunk, upper arm) against its own first rest, in degrees, at times of
    the recording's axis, s; arrays ``(n,)``."""

    sensor: str
    time_s: Floats
    inclination_deg: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResult:
    """Everything said about one recording.

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
    """Name of their format."""
    started_at: str | None
    """Beginning of the recording in ISO 8601."""
    lifter: str | None
    """Who lifted, where the recording says it."""
    start_s: float
    """First time of the recording's axis, s."""
    duration_s: float
    """Length of the recording, s."""
    sensors: tuple[SensorSummary, ...]
    """Every sensor: rate, gaps, calibration."""
    events: tuple[Event, ...]
    """What a live run showed, in order of time."""
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
    companions: tuple[CompanionTrace, ...] = field(default=())
    """Curves of the sensors that make no sets, where they were kept."""
    thresholds_name: str = ""
    """Name of the preset, empty where there is none."""

    @property
    def thresholds_title(self) -> str:
        """The digest of the thresholds, with the name of the preset if there is one."""
        return titled(self.thresholds_digest, self.thresholds_name)

    def _repr_html_(self) -> str:
        """What a notebook shows: a line per set, and the codes of what is to be known of the data."""
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
