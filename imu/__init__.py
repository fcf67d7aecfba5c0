"""Sensors, recordings and a simulated lifter: everything up to samples in SI units."""

from imu.errors import ImuError, RecordingError
from imu.placement import CURL_SENSORS
from imu.types import Gap, Note, ReadingNote, Recording, SampleBlock

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
