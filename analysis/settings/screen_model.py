"""Fixed numbers of what a screen says of an open set: how sure a verdict must be, and when the set is over for the lifter.

No result depends on them, so they are no part of the digest. How they were found: docs/live.md, "Verdicts in the open set".
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.settings.curl_model import SHOW


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenModel:
    """How sure a verdict must be to be shown before the set closes, and when a set is shown as over."""

    unsaid: float = SHOW.unsaid
    """Distance of the score from the limit, 0.5, within which nothing is said while the arm is up."""
    lowered: float = 0.5
    """Share of that distance that is enough once the arm goes down: the top is known then."""
    agreed: float = 0.5
    """Share of that distance that is enough for momentum that was called in the lift, too."""
    range_share: float = 0.03
    """Distance from the limit of a half rep, as a share of it, within which neither "half rep" nor "controlled" is said."""
    over_s: float = 0.1
    """Time for which a rep must have been over before it is judged in a set with missing readings, s: a hole in its
    lowering would take the verdict back."""
    rest_s: float = 4.0
    """Stillness of all arms after which a screen shows the result, before the stream closes the set (`live.rest_s`), s. Of
    1,047 pauses between two reps of a set in the labelled curls one is longer."""
    known_still_s: float = 2.0
    """Stillness of which there must be readings, s, before a hole in them counts as stillness, too: reps may hide in it."""


SCREEN = ScreenModel()
