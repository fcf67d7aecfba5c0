"""Accelerometer and gyroscope apart: turning is where it belongs in time, and nobody waits for ever."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices import DeviceStream, Packet, load_profile
from imu.devices.protocol import Decoded, Readings, TickKind, Write
from imu.devices.timing.pairing import WAIT_S, Joiner
from imu.devices.timing.tick_clock import Stamped
from imu.types import Floats

SLOPES = np.array([1.0, -2.0, 0.5])
"""Turning grows by these, rad/s a second: straight lines, so joining must give them exactly."""


def acc(time_s: Floats) -> Stamped:
    return Stamped(time_s=time_s, values=np.column_stack([time_s, 2.0 * time_s, 3.0 * time_s]))


def gyr(time_s: Floats) -> Stamped:
    return Stamped(time_s=time_s, values=time_s[:, None] * SLOPES)


def times(*found: list[Stamped]) -> Floats:
    return np.concatenate([np.empty(0), *(s.time_s for some in found for s in some)])


def test_turning_stands_at_the_times_of_the_acceleration() -> None:
    joiner = Joiner()
    at_s, turned_s = np.arange(0.0, 5.0, 0.02), np.arange(-0.003, 5.0, 0.0096)
    found: list[Stamped] = []
    for k in range(50):
        found += joiner.acc(acc(at_s[5 * k : 5 * k + 5]))
        found += joiner.gyr(gyr(turned_s[(turned_s >= 0.1 * k - 0.05) & (turned_s < 0.1 * k + 0.05)]))
    found += joiner.gyr(gyr(turned_s[turned_s >= 4.95]))
    values = np.concatenate([s.values for s in found])
    np.testing.assert_array_equal(times(found), at_s[at_s <= turned_s[-1]])
    np.testing.assert_array_equal(values[:, 0], times(found))
    np.testing.assert_allclose(values[:, 3:], times(found)[:, None] * SLOPES, atol=1e-12)
    assert joiner.unpaired == 0


@given(st.lists(st.integers(0, 150), max_size=10), st.lists(st.integers(0, 100), max_size=10))
def test_how_they_come_in_pieces_changes_nothing(acc_cuts: list[int], gyr_cuts: list[int]) -> None:
    at_s, turned_s = np.arange(0.0, 0.9, 0.006), np.arange(0.0, 0.9, 0.009)
    whole = Joiner()
    once = whole.acc(acc(at_s)) + whole.gyr(gyr(turned_s))
    joiner, found = Joiner(), []
    for a in np.split(at_s, sorted(acc_cuts)):
        found += joiner.acc(acc(a))
    for g in np.split(turned_s, sorted(gyr_cuts)):
        found += joiner.gyr(gyr(g))
    np.testing.assert_array_equal(times(found), times(once))
    np.testing.assert_array_equal(
        np.concatenate([s.values for s in found]), np.concatenate([s.values for s in once])
    )


def test_a_silent_gyroscope_is_not_waited_for() -> None:
    """Silent from 2 s to 5 s: that acceleration comes alone, in order, and nothing is drawn across the silence."""
    at_s = np.arange(0.0, 8.0, 0.02)
    turned_s = np.arange(0.0, 8.0, 0.01)
    turned_s = turned_s[(turned_s <= 2.0) | (turned_s >= 5.0)]
    joiner, found = Joiner(), []
    edges_s = np.arange(0.05, 8.0, 0.1)
    for a, g in zip(
        np.split(at_s, np.searchsorted(at_s, edges_s)),
        np.split(turned_s, np.searchsorted(turned_s, edges_s)),
        strict=True,
    ):
        found += joiner.gyr(gyr(g))
        found += joiner.acc(acc(a))
    silent = (at_s > 2.0) & (at_s < 5.0 - 1e-9)
    alone = [s for s in found if s.values.shape[1] == 3]
    paired = [s for s in found if s.values.shape[1] == 6]
    dropped_s = np.setdiff1d(at_s[at_s <= turned_s[-1]], times(found))
    assert (np.diff(times(found)) > 0.0).all()
    np.testing.assert_array_equal(np.setdiff1d(times(alone), at_s[silent]), [])
    np.testing.assert_allclose(times(paired), at_s[~silent & (at_s <= turned_s[-1])], atol=1e-12)
    assert joiner.unpaired == len(dropped_s) <= 0.1 / 0.02


def test_without_a_gyroscope_acceleration_waits_once_and_then_comes_at_once() -> None:
    joiner, found = Joiner(), []
    for k in range(100):
        came = joiner.acc(acc(np.array([0.02 * k])))
        assert len(came) == (0 if 0.02 * k <= WAIT_S else 1)
        found += came
    np.testing.assert_array_equal(times(found), 0.02 * np.arange(100))
    assert {s.values.shape[1] for s in found} == {3}
    assert (joiner.unpaired, joiner.restart()) == (0, [])


def test_a_device_that_never_turned_keeps_its_last_second_and_one_that_did_does_not() -> None:
    never, did = Joiner(), Joiner()
    at_s = np.arange(0.0, 0.5, 0.02)
    assert never.acc(acc(at_s)) == []
    np.testing.assert_array_equal(times(never.restart()), at_s)
    did.gyr(gyr(np.array([-1.0])))
    assert did.acc(acc(at_s)) == []
    assert did.restart() == []


def test_a_silent_accelerometer_leaves_no_pile_of_turning() -> None:
    joiner = Joiner()
    for k in range(1000):
        assert joiner.gyr(gyr(np.arange(k, k + 1, 0.1))) == []
    (after,) = joiner.acc(acc(np.array([999.85])))
    np.testing.assert_allclose(after.values[0, 3:], 999.85 * SLOPES, rtol=1e-12)
    old = joiner.acc(acc(np.array([999.85 - 2 * WAIT_S])))
    assert old == []


class Apart:
    """A decoder whose device sends milliseconds and one axis on each of two channels."""

    ticks: TickKind | None = TickKind(bits=16, step_s=1e-3)

    def start(self, _: float) -> list[Write]:
        return []

    def stop(self) -> list[Write]:
        return []

    def replies(self) -> list[Write]:
        return []

    def reset(self) -> None:
        pass

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        tick = int.from_bytes(data, "little")
        values = np.full((1, 3), tick * 1e-3)
        return [
            Readings(
                kind="acc" if channel == "acc" else "gyr",
                values=values,
                ticks=np.array([tick], dtype=np.int64),
            )
        ]


@pytest.mark.parametrize("order", [("acc", "gyr"), ("gyr", "acc")])
def test_a_device_with_two_channels(order: tuple[str, str]) -> None:
    """At the same ticks, the value of both is the tick in seconds; 70 s go once around the 16 bits."""
    device = DeviceStream(load_profile("witmotion"), "wrist", rate_hz=50.0, decoder=Apart())
    blocks = [
        block
        for k in range(3500)
        for channel in order
        for block in device.packet(
            Packet(
                sensor="wrist",
                channel=channel,
                data=(20 * k % 65536).to_bytes(2, "little"),
                arrival_s=20e-3 * k + 0.01,
            )
        )
    ]
    values = np.concatenate(
        [np.column_stack([b.acc_mps2, b.gyr_radps]) for b in blocks if b.gyr_radps is not None]
    )
    expected = np.repeat((20 * np.arange(3500) % 65536 * 1e-3)[:, None], 6, axis=1)
    np.testing.assert_allclose(values, expected, atol=1e-9)
    assert (device.health.readings, device.health.lost, device.health.gaps) == (3500, 0, ())
