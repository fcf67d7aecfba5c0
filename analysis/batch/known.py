"""Facts that a lake holds of a recording: enough to see that nothing changed, and where its rows lie."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRecording:
    """State in which a recording is in the lake."""

    state: str | None = None
    """State of its files; None where they could not be read."""
    told: str = ""
    """Name of the task that did it."""
    content_hash: str | None = None
    """Fingerprint of its samples."""
    lifter: str | None = None
    """Who lifted; what was said once stays also where its files cannot be read."""
    folders: tuple[str, ...] = ()
    """Folders of the partitions that may hold rows of it."""


NOTHING_KNOWN = KnownRecording()
"""Of a recording that is not there, or could not be read."""
