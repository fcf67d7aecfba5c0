"""``python -m tests.validation.in_step``: how much of an elbow that moves in step with the lift is seen.

The upper arm swings forwards, the trunk leans back and the shoulder rises by the same course as the elbow bends, in
every rep alike. Part of the elbow's acceleration then looks like that of a longer, shorter or turned forearm, which
the fit of the lever arm takes for the lever; the elbow's own RMS reads too low by what it took.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.stream.offline import analyze
from imu.simulate import ArmModel, CurlSet, Phase, Rep, SensorModel, Stage, Still, random_rotation, simulate

SENSOR = SensorModel(
    rate_hz=100.0, acc_noise_mps2=0.03, gyr_noise_radps=0.003, acc_bias_mps2=(0.03, -0.02, 0.02)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InStep:
    """A set whose every rep moves the shoulder with the elbow: degrees and metres at the top.

    ``advance`` is the share of the lift by which the body is ahead of the elbow (0: exactly in step).
    """

    rep: Rep
    reps: int = 8
    flexion_deg: float = 0.0
    lean_deg: float = 0.0
    rise_m: float = 0.0
    advance: float = 0.0

    def perform(self, stage: Stage) -> None:
        """Lift, and bring the body along."""
        first = len(stage.reps)
        CurlSet(reps=(self.rep,) * self.reps).perform(stage)
        ends = {
            "flexion_right": self.flexion_deg,
            "lean": -self.lean_deg,
            "shoulder_z_right": self.rise_m,
        }
        for done in stage.reps[first:]:
            early_s = self.advance * self.rep.lift_s
            for joint, end in ends.items():
                track = stage.motion.track(joint)
                rest = track.last
                track.move(done.start_s - early_s, self.rep.lift_s, rest + end)
                track.move(done.lower_start_s, self.rep.lower_s, rest)


def measured(phase: Phase, *, arm: ArmModel, seed: int) -> tuple[float, float, float]:
    """The elbow's RMS as it was and as it is read (medians of the reps, m/s²), and the lever's error in metres."""
    done = simulate(
        (Still(3.0), phase, Still(9.0)),
        sensor=SENSOR,
        arm=arm,
        mounting=random_rotation(np.random.default_rng(seed)),
        seed=seed,
    )
    (one,) = analyze(done.recording).sets
    read = [r.elbow_rms_mps2 for r in one.reps if r.elbow_rms_mps2 is not None]
    true = [r.elbow_rms_mps2 for r in done.truth.reps]
    lever = float("nan") if one.lever_m is None else one.lever_m - done.truth.reps[0].lever_perp_m
    return float(np.median(true)), float(np.median(read)) if read else float("nan"), lever


BODIES = {
    "upper arm 10°": {"flexion_deg": 10.0},
    "upper arm 20°": {"flexion_deg": 20.0},
    "upper arm 30°": {"flexion_deg": 30.0},
    "trunk 8°": {"lean_deg": 8.0},
    "trunk 15°": {"lean_deg": 15.0},
    "shoulder up 5 cm": {"rise_m": 0.05},
    "all": {"flexion_deg": 15.0, "lean_deg": 8.0, "rise_m": 0.03},
}


def main() -> None:
    """Print true and read RMS for each body, tempo and advance."""
    for lift_s in (0.9, 1.2, 1.6):
        for advance in (0.0, 0.15, 0.3):
            for name, body in BODIES.items():
                rep = Rep(lift_s=lift_s, lower_s=1.3 * lift_s, supination_deg=20.0, pause_bottom_s=0.6)
                phase = replace(InStep(rep=rep, advance=advance), **body)
                true, read, lever = measured(phase, arm=ArmModel(sway_mps2=0.3), seed=1)
                print(
                    f"lift {lift_s:.1f} s, ahead {advance:4.2f}, {name:18s}"
                    f" true {true:.2f} read {read:.2f} share {read / true:.2f} lever {100.0 * lever:+.1f} cm"
                )


if __name__ == "__main__":
    main()
