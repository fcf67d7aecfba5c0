"""The commands and their options. Nothing heavy is imported here: ``--help`` must be quick."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from analysis.cli.analyze_options import AnalyzeOptions

Job: TypeAlias = Callable[[], int]
"""What a command returns: the work, to be done outside the parser; gives the exit code."""


class Side(StrEnum):
    """Arms."""

    LEFT = "left"
    RIGHT = "right"


app = typer.Typer(
    name="rep-momentum",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="Anywhere, --debug shows the traceback of a fault.",
)


def _option(name: str, metavar: str, text: str) -> typer.models.OptionInfo:
    info: typer.models.OptionInfo = typer.Option(name, metavar=metavar, help=text)
    return info


_OUT = _option("--out", "DIR", "Folder for the report.")
_JSON = _option("--json", "FILE|-", "Write one recording as a JSON document.")
_JSONL = _option("--jsonl", "FILE|-", "Write a line of JSON per recording.")
_REPORT = _option("--report", "FILE.html", "Write a report: one HTML file that needs nothing else.")
_CSV = _option("--csv", "FILE|-", "Write a table with a row per rep.")
_FORMAT = _option("--format", "NAME", "What the files are, if their content does not tell; see formats.")
_SENSOR = _option("--sensor", "PLACEMENT", "wrist, forearm, dumbbell, ...; commas between several.")
_WEIGHT = _option("--weight", "12.5kg|25lb", "Weight that was lifted; overrules the recording's notes.")
_SIDE = _option("--side", "left|right", "Arm that lifted.")
_RACK = _option("--rack", "2.5:30:2.5kg", "Weights there are: first:last:step, or a list such as 5,7.5,10kg.")
_EXPLAIN = _option("--explain", "REPS", "Why reps were called so: numbers such as 7,8, or all.")
_THRESHOLDS = _option("--thresholds", "FILE.toml", "Other thresholds than the published ones.")
_TARGET = typer.Option("--target-reps", metavar="N", min=1, help="Reps wanted in a set.")
_DEVICE = typer.Option(
    "--device", metavar="NAME", help="Sensor: name, address, kind, or demo; PLACE=NAME for several."
)
_SECONDS = typer.Option("--seconds", metavar="N", min=0.5, max=600.0, help="How long to listen.")
_WITH_DEMO = typer.Option("--demo", help="Listen for a simulated sensor instead.")
_PROFILE = _option(
    "--profile", "NAME|FILE.toml", "Kind of the sensor, if its name does not tell; see sensors."
)
_RATE = typer.Option("--rate", metavar="HZ", help="Readings a second to ask for.")
_KEEP = _option("--out", "DIR", "Folder for the recording.")
_SWING = typer.Option("--swing", help="The simulated lifter ends the first set swinging.")
_DROP = typer.Option("--drop-link", help="The simulated sensor goes out of range once.")
_LOSS = typer.Option("--loss", metavar="SHARE", help="Share of the simulated sensor's packets that are lost.")
_REPLAY = _option("--replay", "FILE", "Play a recording as if it came from a sensor.")
_SPEED = typer.Option("--speed", metavar="N", help="Play it so many times faster; inf: at once.")
_PLAIN = typer.Option("--plain", help="Lines of text instead of the page.")
_HOST = _option("--host", "ADDRESS", "Let other machines open the page: this machine's address, or 0.0.0.0.")
_PORT = typer.Option("--port", metavar="N", min=0, max=65535, help="Port of the page; 0: any free one.")
_OPEN = typer.Option("--open/--no-open", help="Open the page in a browser.")
_EVENTS = _option("--events", "FILE|-", "Write every event as a line of JSON, when it happens.")
_FLIP = _option(
    "--flip-gyro", "xyz|x|none", "Gyroscope axes to negate, or none; by default what gravity shows."
)
_MERGE = typer.Option("--merge", help="The files are parts of one recording.")
_KIND = typer.Argument(metavar="NAME", help="One of the list.")
_PATHS = typer.Argument(metavar="PATH", help="Files, zips or folders; - is standard input.")


def _print_version(wanted: bool) -> None:
    if wanted:
        from analysis.stream.offline import program_version  # noqa: PLC0415  slow to import

        print(f"rep-momentum {program_version()}")
        raise typer.Exit


_VERSION = typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")


@app.callback(invoke_without_command=True)
def root(context: typer.Context, *, version: Annotated[bool, _VERSION] = False) -> None:  # noqa: ARG001
    """How much of each biceps curl was muscle, and how much momentum, from one motion sensor."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def demo(*, out: Annotated[str, _OUT] = ".") -> Job:
    """Analyse an embedded recording: print its table, write its report. Needs no sensor and no network."""

    def job() -> int:
        from analysis.cli.demo import run_demo  # noqa: PLC0415

        return run_demo(out)

    return job


@app.command()
def analyze(
    context: typer.Context,
    paths: Annotated[list[str], _PATHS],
    *,
    json: Annotated[str | None, _JSON] = None,
    jsonl: Annotated[str | None, _JSONL] = None,
    report: Annotated[str | None, _REPORT] = None,
    csv: Annotated[str | None, _CSV] = None,
    format_name: Annotated[str | None, _FORMAT] = None,
    sensor: Annotated[str | None, _SENSOR] = None,
    merge: Annotated[bool, _MERGE] = False,
    flip_gyro: Annotated[str | None, _FLIP] = None,
    weight: Annotated[str | None, _WEIGHT] = None,
    side: Annotated[Side | None, _SIDE] = None,
    target_reps: Annotated[int | None, _TARGET] = None,
    rack: Annotated[str | None, _RACK] = None,
    thresholds: Annotated[str | None, _THRESHOLDS] = None,
    explain: Annotated[str | None, _EXPLAIN] = None,
) -> Job:
    """Analyse recordings: reps, momentum and advice."""
    options = AnalyzeOptions(
        paths=tuple(paths),
        json=json,
        jsonl=jsonl,
        report=report,
        csv=csv,
        format=format_name,
        sensor=sensor,
        merge=merge,
        flip_gyro=flip_gyro,
        weight=weight,
        side=side and side.value,
        target_reps=target_reps,
        rack=rack,
        thresholds=thresholds,
        explain=explain,
        debug=bool(context.obj),
    )

    def job() -> int:
        from analysis.cli.analyze import run_analyze  # noqa: PLC0415

        return run_analyze(options)

    return job


@app.command()
def live(
    context: typer.Context,
    *,
    device: Annotated[list[str] | None, _DEVICE] = None,
    profile: Annotated[str | None, _PROFILE] = None,
    rate: Annotated[float | None, _RATE] = None,
    out: Annotated[str, _KEEP] = ".",
    swing: Annotated[bool, _SWING] = False,
    drop_link: Annotated[bool, _DROP] = False,
    loss: Annotated[float, _LOSS] = 0.0,
    replay: Annotated[str | None, _REPLAY] = None,
    speed: Annotated[float, _SPEED] = 1.0,
    plain: Annotated[bool, _PLAIN] = False,
    host: Annotated[str | None, _HOST] = None,
    port: Annotated[int, _PORT] = 0,
    open_page: Annotated[bool, _OPEN] = True,
    events: Annotated[str | None, _EVENTS] = None,
    format_name: Annotated[str | None, _FORMAT] = None,
    sensor: Annotated[str | None, _SENSOR] = None,
    weight: Annotated[str | None, _WEIGHT] = None,
    side: Annotated[Side | None, _SIDE] = None,
    target_reps: Annotated[int | None, _TARGET] = None,
    rack: Annotated[str | None, _RACK] = None,
    thresholds: Annotated[str | None, _THRESHOLDS] = None,
) -> Job:
    """Follow a session as it happens: count, momentum and one cue at a time."""
    from analysis.cli.live_options import LiveOptions  # noqa: PLC0415

    options = LiveOptions(
        devices=tuple(device or ()),
        profile=profile,
        rate_hz=rate,
        out=out,
        swing=swing,
        drop_link=drop_link,
        loss=loss,
        replay=replay,
        speed=speed,
        plain=plain,
        host=host,
        port=port,
        open_page=open_page,
        events=events,
        format=format_name,
        sensor=sensor,
        weight=weight,
        side=side and side.value,
        target_reps=target_reps,
        rack=rack,
        thresholds=thresholds,
        debug=bool(context.obj),
    )

    def job() -> int:
        from analysis.cli.live import run_live  # noqa: PLC0415

        return run_live(options)

    return job


@app.command()
def record(
    context: typer.Context,
    device: Annotated[list[str], _DEVICE],
    *,
    profile: Annotated[str | None, _PROFILE] = None,
    rate: Annotated[float | None, _RATE] = None,
    out: Annotated[str, _KEEP] = ".",
    sensor: Annotated[str | None, _SENSOR] = None,
    weight: Annotated[str | None, _WEIGHT] = None,
    side: Annotated[Side | None, _SIDE] = None,
) -> Job:
    """Record sensors until Ctrl-C, and nothing else; analyze reads the file."""
    from analysis.cli.live_options import LiveOptions  # noqa: PLC0415

    options = LiveOptions(
        devices=tuple(device),
        profile=profile,
        rate_hz=rate,
        out=out,
        plain=True,
        record_only=True,
        sensor=sensor,
        weight=weight,
        side=side and side.value,
        debug=bool(context.obj),
    )

    def job() -> int:
        from analysis.cli.live import run_live  # noqa: PLC0415

        return run_live(options)

    return job


@app.command()
def scan(
    *, seconds: Annotated[float, _SECONDS] = 8.0, demo_sensor: Annotated[bool, _WITH_DEMO] = False
) -> Job:
    """Show the sensors that are near."""

    def job() -> int:
        from analysis.cli.scan import run_scan  # noqa: PLC0415

        return run_scan(seconds, demo=demo_sensor)

    return job


@app.command()
def doctor(*, out: Annotated[str, _KEEP] = ".") -> Job:
    """Say what this machine lacks for a live session, and how to mend it."""

    def job() -> int:
        from analysis.cli.doctor import run_doctor  # noqa: PLC0415

        return run_doctor(out)

    return job


@app.command()
def formats() -> Job:
    """List what can be read, with example headers."""

    def job() -> int:
        from analysis.cli.sensors import run_formats  # noqa: PLC0415

        return run_formats()

    return job


@app.command()
def sensors(name: Annotated[str | None, _KIND] = None) -> Job:
    """List the sensors that can be listened to; with a NAME, print its profile."""

    def job() -> int:
        from analysis.cli.sensors import run_sensors  # noqa: PLC0415

        return run_sensors(name)

    return job
