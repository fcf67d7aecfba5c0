"""Loads what the first samples of a session need, before they come.

Half of the libraries are imported where they are needed, so that the command starts at once. In a session that
moment would be the first sample, in the event loop: nothing would be received or shown for a second.
"""

from __future__ import annotations

import numpy as np

from analysis.live.live_session import LiveSession
from analysis.live.page_state import make_state
from analysis.live.status import Status
from analysis.settings.thresholds import Thresholds
from analysis.stream.offline import RecordingFacts
from imu.types import SampleBlock
from imu.units import G_MPS2

_TIME_S = np.arange(0.0, 6.0, 0.02)
_PACKET = 50
_LIFT_S = 2.0
_LIFT_RAD = 2.0
"""Sweep of a lift, twice an amplitude of 1 rad."""


def load_ahead(thresholds: Thresholds) -> None:
    """Runs a session of three lifts, with a gyroscope and without, and forgets it."""
    facts = RecordingFacts(path="", files=(), format="canonical", start_s=0.0, end_s=0.0)
    session = LiveSession(facts, thresholds=thresholds)
    phase = _TIME_S * 2.0 * np.pi / _LIFT_S
    angle, nothing = 0.5 * _LIFT_RAD * (1.0 - np.cos(phase)), np.zeros_like(_TIME_S)
    speed = 0.5 * _LIFT_RAD * np.sin(phase) * 2.0 * np.pi / _LIFT_S
    force = G_MPS2 * np.column_stack([0.01 * angle, np.sin(angle), np.cos(angle)])
    for sensor, gyr_radps in (
        ("wrist_left", np.column_stack([speed, nothing, nothing])),
        ("wrist_right", None),
    ):
        block = SampleBlock(sensor=sensor, time_s=_TIME_S, acc_mps2=force, gyr_radps=gyr_radps)
        for start in range(0, len(block), _PACKET):
            session.samples(block.slice(start, start + _PACKET))
    session.finish()
    np.fft.rfftfreq(
        2
    )  # numpy loads this part of itself when it is first used: the smoothness of a rep needs it
    make_state(session, Status())
