"""Numbers of the advice rules."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.settings.parameter import parameter as _number


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceSettings:
    """Numbers of the advice rules: shares of reps, steps of weight. Sources: docs/advice.md."""

    start_part: float = _number(
        1 / 3, "ratio", 0.1, 0.6, "The first part of a set that decides 'from the start'."
    )
    start_share: float = _number(
        0.5, "ratio", 0.2, 1.0, "Share of that part called momentum at which the weight is too heavy."
    )
    start_drop: float = _number(
        0.1, "ratio", 0.02, 0.3, "Least relief when the weight is too heavy; rounded down to the rack."
    )
    late_drop: float = _number(
        0.05, "ratio", 0.02, 0.3, "Least relief when momentum comes late; rounded down to the rack."
    )
    most_drop: float = _number(
        0.3,
        "ratio",
        0.1,
        0.5,
        "Most relief that is asked for, however few reps were controlled; then the nearest weight of the rack.",
    )
    reps_constant: float = _number(
        30.0,
        "reps",
        15.0,
        60.0,
        "K of `weight · (K + reps)`, by which reps at one weight are turned into reps at another (Epley 1985).",
    )
    big_step: float = _number(
        0.15, "ratio", 0.05, 0.5, "A step of the rack above this share of the weight is a big one."
    )
    flagged_run: int = _number(2, "reps", 1, 10, "Fewer reps of momentum than this are chance, not advice.")
    fewest_reps: int = _number(2, "reps", 1, 10, "No advice to stop before this many reps.")
    lift_s: float = _number(2.0, "s", 0.5, 8.0, "How long a slower lift takes.")
    spared_reps: int = _number(2, "reps", 1, 10, "Reps over the target that ask for more weight.")
    spared_sets: int = _number(2, "sets", 2, 5, "Sets in a row with those reps before the weight goes up.")
    far_reps: int = _number(
        4, "reps", 2, 20, "Reps over the target after which one set is enough for more weight."
    )
    plenty_reps: int = _number(
        20, "reps", 10, 50, "Controlled reps after which the next weight is taken, however big the step."
    )
    most_raise: float = _number(0.5, "ratio", 0.1, 1.0, "Most by which the weight is raised at once.")
    blind_raise: float = _number(
        1.0,
        "ratio",
        0.1,
        2.0,
        "The same where a lighter weight gave no more reps, so that the reps do not show the limit.",
    )
    judged_share: float = _number(
        0.6, "ratio", 0.3, 1.0, "Share of the reps that must be judged for any advice."
    )
    least_judged: int = _number(
        2, "reps", 1, 10, "Judged reps below which nothing is advised: one may be chance."
    )
    stopped_share: float = _number(
        0.75,
        "ratio",
        0.0,
        1.0,
        "Share of the target below which a set that ended with a swung rep asks for a lighter weight.",
    )
    half_share: float = _number(0.5, "ratio", 0.3, 1.0, "Share of half reps from which the range is advised.")
    full_bottom_deg: float = _number(
        0.0, "°", 0.0, 60.0, "Where a full curl starts, if the set has no full rep that shows it."
    )
    full_top_deg: float = _number(
        130.0, "°", 100.0, 150.0, "Where a full curl ends, if the set has no full rep that shows it."
    )
    same_weight: float = _number(0.01, "ratio", 0.0, 0.1, "Weights that differ by less are the same.")
    doubt_reps: float = _number(
        1.0, "reps", 0.0, 10.0, "So many reps for and as many against stand for what was not seen."
    )
    sure_from: float = _number(0.9, "ratio", 0.5, 1.0, "Sureness from which it says 'Sure'.")
    fairly_sure_from: float = _number(0.6, "ratio", 0.3, 1.0, "Sureness from which it says 'Fairly sure'.")
    half_blind_most: float = _number(
        0.7,
        "ratio",
        0.3,
        1.0,
        "Most it can be sure without a gyroscope.",
    )
    warned_most: float = _number(
        0.85, "ratio", 0.3, 1.0, "Most it can be sure where a warning on the data concerns the set."
    )
    half_reps_most: float = _number(
        0.5,
        "ratio",
        0.3,
        1.0,
        "Most it can be sure where half or more are half reps: such sets are often another exercise.",
    )
    kind_doubt: float = _number(
        0.5,
        "ratio",
        0.0,
        1.0,
        "Sureness that is lost where a movement is only just taken for a curl; less in proportion to its doubt.",
    )
    slowing_reps: int = _number(
        5, "reps", 5, 20, "Controlled reps of a set below which nothing is said of how it slowed."
    )
    slowing_from: float = _number(
        0.1, "ratio", 0.02, 0.5, "Share of the first lifts' speed whose loss is a sign of tiring."
    )
    near_failure_from: float = _number(
        0.2, "ratio", 0.05, 0.8, "The same, as a sign of about two reps left or fewer."
    )
    next_chance: float = _number(
        0.8, "ratio", 0.5, 0.95, "Next session: chance with which the target shall be reached controlled."
    )
    next_fewest_reps: int = _number(
        12, "reps", 4, 100, "Next session: judged reps below which nothing is said."
    )
    next_guess_reps: int = _number(
        20,
        "reps",
        4,
        200,
        "Next session: of a heavier weight with fewer judged reps it is said in how many sets they were.",
    )
    next_proven_sets: int = _number(
        2,
        "sets",
        1,
        10,
        "Next session: a weight stays if its latest sets, so many, reached the target with every rep controlled.",
    )
    next_most_steps: int = _number(
        1, "steps", 1, 5, "Next session: most steps of the rack above the heaviest weight so far."
    )
    next_least_target: int = _number(
        8, "reps", 1, 12, "Next session: fewest reps that are assumed where nobody set a target."
    )
    next_most_target: int = _number(
        12, "reps", 12, 100, "Next session: most reps that are assumed where nobody set a target."
    )
    next_stale_days: float = _number(
        90.0, "days", 7.0, 730.0, "Next session: after a pause as long the old sets say too little."
    )
    next_sessions: int = _number(
        20, "sessions", 2, 200, "Next session: so many latest sessions are looked at."
    )
    next_half_life: float = _number(
        8.0, "sessions", 1.0, 100.0, "Next session: a set counts half after so many sessions."
    )
    next_alike: float = _number(
        0.3, "ratio", 0.0, 1.0, "Next session: how much the reps of a set are alike (ρ)."
    )
    next_limit_sd: float = _number(
        0.4, "ratio", 0.05, 2.0, "Prior of the limit: standard deviation of its logarithm."
    )
    next_steepness: float = _number(
        14.0, "per e-fold", 1.0, 50.0, "Prior of how steeply the chance falls with the weight: its middle."
    )
    next_steepness_sd: float = _number(
        0.35, "ratio", 0.05, 2.0, "Prior of the steepness: standard deviation of its logarithm."
    )
    next_wear_sd: float = _number(
        0.3, "ratio", 0.01, 1.0, "Prior of how fast a set wears out: standard deviation of its logarithm."
    )
    next_trend_sd: float = _number(
        0.02,
        "per session",
        0.0001,
        0.1,
        "Prior of the trend of the limit: standard deviation of its share a session.",
    )
