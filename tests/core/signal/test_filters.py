"""Filters: their coefficients, the compiled loop behind them, and what they do not import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scipy
from scipy import signal

from analysis.core.signal import filters

FOLLOWED = [(0.05, 0.025), (1.0, 0.025), (8.0, 0.025), (3.0, 0.01), (0.4, 0.125)]
BEYOND = (20.0, 0.025)  # the Nyquist frequency itself
ROOT = Path(__file__).parents[3]
DEMO = ROOT / "firmware_data" / "recordings" / "demo_curls.csv"


@pytest.mark.parametrize(("cutoff_hz", "step_s"), [*FOLLOWED, BEYOND])
def test_coefficients_are_those_of_a_butterworth_filter(cutoff_hz: float, step_s: float) -> None:
    expected = signal.butter(2, min(cutoff_hz * 2.0 * step_s, 0.95))
    for own, theirs in zip(filters._butter(cutoff_hz, step_s), expected, strict=True):
        np.testing.assert_allclose(own, theirs, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize(("cutoff_hz", "step_s"), FOLLOWED)
def test_half_of_the_power_passes_at_the_cutoff(cutoff_hz: float, step_s: float) -> None:
    b, a = filters._butter(cutoff_hz, step_s)
    z = np.exp(-2j * np.pi * cutoff_hz * step_s * np.arange(3))
    assert abs(b @ z) ** 2 == pytest.approx(0.5 * abs(a @ z) ** 2, rel=1e-6)


@pytest.mark.parametrize(("cutoff_hz", "step_s"), FOLLOWED)
def test_a_constant_stays_as_it_is(cutoff_hz: float, step_s: float) -> None:
    low = filters.LowPass(cutoff_hz, step_s, channels=2)
    constant = np.tile([9.81, -3.0], (200, 1))
    np.testing.assert_allclose(low.push(constant), constant, rtol=1e-9)


def test_the_loop_gives_the_bits_of_lfilter() -> None:
    b, a = filters._butter(3.0, 0.025)
    x = np.random.default_rng(4).normal(size=(6, 500))
    start = filters._at_rest(3.0, 0.025) * x[:, :1]
    y, end = filters._recursion()(b, a, x, 1, start)
    expected_y, expected_end = signal.lfilter(b, a, x, axis=1, zi=start)
    np.testing.assert_array_equal(y, expected_y)
    np.testing.assert_array_equal(end, expected_end)


def test_without_the_loop_lfilter_filters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    b, a = filters._butter(3.0, 0.025)
    x, start = np.ones((1, 9)), np.zeros((1, 2))
    expected_y, expected_end = filters._recursion()(b, a, x, 1, start)
    monkeypatch.setattr(scipy, "__path__", [str(tmp_path)])
    y, end = filters._recursion.__wrapped__()(b, a, x, 1, start)
    np.testing.assert_array_equal(y, expected_y)
    np.testing.assert_array_equal(end, expected_end)


@pytest.mark.program
@pytest.mark.parametrize(
    "words", [["analyze", "--json", "-"], ["live", "--plain", "--speed", "inf", "--replay"]]
)
def test_no_command_imports_scipy_signal(words: list[str], tmp_path: Path) -> None:
    end = [str(DEMO), "--out", str(tmp_path)] if words[0] == "live" else [str(DEMO)]
    code = f"""
import sys
from analysis.cli import run
assert run({[*words, *end]}) == 0
print()
print(sorted({{"analysis.core.signal.filters", "scipy.signal"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "['analysis.core.signal.filters']"
