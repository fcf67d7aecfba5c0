"""Phones' browsers as a source: each message once and in order, whatever the network does; live is analyze."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.runner import Program
from analysis.live.sources.browser_phone import PHONE_NOTES, BrowserPhoneSource, phone_note_words
from analysis.live.sources.http_push import SILENT_S
from analysis.live.sources.session_recording import SessionRecording
from analysis.live.status import Status
from analysis.output.reading_words import reading_words
from analysis.stream.offline import RecordingFacts, analyze
from imu.formats import read_recording
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import SampleBlock
from tests.fixtures.browser_phones import EPOCH_MS, at_rest, message, rows_of
from tests.fixtures.listener import Listener


@contextlib.asynccontextmanager
async def running(source: BrowserPhoneSource, clock: list[float]) -> AsyncIterator[Listener]:
    """The source in a session whose clock the test sets."""
    listener = Listener(lambda: clock[0])
    task = asyncio.create_task(source.run(listener.acquisition))
    await listener.until(lambda: listener.states[:1] == ["searching"])
    yield listener
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def answered(
    source: BrowserPhoneSource, body: bytes, place: str = "wrist"
) -> tuple[int, bool] | tuple[int, str]:
    """Number taken and whether all is wanted again; or status and sentence of a refusal."""
    answer = source.phone_message(place, body)
    if answer.refusal is not None:
        return answer.refusal.status, answer.refusal.text
    return answer.taken, answer.again


def test_messages_come_once_and_in_order_whatever_the_network_does() -> None:
    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource([None])
        async with running(source, clock) as listener:
            steps = [(0, (0, False)), (1, (1, False)), (1, (1, False)), (4, (1, True)), (3, (1, True)),
                     (2, (2, False)), (3, (3, False)), (4, (4, False)), (0, (4, False)), (5, (5, False))]  # fmt: skip
            for number, answer in steps:
                clock[0] = 0.08 * (number + 1)
                assert answered(source, at_rest(number)) == answer
            assert listener.numbers == list(range(30))

    asyncio.run(main())


def test_what_the_phone_had_no_room_for_is_a_hole_and_the_rest_comes() -> None:
    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource([None])
        async with running(source, clock) as listener:
            assert answered(source, at_rest(0)) == (0, False)
            clock[0] = 40.0
            assert answered(source, at_rest(400, first=400)) == (400, False)
            assert answered(source, at_rest(401, first=400)) == (401, False)
            assert listener.numbers == [*range(5), *range(2000, 2010)]

    asyncio.run(main())


def test_a_session_that_begins_later_takes_what_the_phone_has_kept() -> None:
    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource([None])
        assert answered(source, at_rest(7))[0] == 503
        async with running(source, clock) as listener:
            assert answered(source, at_rest(9, first=7)) == (6, True)
            assert [answered(source, at_rest(n, first=7)) for n in (7, 8, 9)] == [
                (n, False) for n in (7, 8, 9)
            ]
            assert listener.numbers == list(range(35, 50))
        assert answered(source, at_rest(10, first=10))[0] == 410

    asyncio.run(main())


def test_a_phone_is_up_while_it_sends_lost_when_it_is_silent_and_back() -> None:
    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource(["wrist_left"])
        async with running(source, clock) as listener:
            assert answered(source, at_rest(0), "wrist_left") == (0, False)
            assert listener.states == ["searching", "up"]
            clock[0] = SILENT_S + 1.0
            await listener.until(lambda: listener.states[2:] == ["lost"])
            assert answered(source, at_rest(1), "wrist_left") == (1, False)
            assert listener.states[3:] == ["up"]
            assert listener.numbers == list(range(10))

    asyncio.run(main())


@pytest.mark.parametrize("note", PHONE_NOTES)
def test_what_a_phone_says_of_itself_is_shown_until_it_measures_again(note: str) -> None:
    async def main() -> None:
        source = BrowserPhoneSource([None])
        async with running(source, [0.0]) as listener:
            source.phone_message("wrist", at_rest(0))
            source.phone_note("wrist", "p", note)
            assert listener.states == ["searching", "up", "lost"]
            assert listener.hub.status.source_note == phone_note_words(note)
            source.phone_note("wrist", "p", "nonsense")
            source.phone_note("nowhere", "p", note)
            assert listener.hub.status.source_note == phone_note_words(note)
            source.phone_message("wrist", at_rest(1))
            assert listener.states == ["searching", "up", "lost", "up"]
            assert listener.hub.status.source_note is None

    asyncio.run(main())


def test_of_two_phones_at_one_link_the_second_waits_until_the_first_is_silent() -> None:
    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource([None])
        async with running(source, clock) as listener:
            source.phone_message("wrist", at_rest(0, phone="a"))
            status, text = answered(source, at_rest(0, phone="b"))
            assert status == 409
            assert isinstance(text, str)
            assert text.startswith("Another phone opened this link and is not taken.")
            assert listener.hub.status.source_note == ("Two phones", text)
            source.phone_note("wrist", "b", "away")
            assert listener.states == ["searching", "up"]  # the phone that is not taken has no say
            assert answered(source, at_rest(1, phone="a")) == (1, False)
            clock[0] = SILENT_S + 1.0
            assert answered(source, at_rest(60, first=60, phone="b")) == (60, False)
            assert len(listener.times) == 15

    asyncio.run(main())


def test_messages_of_a_phone_that_comes_back_count_once() -> None:
    """Another phone was taken in between; the first one then sends again what it thinks was not taken."""

    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource([None])
        async with running(source, clock) as listener:
            for at_s, phone, numbers in (
                (0.24, "a", (0, 1, 2)),
                (4.96, "b", (60, 61)),
                (9.68, "a", (0, 1, 2)),
            ):
                clock[0] = at_s
                for number in numbers:
                    source.phone_message("wrist", at_rest(number, first=numbers[0], phone=phone))
            assert answered(source, at_rest(120, first=120, phone="a")) == (120, False)
            assert listener.numbers == [*range(15), *range(300, 310), *range(600, 605)]

    asyncio.run(main())


def passed_on(listener: Listener, first: int, until: int) -> list[tuple[int, float]]:
    """Numbers and times of the readings of these numbers, times to a hundredth of a second."""
    pairs = zip(listener.numbers, listener.times, strict=True)
    return [(n, round(t, 2)) for n, t in pairs if first <= n < until]


def test_a_phone_that_takes_a_place_begins_with_a_clock_of_its_own(tmp_path: Path) -> None:
    """The second phone's clock is an hour ahead; the first one comes back after it. Nothing strays, live and replayed."""
    recording = SessionRecording(tmp_path, datetime(2026, 5, 14, tzinfo=UTC))
    turns = (("a", 0.0, range(12)), ("b", 3600.0, range(60, 72)), ("a", 0.0, range(120, 132)))

    async def main() -> list[tuple[int, float]]:
        clock, source = [0.0], BrowserPhoneSource([None])
        listener = Listener(lambda: clock[0], recording.open)
        task = asyncio.create_task(source.run(listener.acquisition))
        await listener.until(lambda: listener.states == ["searching"])
        for phone, ahead_s, numbers in turns:
            for number in numbers:
                clock[0] = 0.08 * (number + 1)
                body = at_rest(number, first=numbers[0], phone=phone, ahead_s=ahead_s)
                assert answered(source, body) == (number, False)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return passed_on(listener, 0, 10**6)

    live = asyncio.run(main())
    recording.close()
    every = [n for _, _, numbers in turns for m in numbers for n in range(5 * m, 5 * m + 5)]
    assert [n for n, _ in live] == every
    made_s = np.array(every) * 0.016
    assert np.abs(np.array([t for _, t in live]) - made_s).max() < 0.03
    assert recording.recorder is not None
    read = read_recording(str(recording.recorder.packets_path))
    again = read.sensors[0]
    assert [(int(x), round(t, 2)) for x, t in zip(again.acc_mps2[:, 0], again.time_s, strict=True)] == live
    assert [n.code for n in read.reading_notes] == ["notes_beside"]


def test_what_a_phone_measured_while_another_was_heard_is_left_out() -> None:
    """It kept that, as it was refused, and is taken with it when the first one is silent."""

    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource([None])
        async with running(source, clock) as listener:
            for number in range(20):
                clock[0] = 0.08 * (number + 1)
                body = at_rest(number, phone="a", sent_ms=EPOCH_MS + 1e3 * clock[0])
                assert answered(source, body) == (number, False)
            clock[0] += SILENT_S + 0.1
            for number in range(10, 40):
                body = at_rest(number, first=10, phone="b", sent_ms=EPOCH_MS + 1e3 * clock[0])
                assert answered(source, body) == (number, False)
            assert listener.numbers == list(range(200))
            assert np.abs(np.array(listener.times) - 0.016 * np.arange(200)).max() < 0.03

    asyncio.run(main())


def test_two_phones_are_told_of_until_one_has_been_alone_for_a_while() -> None:
    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource([None])
        async with running(source, clock) as listener:
            source.phone_message("wrist", at_rest(0, phone="a"))
            clock[0] = 1.0
            source.phone_message("wrist", at_rest(0, phone="b"))
            clock[0] = 0.9 + SILENT_S
            source.phone_message("wrist", at_rest(1, phone="a"))
            note = listener.hub.status.source_note
            assert note is not None
            assert note[0] == "Two phones"
            clock[0] = 1.0 + SILENT_S
            await listener.until(lambda: listener.hub.status.source_note is None)
            assert listener.states == ["searching", "up"]

    asyncio.run(main())


def test_a_note_of_one_place_stays_when_the_cause_at_another_is_gone() -> None:
    """The trunk's page is hidden, then two phones want the wrist, then one."""

    async def main() -> None:
        clock, source = [0.0], BrowserPhoneSource(["wrist", "trunk"])
        async with running(source, clock) as listener:
            source.phone_message("wrist", at_rest(0, phone="a"))
            source.phone_note("trunk", "t", "away")
            hidden = listener.hub.status.source_note
            source.phone_message("wrist", at_rest(0, phone="b"))
            assert listener.hub.status.source_note != hidden
            clock[0] = SILENT_S
            await listener.until(lambda: listener.hub.status.source_note == hidden)

    asyncio.run(main())


def test_two_phones_at_two_places_are_two_sensors() -> None:
    async def main() -> None:
        source = BrowserPhoneSource(["wrist", "trunk"])
        async with running(source, [0.0]) as listener:
            assert answered(source, at_rest(0, phone="a"), "wrist") == (0, False)
            assert answered(source, at_rest(0, phone="b"), "trunk") == (0, False)
            assert answered(source, at_rest(1, phone="b"), "trunk") == (1, False)
            states = {s: k.state for s, k in listener.hub.status.sensors.items()}
            assert states == {"wrist": "up", "trunk": "up"}
            source.phone_note("trunk", "b", "away")
            assert listener.hub.status.source_note == (
                "The phone's page is hidden (trunk)",
                phone_note_words("away")[1],
            )

    asyncio.run(main())


def test_what_cannot_be_read_is_refused_shown_and_neither_recorded_nor_in_the_way(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path, datetime(2026, 5, 14, tzinfo=UTC))

    async def main() -> None:
        source = BrowserPhoneSource([None])
        listener = Listener(lambda: 0.0, recording.open)
        task = asyncio.create_task(source.run(listener.acquisition))
        await listener.until(lambda: listener.states == ["searching"])
        assert answered(source, at_rest(0)) == (0, False)
        status, text = answered(source, b"{")
        assert status == 400
        assert listener.hub.status.source_note == ("A message of the phone was refused", text)
        assert answered(source, at_rest(0)) == (0, False)
        assert answered(source, at_rest(2, first=2)) == (2, False)  # the phone has let number 1 go
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())
    recording.close()
    assert recording.recorder is not None
    lines = recording.recorder.packets_path.read_text().splitlines()
    assert sum('"c":"motion"' in line for line in lines) == 2
    assert len(read_recording(str(recording.recorder.packets_path)).sensors[0]) == 10


def curls() -> SampleBlock:
    """Six calm curls, then four thrown by the body, by a sensor as good as that of a phone."""
    reps = (SimulatedRep(),) * 6 + (SimulatedRep(lift_s=1.0, lower_s=1.4, swing=0.9),) * 4
    model = SensorModel(rate_hz=60.0)
    return simulate((Still(4.0), CurlSet(reps=reps), Still(9.0)), sensor=model, seed=2).recording.sensors[0]


async def session_of(
    block: SampleBlock, folder: Path, *, set_by_s: float = 0.0, set_at_s: float = 12.0
) -> tuple[LiveSession, Path, Path]:
    """A whole session from a phone that sends this motion in batches of five, with a link that is lost from 14 to 19 s.

    Within a rep, the clock of the phone may be set, as for a page that is loaded anew; what it has kept from before that
    does not say how old it is.
    """
    recording = SessionRecording(folder, datetime(2026, 5, 14, tzinfo=UTC))
    live = LiveSession(RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0))
    clock, source = [0.0], BrowserPhoneSource([None])
    hub = Hub(live, Status(), source)
    began = asyncio.Event()
    hub.join(lambda _: began.set() if any(s.text for s in hub.status.sensors.values()) else None)
    program = asyncio.create_task(Program(hub, [], lambda: clock[0], recording.open).run(source))
    await began.wait()
    set_s = np.where(block.time_s < set_at_s, 0.0, set_by_s)
    rows = rows_of(replace(block, time_s=block.time_s + set_s))
    parts = [rows[k : k + 5] for k in range(0, len(rows), 5)]
    kept: list[tuple[int, float]] = []
    for number in range(len(parts)):
        last = min(5 * number + 4, len(block) - 1)
        clock[0] = float(block.time_s[last])
        kept.append((number, float(set_s[last])))
        if not 14.0 < clock[0] < 19.0:
            for one, at_that_time_s in kept:
                known = at_that_time_s == set_s[last]
                sent_ms = EPOCH_MS + 1e3 * (clock[0] + at_that_time_s) if known else None
                body = message(one, parts[one], first=kept[0][0], sent_ms=sent_ms)
                assert source.phone_message("wrist", body).refusal is None
            kept = []
    hub.end()
    await program
    recording.close()
    assert recording.recorder is not None
    return live, recording.recorder.packets_path, recording.recorder.csv_path


@pytest.mark.slow
def test_five_seconds_without_network_lose_nothing_and_live_is_analyze(tmp_path: Path) -> None:
    """The packets and the CSV give the very numbers of the session, and the right reps."""
    live, packets, csv = asyncio.run(session_of(curls(), tmp_path))
    (one,) = live.sets
    assert [rep.verdict for rep in one.reps] == ["controlled"] * 6 + ["momentum"] * 4
    for path in (packets, csv):
        again = analyze(read_recording(str(path)))
        assert again.sets == tuple(
            replace(s, advice=None, trace=None, slowing=None) for s in live.result().sets
        )
        assert again.events == tuple(sorted(live.events, key=lambda e: e.at_s))


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> LiveSession:
    """What a clock that goes right gives."""
    return asyncio.run(session_of(curls(), tmp_path_factory.mktemp("right")))[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("set_by_s", "says", "set_at_s"),
    [
        (2.0, "ahead by 2.0 s", 16.0),
        (-2.0, "back by 2.0 s", 12.0),
        (-2.0, "back by 2.0 s", 16.0),
        (7200.0, "ahead by 7200.0 s", 12.0),
        (-7200.0, "back by 7200.0 s", 16.0),
    ],
)
def test_a_clock_that_is_set_in_a_rep_is_no_lost_signal(
    tmp_path: Path, right: LiveSession, set_by_s: float, says: str, set_at_s: float
) -> None:
    """With the network there or away: what is found is what a clock that goes right gives, and the packets say what happened."""
    live, packets, csv = asyncio.run(session_of(curls(), tmp_path, set_by_s=set_by_s, set_at_s=set_at_s))
    assert [q.code for q in live.result().quality] == [q.code for q in right.result().quality]
    assert "gap" not in {q.code for q in live.result().quality}
    (one,), (expected,) = live.sets, right.sets
    assert [rep.verdict for rep in one.reps] == ["controlled"] * 6 + ["momentum"] * 4
    tops_s = [[rep.top_s for rep in made.reps] for made in (one, expected)]
    assert np.abs(np.subtract(*tops_s)).max() < 0.1
    read = read_recording(str(packets))
    assert len(read.sensors[0]) == len(curls())
    (note,) = [n for n in read.reading_notes if n.code == "clock_jumped"]
    assert reading_words(note).startswith(f"The sensor's clock jumped {says}, after ")
    assert note.start_s == pytest.approx(set_at_s - 1.0 / 60.0, abs=0.05)
    for path in (packets, csv):
        assert analyze(read_recording(str(path))).events == tuple(sorted(live.events, key=lambda e: e.at_s))


@pytest.mark.slow
def test_a_phone_without_a_gyroscope_is_counted(tmp_path: Path) -> None:
    block = curls()
    assert block.gyr_radps is not None
    alone = replace(block, gyr_radps=np.full_like(block.gyr_radps, np.nan))
    live, packets, _ = asyncio.run(session_of(alone, tmp_path))
    assert sum(len(s.reps) for s in live.sets) == 10
    assert "no_gyroscope" in {q.code for q in live.result().quality}
    assert analyze(read_recording(str(packets))).events == tuple(sorted(live.events, key=lambda e: e.at_s))
