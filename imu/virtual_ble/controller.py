"""Bluetooth controller on the virtual radio.

It corrects bumble 0.0.236's own controller, which leaves a cancelled connection request pending and never answers it,
repeats the advertisement as scan response, always reports -50 dBm, and ignores a reset.
"""

from __future__ import annotations

import asyncio

from bumble import hci, ll
from bumble.controller import Controller

from imu.virtual_ble.radio import Radio

RSSI_DBM = -50
"""Usual signal strength, dBm."""
NOISE_DB = 3
"""Largest random deviation of a reported signal strength, dB."""
TX_POWER_UNKNOWN = 127
"""Transmission power in reports: not available (Bluetooth Core 5.4, Vol 4, Part E, 7.7.65.13)."""
_Extended = hci.HCI_LE_Extended_Advertising_Report_Event
_Legacy = hci.HCI_LE_Advertising_Report_Event
_ADVERTISED = (0x13, _Legacy.EventType.ADV_IND)
_ANSWERED = (0x1B, _Legacy.EventType.SCAN_RSP)
"""Event types of extended and legacy reports (Bluetooth Core 5.4, Vol 4, Part E, 7.7.65.13 and .2)."""


class RadioController(Controller):
    """Controller of an adapter or a sensor.

    Parameters
    ----------
    name : str
    radio : Radio
        It reaches all controllers on the same radio.
    rssi_dbm : int
        Signal strength at which others receive it, dBm; each report differs by up to ``NOISE_DB``.
    """

    def __init__(self, name: str, radio: Radio, *, rssi_dbm: int = RSSI_DBM) -> None:
        super().__init__(name, link=radio)
        self.radio, self.rssi_dbm = radio, rssi_dbm

    def scan_response(self, address: hci.Address) -> bytes:
        """Answer of this controller to an active scan of its address."""
        for one in self.advertising_sets.values():
            if one.enabled and one.address == address:
                return bytes(one.scan_response_data)
        return bytes(self.le_legacy_advertiser.scan_response_data)

    def on_advertising_pdu(self, pdu: ll.AdvInd | ll.AdvExtInd) -> None:
        """Reports an advertisement, and connects if a request for its sender is pending."""
        address = pdu.advertiser_address
        if self.le_scan_enable:
            self._report(address, pdu.data)
        pending = self.pending_le_connection
        if pending and pending.peer_address == address and address not in self.le_connections:
            self.create_le_connection(address)

    def _report(self, address: hci.Address, advertised: bytes) -> None:
        sender = self.radio.find_le_controller(address)
        if not isinstance(sender, RadioController):
            return
        rssi = sender.rssi_dbm + self.radio.random.randint(-NOISE_DB, NOISE_DB)
        self._send_report(_ADVERTISED, address, rssi, advertised)
        if answer := sender.scan_response(address):
            self._send_report(_ANSWERED, address, rssi, answer)

    def _send_report(self, kinds: tuple[int, int], address: hci.Address, rssi: int, data: bytes) -> None:
        extended, legacy = kinds
        if self.le_features & hci.LeFeatureMask.LE_EXTENDED_ADVERTISING:
            self.send_hci_packet(_Extended([_extended_report(extended, address, rssi, data)]))
            return
        report = _Legacy.Report(
            event_type=legacy, address_type=address.address_type, address=address, rssi=rssi, data=data
        )
        self.send_hci_packet(_Legacy([report]))

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Withdraws the pending connection request; the event about it follows after the command is complete."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        event = hci.HCI_LE_Connection_Complete_Event(
            status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
            connection_handle=0,
            role=hci.Role.CENTRAL,
            peer_address_type=pending.peer_address.address_type,
            peer_address=pending.peer_address,
            connection_interval=0,
            peripheral_latency=0,
            supervision_timeout=0,
            central_clock_accuracy=0,
        )
        asyncio.get_running_loop().call_soon(self.send_hci_packet, event)
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def on_hci_reset_command(self, _command: hci.HCI_Reset_Command) -> hci.HCI_StatusReturnParameters:
        """Stops scanning, connecting and advertising."""
        self.le_scan_enable = False
        self.pending_le_connection = None
        self.le_legacy_advertiser.stop()
        for one in self.advertising_sets.values():
            one.stop()
        return super().on_hci_reset_command(_command)


def _extended_report(kind: int, address: hci.Address, rssi: int, data: bytes) -> _Extended.Report:
    return _Extended.Report(
        event_type=kind,
        address_type=address.address_type,
        address=address,
        primary_phy=hci.Phy.LE_1M,
        secondary_phy=0,
        advertising_sid=0xFF,
        tx_power=TX_POWER_UNKNOWN,
        rssi=rssi,
        periodic_advertising_interval=0,
        direct_address_type=0,
        direct_address=hci.Address.ANY,
        data=data,
    )
