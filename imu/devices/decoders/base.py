"""Decoders of devices that nothing is written to, or only what their profile says."""

from __future__ import annotations

from imu.devices.protocol import Write


class Quiet:
    """What such a decoder has to say besides readings: nothing."""

    def start(self, rate_hz: float) -> list[Write]:  # noqa: ARG002
        """Nothing besides the profile's commands."""
        return []

    def stop(self) -> list[Write]:
        """Nothing besides the profile's commands."""
        return []

    def replies(self) -> list[Write]:
        """Nothing is asked."""
        return []

    def reset(self) -> None:
        """What arrives is whole: there is nothing to forget."""
