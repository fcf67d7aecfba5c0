"""Sensor Logger's HTTP push: the documented message, the whole way, and what is no message."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.live.controls import Refusal
from analysis.live.live_session import LiveSession
from analysis.live.sources.acquisition import SessionDevice
from analysis.live.sources.http_push import ENDED_S, SILENT_S, PhoneSource
from analysis.live.sources.session_recording import SessionRecording
from analysis.stream.offline import RecordingFacts, analyze
from imu.devices import DeviceStream, Packet, load_profile, make_decoder
from imu.devices.protocol import BadPacket, Decoded, Readings
from imu.formats import read_recording
from imu.recording.intake import Intake
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import SampleBlock
from tests.fixtures.listener import Listener
from tests.live.test_server import WAIT_S, serving

pytestmark = pytest.mark.program

START_NS = 1_698_501_144_401_455_000


def entry(name: str, time_ns: int, x: float, y: float, z: float) -> dict[str, Any]:
    return {"name": name, "time": time_ns, "values": {"x": x, "y": y, "z": z}, "accuracy": 3}


def message(number: int, *entries: dict[str, Any]) -> bytes:
    return json.dumps(
        {"messageId": number, "sessionId": "s", "deviceId": "d", "payload": list(entries)}
    ).encode()


def feed(*bodies: bytes) -> list[Decoded]:
    decoder = make_decoder(load_profile("sensor-logger-push"))
    return [found for body in bodies for found in decoder.feed("push", body)]


def test_the_documented_message() -> None:
    acc, gyr = feed(
        message(
            0,
            entry("totalacceleration", START_NS + 10_000_000, 0.5, -0.25, 9.75),
            entry("totalacceleration", START_NS, 0.0, 0.0, 9.8125),
            entry("gyroscope", START_NS, 1.0, 2.0, -3.0),
            entry("barometer", START_NS, 1.0, 2.0, -3.0),
        )
    )
    assert isinstance(acc, Readings)
    assert isinstance(gyr, Readings)
    assert (acc.kind, gyr.kind) == ("acc", "gyr")
    assert acc.values.tolist() == [[0.0, 0.0, 9.8125], [0.5, -0.25, 9.75]]
    assert acc.ticks is not None
    assert acc.ticks.tolist() == [START_NS, START_NS + 10_000_000]
    assert gyr.values.tolist() == [[1.0, 2.0, -3.0]]


def test_gravity_is_put_back() -> None:
    """Gravity half-way between two of its readings is their mean."""
    (acc,) = feed(
        message(
            0,
            entry("Accelerometer", START_NS + 5, 1.0, 0.0, 0.0),
            entry("Gravity", START_NS, 0.0, 0.0, 9.0),
            entry("Gravity", START_NS + 10, 0.0, 0.0, 10.0),
        )
    )
    assert isinstance(acc, Readings)
    assert acc.values.tolist() == [[1.0, 0.0, 9.5]]


def test_acceleration_without_gravity_is_refused() -> None:
    (wrong,) = feed(message(0, entry("accelerometer", START_NS, 1.0, 0.0, 0.0)))
    assert isinstance(wrong, BadPacket)
    assert wrong.why.startswith("The acceleration is without gravity: switch on Total Acceleration")


def test_a_message_sent_again_counts_once() -> None:
    body = message(7, entry("totalacceleration", START_NS, 0.0, 0.0, 9.8))
    assert len(feed(body, body, message(8, entry("totalacceleration", START_NS, 0.0, 0.0, 9.8)))) == 2


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["payload", "messageId", "name", "time", "values", "x", "y", "z"]), inner, max_size=5
    ), max_leaves=20,
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
@settings(max_examples=300)
def test_nonsense_never_raises(body: bytes) -> None:
    for found in feed(body):
        assert isinstance(found, Readings | BadPacket)


GOOD = entry("totalacceleration", START_NS, 0.0, 0.0, 9.8)
LONG = "9" * 400
BAD_MESSAGES = {
    "no JSON": b"{",
    "empty": b"",
    "bytes": b"\xff\xfe\x00\x01",
    "UTF-16 half": b"\x00\xd8\x00",
    "a list": b"[]",
    "null": b"null",
    "deep": b'{"payload":' + b"[" * 100_000,
    "deep and closed": b'{"payload":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "deep name": b'{"payload":[{"name":' + b"[" * 400 + b"]" * 400 + b',"time":1,"values":7}, 7]}',
    "no payload": b'{"messageId": 1}',
    "payload is an object": b'{"payload": {"name": "gyroscope"}}',
    "a number as reading": b'{"payload": [7]}',
    "a number of 5,000 digits": b'{"payload": [], "messageId": ' + b"9" * 5000 + b"}",
    **{
        f"time {time[:8]}": json.dumps({"payload": [GOOD, {**GOOD, "time": 0}]}).replace(
            '"time": 0', f'"time": {time}'
        ).encode()
        for time in ("1e999", "-1e999", "NaN", "Infinity", LONG, "-" + LONG, "-5", "1e25", "true", "null", '"soon"', "[]", "{}")
    },
    **{
        f"value {value[:8]}": json.dumps({"payload": [GOOD, {**GOOD, "values": {"x": 0, "y": 0, "z": 7}}]}).replace(
            '"z": 7', f'"z": {value}'
        ).encode()
        for value in ("1e999", "NaN", "-Infinity", LONG, "true", "null", '"a"', '"1e999"', "[1]", "{}")
    },
    **{
        f"values {values}": json.dumps({"payload": [{**GOOD, "values": 0}]}).replace('"values": 0', f'"values": {values}').encode()
        for values in ("7", "null", "[1, 2, 3]", '{"x": 1, "y": 2}', '"x"', "{}")
    },
}  # fmt: skip
"""What a phone, an app of another version or a stranger may post; each has something that cannot be read."""


@pytest.mark.parametrize("body", BAD_MESSAGES.values(), ids=BAD_MESSAGES)
def test_what_cannot_be_read_is_a_bad_packet_with_a_sentence(body: bytes) -> None:
    (wrong,) = feed(body)
    assert isinstance(wrong, BadPacket)
    assert wrong.why.startswith(("The message ", "Reading ", "The acceleration "))
    assert wrong.why.endswith(".")
    assert len(wrong.why) < 120


def test_numbers_as_text_are_numbers() -> None:
    """Some versions of the app write the time in quotes, so that no digit is lost."""
    (acc,) = feed(
        message(
            0,
            {"name": "TotalAcceleration", "time": str(START_NS), "values": {"x": "0.5", "y": 0, "z": "9.5"}},
        )
    )
    assert isinstance(acc, Readings)
    assert acc.ticks is not None
    assert (acc.ticks.tolist(), acc.values.tolist()) == ([START_NS], [[0.5, 0.0, 9.5]])


def demo() -> SampleBlock:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(str(path)).sensors[0]


def test_a_phone_on_the_wrist_counts_as_its_samples_do() -> None:
    """Messages of 200 ms that arrive up to 150 ms late, one in twenty sent twice."""
    block, rng = demo(), np.random.default_rng(3)
    assert block.gyr_radps is not None
    live = LiveSession(RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0))
    intake = Intake(
        {"wrist": DeviceStream(load_profile("sensor-logger-push"), "wrist")},
        lambda b: live.samples(b) and None,
    )
    number = np.floor(block.time_s / 0.2).astype(int)
    arrived_s = 0.0
    for one in np.unique(number).tolist():
        rows = np.flatnonzero(number == one)
        entries = []
        for k in rows.tolist():
            time_ns = START_NS + round(float(block.time_s[k]) * 1e9)
            entries.append(entry("totalacceleration", time_ns, *block.acc_mps2[k].tolist()))
            entries.append(entry("gyroscope", time_ns + 1_000_000, *block.gyr_radps[k].tolist()))
        arrived_s = max(arrived_s, float(block.time_s[rows[-1]]) + rng.uniform(0.01, 0.15))
        for _ in range(2 if rng.random() < 0.05 else 1):
            intake.packet(
                Packet(sensor="wrist", channel="push", data=message(one, *entries), arrival_s=arrived_s)
            )
    intake.flush()
    live.finish()
    expected = analyze(read_recording_of(block))
    assert [len(s.reps) for s in live.sets] == [len(s.reps) for s in expected.sets]
    assert [r.verdict for s in live.sets for r in s.reps] == [
        r.verdict for s in expected.sets for r in s.reps
    ]


def read_recording_of(_: SampleBlock) -> Any:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(str(path))


def at_rest(number: int, first: int, *, turning: bool = True, device: str = "d", session: str = "s") -> bytes:
    """Ten readings at 50 Hz from number ``first`` on."""
    times = [START_NS + (first + k) * 20_000_000 for k in range(10)]
    entries = [entry("totalacceleration", t, 0.0, 0.0, 9.81) for t in times]
    entries += [entry("gyroscope", t, 0.0, 0.0, 0.1) for t in times] if turning else []
    known = {"messageId": number, "sessionId": session, **({"deviceId": device} if device else {})}
    return json.dumps({**known, "payload": entries}).encode()


def refused(phone: PhoneSource, body: bytes, sender: str = "10.0.0.2") -> tuple[int, str] | None:
    why = phone.pushed(body, sender)
    return None if why is None else (why.status, why.text)


@contextlib.asynccontextmanager
async def running(phone: PhoneSource, clock: list[float]) -> AsyncIterator[Listener]:
    """The source in a session whose clock the test sets; ready when the block begins, ended when it is left."""
    listener = Listener(lambda: clock[0])
    task = asyncio.create_task(phone.run(listener.acquisition))
    await listener.until(lambda: listener.states == ["searching"])
    yield listener
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_a_phone_is_up_while_it_posts_lost_when_it_is_silent_and_back() -> None:
    async def main() -> None:
        clock, phone = [0.0], PhoneSource("wrist_left")
        assert refused(phone, at_rest(0, 0)) == (503, "The session has not begun; post again in a moment.")
        async with running(phone, clock) as listener:
            assert refused(phone, at_rest(1, 0)) is None
            await listener.until(lambda: listener.states == ["searching", "up"])
            assert len(listener.times) == 10
            clock[0] = SILENT_S + 1.0
            await listener.until(lambda: listener.states[2:] == ["lost"])
            assert refused(phone, at_rest(2, 200)) is None
            await listener.until(lambda: listener.states[3:] == ["up"])
            assert len(listener.times) == 20
            assert listener.times == sorted(set(listener.times))
            assert list(listener.hub.status.sensors) == ["wrist_left"]
        status, text = refused(phone, at_rest(3, 210)) or (200, "")
        assert (status, text) == (410, "The session has ended; begin another one on the page.")
        assert len(listener.times) == 20

    asyncio.run(main())


def test_ending_the_recording_on_the_phone_ends_the_set() -> None:
    """A phone that is silent for long has been stopped: the page rests and says how to go on, until it posts again."""

    async def main() -> None:
        clock, phone = [0.0], PhoneSource("wrist_left")
        async with running(phone, clock) as listener:
            status = lambda: listener.hub.status  # noqa: E731
            assert refused(phone, at_rest(1, 0)) is None
            await listener.until(lambda: listener.states == ["searching", "up"])
            clock[0] = SILENT_S + 1.0
            await listener.until(lambda: listener.states[2:] == ["lost"])
            assert (status().resting_since_s, status().source_note) == (None, None)
            clock[0] = ENDED_S + 1.0
            await listener.until(lambda: status().source_note is not None)
            assert status().resting_since_s is not None
            assert status().source_note == ("The phone has stopped", "Record again to go on, or tap Finish.")
            assert refused(phone, at_rest(2, 2000)) is None
            await listener.until(lambda: status().source_note is None)
            assert listener.states[3:] == ["up"]

    asyncio.run(main())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"device": "a"}, {"device": "b"}),
        ({"device": "a", "session": "1"}, {"device": "b", "session": "1"}),
        ({"device": ""}, {"device": "", "sender": "10.0.0.3"}),
        ({"device": "", "session": "1"}, {"device": "", "session": "2"}),
        ({"device": "a"}, {"device": "", "session": "2"}),
    ],
)
def test_of_two_phones_at_once_the_second_is_refused_and_the_page_says_so(
    first: dict[str, str], second: dict[str, str]
) -> None:
    def posted(
        phone: PhoneSource, number: int, sender: str = "10.0.0.2", **known: str
    ) -> tuple[int, str] | None:
        return refused(phone, at_rest(number, 10 * number, **known), sender)  # type: ignore[arg-type]

    async def main() -> None:
        clock, phone = [0.0], PhoneSource(None)
        async with running(phone, clock) as listener:
            assert posted(phone, 0, **first) is None
            status, text = posted(phone, 1, **second) or (200, "")
            assert status == 409
            assert text.startswith("Another phone posts to this session and is not taken.")
            assert listener.hub.status.source_note == ("Two phones", text)
            assert posted(phone, 2, **first) is None
            assert len(listener.times) == 20
            clock[0] = SILENT_S + 1.0
            assert posted(phone, 3, **second) is None  # the first is silent: its place is free
            assert len(listener.times) > 20
            clock[0] += SILENT_S
            await listener.until(lambda: listener.hub.status.source_note is None)

    asyncio.run(main())


@pytest.mark.parametrize("ahead_s", [-0.6, 0.6, 2.0])
def test_a_phone_that_takes_a_place_begins_with_a_clock_of_its_own(ahead_s: float) -> None:
    """Clocks of two phones are mostly less than a second apart: the second one's readings are neither late nor early."""
    stream = DeviceStream(load_profile("sensor-logger-push"), "wrist")
    blocks = []
    for phone, from_s, clock_s in (("a", 0.0, 0.0), ("b", 10.0, ahead_s), ("a", 20.0, 0.0)):
        for k in range(10):
            time_s = from_s + 0.5 * k + 0.02 * np.arange(25)
            body = json.loads(message(k, *(
                entry(name, START_NS + round(1e9 * (t + clock_s)), t, 0.0, 9.8)
                for name in ("totalacceleration", "gyroscope") for t in time_s
            )))  # fmt: skip
            told = {**body, "deviceId": phone, "sessionId": f"{phone}{from_s}"}
            arrival_s = float(time_s[-1])
            blocks += stream.packet(
                Packet(sensor="wrist", channel="push", data=json.dumps(told).encode(), arrival_s=arrival_s)
            )
    made_s = np.concatenate([block.acc_mps2[:, 0] for block in blocks])
    given_s = np.concatenate([block.time_s for block in blocks])
    assert len(made_s) >= 3 * 250 - 6
    assert np.abs(given_s - made_s).max() < 0.01


def test_a_phone_that_begins_another_recording_is_the_same_phone() -> None:
    async def main() -> None:
        phone = PhoneSource(None)
        async with running(phone, [0.0]) as listener:
            assert refused(phone, at_rest(0, 0, session="1")) is None
            assert refused(phone, at_rest(0, 10, session="2"), "10.0.0.9") is None
            assert len(listener.times) == 20

    asyncio.run(main())


@pytest.mark.parametrize("body", BAD_MESSAGES.values(), ids=BAD_MESSAGES)
def test_what_cannot_be_read_is_refused_shown_and_not_recorded(body: bytes, tmp_path: Path) -> None:
    """The packets file holds what was taken, and reading it gives that."""
    recording = SessionRecording(tmp_path, datetime(2026, 5, 14, tzinfo=UTC))

    async def main() -> None:
        phone = PhoneSource(None)
        listener = Listener(lambda: 0.0, recording.open)
        task = asyncio.create_task(phone.run(listener.acquisition))
        await listener.until(lambda: listener.states == ["searching"])
        assert refused(phone, at_rest(0, 0)) is None
        status, text = refused(phone, body) or (200, "")
        assert status == 400
        assert listener.hub.status.source_note == ("A message of the phone was refused", text)
        assert refused(phone, at_rest(2, 10)) is None
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())
    recording.close()
    assert recording.recorder is not None
    lines = recording.recorder.packets_path.read_text().splitlines()
    assert sum('"c":"push"' in line for line in lines) == 2
    assert len(read_recording(str(recording.recorder.packets_path)).sensors[0]) == 20


def test_acceleration_without_gravity_is_refused_and_said() -> None:
    async def main() -> None:
        phone = PhoneSource(None)
        async with running(phone, [0.0]) as listener:
            status, text = refused(phone, message(0, entry("accelerometer", START_NS, 1.0, 0.0, 0.0))) or (
                200,
                "",
            )
            assert status == 400
            assert "switch on Total Acceleration" in text
            assert listener.hub.status.source_note == ("No acceleration", text)

    asyncio.run(main())


def test_a_phone_that_measures_something_else_is_told_what_to_switch_on() -> None:
    async def main() -> None:
        clock, phone = [0.0], PhoneSource(None)
        async with running(phone, clock) as listener:
            for number in range(3):
                clock[0] = 2.0 * number
                assert refused(phone, message(number, entry("barometer", START_NS, 1.0, 0.0, 0.0))) is None
            await listener.until(lambda: listener.hub.status.source_note is not None)
            assert listener.hub.status.source_note == (
                "No acceleration",
                "In Sensor Logger, switch on Total Acceleration and Gyroscope.",
            )
            assert listener.times == []

    asyncio.run(main())


def live_of(block: SampleBlock, folder: Path) -> tuple[LiveSession, Path, Path]:
    """A session from a phone that sends this motion, recorded: the session, its packets and its CSV."""
    recording = SessionRecording(folder, datetime(2026, 5, 14, tzinfo=UTC))
    profile = load_profile("sensor-logger-push")
    recorder = recording.open([SessionDevice(sensor="wrist", name="Phone", profile=profile)])
    live = LiveSession(RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0))
    intake = Intake({"wrist": DeviceStream(profile, "wrist")}, lambda b: live.samples(b) and None, recorder)
    for number, start in enumerate(range(0, len(block), 10)):
        part = block.slice(start, start + 10)
        entries = []
        for k in range(len(part)):
            time_ns = START_NS + round(float(part.time_s[k]) * 1e9)
            entries.append(entry("totalacceleration", time_ns, *part.acc_mps2[k].tolist()))
            if part.gyr_radps is not None and not np.isnan(part.gyr_radps[k]).any():
                entries.append(entry("gyroscope", time_ns, *part.gyr_radps[k].tolist()))
        arrival_s = float(part.time_s[-1]) + 0.02
        intake.packet(
            Packet(sensor="wrist", channel="push", data=message(number, *entries), arrival_s=arrival_s)
        )
    intake.flush()
    live.finish()
    recording.close()
    return live, recorder.packets_path, recorder.csv_path


def curls_of_a_phone() -> SampleBlock:
    movement = (Still(4.0), CurlSet(reps=(SimulatedRep(lift_s=1.4),) * 6), Still(9.0))
    return simulate(movement, sensor=SensorModel(rate_hz=50.0), seed=2).recording.sensors[0]


@pytest.mark.parametrize(("from_s", "to_s"), [(0.0, np.inf), (13.0, np.inf), (0.0, 13.0), (11.0, 17.0)])
def test_a_phone_without_a_gyroscope_or_with_one_that_stops_is_counted_and_live_is_analyze(
    tmp_path: Path, from_s: float, to_s: float
) -> None:
    block = curls_of_a_phone()
    assert block.gyr_radps is not None
    gyr = block.gyr_radps.copy()
    gyr[(block.time_s >= from_s) & (block.time_s < to_s)] = np.nan
    live, packets, csv = live_of(replace(block, gyr_radps=gyr), tmp_path)
    assert sum(len(one.reps) for one in live.sets) == 6
    codes = {q.code for q in live.result().quality}
    never = (from_s, to_s) == (0.0, np.inf)
    assert ("no_gyroscope" if never else "gyroscope_stopped") in codes
    for path in (packets, csv):
        again = analyze(read_recording(str(path)))
        assert again.sets == tuple(
            replace(one, advice=None, trace=None, slowing=None) for one in live.result().sets
        )
        assert again.events == tuple(sorted(live.events, key=lambda e: e.at_s))


def post(address: str, path: str, body: bytes) -> tuple[int, str]:
    connection = HTTPConnection(address, timeout=WAIT_S)
    connection.request("POST", path, body=body)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_the_address_wants_its_token_and_a_message() -> None:
    """A real server open to other machines."""
    came: list[bytes] = []

    def push(body: bytes, sender: str) -> Refusal | None:
        assert sender == "127.0.0.1"
        came.append(body)
        return None if body == b"good" else Refusal(status=409, text="Another phone posts.")

    with serving("0.0.0.0", push) as served:
        address = f"127.0.0.1:{served.address.rpartition(':')[2]}"
        assert post(address, "/push", b"good")[0] == 403
        assert post(address, "/push?token=wrong", b"good")[0] == 403
        assert came == []
        assert post(address, f"/push?{served.query}", b"good") == (200, "ok")
        assert post(address, f"/push?{served.query}", b"{") == (409, "Another phone posts.")
        assert post(address, f"/push?{served.query}", b"x" * 1_000_001)[0] == 413
        assert len(came) == 2
        (invited,) = served.hub.status.invitations
        assert (invited.sensor, invited.kind) == ("wrist", "app")
        assert invited.address.endswith(f"/push?{served.query}")


def test_who_opens_the_address_in_a_browser_gets_a_page_that_helps() -> None:
    with serving("0.0.0.0", lambda _, __: None) as served:
        path = f"/push?{served.query}"
        host = {"Host": served.address}
        assert served.get("/push", **host)[0] == 403
        status, headers, text = served.get(path, **host)
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "This address is for an app" in text
        assert served.get("/push_help.js", **host)[0] == 200
    with serving() as without:
        assert without.get("/push")[0] == 404
