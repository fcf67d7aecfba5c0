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

_TIME_S = np.arange(0.0, 2.0, 0.02)


def load_ahead(thresholds: Thresholds) -> None:
    """Runs a session of two seconds at rest, with a gyroscope and without, and forgets it."""
    facts = RecordingFacts(path="", files=(), format="canonical", start_s=0.0, end_s=0.0)
    session = LiveSession(facts, thresholds=thresholds)
    still = np.tile([0.0, 0.0, G_MPS2], (len(_TIME_S), 1))
    for sensor, gyr_radps in (("wrist_left", np.zeros_like(still)), ("wrist_right", None)):
        session.samples(SampleBlock(sensor=sensor, time_s=_TIME_S, acc_mps2=still, gyr_radps=gyr_radps))
    session.finish()
    np.fft.rfftfreq(
        2
    )  # numpy loads this part of itself when it is first used: the smoothness of a rep needs it
    make_state(session, Status())
