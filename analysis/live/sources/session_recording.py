"""The recording of a live session: its files, and a person's entries in it from the start."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.language import say
from analysis.live.sources.acquisition import SessionDevice
from analysis.output.fact_words import fact_words
from analysis.settings.thresholds import Thresholds
from analysis.stream.offline import program_version
from imu.devices import profiles
from imu.devices.packet_log import DeviceEntry, Header, NotRecorded
from imu.recording.recorder import Recorder
from imu.types import Note
from imu.whole_file import write_whole

MOST_SPANS = 3
"""Times without recording that are named."""
_PLACE = re.compile(r"[a-z][a-z0-9_]*")


class SessionRecording:
    """Opens the recording when the sensors are known; entries made before are kept until then.

    Parameters
    ----------
    folder : Path
        Where it goes.
    started : datetime
        With its zone; names the files.
    own_profiles : dict of str to str
        TOML text of profiles that do not come with the program, by name.
    lifter : str, optional
        Name of the person, who stands in the recording then.

    Attributes
    ----------
    recorder : Recorder or None
        None until the sensors are known.
    """

    def __init__(
        self,
        folder: Path,
        started: datetime,
        own_profiles: dict[str, str] | None = None,
        lifter: str | None = None,
    ) -> None:
        self._folder, self._started, self._own, self._lifter = folder, started, own_profiles or {}, lifter
        self._waiting: list[Note] = []
        self.recorder: Recorder | None = None

    @property
    def started_at(self) -> str:
        """Start as ISO 8601 with zone."""
        return self._started.isoformat(timespec="milliseconds")

    def open(self, devices: Sequence[SessionDevice]) -> Recorder:
        """Begins the recording of these sensors.

        Parameters
        ----------
        devices : sequence of SessionDevice

        Raises
        ------
        AnalysisError
            A sensor's place is no word that a column can hold, or the folder cannot be written to.
        """
        for one in devices:
            if _PLACE.fullmatch(one.sensor) is None:
                what = f"{one.sensor!r}: a sensor's place is small letters, digits and _, e.g. wrist_left or trunk."
                raise AnalysisError(what)
        known = {p.name for p in profiles()}
        entries = {
            d.sensor: DeviceEntry(
                name=d.name,
                profile=d.profile.name if d.profile.name in known else self._own[d.profile.name],
                rate_hz=d.profile.rate_hz if d.rate_hz is None else d.rate_hz,
            )
            for d in devices
        }
        program = f"rep-momentum {program_version()}"
        header = Header(started_at=self.started_at, devices=entries, program=program)
        about = {"device": ", ".join(d.name for d in devices)}
        about |= {} if self._lifter is None else {"lifter": self._lifter}
        sensors = {d.sensor: d.profile.has_gyro for d in devices}
        name = f"curls-{self._started:%Y%m%d-%H%M%S}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self.recorder = Recorder(self._folder, name, header, sensors, about)
        except OSError as error:
            what = f"--out {self._folder}: cannot be written to ({error.strerror or error}); give another folder."
            raise AnalysisError(what) from error
        for note in self._waiting:
            self.recorder.note(note)
        return self.recorder

    def note(self, note: Note) -> None:
        """Writes an entry of the person."""
        if self.recorder is None:
            self._waiting.append(note)
        else:
            self.recorder.note(note)

    @property
    def kept(self) -> str | None:
        """Sentence on where the recording is, and whether it goes on to its end; None where there is none."""
        if self.recorder is None:
            return None
        file, fault, missing = self.recorder.csv_path, self.recorder.fault, self.recorder.missing
        if fault is not None:
            return say("recording.kept.not_to_its_end", file=file, fault=fact_words(fault))
        if missing:
            return say("recording.kept.without", file=file, spans=_spans(missing))
        return say("recording.kept.whole", file=file)

    def thresholds(self, thresholds: Thresholds) -> None:
        """Writes changed thresholds as a preset beside the recording, so that `analyze --thresholds` gives
        the same."""
        if self.recorder is not None:
            preset = self.recorder.csv_path.with_suffix(".thresholds.toml")
            with contextlib.suppress(OSError):
                write_whole(preset, thresholds.to_toml())

    def close(self) -> None:
        """Closes the recording at the end of the session."""
        if self.recorder is not None:
            self.recorder.close()


def _spans(missing: Sequence[NotRecorded]) -> str:
    """Times without recording; of many the first ones, and how many more there are."""
    named = [
        say("recording.kept.span", from_s=gap.from_s, until_s=gap.until_s) for gap in missing[:MOST_SPANS]
    ]
    spans, more = ", ".join(named), len(missing) - MOST_SPANS
    return say("recording.kept.more", spans=spans, n=more) if more > 0 else spans
