"""Writes into coach.md how often the list calls somebody worse who is not, and how often it sees who is.

    python -m docs.make_coach

The lifters are drawn: counts of reps, without motion; it takes seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from analysis.coaching.athletes import fisher_chance
from analysis.settings.roster_model import WORSE_CHANCE
from docs.make_tables import PAGES, replaced

PAGE = PAGES / "coach.md"
NAME = "worse"
LIFTERS, SESSIONS, REPS = 2000, 4, 24
SPREADS = (0.0, 0.5, 1.0)
"""Standard deviation of a session's log odds of momentum around the person's own."""
CHANGES = ((0.05, 0.05), (0.2, 0.2), (0.05, 0.15), (0.05, 0.25), (0.05, 0.5))
"""Share of reps with momentum before, and in the last session."""


def main() -> None:
    """Brings the table up to date."""
    text, found = replaced(PAGE.read_text(encoding="utf-8"), NAME, worse_lines())
    if not found:
        sys.exit(f"{PAGE.name}: the comments of {NAME!r} are missing; put them back.")
    PAGE.write_text(text, encoding="utf-8")


def called_share(before: float, last: float, spread: float) -> float:
    """Share of lifters who are called worse.

    Parameters
    ----------
    before, last : float
        Their share of reps with momentum in the sessions before, and in the last one.
    spread : float
        Of a session's log odds around that.
    """
    rng = np.random.default_rng(15)
    odds = np.log([before] * SESSIONS + [last]) - np.log1p(-np.array([before] * SESSIONS + [last]))
    shares = 1.0 / (1.0 + np.exp(-(odds + spread * rng.standard_normal((LIFTERS, SESSIONS + 1)))))
    counts = rng.binomial(REPS, shares)
    called = [
        fisher_chance(int(one[-1]), REPS, int(one[:-1].sum()), SESSIONS * REPS) <= WORSE_CHANCE
        for one in counts
    ]
    return sum(called) / LIFTERS


def worse_lines() -> Iterator[str]:
    """The table as Markdown."""
    heads = [
        f"stays at {before:.0%}" if before == last else f"from {before:.0%} to {last:.0%}"
        for before, last in CHANGES
    ]
    yield from (
        "",
        "| sessions differ by | " + " | ".join(heads).replace("%", " %") + " |",
        "|---|" + "---|" * len(CHANGES),
    )
    for spread in SPREADS:
        cells = [f"{100 * called_share(before, last, spread):.1f} %" for before, last in CHANGES]
        name = "chance alone" if spread == 0.0 else f"a spread of {spread:g}"
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


if __name__ == "__main__":
    main()
