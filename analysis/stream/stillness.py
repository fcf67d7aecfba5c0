"""How long a sensor has been still, also where readings are missing while it is.

The stream cannot look across a hole, but an arm that was still before it and is still after it has rested, as far as is
known. A screen may say so; no result depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.settings.screen_model import SCREEN, ScreenModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Stillness:
    """Stillness up to now."""

    whole_s: float = 0.0
    """Time since the last movement, holes included, s."""
    known_s: float = 0.0
    """The part of it of which there are readings, s."""

    def then(self, still_s: float, length_s: float) -> Stillness:
        """Returns the stillness at the end of a segment that follows on this one.

        Parameters
        ----------
        still_s : float
            Time since the last movement in the segment, s.
        length_s : float
            Length of the segment, s; still for as long, it goes on with what was before.
        """
        if still_s < length_s:
            return Stillness(whole_s=still_s, known_s=still_s)
        return Stillness(whole_s=self.whole_s + still_s, known_s=self.known_s + still_s)

    def across(self, hole_s: float) -> Stillness:
        """Returns the stillness after a hole of so many seconds; an arm that moved at its beginning has none."""
        return Stillness(whole_s=self.whole_s + hole_s, known_s=self.known_s) if self.known_s else Stillness()

    def told_s(self, screen: ScreenModel = SCREEN) -> float:
        """Stillness that a screen goes by, s: without the holes until enough of it is known."""
        return self.whole_s if self.known_s >= screen.known_still_s else self.known_s
