"""The trunk in words: of a recording in one line, and its bends where no other sensor made reps."""

from __future__ import annotations

from analysis.output import words
from analysis.records.trunk_measures import TrunkMovement, TrunkSummary


def summary_of_trunk(trunk: TrunkSummary | None) -> str:
    """Writes what the trunk did in one sentence; empty without a sensor there, or where it saw no rep."""
    if trunk is None or not trunk.reps:
        return ""
    of = words.count(trunk.reps, "rep")
    if trunk.lean:
        said = f"It threw {trunk.lean} of {of}"
    elif trunk.caution:
        said = f"It moved or leaned noticeably in {trunk.caution} of {of}"
    else:
        said = f"Still in {'the one rep' if trunk.reps == 1 else f'all {of}'}"
    ways = [
        f"up to {words.number(deg)}° {way}"
        for deg, way in ((trunk.worst_back_deg, "back"), (trunk.worst_forward_deg, "forward"))
        if deg is not None and deg >= 1.0
    ]
    return f"{said}{', ' + words.joined(ways) if ways else ''}."


def bend_line(move: TrunkMovement, since_s: float = 0.0) -> str:
    """Writes when the trunk bent, from the start of the recording at ``since_s``, and how far which way."""
    when = f"{words.clock(move.start_s - since_s)} to {words.clock(move.end_s - since_s)}"
    if move.back_deg is None or move.forward_deg is None:
        return f"{when}: {words.number(move.range_deg)}°, unknown which way"
    back = move.back_deg > move.forward_deg
    return f"{when}: {words.number(move.back_deg if back else move.forward_deg)}° {'back' if back else 'forward'}"
