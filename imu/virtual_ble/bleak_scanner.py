"""Scanner of bleak on the virtual radio."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bleak.uuids import normalize_uuid_str
from bumble import hci
from bumble.core import UUID, AdvertisingData

from imu.virtual_ble.adapter import Adapter

_SERVICE_LISTS = (0x02, 0x03, 0x04, 0x05, 0x06, 0x07)
_SERVICE_DATA = (0x16, 0x20, 0x21)
"""Types of advertised fields with UUIDs of services, and with data of services (Bluetooth Assigned Numbers, 2.3)."""


def uuid_text(uuid: UUID) -> str:
    """UUID as bleak writes it: 128 bits, lower case."""
    return normalize_uuid_str(uuid.to_hex_str("-"))


class VirtualScanner(BaseBleakScanner):
    """Scanner of bleak on the virtual radio; its subclass names the adapter."""

    adapter: ClassVar[Adapter]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        _scanning_mode: str,
        **_: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)

    async def start(self) -> None:
        """Starts to receive advertisements."""
        self.seen_devices = {}
        await self.adapter.listen(self)

    async def stop(self) -> None:
        """Stops receiving."""
        await self.adapter.stop_listening(self)

    def heard(self, address: hci.Address, data: AdvertisingData, rssi_dbm: int) -> None:
        """Hands an advertisement on in bleak's form."""
        name = data.get(AdvertisingData.COMPLETE_LOCAL_NAME) or data.get(AdvertisingData.SHORTENED_LOCAL_NAME)
        told = AdvertisementData(
            local_name=name if isinstance(name, str) else None,
            manufacturer_data=dict(_all(data, (AdvertisingData.MANUFACTURER_SPECIFIC_DATA,))),
            service_data={uuid_text(uuid): value for uuid, value in _all(data, _SERVICE_DATA)},
            service_uuids=[uuid_text(uuid) for uuids in _all(data, _SERVICE_LISTS) for uuid in uuids],
            tx_power=None,
            rssi=rssi_dbm,
            platform_data=(address,),
        )
        if self.is_allowed_uuid(told.service_uuids):
            key = address.to_string(False)
            device = self.create_or_update_device(key, key, told.local_name, address, told)
            self.call_detection_callbacks(device, told)


def _all(data: AdvertisingData, kinds: Iterable[int]) -> list[Any]:
    return [field for kind in kinds for field in data.get_all(AdvertisingData.Type(kind))]
