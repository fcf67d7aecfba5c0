"""One set and everything that the rules of the advice ask about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.coaching.weights import USUAL_STEP, WeightUnit, format_weight
from analysis.language import say
from analysis.records.results import Advice, AdviceOption, Rep
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Action

WEIGHT_TOLERANCE = 1e-6
"""Tolerance of comparisons between weights, kg, and shares: rounding must not move a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCase:
    """One set and everything the rules ask about it."""

    reps: tuple[Rep, ...]
    judged: tuple[Rep, ...]
    """Those of the reps that are not uncertain."""
    gravity_trusted: bool
    """Whether the accelerometer reads gravity: without, a swing cannot be told from a fast lift."""
    weight_kg: float | None
    target: int | None
    """Reps that were wanted."""
    rack_kg: tuple[float, ...]
    """Weights there are, ascending, kg."""
    proven_kg: float | None
    """Heaviest lighter weight with which an earlier set reached the target, all of it controlled, kg; None without."""
    rack_told: bool
    """Whether the person described the rack."""
    unit: WeightUnit
    settings: AdviceSettings

    @property
    def flagged(self) -> list[Rep]:
        """Reps of momentum, whatever made it."""
        return [r for r in self.judged if r.verdict == "momentum"]

    @property
    def fast(self) -> list[Rep]:
        """Reps of momentum by speed alone: the elbow was still."""
        return [r for r in self.flagged if r.cause == "speed"]

    @property
    def swung(self) -> list[Rep]:
        """Reps that the body swung."""
        return [r for r in self.flagged if r.cause != "speed"]

    @property
    def controlled(self) -> int:
        """Number of controlled reps."""
        return sum(r.verdict == "controlled" for r in self.judged)

    @property
    def run(self) -> int:
        """Number of reps of momentum from which they are more than chance."""
        return min(self.settings.flagged_run, len(self.judged))

    @property
    def wanted(self) -> int:
        """Reps that were wanted; those done, where nobody said."""
        return self.target or len(self.reps)

    def equal_weight(self, reps: int) -> float:
        """Weight of which the wanted reps are as hard as so many of this one, as a share of this one.

        ``(K + reps) / (K + wanted)``, with K = ``reps_constant``: one rep more or less is worth the same share of
        the one-rep maximum (Epley 1985, K = 30).
        """
        constant = self.settings.reps_constant
        return (constant + reps) / (constant + self.wanted)

    def relief(self, least: float) -> float:
        """Share by which the weight should be lighter for all wanted reps, from how many were controlled.

        At least ``least``, at most ``most_drop``.
        """
        return max(least, min(1.0 - self.equal_weight(self.controlled), self.settings.most_drop))

    def share(self, reps: int) -> float:
        """Share of the judged reps that so many are."""
        return reps / len(self.judged)

    def lighter(self, weight_kg: float, least: float) -> float | None:
        """Weight of the rack, kg, that is lighter by the share ``least`` or more, else None.

        Of several the one nearest to what the controlled reps ask for (`relief`), but none below a weight that is
        proven (`proven_kg`); a step of the rack may be a big one.
        """
        fit = [w for w in self.rack_kg if w <= weight_kg * (1.0 - least) + WEIGHT_TOLERANCE]
        if self.proven_kg is not None:
            fit = [w for w in fit if w >= self.proven_kg - WEIGHT_TOLERANCE] or fit
        asked = weight_kg * (1.0 - self.relief(least))
        return min(fit, key=lambda w: abs(w - asked), default=None)

    def heavier(self, weight_kg: float) -> float | None:
        """Next heavier weight of the rack, kg; None without one."""
        above = [w for w in self.rack_kg if w > weight_kg + WEIGHT_TOLERANCE]
        return above[0] if above else None

    def named(self, kg: float) -> str:
        """The weight as it stands on the rack."""
        return format_weight(kg, self.unit)

    @property
    def keep(self) -> str:
        """Words for the same weight again."""
        if self.weight_kg is None:
            return say("advice.keep_the_weight")
        return say("advice.keep", weight=self.named(self.weight_kg))

    def none_there(self, which: Literal["lighter", "heavier"]) -> str:
        """Says that no such weight is among those that there are."""
        if self.rack_told:
            return say(f"finding.no_{which}.in_list")
        return say(f"finding.no_{which}.in_steps", step=USUAL_STEP[self.unit], unit=self.unit)

    @property
    def same(self) -> AdviceOption:
        """The same weight and target again."""
        return AdviceOption(weight_kg=self.weight_kg, reps=self.target, percent=0.0)

    def option(self, kg: float) -> AdviceOption:
        """All wanted reps with another weight."""
        percent = None if self.weight_kg is None else 100.0 * (kg / self.weight_kg - 1.0)
        return AdviceOption(weight_kg=kg, reps=self.target, percent=percent)


def make_advice(
    action: Action,
    options: Sequence[AdviceOption],
    rule: str,
    todo: str,
    finding: str,
    agreement: float | None,
) -> Advice:
    """Makes an advice whose sureness is not known yet."""
    return Advice(
        action=action, options=tuple(options), rule=rule, todo=todo, finding=finding, agreement=agreement
    )
