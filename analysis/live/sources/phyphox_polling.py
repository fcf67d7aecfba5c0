"""Source of samples from a phone with phyphox: it is asked again and again for what is new."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from http.client import HTTPException
from urllib.parse import quote, urlsplit

from analysis.language import say
from analysis.live.controls import SourceControls
from analysis.live.sources.acquisition import Acquisition, DeviceFeed, SessionDevice
from analysis.live.sources.phone_connection import GONE, PATIENCE_S, PhoneConnection
from analysis.output.fact_words import device_fault_words
from imu.devices import load_profile
from imu.devices.decoders.phyphox_remote import LATEST_S, buffers, read_answer
from imu.errors import DeviceError, DeviceNotFound, MessageError
from imu.facts import CodedFact

_PROFILE, PORT = "phyphox-remote", 8080
ASK_S = 0.1
"""Seconds between two questions."""
MOST_UNREAD = 10
"""Answers one after the other that cannot be read; then the phone is asked from the beginning."""
AGAIN_S, _LONGEST_S = 0.5, 5.0
"""Between attempts to reach a phone that does not answer: at first, and at most."""


class PhyphoxSource(SourceControls):
    """Delivers what a phone measures until it is cancelled; a phone that goes away is waited for.

    Parameters
    ----------
    address : str
        ``phyphox://HOST`` or ``phyphox://HOST:PORT``.
    sensor : str or None
        Where the phone is; None: on the wrist.
    patience_s : float
        Seconds that an answer may take.

    Raises
    ------
    DeviceNotFound
        The address is none.
    """

    def __init__(self, address: str, sensor: str | None, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        try:
            place = urlsplit(address)
            self._host, self._port = place.hostname or "", place.port or PORT
            self._host.encode("idna")  # as the resolver will: a name that it cannot take is no address
        except ValueError:
            self._host = ""
        if not self._host:
            raise DeviceNotFound(
                f"{address}: write phyphox://ADDRESS, as the phone shows it.", identifier=address
            )
        profile = load_profile(_PROFILE)
        name = say("source.phyphox", host=self._host)
        self._device = SessionDevice(sensor=sensor or profile.placement, name=name, profile=profile)

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until it is cancelled, as `Source` describes.

        Raises
        ------
        DeviceError
            The phone measures nothing that can be used, and did not before in this session.
        """
        async with acquisition.receiving([self._device]) as feed:
            phone = PhoneConnection(self._host, self._port, self._patience_s)
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
            except DeviceError as error:
                if not was_up:
                    raise
                text = say("source.trying_again", error=device_fault_words(error))
                feed.link(acquisition.change_of(sensor, "lost", text))
            except GONE as error:
                text = say("source.no_answer", name=name, why=str(error) or say("source.too_slow"))
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
        except MessageError as error:
            fact = CodedFact(code=error.fact.code, values={"name": name})
            raise DeviceError(f"{name}: {error}.", fact=fact) from error
        feed.packet(acquisition.packet_of(sensor, "config", config))
        await phone.get("/control?cmd=start")
        feed.link(acquisition.change_of(sensor, "up", say("heard.link.connected", name=name)))
        last, unread = dict.fromkeys(named, 0.0), 0
        while True:
            body = await phone.get(
                "/get?" + "&".join(_asked(names, last[kind]) for kind, names in named.items())
            )
            unread = 0 if _is_answer(body) else unread + 1
            if unread >= MOST_UNREAD:
                raise HTTPException(say("source.answers_unreadable"))
            if unread:
                await asyncio.sleep(ASK_S)
                continue
            feed.packet(acquisition.packet_of(sensor, "get", body))
            last = {kind: _latest(body, names[3], last[kind]) for kind, names in named.items()}
            yield True
            await asyncio.sleep(ASK_S)


def _asked(names: tuple[str, ...], after_s: float) -> str:
    """Part of a question for one sensor: all its buffers from a time on."""
    *axes, time = (quote(name, errors="replace") for name in names)
    return "&".join([f"{time}={after_s!r}", *(f"{axis}={after_s!r}|{time}" for axis in axes)])


def _is_answer(body: bytes) -> bool:
    """Whether an answer can be read; one that cannot is not recorded."""
    try:
        return isinstance(read_answer(body), dict)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def _latest(body: bytes, name: str, before_s: float) -> float:
    """Last time in an answer that can be one, from which the next question goes on."""
    try:
        times = [float(t) for t in read_answer(body)[name]["buffer"] if t is not None]
    except (ValueError, KeyError, TypeError, RecursionError):
        return before_s
    return max([before_s, *(t for t in times if math.isfinite(t) and t < LATEST_S)])
