"""What was typed after ``live``: what cannot be meant is refused in a sentence, before anything is begun."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.cli.live_options import LiveOptions
from analysis.cli.messages import UsageError


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"devices": ("wrist_left=demo", "wrist_right=WT901BLE67")}, "--device demo: the simulated sensor is used alone"),
        ({"devices": ("WT901BLE67", "WT901BLE68")}, "several devices need a place each"),
        ({"devices": ("WT901BLE67",), "swing": True}, "add --device demo"),
        ({"devices": ("http",), "plain": True}, "use it alone and without --plain"),
        ({"devices": ("wrist=phyphox://1", "trunk=A")}, "a phone is used alone"),
        ({"devices": ("wrist=phone", "trunk=WT901BLE67")}, "phones go with phones alone"),
        ({"devices": ("phone", "phone")}, "several devices need a place each"),
        ({"devices": ("wrist=http",), "plain": True}, "use it alone and without --plain"),
        ({"devices": ("",)}, "--device '': give the name, address or kind of a sensor"),
        ({"devices": ("=",)}, "--device '=': give the name, address or kind of a sensor"),
        ({"devices": ("wrist= ",)}, "--device 'wrist= ': give the name, address or kind of a sensor"),
        ({"devices": ("demo",), "replay": "a.csv"}, "a recording or sensors, not both"),
        ({"devices": ("demo",), "loss": 1.0}, "a share from 0 to below 1"),
        ({"speed": 2.0}, "only a recording can be played faster"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said(typed: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        LiveOptions(**typed).check()


@pytest.mark.parametrize("device", ["demo", "wrist_left=demo"])
def test_the_simulated_sensor_takes_its_faults_wherever_it_is_worn(device: str) -> None:
    options = LiveOptions(devices=(device,), swing=True, drop_link=True, loss=0.05)
    options.check()
    assert options.simulated
    assert not LiveOptions(devices=("WT901BLE67",)).simulated
