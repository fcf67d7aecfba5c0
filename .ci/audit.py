"""Looks for known advisories about the packages of an environment: ``python audit.py SITE_PACKAGES``.

Needs ``pip-audit`` beside the Python that runs it. Fails where a package has an advisory, never because no source of
advisories can be reached: then it says that nothing was audited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

NOTHING = "no source of advisories can be reached from here: the dependencies were NOT audited"


def verdict(report: str) -> tuple[int, list[str]]:
    """Exit code and lines for people, from what ``pip-audit --format json`` wrote; it writes nothing when offline."""
    try:
        found: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, [NOTHING]
    audited = [one for one in found if "skip_reason" not in one]
    if not audited:  # a mirror of the packages alone knows no advisories
        return 0, [NOTHING]
    faults = [_line(one, vuln) for one in audited for vuln in one.get("vulns", ())]
    left = len(found) - len(audited)
    counts = f"{len(audited)} packages audited, {left} not known to the source of advisories"
    return (1 if faults else 0), [*faults, counts]


def _line(package: dict[str, Any], vuln: dict[str, Any]) -> str:
    mended = ", ".join(vuln.get("fix_versions") or ()) or "no version yet"
    return f"{package['name']} {package['version']}: {vuln['id']}, mended in {mended}"


def main() -> int:
    """Audit the folder that is named; returns the exit code."""
    program = Path(sys.executable).with_name("pip-audit")
    if not program.exists():
        print(NOTHING)
        return 0
    command = [program, "--path", sys.argv[1], "--format", "json", "--progress-spinner", "off"]
    code, lines = verdict(
        subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
        ).stdout
    )
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
