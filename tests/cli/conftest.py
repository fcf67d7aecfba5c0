from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from analysis.cli import run
from imu.formats import write_canonical
from imu.simulate import CurlSet, SimulatedRep, Still, simulate


@pytest.fixture(scope="session")
def demo_text() -> str:
    return (files("firmware_data.recordings") / "demo_curls.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def curls_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Four calm simulated curls, with their notes."""
    stages = [
        Still(3.0),
        CurlSet(reps=tuple(SimulatedRep(lift_s=1.7, lower_s=1.8) for _ in range(4))),
        Still(3.0),
    ]
    path = tmp_path_factory.mktemp("made") / "four.csv"
    write_canonical(simulate(stages, seed=4).recording, path)
    return path.read_text(encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def four(here: Path, curls_text: str) -> str:
    (here / "four.csv").write_text(curls_text, encoding="utf-8")
    return "four.csv"


@pytest.fixture
def still(here: Path) -> str:
    """Twenty seconds of a sensor lying on a table."""
    rows = [f"{i / 50!r},0.0,0.0,{9.81 + 0.001 * (i % 3)!r},0.0,0.0,0.001" for i in range(1000)]
    head = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps"
    (here / "still.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return "still.csv"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command; exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call
