"""Real recordings of claps, throws, runs and curls hold no reading that the sieve takes for none."""

import pytest

from analysis.stream.tracker import Tracker
from imu.formats import read_recording
from tests.fixtures.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.validation]


@pytest.mark.parametrize(
    "folder", ["applift", "gymbud", "hmp", "spar", "uci_other", "utd_mhad", "watch_idle", "wisdm6"]
)
def test_nothing_is_left_out(folder):
    files = sorted((SHARED / "data" / "curls" / folder).glob("*.csv"))
    assert len(files) > 5
    hard = [
        f for f in files if f.name.startswith(("clap_s6", "baseball_swing_s4", "jogging", "kicking_ball"))
    ]
    for path in [*hard[:6], *files[:: max(1, len(files) // 6)]]:
        tracker = Tracker()
        for block in read_recording(str(path)).sensors:
            tracker.push(block)
        tracker.flush()
        for one in [*tracker.sensors.values(), *tracker.companions.values()]:
            vitals = one.vitals
            assert (vitals.beyond, vitals.isolated, vitals.frozen) == (0, 0, []), path.name
