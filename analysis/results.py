"""What the tracker says: reps, sets, events, advice and the traces they were made from.

Frozen records; times on the recording's own axis in seconds, ``[start, end)``; a figure that cannot be had is
None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from pathlib import PurePath

from analysis.events import Event
from analysis.vocabulary import VERDICTS, Action, Cause, ClosedBy, ComparedBy, Severity, Sure, Verdict, titled
from imu._html import bold, joined, table
from imu.types import Floats, Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One figure of a rep against one limit.

    By the rule ``evidence`` the figure adds to the evidence of momentum, and no single one decides; by ``range``
    a value below its limit makes a half rep.

    Attributes
    ----------
    figure : str
        Field of `Rep`.
    value, limit : float
        In its unit; at its limit a figure speaks neither for nor against momentum.
    weight : float
        Evidence for each e-fold of value over limit; negative for what speaks against momentum, 0 for a range.
    threshold : str
        Dotted name of the threshold that sets the limit (of the detour, whose limit is 1: its weight).
    rule : str
    """

    figure: str
    value: float
    limit: float
    weight: float
    threshold: str
    rule: ComparedBy

    @property
    def excess(self) -> float:
        """Value over limit: 1 at the limit."""
        return self.value / self.limit

    @property
    def evidence(self) -> float:
        """What this figure adds to the log-odds of momentum: ``weight · ln(value / limit)``."""
        return self.weight * log(self.excess) if self.weight else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """One lift and its lowering; docs/figures.md says what each figure can and cannot tell.

    ``rom_deg`` swept angle; ``bottom_deg``/``top_deg`` forearm elevation (0° hanging, 90° level); ``carry``
    ratio: the share of the lift's height that the weight could coast by the speed that it held for 0.4 s;
    ``push_mps2`` how hard it was pushed beyond gravity in the lift; ``detour`` the way that the sensor turned in
    the lift over the sweep (1 steady, more with a tremor); ``smoothness`` is the
    spectral arc length of the lift's speed (Balasubramanian 2015, more negative = less smooth); ``reasons``
    says in plain words why a rep is uncertain or partial; ``clipped`` that the sensor hit its limit in it, so
    that its peaks read too low. ``comparisons`` are what the verdict was made from, empty where there is none.
    """

    index: int
    start_s: float
    top_s: float
    end_s: float
    decided_at_s: float
    announced_at_s: float | None = None
    flagged_at_s: float | None = None
    rom_deg: float | None = None
    bottom_deg: float | None = None
    top_deg: float | None = None
    lift_s: float | None = None
    lower_s: float | None = None
    pause_top_s: float | None = None
    pause_bottom_s: float | None = None
    peak_speed_dps: float | None = None
    carry: float | None = None
    inertial_peak_mps2: float | None = None
    push_mps2: float | None = None
    detour: float | None = None
    elbow_rms_mps2: float | None = None
    smoothness: float | None = None
    momentum: float | None = None
    verdict: Verdict = "uncertain"
    cause: Cause | None = None
    reasons: tuple[str, ...] = ()
    clipped: bool = False
    comparisons: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceOption:
    """One way to do the next set; None where the figure is not known. ``percent`` is the change of weight
    (−10.0 = ten per cent lighter)."""

    weight_kg: float | None = None
    reps: int | None = None
    percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do next set, the preferred option first.

    ``rule`` names the rule, ``why`` is the sentence a lifter reads, ``agreement`` in [0, 1] is the share of
    the set's judged reps that support the rule; ``sureness`` in [0, 1] is what remains of it with few reps and
    poor data, ``sure`` the same in words. Both are None where there is no advice.
    """

    action: Action
    options: tuple[AdviceOption, ...]
    rule: str
    why: str
    agreement: float | None
    sureness: float | None = None
    sure: Sure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Medians of the person's own controlled reps; ``reps`` says from how many."""

    reps: int
    peak_speed_dps: float | None
    push_mps2: float | None
    rom_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTrace:
    """Intermediate signals of one set on the tracker's grid, for pictures and notebooks.

    All arrays are ``(n,)``; NaN where there were no data. ``angle_deg`` is the forearm's elevation where that
    is known, else the angle above the set's own bottom (``angle_is_absolute`` says which). ``lift_speed_dps``
    is positive while lifting; ``push_mps2`` is the size of the acceleration beyond gravity in the plane of the
    lift, below 3 Hz.
    """

    time_s: Floats
    angle_deg: Floats
    angle_is_absolute: bool
    lift_speed_dps: Floats
    push_mps2: Floats
    elbow_mps2: Floats | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorTurn:
    """The sensor turned on the wrist by about ``degrees`` before rep ``rep`` (counted from 1)."""

    rep: int
    degrees: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RepSet:
    """A closed set: its reps never change again by themselves.

    Only a person may change them: ``removed`` are the reps that they took out. ``lever_m`` is the distance
    elbow to sensor seen across the curl axis and ``lever_sd_m`` its uncertainty; ``planarity`` the share of the
    rotation about one axis; ``pendulum_r2`` the share of the inertial acceleration that a still elbow explains.
    """

    sensor: str
    start_s: float
    end_s: float
    decided_at_s: float
    closed_by: ClosedBy
    reps: tuple[Rep, ...]
    side: str | None = None
    weight_kg: float | None = None
    target_reps: int | None = None
    lever_m: float | None = None
    lever_sd_m: float | None = None
    planarity: float | None = None
    pendulum_r2: float | None = None
    gravity_mps2: float | None = None
    gravity_trusted: bool = True
    sensor_turn: SensorTurn | None = None
    baseline: Baseline | None = None
    advice: Advice | None = None
    removed: tuple[Rep, ...] = ()
    trace: SetTrace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedSet:
    """Movement that looked like reps live and was found not to be curls when it ended."""

    sensor: str
    start_s: float
    end_s: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One plain sentence about the data: ``fine`` (a tick), ``info`` (worth knowing) or ``warning``."""

    code: str
    severity: Severity
    text: str
    sensor: str | None = None
    start_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorSummary:
    """Rate, gaps and calibration of one sensor. ``rest_gravity_mps2`` is gravity as its accelerometer reads
    it, None without a set; ``moved_s`` how long it turned, None for one that makes no sets."""

    name: str
    rate_hz: float | None
    has_gyro: bool
    gaps: tuple[Gap, ...]
    samples: int
    rest_gravity_mps2: float | None = None
    moved_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionTrace:
    """Inclination of an accompanying sensor (trunk, upper arm) against its own first rest, in degrees; arrays
    ``(n,)``."""

    sensor: str
    time_s: Floats
    inclination_deg: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResult:
    """Everything said about one recording. ``version`` and ``thresholds_digest`` make it repeatable;
    ``thresholds_name`` is that of the preset, empty where there is none."""

    path: str
    files: tuple[str, ...]
    format: str
    started_at: str | None
    lifter: str | None
    start_s: float
    duration_s: float
    sensors: tuple[SensorSummary, ...]
    events: tuple[Event, ...]
    sets: tuple[RepSet, ...]
    rejected_sets: tuple[RejectedSet, ...]
    quality: tuple[Quality, ...]
    thresholds_digest: str
    thresholds_are_defaults: bool
    version: str
    companions: tuple[CompanionTrace, ...] = field(default=())
    thresholds_name: str = ""

    @property
    def thresholds_title(self) -> str:
        """The digest of the thresholds, with the name of the preset if there is one."""
        return titled(self.thresholds_digest, self.thresholds_name)

    def _repr_html_(self) -> str:
        """What a notebook shows: a line per set, and what is to be known of the data."""
        sets = sum(len(one.reps) for one in self.sets)
        found = f"{self.duration_s:.0f} s, {sets} reps in {len(self.sets)} sets, thresholds {self.thresholds_title}"
        rows = [_set_row(place, one) for place, one in enumerate(self.sets, start=1)]
        shown = [table(("set", "sensor", *VERDICTS, "advice"), rows)] if rows else []
        return joined(
            bold(PurePath(self.path).name or self.path),
            found,
            *shown,
            *(q.text for q in self.quality if q.severity != "fine"),
        )


def _set_row(place: int, one: RepSet) -> tuple[object, ...]:
    counts = (sum(rep.verdict == verdict for rep in one.reps) for verdict in VERDICTS)
    return (place, one.sensor, *counts, None if one.advice is None else one.advice.why)
