"""Kinds of sensors: decodes the bytes of their packets into samples, without any I/O."""

from __future__ import annotations

from collections.abc import Callable

from imu.devices.decoders.capture2go import Capture2Go
from imu.devices.decoders.fixed_struct import StructFrames
from imu.devices.decoders.metamotion import MetaMotion
from imu.devices.decoders.movella_dot import Dot
from imu.devices.decoders.movesense import Movesense
from imu.devices.decoders.phone_browser import PhoneBrowser
from imu.devices.decoders.phyphox_remote import PhyphoxRemote
from imu.devices.decoders.polar import Polar
from imu.devices.decoders.sensor_logger_push import SensorLoggerPush
from imu.devices.decoders.text_lines import TextLines
from imu.devices.decoders.witmotion import WitMotion
from imu.devices.plugin_decoders import offered_decoders, plugin_decoder
from imu.devices.profile import Profile, load_profile, profile_for, profile_text, profiles
from imu.devices.protocol import (
    BadPacket,
    Battery,
    Decoded,
    Decoder,
    LinkChange,
    Packet,
    Readings,
    TickKind,
    Write,
)
from imu.devices.stream import DeviceStream, Health
from imu.errors import DeviceError

__all__ = [
    "DECODERS",
    "BadPacket",
    "Battery",
    "Decoded",
    "Decoder",
    "DeviceStream",
    "Health",
    "LinkChange",
    "Packet",
    "Profile",
    "Readings",
    "TickKind",
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
    "phone-browser": PhoneBrowser,
    "phyphox-remote": PhyphoxRemote,
    "polar": Polar,
    "sensor-logger-push": SensorLoggerPush,
    "struct": StructFrames,
    "text": TextLines,
    "witmotion": WitMotion,
}
"""Decoders of this program by the name that a profile gives as ``decoder``; plug-ins offer further ones."""


def make_decoder(profile: Profile) -> Decoder:
    """Makes a new decoder for one device.

    Parameters
    ----------
    profile : Profile
        Names the decoder and holds its options.

    Raises
    ------
    DeviceError
        There is no decoder of that name, or an option is missing or of the wrong kind.
    PluginError
        The decoder comes from another package and does not work.
    """
    if profile.decoder not in DECODERS:
        if (offered := plugin_decoder(profile)) is not None:
            return offered
        known = ", ".join(sorted((*DECODERS, *offered_decoders())))
        raise DeviceError(f"{profile.name}: there is no decoder {profile.decoder!r}; known are {known}.")
    try:
        return DECODERS[profile.decoder](profile)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise DeviceError(
            f"{profile.name}: an option is missing or of the wrong kind ({error}); "
            f"compare a profile that comes with the program and has decoder = {profile.decoder!r}."
        ) from error
