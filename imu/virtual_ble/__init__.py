"""Bluetooth without hardware: a bumble link, a bleak back-end on it, and sensors with a real GATT server.

Only the radio is simulated: the layers above it (HCI, L2CAP, ATT, GATT) run in this process as they would between real
devices, and `imu.ble` cannot tell the difference. ``import imu`` loads nothing of it. It needs the packages of the extra
``virtual-ble``; only the modules ``firmware`` and ``faults``, which handle bytes alone, work without.
"""
