"""``rep-momentum sensors`` and ``formats``: list the kinds of sensors and of files that are known."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from analysis.cli.console import OutConsole
from analysis.cli.messages import DONE, complain, worse_code
from analysis.output.terminal import print_line
from imu.devices import Profile, profile_text, profiles
from imu.formats import list_formats

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
        Exit code.

    Raises
    ------
    DeviceError
        There is none of that name.
    """
    if name is not None:
        print(profile_text(name), end="")
        return 0
    console = OutConsole()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", no_wrap=True)
    table.add_column("gyroscope")
    table.add_column("rates, Hz", max_width=14)
    table.add_column("what it is and needs")
    for profile in profiles():
        table.add_row(*map(Text, _row(profile)))
    console.print(table)
    print_line(console, _OWN)
    return 0


def _row(profile: Profile) -> tuple[str, ...]:
    rates = ", ".join(f"{rate:g}" for rate in profile.rates_hz) or f"{profile.rate_hz:g}, fixed"
    return profile.name, "yes" if profile.has_gyro else "no", rates, f"{profile.title}. {profile.notes}"


def run_formats() -> int:
    """Prints every format with its name for ``--format`` and an example header; returns the exit code.

    A plug-in that does not work is left out, and a message says which and why.
    """
    known = list_formats()
    for info in known.formats:
        print(f"{info.name}: {info.title}")
        print(f"  {info.description}")
        print("\n".join(f"    {line}" for line in info.example.splitlines()) + "\n")
    code = DONE
    for fault in known.left_out:
        code = worse_code(code, complain(f"left out: {fault}"))
    return code
