"""Connects to all Bluetooth devices of a session at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from imu.ble.scanner import Backend
from imu.ble.supervisor import Link, Shared
from imu.ble.target import USUAL, AddressesInUse, Handler, Patience, Target


class Collector:
    """Connects to the devices of a session, keeps them connected, and hands every packet to ``handler``.

    Parameters
    ----------
    wanted : sequence of Target
        The devices, each for another placement.
    handler : Handler
        Receives packets and changes of connections.
    clock : callable
        Seconds since the session began, monotonic; the same for all sources of the session.
    backend : Backend or None
        None: the system's Bluetooth.
    patience : Patience
        Limits of time.
    seed : int
        Seed of the random waiting times between attempts.
    """

    def __init__(
        self,
        wanted: Sequence[Target],
        handler: Handler,
        *,
        clock: Callable[[], float],
        backend: Backend | None = None,
        patience: Patience = USUAL,
        seed: int = 0,
    ) -> None:
        shared = Shared(
            handler=handler,
            clock=clock,
            patience=patience,
            backend=backend,
            turn=asyncio.Lock(),
            taken=AddressesInUse(),
        )
        self._links = [Link(one, shared, seed=seed) for one in wanted]

    async def run(self) -> None:
        """Runs until it is cancelled; then stops all devices and ends all connections.

        Raises
        ------
        BluetoothUnavailable
            There is no Bluetooth at the start; if it goes away later, it is waited for.
        Exception
            The handler raised it.
        """
        try:
            async with asyncio.TaskGroup() as group:
                for link in self._links:
                    group.create_task(link.run())
        except* Exception as errors:
            raise first(errors) from None


def first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """First single error in nested groups; one is enough, as without Bluetooth all devices raise the same."""
    one = errors.exceptions[0]
    return first(one) if isinstance(one, BaseExceptionGroup) else one
