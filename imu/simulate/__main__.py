"""``python -m imu.simulate``: write the demo recording into `firmware_data/recordings`."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from imu.simulate.demo_recordings import canonical_text, demo_session
from imu.whole_file import write_whole


def write_demo_recording() -> None:
    """Write ``demo_curls.csv`` and say so."""
    path = Path(str(resources.files("firmware_data.recordings"))) / "demo_curls.csv"
    recording = demo_session().recording
    write_whole(path, canonical_text(recording))
    print(f"wrote {path.name}: {len(recording.sensors[0])} samples")


if __name__ == "__main__":
    write_demo_recording()
