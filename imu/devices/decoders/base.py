"""Base of decoders for devices that need no commands, or only those of their profile."""

from __future__ import annotations

from imu.devices.protocol import Write


class Quiet:
    """A decoder without commands and without state; a subclass adds ``ticks`` and ``feed``."""

    def start(self, rate_hz: float) -> list[Write]:  # noqa: ARG002
        """No commands besides the profile's."""
        return []

    def stop(self) -> list[Write]:
        """No commands besides the profile's."""
        return []

    def replies(self) -> list[Write]:
        """No answers: the device asks nothing."""
        return []

    def reset(self) -> None:
        """Does nothing: every packet is complete, so there is no partial frame to forget."""
