"""A radio without hardware: a bumble link, a bleak back-end on it, and sensors with a real GATT server.

Everything above the radio is real: HCI, L2CAP, ATT and GATT run in this process, and `imu.ble` cannot tell the
difference. Nothing here is loaded by ``import imu``; it needs the packages of the extra ``live``.
"""
