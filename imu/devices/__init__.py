"""Sensors: bytes to samples, without any I/O."""

from __future__ import annotations

from collections.abc import Callable

from imu.devices.decoders.capture2go import Capture2Go
from imu.devices.decoders.fixed_struct import StructFrames
from imu.devices.decoders.metamotion import MetaMotion
from imu.devices.decoders.movella_dot import Dot
from imu.devices.decoders.movesense import Movesense
from imu.devices.decoders.phyphox_remote import PhyphoxRemote
from imu.devices.decoders.polar import Polar
from imu.devices.decoders.sensor_logger_push import SensorLoggerPush
from imu.devices.decoders.text_lines import TextLines
from imu.devices.decoders.witmotion import WitMotion
from imu.devices.profile import Profile, load_profile, profile_for, profile_text, profiles
from imu.devices.protocol import Decoder, LinkChange, Packet, Write
from imu.devices.stream import DeviceStream, Health
from imu.errors import DeviceError

__all__ = [
    "DECODERS",
    "Decoder",
    "DeviceStream",
    "Health",
    "LinkChange",
    "Packet",
    "Profile",
    "Write",
    "load_profile",
    "make_decoder",
    "profile_for",
    "profile_text",
    "profiles",
]

DECODERS: dict[str, Callable[[Profile], Decoder]] = {
    "capture2go": Capture2Go,
    "dot": Dot,
    "metamotion": MetaMotion,
    "movesense": Movesense,
    "phyphox-remote": PhyphoxRemote,
    "polar": Polar,
    "sensor-logger-push": SensorLoggerPush,
    "struct": StructFrames,
    "text": TextLines,
    "witmotion": WitMotion,
}
"""What a profile's ``decoder`` names."""


def make_decoder(profile: Profile) -> Decoder:
    """A decoder of its own for one device.

    Raises
    ------
    DeviceError
        The profile names a decoder that there is not, or its options are not what that decoder wants.
    """
    if profile.decoder not in DECODERS:
        known = ", ".join(sorted(DECODERS))
        raise DeviceError(f"{profile.name}: there is no decoder {profile.decoder!r}; known are {known}.")
    try:
        return DECODERS[profile.decoder](profile)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise DeviceError(
            f"{profile.name}: an option is missing or of the wrong kind ({error}); "
            f"compare a profile that comes with the program and has decoder = {profile.decoder!r}."
        ) from error
