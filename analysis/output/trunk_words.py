"""The trunk in words: of a recording in one line, and its bends where no other sensor made reps."""

from __future__ import annotations

from analysis.language import say
from analysis.output import words
from analysis.records.trunk_measures import TrunkMovement, TrunkSummary


def summary_of_trunk(trunk: TrunkSummary | None) -> str:
    """Writes what the trunk did in one sentence; empty without a sensor there, or where it saw no rep."""
    if trunk is None or not trunk.reps:
        return ""
    reps = words.count(trunk.reps, "rep")
    if trunk.lean:
        said = say("trunk.threw", lean=trunk.lean, reps=reps)
    elif trunk.caution:
        said = say("trunk.moved", caution=trunk.caution, reps=reps)
    else:
        said = say("trunk.still", n=trunk.reps)
    ways = [
        say(f"trunk.up_to.{way}", deg=words.number(deg))
        for deg, way in ((trunk.worst_back_deg, "back"), (trunk.worst_forward_deg, "forward"))
        if deg is not None and deg >= 1.0
    ]
    return f"{say('trunk.leaning', said=said, ways=words.joined(ways)) if ways else said}."


def bend_line(move: TrunkMovement, since_s: float = 0.0) -> str:
    """Writes when the trunk bent, from the start of the recording at ``since_s``, and how far which way."""
    start, end = words.clock(move.start_s - since_s), words.clock(move.end_s - since_s)
    when = say("list.span", first=start, last=end)
    if move.back_deg is None or move.forward_deg is None:
        return say("trunk.bend_unknown", when=when, deg=words.number(move.range_deg))
    if move.back_deg > move.forward_deg:
        return say("trunk.bend_back", when=when, deg=words.number(move.back_deg))
    return say("trunk.bend_forward", when=when, deg=words.number(move.forward_deg))
