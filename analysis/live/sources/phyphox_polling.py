"""Source of samples from a phone with phyphox: it is asked again and again for what is new."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote, urlsplit

from analysis.live.controls import SourceControls
from analysis.live.sources.acquisition import Acquisition, DeviceFeed, SessionDevice
from imu.devices import load_profile
from imu.devices.decoders.phyphox_remote import buffers
from imu.errors import DeviceError, DeviceNotFound

_PROFILE, PORT = "phyphox-remote", 8080
ASK_S, PATIENCE_S = 0.1, 3.0
"""Seconds between two questions, and that an answer may take."""
AGAIN_S, _LONGEST_S = 0.5, 5.0
"""Between attempts to reach a phone that does not answer: at first, and at most."""
_MOST_BYTES = 4_000_000
"""Longest answer that is taken."""
GONE = (OSError, HTTPException)
"""Errors of a phone that does not answer."""


class PhyphoxSource(SourceControls):
    """Delivers what a phone measures until it is cancelled; a phone that goes away is waited for.

    Parameters
    ----------
    address : str
        ``phyphox://HOST`` or ``phyphox://HOST:PORT``.
    sensor : str or None
        Where the phone is; None: on the wrist.

    Raises
    ------
    DeviceNotFound
        The address is none.
    """

    def __init__(self, address: str, sensor: str | None) -> None:
        try:
            place = urlsplit(address)
            self._host, self._port = place.hostname or "", place.port or PORT
        except ValueError:
            self._host = ""
        if not self._host:
            raise DeviceNotFound(
                f"{address}: write phyphox://ADDRESS, as the phone shows it.", identifier=address
            )
        profile = load_profile(_PROFILE)
        self._device = SessionDevice(
            sensor=sensor or profile.placement, name=f"phyphox at {self._host}", profile=profile
        )

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until it is cancelled, as `Source` describes.

        Raises
        ------
        DeviceError
            The phone measures nothing that can be used.
        """
        async with acquisition.receiving([self._device]) as feed:
            phone = PhoneConnection(self._host, self._port)
            try:
                await self._keep_asking(phone, acquisition, feed)
            finally:
                phone.close()

    async def _keep_asking(self, phone: PhoneConnection, acquisition: Acquisition, feed: DeviceFeed) -> None:
        sensor, name = self._device.sensor, self._device.name
        wait_s, was_up = AGAIN_S, False
        while True:
            try:
                async for up in self._session(phone, acquisition, feed):
                    wait_s, was_up = AGAIN_S, up
            except GONE as error:
                text = f"{name} does not answer ({error or 'too slow'}); trying again."
                feed.link(acquisition.change_of(sensor, "lost" if was_up else "searching", text))
            await asyncio.sleep(wait_s)
            wait_s = min(2.0 * wait_s, _LONGEST_S)

    async def _session(
        self, phone: PhoneConnection, acquisition: Acquisition, feed: DeviceFeed
    ) -> AsyncIterator[bool]:
        """Asks from the configuration to the phone's silence; yields True after every answer."""
        sensor, name = self._device.sensor, self._device.name
        config = await phone.get("/config")
        try:
            named = buffers(config)
        except ValueError as error:
            raise DeviceError(f"{name}: {error}.") from error
        feed.packet(acquisition.packet_of(sensor, "config", config))
        await phone.get("/control?cmd=start")
        feed.link(acquisition.change_of(sensor, "up", f"{name} is connected."))
        last = dict.fromkeys(named, 0.0)
        while True:
            body = await phone.get(
                "/get?" + "&".join(_asked(names, last[kind]) for kind, names in named.items())
            )
            feed.packet(acquisition.packet_of(sensor, "get", body))
            last = {kind: _latest(body, names[3], last[kind]) for kind, names in named.items()}
            yield True
            await asyncio.sleep(ASK_S)


class PhoneConnection:
    """One HTTP connection to a phone, which stays open from question to question where the phone lets it.

    Opening one costs a round trip over the air each time, and a phone that saves power answers that slowly. The
    connection lives in a thread of its own: it is never used by two at once, also when a question was given up.

    Parameters
    ----------
    host : str
    port : int
    """

    def __init__(self, host: str, port: int) -> None:
        self._connection = HTTPConnection(host, port, timeout=PATIENCE_S)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="phyphox")

    async def get(self, path: str) -> bytes:
        """Returns the answer to a question.

        Parameters
        ----------
        path : str
            With its query, e.g. ``/config``.

        Raises
        ------
        OSError, HTTPException
            There is no answer, or none that can be used.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._get, path)

    def close(self) -> None:
        """Closes the connection, after the question that may still be open."""
        self._thread.submit(self._connection.close)
        self._thread.shutdown(wait=False)

    def _get(self, path: str) -> bytes:
        kept = self._connection.sock is not None
        try:
            return self._ask(path)
        except ConnectionError:
            if not kept:
                raise
            return self._ask(path)  # the phone had closed it meanwhile, which shows only when it is used

    def _ask(self, path: str) -> bytes:
        whole = False
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            body = answer.read(_MOST_BYTES)
            whole = answer.isclosed()
        finally:
            if not whole:
                self._connection.close()  # what is left of this answer must not be taken for the next one
        if answer.status != 200:
            raise HTTPException(f"status {answer.status}")
        return body


def _asked(names: tuple[str, ...], after_s: float) -> str:
    """Part of a question for one sensor: all its buffers from a time on."""
    *axes, time = (quote(name) for name in names)
    return "&".join([f"{time}={after_s!r}", *(f"{axis}={after_s!r}|{time}" for axis in axes)])


def _latest(body: bytes, name: str, before_s: float) -> float:
    """Last time in an answer, from which the next question goes on."""
    try:
        times = json.loads(body)["buffer"][name]["buffer"]
        return max([before_s, *(float(t) for t in times if t is not None)])
    except (ValueError, KeyError, TypeError):
        return before_s
