"""The style of a rep: one of the five that the Weight Lifting Exercises data (Velloso 2013) name.

The rule: hips forward if the trunk threw it; half down if the forearm did not come back to where the person's whole
reps begin; half up if it swept less than 106°; elbows forward if it swept 156° or more, as the upper arm adds its own
way; else strict. The numbers were fitted, and tried with each person held out: docs/trunk.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.records.results import Rep
from analysis.settings.curl_model import TECHNIQUE
from analysis.settings.trunk_model import TechniqueModel
from analysis.vocabulary import Technique, TrunkVerdict
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottoms:
    """Where the person's whole reps began, from this set and earlier ones."""

    forces: tuple[tuple[float, float, float], ...] = ()
    """Specific force at the bottom of each, the latest last, m/s²; sensor frame."""

    def after(self, reps: Sequence[Rep]) -> Bottoms:
        """Returns them with those of a further set."""
        whole = [
            rep.bottom_force_mps2
            for rep in reps
            if rep.bottom_force_mps2 is not None
            and rep.rom_deg is not None
            and rep.rom_deg >= TECHNIQUE.half_deg
        ]
        return Bottoms(forces=(*self.forces, *whole)[-TECHNIQUE.remembered_reps :])

    @property
    def usual(self) -> Floats | None:
        """The usual one, ``(3,)``, as a unit vector; None where too few are known."""
        if len(self.forces) < TECHNIQUE.whole_reps:
            return None
        middle = np.median(np.array(self.forces), axis=0)
        return np.asarray(middle / max(float(np.linalg.norm(middle)), 1e-9))


def technique_of(
    rep: Rep, trunk: TrunkVerdict | None, bottoms: Bottoms, limits: TechniqueModel = TECHNIQUE
) -> Technique | None:
    """Names the style of a rep; None where the trunk was not read or the forearm's sweep is not known, and of a short
    rep while no whole ones show where the person begins.

    Parameters
    ----------
    rep : Rep
        As the forearm's sensor gave it.
    trunk : TrunkVerdict or None
        Verdict on the trunk in it.
    bottoms : Bottoms
        With those of its own set.
    limits : TechniqueModel
        The published ones, or others that are tried.
    """
    if trunk is None or rep.rom_deg is None:
        return None
    if trunk == "lean":
        return "hips_forward"
    short = rep.rom_deg < limits.half_deg
    from_usual_deg = _from_usual_deg(rep, bottoms.usual)
    if from_usual_deg is None and short:
        return None
    if from_usual_deg is not None and from_usual_deg >= limits.raised_deg:
        return "half_down"
    if short:
        return "half_up"
    return "elbows_forward" if rep.rom_deg >= limits.far_deg else "strict"


def _from_usual_deg(rep: Rep, usual: Floats | None) -> float | None:
    """Angle between the forearm at the bottom of the rep and its usual place there, °; None where that is not known."""
    if usual is None or rep.bottom_force_mps2 is None:
        return None
    force = np.array(rep.bottom_force_mps2)
    cosine = float(force @ usual) / max(float(np.linalg.norm(force)), 1e-9)
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
