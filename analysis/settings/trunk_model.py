"""Fixed numbers of the sensors that accompany a set: trunk and upper arm."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkModel:
    """How the trunk's direction is found and what of it belongs to a rep."""

    vertical_s: float = 0.5
    """Time constant of the two-sided mean that finds "up". Hips that go 10 cm to and fro deceive it by 0.6° at most, at
    any pace; a gyroscope's noise has no time to add up."""
    alone_s: float = 0.15
    """The same of an accelerometer alone: it must not smear a throw, and takes the hips' own acceleration for lean."""
    look_back_s: float = 30.0
    """Time before a set in which the weight is picked up, s: bending shows which way is forward."""
    after_s: float = 1.0
    """Time after a set that the two-sided mean needs, s."""
    dip_s: float = 0.5
    """The body winds up before the arm moves: so long before its lift a rep begins for the trunk, s."""
    standing_s: float = 5.0
    """Time before the first rep in which the standing posture is looked for, s."""
    still_s: float = 1.0
    """The posture is the mean over the stillest time of this length in it, s."""
    still_dps: float = 5.0
    """Turning slower than this is rest, where there is no set to stand before."""
    least_seen: float = 0.6
    """Share of a rep that must have been read for a verdict."""
    telling_deg: float = 5.0
    """Movement in a rep from which its direction tells backward from forward: calm trunks stay below."""
    thrust_hz: float = 3.0
    """Low-pass of the lean before its speed is taken."""
    same_way: float = 0.8
    """Share of such reps that must go the same way."""
    bend_deg: float = 30.0
    """A lean that far is forward: nobody leans back as far on two feet."""
    remounted_deg: float = 30.0
    """Turn of the standing posture in the sensor beyond which the sensor was put on anew."""
    calm_reps: int = 3
    """Calm reps from which the person's own are known."""
    remembered_reps: int = 60
    """Calm reps that are remembered from set to set."""
    weight: float = 4.0
    """Evidence (log-odds) for each e-fold of the movement over its limit: twice the limit scores 94 of 100."""

    exchanged_deg: float = 100.0
    """Sweep of a curl's forearm that no trunk makes again and again: deadlifts and good mornings bend it by 90° at most."""
    exchanged_bends: int = 3
    """So many of them show that the sensor is on an arm."""
    exchanged_reach: float = 0.7
    """Way of "up" in five seconds (1 is a turn by 60°) below which the other sensor is on no forearm that curls: 40°."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueModel:
    """Limits between the five styles of a curl, fitted to three people of the Weight Lifting Exercises data."""

    half_deg: float = 106.0
    """Sweep below which a rep is a half one."""
    far_deg: float = 156.0
    """Sweep from which the elbow must have gone forward: it bends by 150° at most, and in a strict curl by 135°."""
    raised_deg: float = 25.0
    """Distance from the usual bottom beyond which the forearm did not come down."""
    whole_reps: int = 3
    """Whole reps from which the usual bottom is known."""
    remembered_reps: int = 60
    """Whole reps that are remembered from set to set."""
    bottom_s: float = 0.15
    """Time before and after the bottom over which the specific force is averaged, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GyroscopeMapModel:
    """When the axes of a gyroscope are taken to be in another order than those of its accelerometer."""

    smooth_s: float = 0.15
    """Time constant of the two-sided means of both before they are compared, s."""
    worse: float = 0.5
    """Share of gravity's turning that the gyroscope leaves unexplained from which its order is doubted: 1 is as much as
    without it. Right ones leave 0.1 to 0.4 on a trunk, which is the body's own acceleration; wrong ones 0.7 to 2."""
    fits: float = 0.5
    """Largest share that the right order may leave."""
    gain: float = 2.0
    """Least factor between the two."""
    least_cells: int = 200
    """Grid cells from which they are compared."""
