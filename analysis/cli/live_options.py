"""What was typed after ``live``."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.cli.faults import UsageError
from analysis.cli.options import STANDARD


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveOptions:
    """As typed."""

    devices: tuple[str, ...] = ()
    replay: str | None = None
    speed: float = 1.0
    plain: bool = False
    events: str | None = None
    format: str | None = None
    sensor: str | None = None
    out: str = "."
    host: str | None = None
    port: int = 0
    open_page: bool = True
    weight: str | None = None
    side: str | None = None
    target_reps: int | None = None
    rack: str | None = None
    thresholds: str | None = None
    debug: bool = False

    @property
    def quiet(self) -> bool:
        """Standard output belongs to a program."""
        return self.events == STANDARD

    def check(self) -> None:
        """Raise UsageError for what cannot be meant."""
        if self.replay is not None and self.devices:
            raise UsageError("--replay and --device: a recording or sensors, not both.")
        if not self.speed > 0:
            raise UsageError(f"--speed {self.speed:g}: give a number above 0, e.g. 10, or inf.")
        if self.speed != 1.0 and self.replay is None:
            raise UsageError("--speed: only a recording can be played faster; add --replay FILE.")
