"""Keeps one device of a session connected: searches, connects, listens, and searches again after a loss."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import random
from collections.abc import Callable
from typing import Any

from imu.ble.connection import Connection
from imu.ble.failures import FAILURES, failure, reason_of, unavailable
from imu.ble.scanner import Backend, Sighting, search
from imu.ble.target import AddressesInUse, Handler, Patience, Target
from imu.devices.protocol import LinkChange, LinkState, Packet, Write
from imu.errors import BluetoothUnavailable, DeviceError
from imu.facts import CodedFact, Value


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Objects that all devices of a session share.

    Attributes
    ----------
    handler : Handler
        Receives packets and changes of connections.
    clock : callable
        Seconds since the session began, monotonic.
    patience : Patience
        Limits of time.
    backend : Backend or None
        None: the system's Bluetooth.
    turn : asyncio.Lock
        Held by the device that searches or connects, as only one can at a time.
    taken : AddressesInUse
        Addresses that are in use.
    """

    handler: Handler
    clock: Callable[[], float]
    patience: Patience
    backend: Backend | None
    turn: asyncio.Lock
    taken: AddressesInUse


class Link:
    """Keeps one device connected.

    Parameters
    ----------
    wanted : Target
        The device.
    shared : Shared
        Objects that it shares with the other devices of the session.
    seed : int
        Seed of the random waiting times between attempts.
    """

    def __init__(self, wanted: Target, shared: Shared, *, seed: int) -> None:
        self._wanted, self._shared = wanted, shared
        self._random = random.Random(f"{seed} {wanted.sensor}")
        self._called = wanted.label
        self._said: tuple[LinkState, CodedFact | None] | None = None
        self._was_up = False
        self._failures = 0
        self._fault: Exception | None = None
        self._anything = False  # came in this attempt
        self._writes: asyncio.Queue[Write] = asyncio.Queue()

    async def run(self) -> None:
        """Runs until it is cancelled; then stops the device and disconnects.

        Raises
        ------
        BluetoothUnavailable
            There is no Bluetooth at the start; if it goes away later, it is waited for.
        Exception
            The handler raised it.
        """
        loop = asyncio.get_running_loop()
        self._since_s = self._heard_s = loop.time()
        try:
            while True:
                await self._attempt()
                if self._fault is not None:
                    raise self._fault
                await asyncio.sleep(self._wait_s())
        finally:
            self._tell("ended", self._fact("let_go") if self._was_up else None)

    def _wait_s(self) -> float:
        """Waiting time before the next attempt, s: doubled by each failure; random, so that devices do not collide."""
        patience = self._shared.patience
        longest_s = min(patience.wait_s * 2.0 ** min(self._failures, 16), patience.wait_most_s)
        return longest_s * self._random.uniform(0.5, 1.0)

    async def _attempt(self) -> None:
        """Searches, connects and listens once, until the connection ends; failures become messages."""
        try:
            await self._once()
        except BluetoothUnavailable as error:
            self._failed(error, error.fact)
        except (*FAILURES, DeviceError) as error:
            reason = reason_of(error)
            none = None if reason is None else unavailable(reason)
            self._failed(none, failure("failed", self._called, error))

    def _failed(self, error: BluetoothUnavailable | None, fact: CodedFact | None) -> None:
        if error is not None and not self._was_up:
            raise error
        self._failures += 1
        self._tell("lost" if self._anything else "searching", fact)

    async def _once(self) -> None:
        patience = self._shared.patience
        if self._said is None or self._said[0] != "searching":
            self._tell("searching", self._looking())
        self._anything = False
        self._over: asyncio.Future[CodedFact] = asyncio.get_running_loop().create_future()
        async with contextlib.AsyncExitStack() as later:
            async with self._shared.turn:
                near = await self._search()
                if near is None:
                    return
                line = Connection(
                    near,
                    self._wanted.profile,
                    heard=self._heard,
                    gone=self._gone,
                    connect_s=patience.attempt_s,
                    backend=self._shared.backend,
                )
                later.push_async_callback(self._leave, line)
                began_s = asyncio.get_running_loop().time()
                async with asyncio.timeout(patience.attempt_s):
                    await line.connect()
            async with asyncio.timeout_at(began_s + patience.attempt_s):
                await self._start(line)
            self._up(near)
            self._lost(await self._stay(line))

    async def _search(self) -> Sighting | None:
        shared = self._shared
        near, others = await search(self._wanted, shared.taken, shared.patience, backend=shared.backend)
        if near is None:
            self._failures += 1
            self._tell("searching", self._looking(others))
            return None
        shared.taken.by_sensor[self._wanted.sensor] = near.address
        self._called = near.name or near.address
        self._tell("connecting", self._fact("connecting"))
        return near

    async def _start(self, line: Connection) -> None:
        """Subscribes, then sends the start commands: in this order, so that the first answer is received."""
        self._writes = asyncio.Queue()
        await line.subscribe()
        for write in self._shared.handler.start_writes(self._wanted.sensor):
            await line.write(write)

    def _up(self, near: Sighting) -> None:
        loop_s = asyncio.get_running_loop().time()
        missing_s = loop_s - self._since_s
        again = self._fact("back", away_s=missing_s)
        self._tell("up", again if self._was_up else self._fact("connected"))
        self._was_up, self._heard_s = True, loop_s
        self._wanted = dataclasses.replace(self._wanted, address=near.address)

    def _lost(self, why: CodedFact) -> None:
        self._since_s = asyncio.get_running_loop().time()
        self._failures = 0 if self._anything else self._failures + 1
        self._tell("lost", why)

    async def _stay(self, line: Connection) -> CodedFact:
        """Stays connected until the connection ends or falls silent; returns why."""
        answers = asyncio.ensure_future(self._answer(line))
        either: set[asyncio.Future[Any]] = {self._over, answers}
        try:
            while not self._over.done():
                await asyncio.wait(either, timeout=self._rest_s(), return_when=asyncio.FIRST_COMPLETED)
                if answers.done():
                    answers.result()
                if not self._over.done() and self._rest_s() <= 0 and await self._still_silent():
                    silent_s = asyncio.get_running_loop().time() - self._heard_s
                    return self._fact("silent", silent_s=silent_s)
            return self._over.result()
        finally:
            answers.cancel()
            with contextlib.suppress(asyncio.CancelledError, *FAILURES):
                await answers

    def _rest_s(self) -> float:
        """Time left, s, until the device counts as silent."""
        rate_hz = self._wanted.rate_hz or self._wanted.profile.rate_hz
        limit_s = self._shared.patience.silence_s(rate_hz)
        return max(0.0, self._heard_s + limit_s - asyncio.get_running_loop().time())

    async def _still_silent(self) -> bool:
        """Whether it is still silent after a moment in which queued packets (this program was busy) come in."""
        await asyncio.wait({self._over}, timeout=self._shared.patience.look_again_s)
        return not self._over.done() and self._rest_s() <= 0

    async def _answer(self, line: Connection) -> None:
        """Sends the commands with which packets are answered, in order."""
        while True:
            write = await self._writes.get()
            try:
                await line.write(write)
            except (*FAILURES, DeviceError) as error:
                self._tell("up", failure("refused", self._called, error))

    def _heard(self, channel: str, data: bytes) -> None:
        """Callback of every notification: takes the time first and does nothing slow."""
        arrival_s = self._shared.clock()
        if self._fault is not None:
            return
        if channel != "battery":
            self._heard_s = asyncio.get_running_loop().time()
            self._anything = True
        packet = Packet(sensor=self._wanted.sensor, channel=channel, data=data, arrival_s=arrival_s)
        try:
            writes = self._shared.handler.packet(packet)
        except Exception as error:
            self._fault = error  # bleak would only log it; the session must end by it
            self._gone()
            return
        for write in writes:
            self._writes.put_nowait(write)

    def _gone(self) -> None:
        if not self._over.done():
            self._over.set_result(self._fact("ended"))

    async def _leave(self, line: Connection) -> None:
        writes = self._shared.handler.stop_writes(self._wanted.sensor)
        await line.leave(writes, goodbye_s=self._shared.patience.goodbye_s)

    def _looking(self, others: tuple[str, ...] = ()) -> CodedFact:
        """What is known during a search; it depends on how long it has lasted."""
        missing_s = asyncio.get_running_loop().time() - self._since_s
        if missing_s >= self._shared.patience.missing_s:
            return self._fact("not_found", missing_s=missing_s)
        return self._fact("looking_near", others=", ".join(others)) if others else self._fact("looking")

    def _fact(self, what: str, **values: Value) -> CodedFact:
        return CodedFact(code=f"link.{what}", values={"name": self._called, **values})

    def _tell(self, state: LinkState, fact: CodedFact | None) -> None:
        """Reports a change to the handler, unless it was reported just before."""
        if (state, fact) == self._said:
            return
        self._said = (state, fact)
        change = LinkChange(sensor=self._wanted.sensor, state=state, at_s=self._shared.clock(), fact=fact)
        self._shared.handler.link(change)
