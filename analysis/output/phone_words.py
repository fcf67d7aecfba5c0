"""Sentences for who uses a phone's browser as a sensor."""

from __future__ import annotations

WARNING = (
    "The phone will warn that the connection is not private, as this computer made the certificate itself, just now: "
    "tap Advanced or Show details there, and go on."
)
"""On the warning that phones show of a certificate that no authority signed."""
