"""Sources of ``live``: a recording played again, or sensors with a recording of their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli.analyze import load_thresholds, read_set_context
from analysis.cli.live_options import PHYPHOX_SCHEME, LiveOptions
from analysis.cli.messages import UsageError
from analysis.cli.outputs import check_targets
from analysis.language import say
from analysis.live.live_session import LiveSession
from analysis.live.sources.acquisition import OpenRecording
from analysis.live.sources.browser_phone import BrowserPhoneSource
from analysis.live.sources.http_push import PhoneSource
from analysis.live.sources.phyphox_polling import PhyphoxSource
from analysis.live.sources.replayed import ReplaySource
from analysis.live.sources.session_recording import SessionRecording
from analysis.live.sources.simulated import DemoFaults, SimulatedSource
from analysis.live.status import Status
from analysis.settings.thresholds import Thresholds
from analysis.stream.offline import RecordingFacts, recording_facts
from imu.devices.profile import load_profile, profile_file
from imu.formats import group_paths, read_group
from imu.simulate.demo_recordings import SIMULATED

if TYPE_CHECKING:
    from analysis.live.sources.bluetooth import BluetoothSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One session with all that it needs."""

    session: LiveSession
    """Counts and judges."""
    status: Status
    """Status of the page at the beginning."""
    source: (
        ReplaySource | SimulatedSource | BluetoothSource | PhoneSource | PhyphoxSource | BrowserPhoneSource
    )
    """Delivers the samples."""
    now_s: Callable[[], float]
    """Returns seconds on the session's axis."""
    open_recording: OpenRecording
    """Begins the recording, when the devices are known."""
    close: Callable[[], None]
    """Closes it at the end."""
    where: Callable[[], str | None]
    """Returns a sentence on where it is, None where there is none."""
    thresholds: Callable[[Thresholds], None]
    """Gets thresholds that were changed on the page."""

    @property
    def kept(self) -> str | None:
        """Sentence on where the recording is; None where there is none."""
        return self.where()


def replay_run(options: LiveOptions) -> Run:
    """Makes a session from a recording that is played again.

    Raises
    ------
    UsageError
        The path names no recording, or several; or an output is one of its files.
    RecordingError
        It cannot be read.
    """
    path = options.replay or ""
    groups = group_paths([path])
    if len(groups) != 1:
        raise UsageError(f"--replay {path}: {len(groups)} recordings; give one of them.")
    check_targets(options.outputs, [path, *groups[0].files, *options.also_read])
    recording = read_group(groups[0], format=options.format, sensor=options.sensor)
    session = LiveSession(
        recording_facts(recording), read_set_context(options), load_thresholds(options.thresholds)
    )
    source = ReplaySource(recording, options.speed)
    return Run(
        session=session,
        status=Status(mode="replay", strip=source.strip, player=source.player),
        source=source,
        now_s=lambda: session.now_s,
        open_recording=lambda _: None,
        close=lambda: None,
        where=lambda: None,
        thresholds=lambda _: None,
    )


def sensor_run(options: LiveOptions) -> Run:
    """Makes a session from sensors, recorded as they come.

    Raises
    ------
    UsageError
        A weight, rack or file of thresholds cannot be understood.
    DeviceError
        The profile of ``--profile`` cannot be used.
    """
    own = {}
    if options.profile is not None:
        profile = load_profile(options.profile)
        if options.profile.endswith(".toml"):
            own[profile.name] = profile_file(options.profile)
    recording = SessionRecording(Path(options.out), datetime.now().astimezone(), own, options.lifter)
    facts = RecordingFacts(
        path="live",
        files=(),
        format="canonical",
        start_s=0.0,
        end_s=0.0,
        started_at=recording.started_at,
        lifter=options.lifter,
        notes=(SIMULATED,) if options.simulated else (),
    )
    thresholds = load_thresholds(options.thresholds)
    session = LiveSession(facts, read_set_context(options), thresholds, write_note=recording.note)
    for note in session.notes:
        recording.note(note)
    began = time.monotonic()
    return Run(
        session=session,
        status=Status(mode="demo", strip=say("source.demo")) if options.simulated else Status(),
        source=_source(options),
        now_s=lambda: time.monotonic() - began,
        open_recording=recording.open,
        close=recording.close,
        where=lambda: recording.kept,
        thresholds=recording.thresholds,
    )


def _source(
    options: LiveOptions,
) -> SimulatedSource | BluetoothSource | PhoneSource | PhyphoxSource | BrowserPhoneSource:
    """The source that the names of the devices mean."""
    places = options.places()
    if options.simulated:
        faults = DemoFaults(swing=options.swing, drop_link=options.drop_link, loss=options.loss)
        return SimulatedSource(places[0][0], faults)
    if options.phoned:
        return BrowserPhoneSource([place for place, _ in places])
    if options.posted:
        return PhoneSource(places[0][0])
    if places and places[0][1].startswith(PHYPHOX_SCHEME):
        return PhyphoxSource(places[0][1], places[0][0])
    from analysis.live.sources.bluetooth import Asked, BluetoothSource  # noqa: PLC0415  Bluetooth is part of an extra

    return BluetoothSource(
        [
            Asked(sensor=place, identifier=name, profile=options.profile, rate_hz=options.rate_hz)
            for place, name in places
        ]
    )
