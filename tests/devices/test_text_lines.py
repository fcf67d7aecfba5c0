"""Lines of text: cut anywhere, with a clock, with other separators, and lines that are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices import DeviceStream, Packet, Profile, make_decoder, profile_text
from imu.devices.protocol import BadPacket, Readings
from imu.errors import DeviceError
from imu.units import G_MPS2, RAD_PER_DEG
from tests.fixtures.captures import close, cut, decoder, only, others, refused

UART = profile_text("nordic-uart")


def uart(
    more: str, *, fields: str = '["tick", "acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"]'
) -> Profile:
    """The profile with a clock and other options."""
    lines = [line for line in UART.split("\n") if not line.startswith("fields")]
    return Profile.from_toml("\n".join([*lines, f"fields = {fields}", more]), where="own.toml")


@given(st.lists(st.integers(0, 80), max_size=6))
def test_lines_may_be_cut_anywhere(cuts: list[int]) -> None:
    line, expected = others("nus_text", "Bangle line")
    stream = b"rest of a line\n" + line * 3 + b"> \r\n" + line
    bangle = decoder("banglejs")
    found = [d for piece in cut(stream, cuts) for d in bangle.feed("data", piece)]
    values = np.concatenate([d.values for d in found if isinstance(d, Readings)])
    assert not [d for d in found if isinstance(d, BadPacket)]
    close(values, [expected["acc_g"]] * 4, G_MPS2, 1e-9)


def test_lines_that_are_none() -> None:
    """The first may lack its beginning and is not counted."""
    made = decoder("nordic-uart")
    assert made.feed("data", b"1,2\n") == []
    assert refused(made.feed("data", b"1,2,3\n")) == "3 fields; a line has 6"
    assert refused(made.feed("data", b"1,2,3,4,5,six\n")) == "a field that is no number"
    for far in (b"nan", b"1e300", b"-inf"):
        why = refused(made.feed("data", b"1,2,3,4,5," + far + b"\n"))
        assert why == "a field that is no number, or far too large"


def test_a_line_without_an_end_is_dropped_and_counted() -> None:
    """Then lines are read again from the next line's beginning."""
    made = decoder("nordic-uart")
    assert made.feed("data", b"7" * 400) == []
    assert refused(made.feed("data", b"7" * 200)) == "600 bytes without a line's end"
    assert made.feed("data", b"77,8\n") == []
    close(only(made.feed("data", b"0,0,1,0,0,90\n")).values[0, :3], [0, 0, 1], G_MPS2, 1e-9)


def test_one_bad_line_costs_one_line() -> None:
    made = make_decoder(uart("tick_s = 0.001"))
    lines = b"\n".join([b"", b"10,0,0,1,0,0,0", b"1e300,0,0,1,0,0,0", b"30,0,0,1,0,0,0", b""])
    found, bad = made.feed("data", lines)
    assert isinstance(found, Readings)
    assert found.ticks is not None
    assert found.ticks.tolist() == [10, 30]
    assert refused([bad]).endswith("far too large")


@pytest.mark.parametrize(
    ("more", "lines"),
    [
        ("tick_s = 0.001", b"\n1000,0,0,1,0,0,90\n1010,0,0,1,0,0,90\n"),
        ("tick_scale = 1000\ntick_s = 0.001", b"\n1.000,0,0,1,0,0,90\n1.010,0,0,1,0,0,90\n"),
        ("tick_scale = 1000\ntick_s = 0.001", b"\n4294967.295,0,0,1,0,0,90\n4294967.305,0,0,1,0,0,90\n"),
        ("tick_s = 0.001", b"\n4294967290,0,0,1,0,0,90\n4,0,0,1,0,0,90\n"),
        ('separator = " "\ntick_s = 0.001', b"\n1000 0  0\t1 0 0   90\r\n1010 0 0 1 0 0 90\r\n"),
        (
            'separator = ";"\nprefix = "IMU:"\ntick_s = 0.001',
            b"\nIMU:1;0;0;1;0;0;90\nhello\nIMU:11;0;0;1;0;0;90\n",
        ),
    ],
)
def test_a_clock_in_front(more: str, lines: bytes) -> None:
    """Two readings 10 ms apart: in ms, in seconds with decimals, across 2³² ms, with blanks, with a prefix."""
    stream = DeviceStream(uart(more), "wrist")
    (block,) = stream.packet(Packet(sensor="wrist", channel="data", data=lines, arrival_s=2.0))
    np.testing.assert_allclose(block.time_s, [1.99, 2.0], atol=1e-9)
    close(block.acc_mps2, [[0, 0, 1]] * 2, G_MPS2, 1e-9)
    assert block.gyr_radps is not None
    close(block.gyr_radps, [[0, 0, 90]] * 2, RAD_PER_DEG, 1e-9)
    assert stream.health.bad == 0


def test_turning_must_be_named_or_denied() -> None:
    """Acceleration would wait for it in vain."""
    with pytest.raises(DeviceError, match="has_gyro is true, but the options name no turning"):
        make_decoder(uart("", fields='["acc_x", "acc_y", "acc_z"]'))


@given(st.lists(st.text("0123456789.,-e \n", max_size=60), max_size=8))
def test_lines_of_figures_never_raise(pieces: list[str]) -> None:
    """Nearer to readings than random bytes are."""
    made = make_decoder(uart("tick_s = 0.001"))
    for found in (d for piece in pieces for d in made.feed("data", piece.encode())):
        assert isinstance(found, Readings | BadPacket)
        if isinstance(found, Readings):
            assert np.isfinite(found.values).all()
