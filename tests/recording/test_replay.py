"""A recording played again: all of it, in order, at its own pace or another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from imu.recording.replay import PACKET_S, Pace, in_packets
from imu.types import Recording, SampleBlock

Items = Sequence[tuple[float, str]]


def sensor(name: str, rng: np.random.Generator, *, has_gyro: bool) -> SampleBlock:
    """Jitter, times that repeat, and a gap of three seconds."""
    time_s = np.cumsum(rng.choice([0.0, 0.003, 0.01, 0.02], 400)) + rng.uniform(-5.0, 5.0)
    time_s[200:] += 3.0
    values = rng.normal(size=(400, 6))
    return SampleBlock(
        sensor=name,
        time_s=time_s,
        acc_mps2=values[:, :3],
        gyr_radps=values[:, 3:] if has_gyro else None,
    )


@pytest.mark.parametrize("packet_s", [0.001, PACKET_S, 1.0, 1e6])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_packets_are_the_recording_bit_for_bit(seed: int, packet_s: float) -> None:
    rng = np.random.default_rng(seed)
    sensors = tuple(sensor(n, rng, has_gyro=n != "trunk") for n in ("wrist_left", "trunk", "wrist_right"))
    played = list(
        in_packets(Recording(path="x", files=("x",), format="canonical", sensors=sensors), packet_s)
    )
    ends_s = [at_s for at_s, _ in played]
    assert ends_s == sorted(ends_s) == [float(block.time_s[-1]) for _, block in played]
    assert all(np.ptp(block.time_s) <= packet_s * (1.0 + 1e-9) for _, block in played)
    for whole in sensors:
        parts = [block for _, block in played if block.sensor == whole.sensor]
        for column in (
            ("time_s", "acc_mps2") if whole.gyr_radps is None else ("time_s", "acc_mps2", "gyr_radps")
        ):
            joined = np.concatenate([getattr(part, column) for part in parts])
            assert joined.tobytes() == np.ascontiguousarray(getattr(whole, column)).tobytes()
        assert (whole.gyr_radps is None) == all(part.gyr_radps is None for part in parts)


class Player:
    """Plays on a clock that only waiting moves, and notes what came when."""

    def __init__(self, speed: float = 1.0) -> None:
        self.now_s = 100.0
        self.pace = Pace(lambda: self.now_s, self._wait, speed)
        self.at_wait: list[Callable[[], None]] = []

    async def _wait(self, seconds: float) -> None:
        assert seconds >= 0.0
        self.now_s += seconds
        if self.at_wait:
            self.at_wait.pop(0)()

    def play(self, items: Items, meanwhile: Callable[[str], None] = lambda _: None) -> dict[str, float]:
        """When each came, in seconds since the beginning."""

        async def played() -> dict[str, float]:
            came = {}
            async for _, item in self.pace.play(items):
                came[item] = self.now_s - 100.0
                meanwhile(item)
            return came

        return asyncio.run(played())


ITEMS = [(7.0, "a"), (7.5, "b"), (7.5, "c"), (11.0, "d")]


@pytest.mark.parametrize("speed", [0.5, 1.0, 4.0])
def test_each_comes_when_its_time_has_come(speed: float) -> None:
    came = Player(speed).play(ITEMS)
    assert came == pytest.approx({"a": 0.0, "b": 0.5 / speed, "c": 0.5 / speed, "d": 4.0 / speed})


def test_as_fast_as_possible_takes_no_time() -> None:
    assert set(Player(float("inf")).play(ITEMS).values()) == {0.0}


def test_the_speed_changes_under_way() -> None:
    player = Player(1.0)

    def faster(item: str) -> None:
        player.pace.speed = 7.0 if item == "c" else 1.0

    assert player.play(ITEMS, faster) == pytest.approx({"a": 0.0, "b": 0.5, "c": 0.5, "d": 1.0})


def test_in_a_long_hole_speed_and_pause_are_obeyed_at_once() -> None:
    """Ten minutes without readings; after a second it is held for three, then played a hundred times faster."""
    player = Player()
    items: Items = [(0.0, "a"), (600.0, "b")]

    def hold() -> None:
        player.pace.held = True

    def go_on() -> None:
        player.pace.held, player.pace.speed = False, 100.0

    steps = round(1.0 / PACKET_S)
    player.at_wait = [lambda: None] * (steps - 1) + [hold] + [lambda: None] * (3 * steps - 1) + [go_on]
    came = player.play(items)
    assert came["b"] == pytest.approx(1.0 + 3.0 + 599.0 / 100.0, abs=2 * PACKET_S)


def test_nothing_comes_while_it_is_held_and_the_pause_is_not_made_up_for() -> None:
    """Held for as long as ten waits take, from "a" on."""
    player = Player()
    player.pace.held = True
    player.at_wait = [lambda: None] * 9 + [lambda: setattr(player.pace, "held", False)]
    came = player.play(ITEMS)
    assert came["a"] == 0.0
    assert came["b"] == pytest.approx(10.0 * PACKET_S + 0.5)
    assert came["d"] - came["b"] == pytest.approx(3.5)


def test_what_a_slow_listener_lost_is_not_made_up_for_by_haste() -> None:
    """A listener that takes 2 s for "a": the gap after it is a packet at most, and all later ones are their own."""
    player = Player()

    def slow(item: str) -> None:
        player.now_s += 2.0 if item == "a" else 0.0

    came = player.play([(0.0, "a"), (0.5, "b"), (1.0, "c"), (2.0, "d")], slow)
    assert came["b"] == 2.0
    assert came["c"] - came["b"] == pytest.approx(0.5 - PACKET_S)
    assert came["d"] - came["c"] == pytest.approx(1.0)


def test_an_empty_recording_ends_at_once() -> None:
    assert Player().play([]) == {}
