"""The fingerprint is of the samples alone: in packets of any size, under any file name."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.history.content_hash import ContentHash, content_hash
from imu.types import SampleBlock
from tests.fixtures.past import calm_curls

RECORDING = calm_curls(1)
(BLOCK,) = RECORDING.sensors


@given(st.lists(st.integers(0, len(BLOCK)), max_size=8))
def test_packets_of_any_size(cuts: list[int]) -> None:
    made = ContentHash()
    edges = [0, *sorted(cuts), len(BLOCK)]
    for start, stop in pairwise(edges):
        made.add(BLOCK.slice(start, stop))
    assert made.text == content_hash(RECORDING)


def test_sensors_in_any_order() -> None:
    trunk = replace(BLOCK, sensor="trunk", time_s=BLOCK.time_s + 1.0)
    both = [content_hash(replace(RECORDING, sensors=pair)) for pair in ((BLOCK, trunk), (trunk, BLOCK))]
    assert both[0] == both[1] != content_hash(RECORDING)


def changed(**arrays: np.ndarray) -> str:  # type: ignore[type-arg]
    block: SampleBlock = replace(BLOCK, **arrays)
    return content_hash(replace(RECORDING, sensors=(block,)))


def test_any_other_sample_gives_another_one_and_equal_numbers_do_not() -> None:
    assert BLOCK.gyr_radps is not None
    nudged = BLOCK.acc_mps2.copy()
    nudged[-1, 2] = np.nextafter(nudged[-1, 2], 99.0)
    zeroed, negative = BLOCK.gyr_radps.copy(), BLOCK.gyr_radps.copy()
    zeroed[5], negative[5] = 0.0, -0.0
    assert (
        len(
            {
                content_hash(RECORDING),
                changed(acc_mps2=nudged),
                changed(gyr_radps=zeroed),
                changed(time_s=BLOCK.time_s + 1),
            }
        )
        == 4
    )
    assert changed(gyr_radps=zeroed) == changed(gyr_radps=negative)
    assert content_hash(replace(RECORDING, path="elsewhere.csv", lifter="Bo")) == content_hash(RECORDING)
