"""``rep-momentum sensors`` and ``formats``: list the kinds of sensors and of files that are known."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from analysis.cli.console import OutConsole
from analysis.cli.messages import DONE, complain, worse_code
from analysis.output.terminal import print_line
from imu.devices import Profile, profile_text
from imu.devices.profile import list_profiles
from imu.errors import ImuError
from imu.formats import list_formats
from imu.printable import printable

_OWN = (
    "Another sensor that speaks like one of these: rep-momentum sensors NAME > mine.toml, change what differs,"
    " then rep-momentum live --device ITS-NAME --profile mine.toml."
)


def run_sensors(name: str | None) -> int:
    """Prints every kind of sensor that can be listened to, or the profile of one of them.

    Parameters
    ----------
    name : str or None
        Of the profile to print.

    Returns
    -------
    int
        Exit code; a plug-in that does not work is left out, and a message says which and why.

    Raises
    ------
    DeviceError
        There is none of that name.
    """
    if name is not None:
        print(profile_text(name), end="")
        return DONE
    console = OutConsole()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", no_wrap=True)
    table.add_column("gyroscope")
    table.add_column("rates, Hz", max_width=14)
    table.add_column("what it is and needs")
    known = list_profiles()
    for profile in known.profiles:
        table.add_row(*(Text(printable(cell)) for cell in _row(profile)))
    console.print(table)
    print_line(console, _OWN)
    return _tell_left_out(known.left_out)


def _tell_left_out(faults: Sequence[ImuError]) -> int:
    """Says which plug-ins were left out and why; returns the exit code."""
    code = DONE
    for fault in faults:
        code = worse_code(code, complain(f"left out: {fault}"))
    return code


def _row(profile: Profile) -> tuple[str, ...]:
    rates = ", ".join(f"{rate:g}" for rate in profile.rates_hz) or f"{profile.rate_hz:g}, fixed"
    return profile.name, "yes" if profile.has_gyro else "no", rates, f"{profile.title}. {profile.notes}"


def run_formats() -> int:
    """Prints every format with its name for ``--format`` and an example header; returns the exit code.

    A plug-in that does not work is left out, and a message says which and why.
    """
    known = list_formats()
    for info in known.formats:
        lines = [f"{info.name}: {info.title}", f"  {info.description}"]
        lines += [f"    {line}" for line in info.example.splitlines()]
        print("\n".join(printable(line, keep="\t") for line in lines) + "\n")
    return _tell_left_out(known.left_out)
