"""Compiled loops: the same bits as the arrays and as Python, in packets of any size; and where there are none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.core import compiled
from analysis.core.compiled import compiled_or_not
from analysis.core.live_signals import LiveSignals
from analysis.core.signal.filters import smooth
from analysis.core.signal.orientation import GrossBias, GyroOrientation
from analysis.core.signal.resample import Grid
from analysis.core.signal.sensor_frame import OwnFrame
from analysis.core.signal.sieve import Sieve
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.tracker import Tracker
from imu.simulate import CurlSet, Idle, SensorModel, SimulatedRep, Still, Walk, simulate
from imu.types import Floats, SampleBlock
from tests.fixtures.compiled import needs_compiled
from tests.fixtures.source_tree import ROOT

pytestmark = pytest.mark.slow
LOOPS = ROOT / "analysis" / "core" / "loops"
SWUNG = SimulatedRep(lift_s=0.8, swing=1.0)
PHASES = (
    Still(2.0),
    CurlSet(reps=(SimulatedRep(),) * 4 + (SWUNG,) * 3),
    Still(9.0),
    Walk(10.0),
    Idle(8.0),
    Still(3.0),
)
SENSOR = SensorModel(
    rate_hz=70.0,
    acc_noise_mps2=0.03,
    gyr_noise_radps=0.003,
    jitter_s=0.002,
    gyr_bias_radps=(0.05, 0.0, -0.03),
)
BLOCK = simulate(PHASES, sensor=SENSOR, seed=4).recording.sensors[0]
READS_WRONG = replace(BLOCK, acc_mps2=0.6 * BLOCK.acc_mps2)
SIZES = [1, 7, 1000, 10**6]
"""Samples in a packet."""


def columns(block: SampleBlock) -> Floats:
    assert block.gyr_radps is not None
    return np.concatenate([block.acc_mps2, block.gyr_radps], axis=1)


def starts(size: int) -> Iterator[slice]:
    for start in range(0, len(BLOCK), size):
        yield slice(start, start + size)


def cells_and_signals(size: int, given: SampleBlock = BLOCK) -> Floats:
    """Cells in the sensor's own frame, and the live signals of them, one row a cell."""
    grid, frame, values = Grid(6, DEFAULTS.grid), OwnFrame(), columns(given)
    orientation = GyroOrientation(grid.step_s, DEFAULTS.orientation)
    signals = LiveSignals(grid.step_s, DEFAULTS.live, has_gyro=True)
    rows = []
    for part in starts(size):
        for block in grid.push(BLOCK.time_s[part], values[part]):
            cells = frame.push(block)
            if len(cells.time_s):
                acc = cells.values[:, :3]
                live = signals.push(acc, orientation.push(acc, cells.values[:, 3:]))
                shown = (
                    live.angle_deg,
                    live.speed_dps,
                    live.turn_dps,
                    live.way_deg,
                    live.push_mps2,
                    signals.far_off,
                )
                rows.append(np.column_stack([cells.time_s, cells.ready_s, cells.values, cells.gap, *shown]))
    return np.concatenate(rows)


@needs_compiled
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("block", [BLOCK, READS_WRONG], ids=["right", "reads wrong"])
def test_cells_and_live_signals_are_those_of_the_arrays(size: int, block: SampleBlock) -> None:
    with compiled_or_not(on=True):
        loops = cells_and_signals(size, block)
    with compiled_or_not(on=False):
        expected = cells_and_signals(10**6, block)
    np.testing.assert_array_equal(loops, expected)
    assert expected[:, -1].any() == (block is READS_WRONG)


@needs_compiled
@pytest.mark.parametrize("cutoff_hz", [0.15, 1.0, 19.0])
@pytest.mark.parametrize("shape", [(300,), (500, 2), (1400, 3), (40, 7)])
def test_smoothing_is_that_of_the_compiled_filter_of_scipy(shape: tuple[int, ...], cutoff_hz: float) -> None:
    x = np.random.default_rng(1).normal(size=shape)
    with compiled_or_not(on=True):
        loops = smooth(x, cutoff_hz, 0.025)
    with compiled_or_not(on=False):
        np.testing.assert_array_equal(loops, smooth(x, cutoff_hz, 0.025))


@needs_compiled
@pytest.mark.parametrize("radps", [0.5, 3.0])
def test_a_gross_bias_is_found_in_the_same_cell(radps: float) -> None:
    gyr = np.random.default_rng(2).normal(size=(4000, 3)) + np.array([radps, 0.0, 0.0])

    def without() -> Floats:
        bias = GrossBias(0.025, DEFAULTS.orientation)
        return np.concatenate([bias.push(gyr[k : k + 100]) for k in range(0, len(gyr), 100)])

    with compiled_or_not(on=True):
        loops = without()
    with compiled_or_not(on=False):
        np.testing.assert_array_equal(loops, without())
    assert np.array_equal(loops, gyr) == (radps == 0.5)


@needs_compiled
@pytest.mark.parametrize("size", [3, 500])
def test_the_sieve_leaves_out_the_same_readings(size: int) -> None:
    values = columns(BLOCK).copy()
    values[500] = 300.0
    values[1200:1300] = values[1200]
    values[2000, 3:] = 50.0

    def usable() -> tuple[Floats, int, int]:
        sieve = Sieve(6, DEFAULTS.grid.gap_s)
        sifted = [sieve.push(BLOCK.time_s[part], values[part]) for part in starts(size)]
        return (
            np.concatenate([one.time_s for one in [*sifted, sieve.flush()]]),
            sieve.isolated,
            sieve.repeated,
        )

    with compiled_or_not(on=True):
        times, isolated, repeated = usable()
    with compiled_or_not(on=False):
        expected = usable()
    np.testing.assert_array_equal(times, expected[0])
    assert (isolated, repeated) == expected[1:]
    assert isolated > 0
    assert repeated > 0


@needs_compiled
@pytest.mark.parametrize("size", [5, 10**6])
def test_sets_and_events_are_the_same(size: int) -> None:
    def found() -> tuple[str, str]:
        tracker = Tracker()
        events = [
            event for part in starts(size) for event in tracker.push(BLOCK.slice(part.start, part.stop))
        ]
        return repr([*events, *tracker.flush()]), repr((tracker.sets, tracker.rejected))

    with compiled_or_not(on=True):
        loops = found()
    with compiled_or_not(on=False):
        assert loops == found()
    assert loops[1].count("RepSet(") == 1
    assert "FlagEvent(" in loops[0]


@needs_compiled
def test_they_are_those_of_the_files() -> None:
    """What was built is no older than the files that it is made of: a loop that was changed wants a new installation."""
    for name, built in compiled._machine_code.items():
        stem = LOOPS / name.rpartition(".")[2]
        sources = stem.with_suffix(".py"), LOOPS / f"_{stem.name}.pxd"
        assert built.__file__ is not None
        newest = max(source.stat().st_mtime for source in sources)
        assert Path(built.__file__).stat().st_mtime >= newest, "install again: pip install -e '.[dev]'"


@needs_compiled
def test_every_loop_is_compiled() -> None:
    assert {loop.python.__module__ for loop in compiled._loops} == set(compiled._machine_code)
    assert [loop.python.__name__ for loop in compiled._loops if loop.compiled is loop.python] == []


SAID = (
    "from analysis.core import compiled; print(compiled.loops_were_compiled(), compiled.loops_are_compiled())"
)


@needs_compiled
@pytest.mark.program
@pytest.mark.parametrize(("value", "said"), [("0", "True False"), ("1", "True True"), ("", "True True")])
def test_the_environment_may_ask_for_python(value: str, said: str) -> None:
    assert run(SAID, REP_MOMENTUM_COMPILED=value) == said


@pytest.mark.program
def test_without_compiled_loops_everything_goes_on_as_python() -> None:
    """As where pip found no compiler."""
    missing = "sys.modules['analysis.core.loops._walks'] = None\n"
    wanted = """
from imu.simulate import CurlSet, SimulatedRep, Still, simulate
from analysis.stream.offline import analyze
made = simulate((Still(2.0), CurlSet(reps=(SimulatedRep(),) * 4), Still(9.0)), seed=4)
print(repr(analyze(made.recording).sets))
"""
    said, plain, fast = run(missing + SAID), run(missing + wanted), run(wanted)
    assert said == "False False"
    assert plain == fast
    assert plain.count("RepSet(") == 1


def run(code: str, **environment: str) -> str:
    program = f"import os, sys; os.environ.update({environment!r})\n{code}"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return done.stdout.strip()
