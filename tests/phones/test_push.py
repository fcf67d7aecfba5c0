"""Sensor Logger's HTTP push: the documented message, the whole way, and what is no message."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.live.live_session import LiveSession
from analysis.stream.offline import Facts, analyze
from imu.devices import DeviceStream, Packet, load_profile, make_decoder
from imu.devices.protocol import BadPacket, Decoded, Readings
from imu.formats import read_recording
from imu.recording.intake import Intake
from imu.types import SampleBlock
from tests.live.test_server import WAIT_S, serving

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
    assert wrong.why.startswith("acceleration without gravity: switch on Total Acceleration")


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


@pytest.mark.parametrize(
    "values",
    [
        {"x": 1, "y": 2},
        {"x": "a", "y": 2, "z": 3},
        {"x": None, "y": 2, "z": 3},
        {"x": [1], "y": 2, "z": 3},
        7,
        None,
    ],
)
def test_values_that_are_none_are_a_bad_packet(values: object) -> None:
    (wrong,) = feed(message(0, {"name": "gyroscope", "time": START_NS, "values": values}))
    assert isinstance(wrong, BadPacket)


def test_deep_nesting_and_huge_numbers() -> None:
    (deep,) = feed(b'{"payload":' + b"[" * 100_000)
    assert isinstance(deep, BadPacket)
    assert (
        feed(message(0, entry("gyroscope", 10**40, 1.0, 1.0, 1.0), entry("gyroscope", -5, 1.0, 1.0, 1.0)))
        == []
    )
    assert feed(message(0, entry("gyroscope", START_NS, float("nan"), 1e999, 1.0))) == []


def demo() -> SampleBlock:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(str(path)).sensors[0]


def test_a_phone_on_the_wrist_counts_as_its_samples_do() -> None:
    """Messages of 200 ms that arrive up to 150 ms late, one in twenty sent twice."""
    block, rng = demo(), np.random.default_rng(3)
    assert block.gyr_radps is not None
    live = LiveSession(Facts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0))
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

    def push(body: bytes) -> str | None:
        came.append(body)
        return None if body == b"good" else "The message is not JSON."

    with serving("0.0.0.0", push) as served:
        address = f"127.0.0.1:{served.address.rpartition(':')[2]}"
        assert post(address, "/push", b"good")[0] == 403
        assert post(address, "/push?token=wrong", b"good")[0] == 403
        assert came == []
        assert post(address, f"/push?{served.query}", b"good") == (200, "ok")
        assert post(address, f"/push?{served.query}", b"{") == (400, "The message is not JSON.")
        assert post(address, f"/push?{served.query}", b"x" * 1_000_001)[0] == 413
        assert len(came) == 2
        assert served.hub.status.phone_address is not None
        assert served.hub.status.phone_address.endswith(f"/push?{served.query}")
