"""Sensors, recordings and a simulated lifter: everything up to samples in SI units."""

from imu.errors import ImuError, RecordingError
from imu.types import CURL_SENSORS, Gap, Note, ReadingNote, Recording, SampleBlock

__all__ = [
    "CURL_SENSORS",
    "Gap",
    "ImuError",
    "Note",
    "ReadingNote",
    "Recording",
    "RecordingError",
    "SampleBlock",
]
