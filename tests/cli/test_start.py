"""Starting is quick: what is slow to import waits until it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SLOW = ("pandas", "scipy.signal", "matplotlib", "jinja2", "vqf", "bleak")

HELP = "from analysis.cli.entry_point import run; assert run(['--help']) == 0"
VERSION = "from analysis.cli.entry_point import run; assert run(['--version']) == 0"


def loaded_by(code: str) -> list[str]:
    report = f"{code}\nimport json, sys\nprint()\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return modules


@pytest.mark.parametrize("code", ["import imu", "import analysis", "import analysis.cli", HELP, VERSION])
def test_slow_modules_wait(code: str) -> None:
    loaded = loaded_by(code)
    assert "json" in loaded
    assert [name for name in SLOW if name in loaded] == []
