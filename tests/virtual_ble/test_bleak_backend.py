"""What bleak asks of a back-end: an early word when it changes."""

from __future__ import annotations

import pytest
from bleak import BleakClient
from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError

from imu.virtual_ble.backend import VirtualClient
from imu.virtual_ble.bleak_scanner import VirtualScanner
from imu.virtual_ble.radio import Radio
from imu.virtual_ble.world import World
from tests.fixtures.virtual_sensors import dot, run

CONTROL = "15171002-4947-11e9-8646-d663bd873d93"
MEDIUM = "15172003-4947-11e9-8646-d663bd873d93"


def test_the_back_end_is_all_that_bleak_asks_for() -> None:
    assert BaseBleakClient.__abstractmethods__ == {
        "mtu_size",
        "is_connected",
        "connect",
        "disconnect",
        "pair",
        "unpair",
        "read_gatt_char",
        "read_gatt_descriptor",
        "write_gatt_char",
        "write_gatt_descriptor",
        "start_notify",
        "stop_notify",
    }
    assert BaseBleakScanner.__abstractmethods__ == {"start", "stop"}
    assert VirtualClient.__abstractmethods__ == VirtualScanner.__abstractmethods__ == frozenset()
    assert BaseBleakClient.__abstractmethods__ <= vars(VirtualClient).keys()
    assert BaseBleakScanner.__abstractmethods__ <= vars(VirtualScanner).keys()


def test_its_errors_are_bleaks() -> None:
    async def main() -> None:
        radio = Radio()
        sensor = dot(radio)
        async with World(radio, [sensor]) as world:
            client = world.backend[1]
            with pytest.raises(BleakDeviceNotFoundError):
                await BleakClient("C0:00:00:00:00:99", timeout=0.2, backend=client).connect()
            async with BleakClient(sensor.address, backend=client) as one:
                assert one.mtu_size == 517
                with pytest.raises(BleakGATTProtocolError):
                    await one.write_gatt_char(CONTROL, bytes(32), response=True)
                assert await one.read_gatt_char(CONTROL) == bytes(32)
                characteristic = one.services.get_characteristic(MEDIUM)
                assert characteristic is not None
                (descriptor,) = characteristic.descriptors
                assert await one.read_gatt_descriptor(descriptor) == b"\x00\x00"
                await one.start_notify(characteristic, lambda *_: None)
                assert await one.read_gatt_descriptor(descriptor) == b"\x01\x00"
                with pytest.raises(BleakError, match="already connected"):
                    await one.connect()
                await sensor.drop()
                with pytest.raises(BleakError):
                    await one.read_gatt_char(CONTROL)
            assert not one.is_connected

    run(main())
