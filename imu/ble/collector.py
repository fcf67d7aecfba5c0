"""All Bluetooth devices of a session at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from imu.ble.scanner import Backend
from imu.ble.supervisor import Link, Shared
from imu.ble.target import USUAL, Handler, Patience, Taken, Wanted


class Collector:
    """Connects to what is wanted, keeps it connected, and hands every packet to ``handler``.

    Parameters
    ----------
    wanted : sequence of Wanted
    handler : Handler
    clock : callable
        Seconds since the session began, monotonic; the same for all sources of the session.
    backend : Backend or None
        None: the system's Bluetooth.
    patience : Patience
    seed : int
        Of the waiting times between attempts.
    """

    def __init__(
        self,
        wanted: Sequence[Wanted],
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
            taken=Taken(),
        )
        self._links = [Link(one, shared, seed=seed) for one in wanted]

    async def run(self) -> None:
        """Until it is cancelled; then all devices are told to stop and no link is left.

        Raises
        ------
        BluetoothUnavailable
            There is no Bluetooth, from the start.
        Exception
            Whatever the handler raised.
        """
        try:
            async with asyncio.TaskGroup() as group:
                for link in self._links:
                    group.create_task(link.run())
        except* Exception as errors:
            raise first(errors) from None


def first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """One error of a group: where there is no Bluetooth, all devices say the same."""
    one = errors.exceptions[0]
    return first(one) if isinstance(one, BaseExceptionGroup) else one
