"""The commands and their options. Nothing heavy is imported here: ``--help`` must be quick."""

from __future__ import annotations

from typing import Annotated

import click

from analysis.cli.advise_options import AdviseOptions
from analysis.cli.analyze_options import AnalyzeOptions
from analysis.cli.batch_options import BatchOptions
from analysis.cli.history_commands import history_app
from analysis.cli.live_options import OUT_OPTION, LiveOptions
from analysis.cli.option_specs import make_argument, make_flag, make_option
from analysis.cli.parsing import Job, add_command, make_group, takes

_REPORT_OUT = make_option("--out", "DIR", "Folder for the report.")
_SECONDS = make_option("--seconds", "N", "How long to listen.", least=0.5, most=600.0)
_KIND = make_argument("NAME", "One of the list.")
_VERSION = make_flag("--version", "Print the version.")


def root(context: click.Context, *, version: Annotated[bool, _VERSION] = False) -> None:
    """How much of each biceps curl was muscle, and how much momentum, from one motion sensor."""
    if version:
        from analysis.stream.offline import program_version  # noqa: PLC0415  slow to import

        print(f"rep-momentum {program_version()}")
        context.exit()
    if context.invoked_subcommand is None:
        print(context.get_help())


_ANYWHERE = "Anywhere, --language de speaks German to the lifter, and --debug shows the traceback of a fault."
app = make_group("rep-momentum", root, epilog=_ANYWHERE)


@add_command(app, "demo")
def demo(*, out: Annotated[str, _REPORT_OUT] = ".") -> Job:
    """Analyse an embedded recording: print its table, write its report. Needs no sensor and no network."""

    def job() -> int:
        from analysis.cli.demo import run_demo  # noqa: PLC0415

        return run_demo(out)

    return job


@add_command(app, "analyze")
@takes(AnalyzeOptions)
def analyze_command(options: AnalyzeOptions) -> int:
    """Analyse recordings: reps, momentum and advice."""
    from analysis.cli.analyze import run_analyze  # noqa: PLC0415

    return run_analyze(options)


@add_command(app, "batch")
@takes(BatchOptions)
def batch_command(options: BatchOptions) -> int:
    """Analyse many recordings, on many cores or machines, into a folder of Parquet files."""
    from analysis.cli.batch import run_batch  # noqa: PLC0415

    return run_batch(options)


@add_command(app, "advise")
@takes(AdviseOptions, only=("lifter", "db", "json", "rack", "target_reps", "side", "thresholds"))
def advise_command(options: AdviseOptions) -> int:
    """Say the weight of the next session, from the sets of earlier ones."""
    from analysis.cli.advise import run_advise  # noqa: PLC0415

    return run_advise(options)


@add_command(app, "live")
@takes(LiveOptions)
def live(options: LiveOptions) -> int:
    """Follow a session as it happens: count, momentum and one cue at a time."""
    from analysis.cli.live import run_live  # noqa: PLC0415

    return run_live(options)


@add_command(app, "record")
@takes(
    LiveOptions,
    only=("devices", "profile", "rate_hz", "out", "sensor", "weight", "side", "lifter"),
    required=("devices",),
    plain=True,
    record_only=True,
)
def record(options: LiveOptions) -> int:
    """Record sensors until Ctrl-C, and nothing else; analyze reads the file."""
    from analysis.cli.live import run_live  # noqa: PLC0415

    return run_live(options)


@add_command(app, "scan")
def scan_command(*, seconds: Annotated[float, _SECONDS] = 8.0) -> Job:
    """Show the sensors that are near."""

    def job() -> int:
        from analysis.cli.scan import run_scan  # noqa: PLC0415

        return run_scan(seconds)

    return job


@add_command(app, "doctor")
def doctor(*, out: Annotated[str, OUT_OPTION] = ".") -> Job:
    """Say what this machine lacks for a live session, and how to mend it."""

    def job() -> int:
        from analysis.cli.doctor import run_doctor  # noqa: PLC0415

        return run_doctor(out)

    return job


@add_command(app, "formats")
def formats() -> Job:
    """List what can be read, with example headers."""

    def job() -> int:
        from analysis.cli.sensors import run_formats  # noqa: PLC0415

        return run_formats()

    return job


@add_command(app, "sensors")
def sensors(name: Annotated[str | None, _KIND] = None) -> Job:
    """List the sensors that can be listened to; with a NAME, print its profile."""

    def job() -> int:
        from analysis.cli.sensors import run_sensors  # noqa: PLC0415

        return run_sensors(name)

    return job


app.add_command(history_app)
