"""Recordings as scripts and notebooks read them: what the reader noted is shown in sentences."""

from __future__ import annotations

from analysis.output.reading_words import reading_words
from imu.formats import read_recording
from imu.types import show_notes_by

__all__ = ["read_recording"]

show_notes_by(reading_words)
