"""A phone with phyphox as a sensor: asked again and again what is new."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote, urlsplit

from analysis.live.hub import NoControl
from analysis.live.runner import Sink
from analysis.live.sources.bluetooth import watch
from imu.ble import Wanted
from imu.devices import DeviceStream, load_profile
from imu.devices.decoders.phyphox_remote import buffers
from imu.devices.protocol import LinkChange, LinkState, Packet
from imu.errors import DeviceError, DeviceNotFound
from imu.recording.intake import Intake
from imu.recording.recorder import Recorder

PROFILE, PORT = "phyphox-remote", 8080
ASK_S, PATIENCE_S = 0.1, 3.0
AGAIN_S, LONGEST_S = 0.5, 5.0
"""Between attempts to reach a phone that does not answer: at first, and at most."""
MOST_BYTES = 4_000_000
GONE = (OSError, HTTPException)


class PhyphoxSource(NoControl):
    """Delivers until it is cancelled; a phone that goes away is waited for.

    Parameters
    ----------
    address : str
        ``phyphox://HOST`` or ``phyphox://HOST:PORT``.
    sensor : str or None
        Where the phone is; None: on the wrist.
    record : callable
        Given the devices of the session, the recorder of it.
    now_s : callable
        Seconds since the session began.

    Raises
    ------
    DeviceNotFound
        The address is none.
    """

    def __init__(
        self,
        address: str,
        sensor: str | None,
        record: Callable[[Sequence[Wanted]], Recorder | None],
        now_s: Callable[[], float],
    ) -> None:
        try:
            place = urlsplit(address)
            self._host, self._port = place.hostname or "", place.port or PORT
        except ValueError:
            self._host = ""
        if not self._host:
            raise DeviceNotFound(
                f"{address}: write phyphox://ADDRESS, as the phone shows it.", identifier=address
            )
        profile = load_profile(PROFILE)
        self._wanted = Wanted(
            sensor=sensor or profile.placement, profile=profile, name=f"phyphox at {self._host}"
        )
        self._record, self._now_s = record, now_s

    async def run(self, sink: Sink) -> None:
        """See `Source`; raises DeviceError where the phone measures nothing that can be used."""
        sensor = self._wanted.sensor
        recorder = self._record([self._wanted])
        intake = Intake({sensor: DeviceStream(self._wanted.profile, sensor)}, sink.samples, recorder)
        sink.hub.sensor(sensor, name=self._wanted.label, state="searching")
        sink.hub.set(recording=None if recorder is None else str(recorder.csv_path))
        watching = asyncio.create_task(watch(intake, recorder, sink.hub))
        wait_s, was_up = AGAIN_S, False
        try:
            while True:
                try:
                    async for up in self._session(intake, sink):
                        wait_s, was_up = AGAIN_S, up
                except GONE as error:
                    state: LinkState = "lost" if was_up else "searching"
                    self._link(
                        intake,
                        sink,
                        state,
                        f"{self._wanted.label} does not answer ({error or 'too slow'}); trying again.",
                    )
                await asyncio.sleep(wait_s)
                wait_s = min(2.0 * wait_s, LONGEST_S)
        finally:
            watching.cancel()
            intake.flush()

    async def _session(self, intake: Intake, sink: Sink) -> AsyncIterator[bool]:
        """From the configuration to the phone's silence; yields True after every answer."""
        config = await self._get("/config")
        try:
            named = buffers(config)
        except ValueError as error:
            raise DeviceError(f"{self._wanted.label}: {error}.") from error
        self._packet(intake, "config", config)
        await self._get("/control?cmd=start")
        self._link(intake, sink, "up", f"{self._wanted.label} is connected.")
        last = dict.fromkeys(named, 0.0)
        while True:
            body = await self._get(
                "/get?" + "&".join(_asked(names, last[kind]) for kind, names in named.items())
            )
            self._packet(intake, "get", body)
            last = {kind: _latest(body, names[3], last[kind]) for kind, names in named.items()}
            yield True
            await asyncio.sleep(ASK_S)

    async def _get(self, path: str) -> bytes:
        return await asyncio.to_thread(self._get_now, path)

    def _get_now(self, path: str) -> bytes:
        connection = HTTPConnection(self._host, self._port, timeout=PATIENCE_S)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read(MOST_BYTES)
        finally:
            connection.close()
        if answer.status != 200:
            raise HTTPException(f"status {answer.status}")
        return body

    def _packet(self, intake: Intake, channel: str, body: bytes) -> None:
        intake.packet(Packet(sensor=self._wanted.sensor, channel=channel, data=body, arrival_s=self._now_s()))

    def _link(self, intake: Intake, sink: Sink, state: LinkState, text: str) -> None:
        change = LinkChange(sensor=self._wanted.sensor, state=state, at_s=self._now_s(), text=text)
        intake.link(change)
        sink.hub.sensor(change.sensor, state=state, text=text)


def _asked(names: tuple[str, ...], after_s: float) -> str:
    """The part of a question for one sensor: all its buffers from a time on."""
    *axes, time = (quote(name) for name in names)
    return "&".join([f"{time}={after_s!r}", *(f"{axis}={after_s!r}|{time}" for axis in axes)])


def _latest(body: bytes, name: str, before_s: float) -> float:
    """The last time in an answer, from which the next question goes on."""
    try:
        times = json.loads(body)["buffer"][name]["buffer"]
        return max([before_s, *(float(t) for t in times if t is not None)])
    except (ValueError, KeyError, TypeError):
        return before_s
