"""Sentences about sensors, their links and the disk, from the facts that `imu` passes on without words."""

from __future__ import annotations

from analysis.language import say
from imu.errors import DeviceError
from imu.facts import CodedFact


def fact_words(fact: CodedFact) -> str:
    """Writes a fact as a sentence."""
    return say(f"heard.{fact.code}", **fact.values)


def device_fault_words(error: DeviceError) -> str:
    """Writes what is wrong with a sensor or with Bluetooth; an error without a fact keeps its own message."""
    return str(error) if error.fact is None else fact_words(error.fact)
