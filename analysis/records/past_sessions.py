"""Sessions of earlier days, as the history gives them to advice, words, report and live page.

All are frozen records. Unknown is None: a workout log knows how many reps a set had, and not how they were lifted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from analysis.vocabulary import Verdict

SessionOrigin: TypeAlias = Literal["live", "recording", "strong", "hevy"]
"""Way by which a session came into the history: seen live, read from a recording, or from the export of an app."""
PastUnit: TypeAlias = Literal["kg", "lb"]
"""Unit that a weight was typed in."""
CURL_EXERCISE = "Biceps curl"
"""Name of the exercise where nobody named it: what this program recognises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTally:
    """Set of a past session in brief: enough for a list of sessions, personal bests and weeks."""

    reps: int
    """Reps of the set."""
    judged: int | None
    """Reps among them that could be judged; None where nobody tried."""
    controlled: int | None
    """Controlled ones among them; None where nobody judged them."""
    momentum: int | None
    """Reps of momentum among them; None where nobody judged them."""
    weight_kg: float | None
    """Weight, kg."""
    unit: PastUnit | None
    """Unit that the weight was typed in; None without a weight."""
    side: str | None
    """Arm: left or right."""
    warm_up: bool
    """Whether it was a set to warm up, which is no record."""
    exercise: str
    """Name of the exercise."""

    @property
    def is_curl(self) -> bool:
        """Whether the exercise is a curl of the arm, by its name; a leg curl is none."""
        return _names_a_curl(self.exercise)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """Session of the history."""

    id: int
    """Number of the session in the database."""
    started_at: datetime | None
    """Beginning, in the time zone in which it was recorded; None where the recording does not say it."""
    duration_s: float
    """Length, s."""
    lifter: str | None
    """Name of the person."""
    origin: SessionOrigin
    """Way by which it came into the history."""
    source: str
    """File or folder that it was read from, or recorded in."""
    title: str | None
    """Name of the workout, where an app gave it one."""
    sensors: tuple[str, ...]
    """Placements of the sensors."""
    tallies: tuple[SetTally, ...]
    """Its sets in order of time, in brief."""
    content_hash: str
    """Fingerprint of the samples: the same recording has the same, whatever its file is called."""
    thresholds_digest: str | None
    """Thresholds of the analysis; None where nothing was analysed."""
    version: str
    """Version of the program that saved it."""

    @property
    def reps(self) -> int:
        """Reps of all sets."""
        return sum(one.reps for one in self.tallies)

    @property
    def judged_reps(self) -> int:
        """Reps of which it is known how they were lifted."""
        return sum(one.judged or 0 for one in self.tallies)

    @property
    def controlled_reps(self) -> int | None:
        """Controlled reps of all sets; None where nobody judged any."""
        known = [one.controlled for one in self.tallies if one.controlled is not None]
        return sum(known) if known else None

    @property
    def momentum_reps(self) -> int | None:
        """Reps of momentum of all sets; None where nobody judged any."""
        known = [one.momentum for one in self.tallies if one.momentum is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSet:
    """Set of the history."""

    session: int
    """Number of its session: `PastSession.id`."""
    number: int
    """Place in its session, from 1."""
    started_at: datetime | None
    """Beginning of the set, in the time zone in which it was recorded; None where that is not known."""
    lifter: str | None
    """Name of the person."""
    exercise: str
    """Name of the exercise."""
    side: str | None
    """Arm: left or right."""
    sensor: str | None
    """Placement of the sensor; None for a set that was written down, not measured."""
    weight_kg: float | None
    """Weight, kg."""
    weight_value: float | None
    """Weight as typed, in ``weight_unit``."""
    weight_unit: PastUnit | None
    """Unit as typed."""
    target_reps: int | None
    """Reps that the lifter wanted to do."""
    reps: int
    """Reps that were done."""
    verdicts: tuple[Verdict, ...]
    """Verdict of each rep in order; empty where nobody judged them."""
    warm_up: bool
    """Whether it was a set to warm up."""
    origin: SessionOrigin
    """Way by which its session came into the history."""
    source: str
    """File or folder of its session."""
    fast: tuple[int, ...] = ()
    """Numbers, from 1, of its reps of momentum by speed alone, with a still elbow."""
    doubtful: bool = False
    """Whether its verdicts tell nothing of the weight: most of its ranges are none that an arm has, or its accelerometer
    did not read gravity."""

    @property
    def controlled(self) -> int | None:
        """Controlled reps; None where nobody judged them."""
        return self.verdicts.count("controlled") if self.verdicts else None

    @property
    def is_curl(self) -> bool:
        """Whether the exercise is a curl of the arm, by its name; a leg curl is none."""
        return _names_a_curl(self.exercise)


def _names_a_curl(exercise: str) -> bool:
    name = exercise.casefold()
    return "curl" in name and not any(word in name for word in ("leg", "hamstring", "nordic", "wrist"))
