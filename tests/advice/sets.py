"""Sets written as letters: C controlled, W swung, B swung and fast, F fast, H half, U not judged."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.results import Cause, Rep, RepSet, Verdict

_LETTERS: dict[str, tuple[Verdict, Cause | None]] = {
    "C": ("controlled", None),
    "W": ("momentum", "swing"),
    "B": ("momentum", "both"),
    "F": ("momentum", "speed"),
    "H": ("partial", None),
    "U": ("uncertain", None),
}


def made(
    letters: str,
    weight_kg: float | None = 12.5,
    target: int | None = None,
    *,
    arcs_deg: Sequence[tuple[float, float]] | None = None,
    clipped: bool = False,
) -> RepSet:
    """A set with one rep a letter, three seconds each; ``arcs_deg`` are the forearm's lowest and highest."""
    reps = []
    for k, letter in enumerate(letters):
        verdict, cause = _LETTERS[letter]
        bottom, top = arcs_deg[k] if arcs_deg is not None else (None, None)
        times = {"start_s": 3.0 * k, "top_s": 3.0 * k + 1.5, "end_s": 3.0 * k + 3.0, "decided_at_s": 99.0}
        rep = Rep(
            index=k + 1,
            verdict=verdict,
            cause=cause,
            bottom_deg=bottom,
            top_deg=top,
            clipped=clipped,
            **times,
        )
        reps.append(rep)
    return RepSet(
        sensor="wrist",
        start_s=0.0,
        end_s=3.0 * len(reps),
        decided_at_s=99.0,
        closed_by="rest",
        reps=tuple(reps),
        weight_kg=weight_kg,
        target_reps=target,
    )
