"""Sample times against known true times: bunched arrivals, drift, wraps, losses, resets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices.protocol import TickKind
from imu.devices.timing.arrival_clock import FrameClock
from imu.devices.timing.ordered_clock import OrderedClock
from imu.devices.timing.tick_clock import JUMP_S, Clock, TickClock
from imu.types import Floats

pytestmark = pytest.mark.slow

US = 1e-6


def bunched(true_s: Floats, interval_s: float, jitter_s: float = 0.005, seed: int = 1) -> Floats:
    """Arrivals at connection events after the reading, in order."""
    rng = np.random.default_rng(seed)
    at = np.ceil(true_s / interval_s) * interval_s + rng.uniform(0.0, jitter_s, len(true_s))
    return np.maximum.accumulate(at)


def run(
    clock: Clock, true_s: Floats, arrival_s: Floats, ticks: np.ndarray | None = None
) -> tuple[Floats, Floats]:
    """Times given and true times of the readings that came out, which carry their true time as value."""
    given_s, kept_s = [], []
    for k in range(len(true_s)):
        own = None if ticks is None else ticks[k : k + 1]
        for s in clock.push(true_s[k : k + 1, None], own, float(arrival_s[k])):
            given_s.append(s.time_s)
            kept_s.append(s.values[:, 0])
    return np.concatenate(given_s), np.concatenate(kept_s)


@pytest.mark.parametrize(
    ("true_hz", "asked_hz", "interval_s", "spread_s"),
    [
        (100.0, 100.0, 0.03, 0.004),
        (24.9, 200.0, 0.05, 0.005),
        (9.93, 10.0, 0.42, 0.04),
        (50.0, 50.0, 0.2, 0.01),
    ],
)
def test_readings_without_a_clock(
    true_hz: float, asked_hz: float, interval_s: float, spread_s: float
) -> None:
    """Numbered readings in bunches: evenly spaced again, no later than half a bunch, the true rate known."""
    true_s = np.arange(0.0, 60.0, 1.0 / true_hz)
    clock = FrameClock(None, asked_hz)
    given_s, kept_s = run(clock, true_s, bunched(true_s, interval_s))
    error_s = (given_s - kept_s)[kept_s > 5.0]
    assert len(kept_s) == len(true_s)
    assert (np.diff(given_s) >= 0.0).all()
    assert np.abs(error_s - error_s.mean()).max() < spread_s
    assert -0.01 < error_s.mean() < interval_s / 2.0
    assert clock.rate_hz == pytest.approx(true_hz, rel=0.005)
    assert clock.gaps == []


def test_a_silence_that_was_a_bunch_is_no_gap() -> None:
    true_s = np.arange(0.0, 30.0, 0.02)
    arrival_s = bunched(true_s, 0.03)
    arrival_s[(true_s > 10.0) & (true_s < 12.0)] = 12.0
    clock = FrameClock(None, 50.0)
    given_s, kept_s = run(clock, true_s, np.maximum.accumulate(arrival_s))
    assert clock.gaps == []
    assert np.abs(given_s - kept_s)[kept_s > 5.0].max() < 0.06


def test_a_silence_in_which_readings_were_lost_is_a_gap() -> None:
    true_s = np.arange(0.0, 30.0, 0.02)
    true_s = true_s[(true_s < 10.0) | (true_s >= 12.0)]
    clock = FrameClock(None, 50.0)
    given_s, kept_s = run(clock, true_s, bunched(true_s, 0.03))
    (gap,) = clock.gaps
    assert gap.start_s == pytest.approx(10.0, abs=0.06)
    assert gap.end_s == pytest.approx(12.0, abs=0.06)
    assert clock.lost == pytest.approx(100, abs=4)
    assert np.abs(given_s - kept_s)[kept_s > 5.0].max() < 0.06


def test_a_lost_link_is_a_gap_however_short() -> None:
    true_s = np.arange(0.0, 20.0, 0.02)
    clock = FrameClock(None, 50.0)
    half = len(true_s) // 2
    run(clock, true_s[:half], true_s[:half])
    clock.restart()
    run(clock, true_s[half + 10 :], true_s[half + 10 :])
    assert len(clock.gaps) == 1
    assert clock.lost == 10


def test_a_counter_knows_what_was_lost_and_what_came_twice() -> None:
    number = np.delete(np.arange(250, 850), [100, 101, 300])
    order = np.insert(number, 50, number[49])
    true_s = (order - 250) * 0.01
    clock = FrameClock(TickKind(bits=8), 100.0)
    given_s, kept_s = run(clock, true_s, true_s, order % 256)
    assert (clock.lost, clock.late, len(kept_s)) == (3, 1, len(number))
    assert np.abs(given_s - kept_s).max() < 1e-6


def test_a_counter_that_begins_anew_loses_nothing_more() -> None:
    """A device that restarts after 30 s without losing its link counts from 0; 16 bits, so 0 is far behind."""
    true_s = np.arange(0.0, 60.0, 0.02)
    number = np.where(true_s < 30.0, np.arange(len(true_s)), np.arange(len(true_s)) - 1500)
    clock = FrameClock(TickKind(bits=16), 50.0)
    given_s, kept_s = run(clock, true_s, bunched(true_s, 0.03), number)
    assert (clock.late, clock.lost, len(kept_s)) == (0, 0, len(true_s))
    assert len(clock.gaps) == 1
    assert np.abs(given_s - kept_s)[kept_s > 5.0].max() < 0.06


def test_a_counter_says_exactly_what_a_silence_cost() -> None:
    """Readings 500 to 599 never came; the silence of 2 s is a gap, and exactly 100 readings are lost."""
    number = np.delete(np.arange(1500), np.arange(500, 600))
    true_s = number * 0.02
    clock = FrameClock(TickKind(bits=16), 50.0)
    given_s, kept_s = run(clock, true_s, bunched(true_s, 0.03), number)
    assert (clock.late, clock.lost, len(kept_s)) == (0, 100, len(true_s))
    (gap,) = clock.gaps
    assert (gap.start_s, gap.end_s) == (pytest.approx(9.98, abs=0.05), pytest.approx(12.0, abs=0.05))
    assert np.abs(given_s - kept_s)[kept_s > 5.0].max() < 0.06


def test_a_clock_of_64_bits_since_the_year_2000() -> None:
    """599,618,164,814,402 us, as a chest strap counts; exact to the microsecond, and it never wraps."""
    true_s = np.arange(0.0, 10.0, 0.005)
    ticks = 599_618_164_814_402 + np.round(true_s * 1e6).astype(np.int64)
    given_s, kept_s = run(TickClock(63, US), true_s, true_s + 0.01, ticks)
    assert len(kept_s) == len(true_s)
    np.testing.assert_allclose(given_s, true_s + 0.01, atol=2e-6)


@pytest.mark.parametrize("ppm", [-200.0, 0.0, 200.0])
def test_the_devices_own_clock_drifts_and_wraps(ppm: float) -> None:
    """Five minutes at 60 Hz, in which 200 ppm make 60 ms; a 32-bit count of microseconds wraps 4.967296 s after it starts at 4,290 s."""
    true_s = np.arange(0.0, 300.0, 1.0 / 60.0)
    ticks = np.round((true_s * (1.0 + ppm * 1e-6) + 4290.0) * 1e6).astype(np.int64) % (1 << 32)
    clock = TickClock(32, US)
    given_s, kept_s = run(clock, true_s, bunched(true_s, 0.03), ticks)
    error_s = given_s - kept_s
    assert len(kept_s) == len(true_s)
    assert np.abs(error_s[kept_s > 30.0]).max() < 0.008
    assert (clock.late, clock.lost, clock.gaps) == (0, 0, [])
    assert clock.rate_hz == pytest.approx(60.0, rel=0.001)


def test_two_devices_on_one_axis_agree() -> None:
    true_s = np.arange(0.0, 150.0, 0.02)
    given = []
    for start, ppm, interval_s, seed in ((17.0, 100.0, 0.03, 1), (4000.0, -100.0, 0.05, 2)):
        ticks = np.round((true_s * (1.0 + ppm * 1e-6) + start) * 1e6).astype(np.int64) % (1 << 32)
        given.append(run(TickClock(32, US), true_s, bunched(true_s, interval_s, seed=seed), ticks)[0])
    assert np.abs(given[0] - given[1])[true_s > 10.0].max() < 0.02


def test_a_device_that_begins_anew_goes_on() -> None:
    true_s = np.arange(0.0, 40.0, 0.02)
    ticks = np.round(np.where(true_s < 20.0, 500.0 + true_s, true_s - 20.0) * 1e6).astype(np.int64)
    clock = TickClock(32, US)
    given_s, kept_s = run(clock, true_s, bunched(true_s, 0.03), ticks)
    assert len(kept_s) == len(true_s)
    assert np.abs(given_s - kept_s).max() < 0.06


def test_an_overtaken_packet_is_dropped_and_counted() -> None:
    true_s = np.arange(0.0, 10.0, 0.02)
    order = np.arange(len(true_s))
    order[[100, 101]] = order[[101, 100]]
    clock = TickClock(32, US)
    given_s, kept_s = run(clock, true_s[order], true_s, np.round(true_s[order] * 1e6).astype(np.int64))
    assert (clock.late, len(kept_s)) == (1, len(true_s) - 1)
    assert (np.diff(kept_s) > 0.0).all()
    assert (np.diff(given_s) >= 0.0).all()


def run_in_messages(
    true_s: Floats, clock_s: Floats, arrival_s: Floats, each: int = 5
) -> tuple[TickClock, Floats, Floats]:
    """A clock of microseconds, and times given and true, of readings that come ``each`` a message, when its last does."""
    clock, given_s, kept_s = TickClock(63, US), [], []
    ticks = np.round(clock_s * 1e6).astype(np.int64)
    for k in range(0, len(true_s), each):
        own = slice(k, k + each)
        for s in clock.push(true_s[own, None], ticks[own], float(arrival_s[own][-1])):
            given_s.append(s.time_s)
            kept_s.append(s.values[:, 0])
    return clock, np.concatenate(given_s), np.concatenate(kept_s)


@pytest.mark.parametrize("ahead_s", [0.8, 2.0, 3600.0])
@pytest.mark.parametrize("first", [600, 602])
def test_a_clock_that_is_set_ahead_loses_nothing(ahead_s: float, first: int) -> None:
    """From reading 600 on, which begins a message, or from within one: no reading is missing and no time."""
    true_s = np.arange(0.0, 30.0, 1.0 / 60.0)
    clock_s = true_s + np.where(np.arange(len(true_s)) < first, 0.0, ahead_s)
    clock, given_s, kept_s = run_in_messages(true_s, clock_s, bunched(true_s, 0.03))
    assert (len(kept_s), clock.late, clock.lost, clock.gaps) == (len(true_s), 0, 0, [])
    assert np.abs(given_s - kept_s).max() < 0.08
    ((at_s, found_s),) = clock.jumps
    assert at_s == pytest.approx(true_s[first - 1], abs=0.08)
    assert found_s == pytest.approx(ahead_s, abs=0.05)


@pytest.mark.parametrize("late_s", [0.0, 4.0])
def test_a_silence_is_no_jump_of_the_clock(late_s: float) -> None:
    """Nothing was measured from 10 to 12 s; the messages come at once, or those from 9 s on all together at 13 s."""
    true_s = np.arange(0.0, 30.0, 1.0 / 60.0)
    true_s = true_s[(true_s < 10.0) | (true_s >= 12.0)]
    arrival_s = np.where((true_s > 9.0) & (true_s < 9.0 + late_s), 9.0 + late_s, true_s)
    clock, given_s, kept_s = run_in_messages(true_s, true_s, bunched(arrival_s, 0.03))
    assert clock.jumps == []
    assert [g.end_s - g.start_s for g in clock.gaps] == [pytest.approx(2.0, abs=0.05)]
    assert np.abs(given_s - kept_s).max() < 0.08


def run_in_order(
    true_s: Floats, clock_s: Floats, arrival_s: Floats, *, aged: bool, each: int = 5
) -> tuple[OrderedClock, Floats, Floats]:
    """As `run_in_messages`, of a device whose messages come in order; ``aged``: and say how old they are when sent.

    ``arrival_s`` is when each reading's message was sent, and it is there 10 ms later.
    """
    clock, given_s, kept_s = OrderedClock(63, US), [], []
    ticks = np.round(clock_s * 1e6).astype(np.int64)
    for k in range(0, len(true_s), each):
        own = slice(k, k + each)
        sent_s = float(arrival_s[own][-1])
        age_s = sent_s - float(true_s[own][-1]) if aged else None
        for s in clock.push(true_s[own, None], ticks[own], sent_s + 0.01, age_s):
            given_s.append(s.time_s)
            kept_s.append(s.values[:, 0])
    return clock, np.concatenate(given_s), np.concatenate(kept_s)


OUTAGE_S = (9.0, 14.0)
"""Nothing is sent, and all of it is at its end."""


def sent_after_outage(true_s: Floats) -> Floats:
    return np.where((true_s > OUTAGE_S[0]) & (true_s < OUTAGE_S[1]), OUTAGE_S[1], true_s)


@pytest.mark.parametrize("by_s", [-86_400.0, -3600.0, -2.0, -0.7, -0.05, 0.2, 0.8, 2.0, 3600.0, 86_400.0])
@pytest.mark.parametrize("first", [600, 602])
@pytest.mark.parametrize("outage", [False, True])
def test_a_clock_that_is_set_by_any_amount_keeps_every_reading_in_order(
    by_s: float, first: int, outage: bool
) -> None:
    """At reading 600, 10 s, with the network there or away: no reading is left out, and no step is wrong."""
    true_s = np.arange(0.0, 30.0, 1.0 / 60.0)
    clock_s = 1e9 + true_s + np.where(np.arange(len(true_s)) < first, 0.0, by_s)
    sent_s = sent_after_outage(true_s) if outage else true_s
    clock, given_s, kept_s = run_in_order(true_s, clock_s, sent_s, aged=True)
    assert kept_s.tolist() == true_s.tolist()
    assert (clock.late, clock.lost, clock.gaps) == (0, 0, [])
    assert np.abs(given_s - kept_s - 0.01).max() < 0.06
    within = np.delete(np.diff(given_s) - np.diff(kept_s), first - 1)
    assert np.abs(within).max() < 0.005
    told = [(pytest.approx(true_s[first - 1], abs=0.08), pytest.approx(by_s, abs=0.05))]
    assert clock.jumps == (told if abs(by_s) >= JUMP_S else [])


def test_a_clock_that_is_set_back_while_nothing_is_sent_needs_no_age() -> None:
    """As messages are that another page measured, or an old recording: the step that is left is a usual one."""
    true_s = np.arange(0.0, 30.0, 1.0 / 60.0)
    clock_s = true_s - np.where(true_s < 10.0, 0.0, 7.0)
    clock, given_s, kept_s = run_in_order(true_s, clock_s, sent_after_outage(true_s), aged=False)
    assert kept_s.tolist() == true_s.tolist()
    assert np.abs(given_s - kept_s - 0.01).max() < 0.06
    assert [jump.ahead_s for jump in clock.jumps] == [pytest.approx(-7.0, abs=0.05)]


@pytest.mark.parametrize("by_s", [-7.0, 7.0])
def test_a_hole_in_which_the_clock_is_set_is_as_long_as_it_was(by_s: float) -> None:
    """A page that is loaded anew measures nothing for 1.5 s, and what it sends then has another clock."""
    true_s = np.arange(0.0, 30.0, 1.0 / 60.0)
    true_s = true_s[(true_s < 10.0) | (true_s >= 11.5)]
    clock_s = true_s + np.where(true_s < 11.0, 0.0, by_s)
    clock, given_s, kept_s = run_in_order(true_s, clock_s, true_s, aged=True)
    assert kept_s.tolist() == true_s.tolist()
    assert np.abs(given_s - kept_s - 0.01).max() < 0.06
    assert [g.end_s - g.start_s for g in clock.gaps] == [pytest.approx(1.5, abs=0.05)]
    assert [jump.ahead_s for jump in clock.jumps] == [pytest.approx(by_s, abs=0.05)]


def test_a_silence_while_nothing_is_sent_is_no_jump() -> None:
    true_s = np.arange(0.0, 30.0, 1.0 / 60.0)
    true_s = true_s[(true_s < 10.0) | (true_s >= 12.0)]
    clock, given_s, kept_s = run_in_order(true_s, true_s, sent_after_outage(true_s), aged=True)
    assert clock.jumps == []
    assert np.abs(given_s - kept_s - 0.01).max() < 0.06


def test_what_was_kept_before_the_first_message_arrived_is_as_old_as_it_says() -> None:
    """The session begins while a phone has kept ten seconds."""
    true_s = np.arange(0.0, 30.0, 1.0 / 60.0)
    _, given_s, kept_s = run_in_order(true_s, true_s, np.maximum(true_s, 10.0), aged=True)
    assert np.abs(given_s - kept_s - 0.01).max() < 0.06


def test_a_browser_that_gives_a_time_twice_is_heard_and_does_not_run_away() -> None:
    """Some round the times of events to a tenth of a second, so that six have the same."""
    true_s = np.arange(0.0, 30.0, 1.0 / 60.0)
    clock, given_s, kept_s = run_in_order(true_s, np.floor(true_s * 10.0 + 1e-6) / 10.0, true_s, aged=False)
    assert kept_s.tolist() == true_s.tolist()
    assert np.abs(given_s - kept_s - 0.01).max() < 0.12
    assert clock.jumps == []


def test_another_device_has_a_clock_of_its_own_and_counts_from_where_the_first_one_ends() -> None:
    """Its first readings are of a time at which the first device was measuring: they are left out."""
    one_s, other_s = np.arange(0.0, 10.0, 1.0 / 60.0), np.arange(8.005, 20.0, 1.0 / 60.0)
    clock = OrderedClock(63, US)
    for k in range(0, len(one_s), 5):
        clock.push(
            one_s[k : k + 5, None], np.round(one_s[k : k + 5] * 1e6).astype(np.int64), one_s[k + 4], 0.0
        )
    assert clock.begin_anew() == []
    stamped = []
    for k in range(0, len(other_s), 5):
        own = other_s[k : k + 5]
        sent_s = max(13.0, own[-1])
        stamped += clock.push(
            own[:, None], np.round((own + 500.0) * 1e6).astype(np.int64), sent_s, sent_s - own[-1]
        )
    given_s = np.concatenate([s.time_s for s in stamped])
    kept_s = np.concatenate([s.values[:, 0] for s in stamped])
    assert kept_s.tolist() == other_s[other_s > one_s[-1]].tolist()
    assert np.abs(given_s - kept_s).max() < 0.02
    assert clock.jumps == []


@given(
    st.lists(st.tuples(st.integers(0, 2**16 - 1), st.floats(0.0, 3.0)), min_size=1, max_size=60),
    st.sampled_from(["ticks", "ordered", "counter", "none"]),
)
def test_time_never_runs_backwards(packets: list[tuple[int, float]], kind: str) -> None:
    clock: Clock = {
        "ticks": TickClock(16, 0.008), "ordered": OrderedClock(16, 0.008),
        "counter": FrameClock(TickKind(bits=16), 50.0), "none": FrameClock(None, 50.0)
    }[kind]  # fmt: skip
    now_s, given = 0.0, []
    for tick, wait_s in packets:
        now_s += wait_s
        ticks = None if kind == "none" else np.array([tick], dtype=np.int64)
        given += [s.time_s for s in clock.push(np.zeros((1, 6)), ticks, now_s)]
    given += [s.time_s for s in clock.restart()]
    flat = np.concatenate([np.empty(0), *given])
    assert np.isfinite(flat).all()
    assert (np.diff(flat) >= 0.0).all()
    if kind in ("none", "ordered"):
        assert len(flat) == len(packets)
