"""Polar: the vendor's frames, the dialogue at the start, packed differences, and what a count is."""

from __future__ import annotations

import struct
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices import DeviceStream, Packet, Profile, load_profile, make_decoder, profile_text
from imu.devices.decoders.polar_frames import counts
from imu.devices.protocol import BadPacket, Decoder, Readings
from imu.errors import DeviceError
from imu.units import G_MPS2, RAD_PER_DEG
from tests.fixtures.captures import close, decoder, only, others, refused

ACC, GYRO = 2, 5
H10_START = "H10 start ACC 200 Hz 8 g (write)"
VERITY_ACC_52 = "020200013400010110000201080004" + "0103"
LONG = "ACC compressed type 0, 1+56 samples, factor 1 -> counts"


def told(kind: int, factor: float) -> bytes:
    """The answer to a start, with what a count is."""
    return bytes((0xF0, 2, kind, 0, 0, 5, 1)) + struct.pack("<f", factor)


def verity(factor: float | None = 1.0) -> Decoder:
    made = decoder("polar-verity")
    for kind in (ACC, GYRO) if factor is not None else ():
        assert made.feed("answer", told(kind, factor)) == []
    return made


def packed(rows: list[tuple[int, int, int]], bits: int) -> bytes:
    """A block of differences, as text of ones and noughts from the last bit to the first."""
    text = "".join(format(v % (1 << bits), f"0{bits}b") for v in [v for row in rows for v in row][::-1])
    number = int(text, 2)
    return bytes((bits, len(rows))) + number.to_bytes(-(-len(text) // 8), "little")


def frame(kind: int, last_ns: int, rows: list[list[int]]) -> bytes:
    """Compressed counts of 16 bits, differences of 8."""
    steps = [tuple(np.subtract(b, a).tolist()) for a, b in pairwise(rows)]
    return bytes((kind,)) + struct.pack("<QB3h", last_ns, 0x80, *rows[0]) + packed(steps, 8)


@pytest.mark.parametrize(
    ("what", "key", "unit"),
    [
        ("ACC raw type 1, 2 samples", "mg", G_MPS2 / 1000.0),
        ("ACC compressed type 1", "mg", G_MPS2 / 1000.0),
        ("GYRO compressed type 0, factor 1", "dps", RAD_PER_DEG),
        ("H10 ACC data frame head (truncated)", "mg", G_MPS2 / 1000.0),
    ],
)
def test_frames(what: str, key: str, unit: float) -> None:
    data, expected = others("polar_pmd", what)
    found = only(verity().feed("data", data))
    close(found.values, expected[key], unit, 1e-9)
    assert found.ticks is not None
    if "t_ns" in expected:
        assert found.ticks[-1] == expected["t_ns"] // 1000
    assert found.ticks[-1] - found.ticks[-2] == pytest.approx(1e6 / 52.0, abs=1.5)


def test_long_compressed_frame() -> None:
    """57 readings of counts, of which the answer to the start has told that one is 0.000244 g."""
    data, expected = others("polar_pmd", LONG)
    made = decoder("polar-verity")
    assert made.feed("answer", bytes.fromhex("f002020000050140da7f39")) == []
    found = only(made.feed("data", data)).values / (0.000244 * G_MPS2)
    assert len(found) == expected["n"]
    for at, name in ((0, "first"), (1, "second"), (-1, "last")):
        np.testing.assert_allclose(found[at], expected[name], rtol=1e-5)


def test_counts_of_an_unknown_size_are_not_read() -> None:
    """Half a number, nought and no number tell nothing either; a size once told outlives the link."""
    why = "counts, before the sensor has told what one of them is"
    made = verity(None)
    data = others("polar_pmd", LONG)[0]
    for answer in (told(ACC, 0.0), told(ACC, float("nan")), told(ACC, 1.0)[:-2], told(GYRO, 1.0)):
        assert made.feed("answer", answer) == []
        assert refused(made.feed("data", data)) == why
    made.feed("answer", told(ACC, 1.0))
    made.reset()
    assert len(only(made.feed("data", data))) == 57


@given(
    first=st.tuples(*[st.integers(-(1 << 15), (1 << 15) - 1)] * 3),
    blocks=st.lists(
        st.integers(2, 17).flatmap(
            lambda bits: st.tuples(
                st.just(bits),
                st.lists(
                    st.tuples(*[st.integers(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)] * 3),
                    min_size=1,
                    max_size=9,
                ),
            )
        ),
        max_size=4,
    ),
)
def test_packed_differences_add_up(
    first: tuple[int, int, int], blocks: list[tuple[int, list[tuple[int, int, int]]]]
) -> None:
    data = struct.pack("<3h", *first) + b"".join(packed(rows, bits) for bits, rows in blocks)
    rows = np.array([first, *(row for _, block in blocks for row in block)])
    np.testing.assert_array_equal(counts(0x81, data), rows.cumsum(axis=0))
    if blocks:
        with pytest.raises(ValueError, match="a block that is cut off"):
            counts(0x81, data[:-1])


@given(
    kind=st.sampled_from([ACC, GYRO]), head=st.integers(0, 255), bits=st.integers(0, 255), rest=st.binary(max_size=60)
)  # fmt: skip
def test_damaged_frames_never_raise(kind: int, head: int, bits: int, rest: bytes) -> None:
    """What random bytes seldom reach: a right head, then anything; and answers."""
    made = verity()
    frames = (bytes((kind,)) + b"\xff" * 8 + bytes((head,)) + bytes(6) + bytes((bits,)) + rest,)
    for data in (*frames, bytes((0xF0, 2, kind, 0, 0, 5)) + rest, bytes((0xF0,)) + rest):
        for found in made.feed("data", data):
            assert isinstance(found, Readings | BadPacket)
            if isinstance(found, Readings):
                assert np.isfinite(found.values).all()


def test_widest_differences_are_refused() -> None:
    data = bytes((ACC,)) + bytes(8) + b"\x81" + bytes(6) + bytes((70, 1)) + b"\x7f" * 27
    assert refused(verity().feed("data", data)) == "a block that is cut off"


def test_frames_of_the_gyroscope_that_are_not_known() -> None:
    """Kind 1 is said to hold f32; plain ones are not made."""
    for kind in (0x81, 0x01, 0x00):
        data = bytes((GYRO,)) + bytes(8) + bytes((kind,)) + bytes(12)
        assert refused(verity().feed("data", data)).startswith("a frame of kind 0x")


def test_commands() -> None:
    h10, arm = decoder("polar-h10"), decoder("polar-verity")
    assert [w.data.hex() for w in h10.start(200.0)] == [others("polar_pmd", H10_START)[0].hex()]
    assert [w.data.hex() for w in h10.stop()] == ["0302"]
    assert [w.data.hex() for w in arm.start(50.0)] == [
        VERITY_ACC_52,
        "0205000134000101100002" + "01d0070401" + "03",
    ]
    assert [w.data.hex() for w in arm.stop()] == ["0302", "0305"]
    assert all(w.response for w in (*h10.start(50.0), *arm.stop()))
    assert h10.feed("answer", others("polar_pmd", "H10 settings reply")[0]) == []
    assert (
        refused(h10.feed("answer", bytes.fromhex("f002020d00")))
        == "the sensor refused a command: it lies in its charger"
    )


def test_quicker_rates_need_the_sdk_mode() -> None:
    arm = decoder("polar-verity")
    assert [w.data.hex() for w in arm.start(100.0)] == [
        "0209",
        VERITY_ACC_52.replace("3400", "6800"),
        "0205000168000101100002" + "01d0070401" + "03",
    ]
    assert [w.data.hex() for w in arm.stop()] == ["0302", "0305", "0309"]


def test_a_stream_that_was_left_running_is_begun_again() -> None:
    """Once for each link and kind; only the answer to a start tells what a count is."""
    arm = decoder("polar-verity")
    acc, gyro = arm.start(52.0)
    assert arm.feed("answer", bytes.fromhex("f0020206")) == []
    assert [w.data for w in arm.replies()] == [bytes.fromhex("0302"), acc.data]
    assert arm.feed("answer", bytes.fromhex("f0030200" + "00")) == []
    assert arm.feed("answer", told(ACC, 0.001)) == []
    assert arm.feed("answer", bytes.fromhex("f0020506")) == []
    assert [w.data for w in arm.replies()] == [bytes.fromhex("0305"), gyro.data]
    assert arm.feed("answer", bytes.fromhex("f0020906")) == []
    assert arm.feed("answer", bytes.fromhex("f0020206")) == []
    assert arm.replies() == []
    arm.reset()
    assert arm.feed("answer", bytes.fromhex("f0020206")) == []
    assert len(arm.replies()) == 2


def test_readings_are_spread_over_the_time_since_the_frame_before() -> None:
    """The sensor's own 51 Hz, not the 52 it is set to; after a lost frame by the rate it is set to."""
    arm, rows = verity(), [[0, 0, 1000]] * 10
    step_ns = 1e9 / 51.0
    found = []
    for number in (1, 2, 4):
        ticks = only(arm.feed("data", frame(ACC, round(number * 10 * step_ns), rows))).ticks
        assert ticks is not None
        assert ticks[-1] == round(number * 10 * step_ns) // 1000
        found.append(np.diff(ticks))
    for steps, hz in zip(found, (52.0, 51.0, 52.0), strict=True):
        np.testing.assert_allclose(steps, 1e6 / hz, atol=1.01)


def test_acceleration_and_turning_are_joined() -> None:
    """Turning grows by 1 count a reading, and has a phase of its own; a sample has the turning of its time."""
    stream, blocks, step_ns = DeviceStream(load_profile("polar-verity"), "forearm"), [], 19_230_769
    answers = [
        Packet(sensor="forearm", channel="answer", data=told(k, 1.0), arrival_s=0.0) for k in (ACC, GYRO)
    ]
    packets = []
    for number in range(12):
        first = number * 10
        for kind, phase_ns in ((ACC, 5_000_000), (GYRO, 0)):
            rows = [[k, 0, 1] for k in range(first, first + 10)]
            last_ns = 10**9 + (first + 9) * step_ns + phase_ns
            packets.append(
                Packet(
                    sensor="forearm",
                    channel="data",
                    data=frame(kind, last_ns, rows),
                    arrival_s=last_ns * 1e-9,
                )
            )
    for packet in (*answers, *packets):
        blocks += stream.packet(packet)
    acc = np.concatenate([b.acc_mps2 for b in blocks])[:, 0] / G_MPS2
    gyr = np.concatenate([b.gyr_radps for b in blocks if b.gyr_radps is not None])[:, 0] / RAD_PER_DEG
    assert stream.health.bad == 0
    assert len(acc) >= 100
    np.testing.assert_allclose(np.diff(acc), 1.0, rtol=1e-9)
    # The clocks of both follow arrivals; here these are exact, so the phase comes out as it is.
    np.testing.assert_allclose(gyr - acc, 5_000_000 / step_ns, atol=0.02)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("rate_hz = 50\nresolution", "resolution", "options.acc: rate_hz is missing"),
        ("range = 8", "range = 70000", "range is 70000; it must be a whole number from 1 to 65535"),
        ("range = 8", 'range = "8 g"', "range is '8 g'; it must be"),
        ("has_gyro = false", "has_gyro = true", "has_gyro is true, but the options name no turning"),
        ("[options.acc]", "[options]\nacc = 3\n[options.gyro]", "options.acc: rate_hz is missing"),
    ],
)
def test_options_that_do_not_fit(before: str, after: str, said: str) -> None:
    text = profile_text("polar-h10")
    assert before in text
    with pytest.raises(DeviceError, match=said):
        make_decoder(Profile.from_toml(text.replace(before, after), where="own.toml"))
