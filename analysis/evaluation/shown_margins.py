"""How sure a verdict must be to be shown in an open set, chosen and tried on different data sets.

All labelled recordings of curls are played once, for many screens at a time. For each data set the margins are chosen on
all others: of those with few verdicts contradicted there, the ones that leave fewest reps unsaid. What they give on the
data set itself is what to expect of a stranger's recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from analysis.evaluation.labels import FileLabel
from analysis.evaluation.shown_verdicts import ShownRep, shown_on, shown_table
from analysis.settings.screen_model import SCREEN, ScreenModel
from imu.formats import read_recording

MOST_AGAINST = 0.02
"""Share of verdicts that may be contradicted where margins are chosen."""
UNSAID_TRIED = (0.1, 0.15, 0.2, 0.3)
SHARES_TRIED = (1.0, 0.5)
"""Shares of ``unsaid`` on the way down, and where a call and the measured rep agree."""
SCREENS_TRIED = (
    SCREEN,
    *(
        replace(SCREEN, unsaid=unsaid, lowered=lowered, agreed=agreed)
        for unsaid, lowered, agreed in product(UNSAID_TRIED, SHARES_TRIED, SHARES_TRIED)
    ),
)
"""The published margins, and those that are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Reps of recordings as one screen showed them."""

    reps: int = 0
    """Reps that were counted."""
    said: int = 0
    """Reps with a verdict before the set closed, that are reps in the end."""
    against: int = 0
    """Reps of these whose final verdict is another one."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            reps=self.reps + other.reps, said=self.said + other.said, against=self.against + other.against
        )

    @property
    def share_against(self) -> float:
        """Share of verdicts that were contradicted."""
        return self.against / self.said if self.said else 0.0


def tally(reps: Iterable[ShownRep]) -> Tally:
    """Counts the reps of which something was said, and those of which the closed set says otherwise."""
    shown = list(reps)
    said = [rep for rep in shown if rep.shown and rep.final is not None]
    return Tally(reps=len(shown), said=len(said), against=sum(rep.is_contradicted for rep in said))


def choose(tallies: Sequence[Tally]) -> int:
    """Returns which of several margins to take: of those within `MOST_AGAINST`, the one that says most; else the surest.

    Parameters
    ----------
    tallies : sequence of Tally
        What each of them gave on the same recordings.
    """
    good = [k for k, one in enumerate(tallies) if one.share_against <= MOST_AGAINST]
    if not good:
        return min(range(len(tallies)), key=lambda k: tallies[k].share_against)
    return max(good, key=lambda k: tallies[k].said)


def held_out_table(groups: Mapping[str, Sequence[Tally]], screens: Sequence[ScreenModel]) -> list[str]:
    """Returns what margins give on each group when they were chosen on all others, as Markdown.

    Parameters
    ----------
    groups : mapping
        For each group of recordings what every screen gave, in the order of the screens.
    screens : sequence of ScreenModel
    """
    rows, everywhere = [], Tally()
    for name in sorted(groups):
        others = [tallies for other, tallies in groups.items() if other != name]
        best = choose([sum(column, Tally()) for column in zip(*others, strict=True)])
        here, screen = groups[name][best], screens[best]
        everywhere += here
        margins = (screen.unsaid, screen.lowered * screen.unsaid, screen.agreed * screen.unsaid)
        rows.append((name, ", ".join(f"{100.0 * one:.3g}" for one in margins), *_cells(here)))
    heads = (
        "held out",
        "margin at the top, on the way down, called at the top",
        "reps",
        "unsaid, or no rep",
        "contradicted",
    )
    lines = (heads, ("---",) * len(heads), ("all", "", *_cells(everywhere)), *rows)
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def _cells(one: Tally) -> tuple[str, str, str]:
    return (
        str(one.reps),
        f"{100.0 * (1.0 - one.said / max(one.reps, 1)):.1f} %",
        f"{one.against} ({100.0 * one.share_against:.1f} %)",
    )


def shown_tables(labels: Iterable[FileLabel]) -> Iterator[tuple[str, list[str]]]:
    """Plays all recordings of curls; yields titles and tables: by the published margins, and held out.

    Parameters
    ----------
    labels : iterable of FileLabel
        Of recordings in a folder for each data set.
    """
    found: dict[str, list[list[ShownRep]]] = {}
    groups: dict[str, dict[str, list[Tally]]] = {"data set": {}, "person": {}}
    for label in labels:
        if label.kind != "curl":
            continue
        played = shown_on(read_recording(Path(label.path)), SCREENS_TRIED)
        found.setdefault(label.dataset, []).append(played[0])
        tried = [tally(reps) for reps in played[1:]]
        for by, name in (("data set", label.dataset), ("person", label.person)):
            before = groups[by].setdefault(_same_lifts(name), [Tally()] * len(tried))
            groups[by][_same_lifts(name)] = [a + b for a, b in zip(before, tried, strict=True)]
    yield "By the published margins", shown_table(found)
    for by, tallies in groups.items():
        yield f"Margins chosen without the {by}", held_out_table(tallies, SCREENS_TRIED[1:])


def _same_lifts(name: str) -> str:
    """Name of a data set or person; recordings with a trunk sensor are the same lifts of the same people again."""
    return name.replace("_trunk", "")
