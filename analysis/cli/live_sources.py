"""What ``live`` listens to: a recording played again, or sensors with a recording of their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli.analyze import load_thresholds, told
from analysis.cli.live_options import HTTP, PHYPHOX, LiveOptions
from analysis.cli.messages import UsageError
from analysis.live.live_session import LiveSession
from analysis.live.sources.replayed import ReplaySource
from analysis.live.status import Status
from analysis.settings.thresholds import Thresholds
from analysis.stream.offline import Facts, recording_facts
from imu.devices import load_profile
from imu.formats import group_paths, read_group

if TYPE_CHECKING:
    from analysis.live.sources.bluetooth import SensorSource
    from analysis.live.sources.http_push import PhoneSource
    from analysis.live.sources.phyphox_polling import PhyphoxSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Everything a session needs; ``kept`` says where it is recorded, asked for at its end."""

    session: LiveSession
    status: Status
    source: ReplaySource | SensorSource | PhoneSource | PhyphoxSource
    now_s: Callable[[], float]
    close: Callable[[], None]
    where: Callable[[], str | None]
    thresholds: Callable[[Thresholds], None]

    @property
    def kept(self) -> str | None:
        """The recording in one line, None where there is none."""
        return self.where()


def replayed(options: LiveOptions) -> Run:
    """A recording, played again."""
    path = options.replay or ""
    groups = group_paths([path])
    if len(groups) != 1:
        raise UsageError(f"--replay {path}: {len(groups)} recordings; give one of them.")
    recording = read_group(groups[0], format=options.format, sensor=options.sensor)
    session = LiveSession(recording_facts(recording), told(options), load_thresholds(options.thresholds))
    source = ReplaySource(recording, options.speed)
    return Run(
        session=session,
        status=Status(mode="replay", strip=source.strip, player=source.player),
        source=source,
        now_s=lambda: session.now_s,
        close=lambda: None,
        where=lambda: None,
        thresholds=lambda _: None,
    )


def sensed(options: LiveOptions) -> Run:
    """Sensors, recorded as they come."""
    from analysis.live.sources.bluetooth import Asked, DemoFaults, SensorSource  # noqa: PLC0415
    from analysis.live.sources.session_recording import Keeper  # noqa: PLC0415  Bluetooth is part of an extra

    own = {}
    if options.profile is not None and options.profile.endswith(".toml"):
        own[load_profile(options.profile).name] = Path(options.profile).read_text(encoding="utf-8")
    keeper = Keeper(Path(options.out), datetime.now().astimezone(), own)
    facts = Facts(
        path="live", files=(), format="canonical", start_s=0.0, end_s=0.0, started_at=keeper.started_at
    )
    session = LiveSession(facts, told(options), load_thresholds(options.thresholds), write_note=keeper.note)
    for note in session.notes:
        keeper.note(note)
    asked = [
        Asked(sensor=place, identifier=name, profile=options.profile, rate_hz=options.rate_hz)
        for place, name in options.places()
    ]
    began = time.monotonic()

    def now_s() -> float:
        return time.monotonic() - began

    demo = options.devices == ("demo",)
    source: SensorSource | PhoneSource | PhyphoxSource
    faults = DemoFaults(swing=options.swing, drop_link=options.drop_link, loss=options.loss)
    if options.devices == (HTTP,):
        from analysis.live.sources.http_push import PhoneSource  # noqa: PLC0415

        source = PhoneSource(options.sensor, keeper.open, now_s)
    elif options.devices and options.devices[0].startswith(PHYPHOX):
        from analysis.live.sources.phyphox_polling import PhyphoxSource  # noqa: PLC0415

        source = PhyphoxSource(options.devices[0], options.sensor, keeper.open, now_s)
    else:
        source = SensorSource(asked, keeper.open, now_s, faults)
    return Run(
        session=session,
        status=Status(mode="demo", strip="Demo, simulated arm") if demo else Status(),
        source=source,
        now_s=now_s,
        close=keeper.close,
        where=lambda: keeper.kept,
        thresholds=keeper.thresholds,
    )
