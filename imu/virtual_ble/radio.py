"""Radio between controllers: connection events, lost events, range, supervision timeout.

bumble's own link delivers every packet at once and never ends. A real one delivers in bursts (connection events), repeats
lost packets, and ends when nothing was received for the supervision timeout (Bluetooth Core 5.4, Vol 6, Part B, 4.5).
"""

from __future__ import annotations

import asyncio
import collections
import random
from zlib import crc32

from bumble import hci, ll
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.link import LocalLink

SHORTEST_INTERVAL_S = 0.0075
"""Shortest time between connection events, s (Bluetooth Core 5.4, Vol 6, Part B, 4.5.1)."""
_Way = tuple[hci.Address, hci.Address]


class Radio(LocalLink):
    """A radio that all its controllers share.

    Parameters
    ----------
    interval_s : float
        Time between connection events, s; 0: packets are delivered at once.
    packets_per_event : int
        Most packets delivered in one direction in one event.
    event_loss : float
        Share of events, from 0 to 1, that are lost; their packets wait for the next one.
    supervision_s : float
        A connection ends when one side was out of range for this long, s.
    seed : int
        Seed of the lost events and of the noise of the signal strength.
    """

    def __init__(
        self,
        *,
        interval_s: float = 0.0,
        packets_per_event: int = 6,
        event_loss: float = 0.0,
        supervision_s: float = 0.42,
        seed: int = 0,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.interval_s, self.packets_per_event, self.event_loss = interval_s, packets_per_event, event_loss
        self.supervision_s = supervision_s
        self.random = random.Random(seed)
        self._silent: set[Controller] = set()
        self._waiting: dict[_Way, collections.deque[bytes]] = {}
        self._timers: dict[Controller, asyncio.TimerHandle] = {}

    def out_of_range(self, controller: Controller) -> None:
        """Puts a controller out of range; its connections end after the supervision timeout."""
        self._silent.add(controller)
        self._timers[controller] = asyncio.get_running_loop().call_later(
            self.supervision_s, self._end_links, controller
        )

    def in_range(self, controller: Controller) -> None:
        """Puts a controller back in range."""
        self._silent.discard(controller)
        if timer := self._timers.pop(controller, None):
            timer.cancel()

    def links(self) -> list[tuple[str, str]]:
        """Addresses (own, other) of every connection, once for each side that still holds it."""
        return [
            (str(link.self_address), str(link.peer_address))
            for controller in self.controllers
            for link in controller.le_connections.values()
        ]

    def _end_links(self, lost: Controller) -> None:
        addresses = {lost.random_address, lost.public_address}
        for controller in self.controllers:
            for link in list(controller.le_connections.values()):
                if {link.self_address, link.peer_address} & addresses:
                    self._forget(link.self_address, link.peer_address)
                    controller.on_le_disconnected(link, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)

    def _forget(self, *ends: hci.Address) -> None:
        """Drops packets of an ended connection that are still queued, so that they do not reach the next one."""
        for (source, destination), waiting in self._waiting.items():
            if source in ends and destination in ends:
                waiting.clear()

    def send_advertising_pdu(self, sender_controller: Controller, packet: ll.AdvertisingPdu) -> None:
        """Delivers an advertisement to all controllers in range."""
        if sender_controller in self._silent:
            return
        loop = asyncio.get_running_loop()
        for controller in self.controllers - self._silent - {sender_controller}:
            loop.call_soon(controller.on_ll_advertising_pdu, packet)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        """Delivers a control packet at once; to and from a controller out of range it is lost."""
        ends = [self.find_le_controller(a) for a in (sender_address, receiver_address)]
        if None in ends or not self._silent.isdisjoint(e for e in ends if e is not None):
            return
        if isinstance(packet, ll.TerminateInd):
            self._forget(sender_address, receiver_address)
        super().send_ll_control_pdu(sender_address, receiver_address, packet)

    def send_acl_data(
        self,
        sender_controller: Controller,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        """Queues data for the next event of its connection."""
        if transport != PhysicalTransport.LE:
            super().send_acl_data(sender_controller, destination_address, transport, data)
            return
        link = sender_controller.le_connections.get(destination_address)
        if link is None:
            return
        way = (link.self_address, destination_address)  # its random address may have changed since
        waiting = self._waiting.setdefault(way, collections.deque())
        waiting.append(data)
        if len(waiting) == 1:
            self._await_event(way)

    def _await_event(self, way: _Way) -> None:
        loop = asyncio.get_running_loop()
        if not self.interval_s and not self._silent:
            loop.call_soon(self._event, way)
            return
        interval_s = self.interval_s or SHORTEST_INTERVAL_S
        anchor_s = crc32(f"{way[0]}>{way[1]}".encode()) % 997 / 997 * interval_s
        loop.call_at(loop.time() + interval_s - (loop.time() - anchor_s) % interval_s, self._event, way)

    def _event(self, way: _Way) -> None:
        waiting = self._waiting[way]
        source, destination = (self.find_le_controller(address) for address in way)
        if source is None or destination is None:
            waiting.clear()
            return
        deaf = source in self._silent or destination in self._silent
        if not deaf and (not self.event_loss or self.random.random() >= self.event_loss):
            for _ in range(min(self.packets_per_event, len(waiting))):
                destination.on_link_acl_data(way[0], PhysicalTransport.LE, waiting.popleft())
        if waiting:
            self._await_event(way)
