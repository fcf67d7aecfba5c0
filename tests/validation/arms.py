"""``python -m tests.validation.arms``: random simulated arms against their truth, as distributions."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.records.results import Rep as FoundRep
from analysis.records.results import RepSet
from analysis.stream.offline import analyze
from imu.simulate import (
    ArmModel,
    SensorModel,
    SimulatedRep,
    Simulation,
    curls,
    random_rotation,
    simulate,
    varied,
)
from imu.simulate.truth import RepTruth

BIAS_MPS2 = 0.05
RATES_HZ = (50.0, 200.0)
LIFTS_S = (0.8, 2.5)
COVER = 2.0
"""A stated standard deviation covers the truth when the error is at most twice as large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One population of arms: how the reps are done, and how the lifter is built."""

    swing: tuple[float, float] = (0.0, 0.0)
    supination_deg: tuple[float, float] = (0.0, 30.0)
    lift_s: tuple[float, float] = LIFTS_S
    reps: tuple[int, int] = (6, 10)
    tilt_deg: tuple[float, float] = (0.0, 0.0)
    bench_deg: tuple[float, float] = (0.0, 0.0)
    sway_mps2: tuple[float, float] = (0.0, 0.0)


KINDS = {
    "strict": Kind(),
    "strict, breathing": Kind(sway_mps2=(0.2, 0.8)),
    "swung": Kind(swing=(0.7, 1.2), lift_s=(0.8, 1.5), sway_mps2=(0.2, 0.8)),
    "elsewhere": Kind(
        supination_deg=(0.0, 90.0),
        lift_s=(0.7, 4.0),
        reps=(3, 12),
        tilt_deg=(0.0, 20.0),
        bench_deg=(-30.0, 40.0),
        sway_mps2=(0.0, 1.2),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """One arm: what was found against the truth. One number a rep, except for the lever (one a set)."""

    found: int
    wanted: int
    edges_s: dict[str, list[float]]
    rom_deg: list[float]
    elbow: list[tuple[float, float]]
    lever_m: float | None
    lever_sd_m: float | None
    verdicts: tuple[str, ...]


def random_arm(kind: Kind, seed: int) -> Simulation:
    """A set of curls by a random lifter with a random sensor mounted anyhow."""
    rng = np.random.default_rng([seed, 7])
    rep = SimulatedRep(
        lift_s=rng.uniform(*kind.lift_s),
        lower_s=rng.uniform(1.0, 2.5),
        pause_top_s=rng.uniform(0.0, 0.4),
        pause_bottom_s=rng.uniform(0.3, 0.8),
        bottom_deg=rng.uniform(3.0, 10.0),
        top_deg=rng.uniform(115.0, 135.0),
        supination_deg=rng.uniform(*kind.supination_deg),
        swing=rng.uniform(*kind.swing),
    )
    if rep.swung:
        rep = replace(rep, profile="early")
    low, high = kind.reps
    reps = varied(rep, int(rng.integers(low, high + 1)), rng)
    reps = tuple(replace(r, lift_s=float(np.clip(r.lift_s, *kind.lift_s))) for r in reps)
    bias = rng.standard_normal(3)
    bias *= rng.uniform(0.0, BIAS_MPS2) / np.linalg.norm(bias)
    sensor = SensorModel(
        rate_hz=rng.uniform(*RATES_HZ),
        acc_noise_mps2=0.03,
        gyr_noise_radps=0.003,
        acc_bias_mps2=tuple(bias.tolist()),
        gyr_bias_radps=tuple(rng.uniform(-0.01, 0.01, 3).tolist()),
        jitter_s=0.001,
    )
    arm = ArmModel(
        forearm_m=rng.uniform(0.22, 0.32),
        upper_arm_m=rng.uniform(0.26, 0.34),
        bench_deg=rng.uniform(*kind.bench_deg),
        tilt_deg=rng.uniform(*kind.tilt_deg),
        sway_mps2=rng.uniform(*kind.sway_mps2),
    )
    return simulate(curls(reps), sensor=sensor, arm=arm, mounting=random_rotation(rng), seed=seed)


def errors(done: Simulation) -> Errors:
    """The analysis of one simulated set against its truth; reps are paired by their tops."""
    result = analyze(done.recording)
    truth = done.truth.reps
    found = [r for s in result.sets for r in s.reps]
    pairs = [(f, t) for t in truth for f in found if abs(f.top_s - t.top_s) < 0.5]
    best: RepSet | None = max(result.sets, key=lambda s: len(s.reps), default=None)
    lever = None if best is None else best.lever_m
    return Errors(
        found=len(found),
        wanted=len(truth),
        edges_s=_edges(pairs),
        rom_deg=[f.rom_deg - t.rom_deg for f, t in pairs if f.rom_deg is not None],
        elbow=[(f.elbow_rms_mps2, t.elbow_rms_mps2) for f, t in pairs if f.elbow_rms_mps2 is not None],
        lever_m=None if lever is None else lever - float(np.median([t.lever_perp_m for t in truth])),
        lever_sd_m=None if best is None else best.lever_sd_m,
        verdicts=tuple(f.verdict for f in found),
    )


def _edges(pairs: Sequence[tuple[FoundRep, RepTruth]]) -> dict[str, list[float]]:
    return {
        "start": [f.start_s - t.start_s for f, t in pairs],
        "top": [f.top_s - t.top_s for f, t in pairs],
        "end": [f.end_s - t.end_s for f, t in pairs],
    }


def elbow_misses(pairs: Sequence[tuple[float, float]]) -> list[float]:
    """Error of the elbow's RMS in shares of what is allowed: 25 % or 0.3 m/s², whichever is larger."""
    return [(found - true) / max(0.25 * true, 0.3) for found, true in pairs]


def _line(name: str, values: Sequence[float], limit: float, unit: str, scale: float = 1.0) -> str:
    if not values:
        return f"  {name:22s} nothing to compare"
    v = np.asarray(values)
    p5, p50, p95 = np.percentile(v, [5, 50, 95]) * scale
    worst = v[np.argmax(np.abs(v))] * scale
    within = 100.0 * float((np.abs(v) <= limit).mean())
    spread = f"p5 {p5:+7.2f}  p50 {p50:+7.2f}  p95 {p95:+7.2f}  worst {worst:+7.2f} {unit:4s}"
    return f"  {name:20s} {spread} within {limit * scale:g}: {within:5.1f} %"


def report(name: str, arms: Sequence[Errors]) -> str:
    """Distributions of one population as lines of text."""

    def reps(pick: Callable[[Errors], Sequence[float]]) -> list[float]:
        return [x for a in arms for x in pick(a)]

    levers = [a.lever_m for a in arms if a.lever_m is not None]
    covered = [abs(a.lever_m) / a.lever_sd_m for a in arms if a.lever_m is not None and a.lever_sd_m]
    exact = sum(a.found == a.wanted for a in arms)
    verdicts = [v for a in arms for v in a.verdicts]
    shares = {v: round(100.0 * verdicts.count(v) / len(verdicts), 1) for v in sorted(set(verdicts))}
    lines = [f"{name}: {len(arms)} arms, {exact} counted exactly; verdicts in %: {shares}"]
    lines += [
        _line(edge, reps(lambda a, e=edge: a.edges_s[e]), 0.05, "ms", 1000.0)
        for edge in ("start", "top", "end")
    ]
    lines.append(_line("rom", reps(lambda a: a.rom_deg), 5.0, "deg"))
    lines.append(_line("elbow_rms / allowed", reps(lambda a: elbow_misses(a.elbow)), 1.0, ""))
    lines.append(
        _line("lever", levers, 0.02 if name.startswith("strict") else 0.04, "cm", 100.0)
        + f" ({len(arms) - len(levers)} unknown)"
    )
    if covered:
        shares = [
            f"{sd:g} sd {100.0 * float((np.array(covered) <= sd).mean()):.0f} %" for sd in (1.0, 1.64, 2.0)
        ]
        lines.append(f"  lever covered at     {', '.join(shares)}")
    return "\n".join(lines)


def main() -> None:
    """Print the distributions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arms", type=int, default=100, help="arms of each kind")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name, kind in KINDS.items():
        print(report(name, [errors(random_arm(kind, given.seed * 100_000 + k)) for k in range(given.arms)]))


if __name__ == "__main__":
    main()
