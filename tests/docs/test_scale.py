"""The commands for Slurm of docs/scale.md, with a real scheduler and worker, and programs that stand for Slurm's."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.doc_examples import example
from tests.fixtures.lakes import content, fill, write_season

SLURM = {
    "sbatch": 'for job; do :; done\nsetsid sh -c "$job" >&2 &\necho $! | tee group\n',
    "srun": 'SLURM_PROCID=1 "$@" &\nSLURM_PROCID=0 "$@"\n',
    "scancel": 'kill -- "-$1"\n',
}
"""A job is a group of processes, and its number is the group's; of the workers it has one."""


@pytest.fixture
def shared_disk(tmp_path: Path) -> Path:
    """A folder with recordings and what an earlier job left."""
    write_season(tmp_path / "sessions")
    (tmp_path / "s.json").write_text('{"address": "tcp://127.0.0.1:9"}', encoding="utf-8")
    (tmp_path / "bin").mkdir()
    for name, lines in SLURM.items():
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\n{lines}", encoding="utf-8")
        program.chmod(0o755)
    return tmp_path


@pytest.mark.program
def test_the_job_is_waited_for_does_the_work_and_is_ended(shared_disk: Path) -> None:
    """Standard error is the job's too: it ends when all of its processes have."""
    programs = f"{shared_disk / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = ["bash", "-euo", "pipefail", "-c", example("scale.md", "slurm")]
    with subprocess.Popen(
        command,
        cwd=shared_disk,
        env=os.environ | {"PATH": programs},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            out, err = running.communicate(timeout=90.0)
        finally:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                os.killpg(int((shared_disk / "group").read_text(encoding="utf-8")), signal.SIGKILL)
    assert running.returncode == 0, err
    assert out.splitlines()[0].startswith("6 recordings analysed")
    fill(shared_disk / "alone", [shared_disk / "sessions"])
    assert content(shared_disk / "lake") == content(shared_disk / "alone")
