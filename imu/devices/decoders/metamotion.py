"""Decoder of MbientLab MetaMotion and MetaWear, which first have to say which chips they contain.

Source: MetaWear SDK for C++ and its tests. Each sensor is a module with registers. Packed registers carry three
readings and no time; accelerometer and gyroscope send separately.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, Readings, TickKind, Write
from imu.errors import DeviceError
from imu.units import G_MPS2, RAD_PER_DEG

_ACC, _GYRO, SETTINGS = 0x03, 0x13, 0x11
"""Numbers of modules."""
ASK = 0x80
"""Register 0 of a module with the bit for reading: the question which chip it has."""
BMI160_ACC, BMI270_ACC, BMI160_GYRO, BMI270_GYRO = 1, 4, 0, 1
"""Numbers of chips in the answers."""
_ASK_BATTERY = bytes((SETTINGS, 0x8C))
BATTERY_REGISTERS = (0x8C, 0xCC, 0x0C)
CHIPS = {_ACC: (BMI160_ACC, BMI270_ACC), _GYRO: (BMI160_GYRO, BMI270_GYRO)}
ACC_RATES = {50: 0x7, 100: 0x8, 200: 0x9}
GYRO_RATES = {25: 0x6, 50: 0x7, 100: 0x8, 200: 0x9}
"""Code of the register by sampling rate, Hz; the same for both chips."""
ACC_RANGES = {BMI160_ACC: {2: 0x03, 4: 0x05, 8: 0x08, 16: 0x0C}, BMI270_ACC: {2: 0, 4: 1, 8: 2, 16: 3}}
GYRO_RANGES = {2000: 0, 1000: 1, 500: 2, 250: 3, 125: 4}
"""Code of the register by range, g (by chip) and °/s."""
ACC_COUNTS = {2: 16384.0, 4: 8192.0, 8: 4096.0, 16: 2048.0}
GYRO_COUNTS = {2000: 16.4, 1000: 32.8, 500: 65.6, 250: 131.2, 125: 262.4}
"""Counts per g, and per °/s, by range."""
TRIPLE_BYTES = 6


class MetaMotion:
    """Decoder of MetaMotion; the options are ``acc_range_g`` and, with a gyroscope, ``gyro_range_dps``.

    Which register holds packed readings depends on the chip: 13 05 is one reading on a BMI160 and three on a
    BMI270, so nothing is decoded before the chips have answered.
    """

    ticks: TickKind | None = None

    def __init__(self, profile: Profile) -> None:
        self._acc_g = _range(profile, "acc_range_g", ACC_COUNTS)
        self._gyro_dps = _range(profile, "gyro_range_dps", GYRO_COUNTS)
        self._modules = (_ACC, _GYRO) if profile.has_gyro else (_ACC,)
        self._chips: dict[int, int] = {}
        self._writes: list[Write] = []
        self._rate_hz = profile.rate_hz

    def start(self, rate_hz: float) -> list[Write]:
        """Commands that ask which chips there are; further commands depend on the answers, see `replies`."""
        self._rate_hz = rate_hz
        chips = [bytes((module, ASK)) for module in self._modules]
        return [_command(data) for data in (*chips, _ASK_BATTERY)]

    def stop(self) -> list[Write]:
        """Commands that stop, disable and unsubscribe both sensors."""
        out = [data for m in self._modules for data in (bytes((m, 1, 0)), bytes((m, 2, 0, 1)))]
        out += [bytes((module, _packed(module, chip), 0)) for module, chip in self._chips.items()]
        return [_command(data) for data in out]

    def replies(self) -> list[Write]:
        """Commands that configure a module whose chip has just become known."""
        out, self._writes = self._writes, []
        return out

    def reset(self) -> None:
        """Forgets the chips: a new connection begins with the questions again."""
        self._chips.clear()
        self._writes.clear()

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes readings of one module, the answer about its chip, or the battery."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        if len(data) < 2:
            return [BadPacket(why="one byte; a packet begins with a module and a register", data=data)]
        module, register = data[0], data[1]
        if module in self._modules:
            return self._learn(module, data) if register == ASK else self._readings(module, register, data)
        known = module == SETTINGS and register in BATTERY_REGISTERS and len(data) > 2 and data[2] <= 100
        return [Battery(percent=data[2])] if known else []

    def _learn(self, module: int, data: bytes) -> list[Decoded]:
        """Reads from an answer which chip a module has; a missing module answers without a chip."""
        chip = data[2] if len(data) > 2 else None
        if chip not in CHIPS[module]:
            what = "accelerometer" if module == _ACC else "gyroscope"
            unknown = f"the {what} of this model is not known here (chip {chip})"
            return [BadPacket(why=f"this model has no {what}" if chip is None else unknown, data=data)]
        if module not in self._chips:
            self._chips[module] = chip
            setup = self._acc_setup(chip) if module == _ACC else self._gyro_setup()
            subscribe = bytes((module, _packed(module, chip), 1))
            enable = (bytes((module, 2, 1, 0)), bytes((module, 1, 1)))
            self._writes += [_command(data) for data in (setup, subscribe, *enable)]
        return []

    def _acc_setup(self, chip: int) -> bytes:
        rate = ACC_RATES[min(ACC_RATES, key=lambda hz: abs(hz - self._rate_hz))]
        normal = 0xA0 if chip == BMI270_ACC else 0x20
        return bytes((_ACC, 3, normal | rate, ACC_RANGES[chip][self._acc_g]))

    def _gyro_setup(self) -> bytes:
        rate = GYRO_RATES[min(GYRO_RATES, key=lambda hz: abs(hz - self._rate_hz))]
        return bytes((_GYRO, 3, 0x20 | rate, GYRO_RANGES[self._gyro_dps]))

    def _readings(self, module: int, register: int, data: bytes) -> list[Decoded]:
        chip = self._chips.get(module)
        if chip is None:
            return [BadPacket(why="readings before the chip was known", data=data)]
        values = data[2:]
        many = 3 if register == _packed(module, chip) else 1 if register == _single(module, chip) else 0
        if many == 0:
            return []
        if len(values) != many * TRIPLE_BYTES:
            return [BadPacket(why=f"{len(values)} bytes; this register has {many * TRIPLE_BYTES}", data=data)]
        counts = np.frombuffer(values, dtype="<i2").astype(np.float64).reshape(-1, 3)
        if module == _ACC:
            return [Readings(kind="acc", values=counts / ACC_COUNTS[self._acc_g] * G_MPS2)]
        return [Readings(kind="gyr", values=counts / GYRO_COUNTS[self._gyro_dps] * RAD_PER_DEG)]


def _range(profile: Profile, option: str, known: Mapping[int, float]) -> int:
    """An option that must be one of the chip's ranges.

    Raises
    ------
    DeviceError
        It is not.
    """
    told = profile.options.get(option)
    for value in known:
        if told == value:
            return value
    listed = ", ".join(map(str, sorted(known)))
    raise DeviceError(f"{profile.name}: {option} is {told!r}; use one of {listed}.")


def _packed(module: int, chip: int) -> int:
    """Number of the register that carries three readings at once."""
    if module == _ACC:
        return 0x05 if chip == BMI270_ACC else 0x1C
    return 0x05 if chip == BMI270_GYRO else 0x07


def _single(module: int, chip: int) -> int:
    """Number of the register that carries one reading."""
    if module == _ACC:
        return 0x04
    return 0x04 if chip == BMI270_GYRO else 0x05


def _command(data: bytes) -> Write:
    return Write(channel="command", data=data)
