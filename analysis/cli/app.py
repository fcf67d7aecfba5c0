"""The commands and their options. Nothing heavy is imported here: ``--help`` must be quick."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal, TypeAlias

import typer

from analysis.cli.options import AnalyzeOptions

Job: TypeAlias = Callable[[], int]

app = typer.Typer(
    name="rep-momentum",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="--debug, anywhere, shows the traceback of a fault.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from analysis.offline import program_version  # noqa: PLC0415  slow to import

        print(f"rep-momentum {program_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """How much of each biceps curl was muscle, and how much momentum, from one motion sensor."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def demo(
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder for the report.")] = ".",
) -> Job:
    """Analyse an embedded recording: print the table and write the report. Needs no sensor and no network."""

    def job() -> int:
        from analysis.cli.demo import run_demo  # noqa: PLC0415

        return run_demo(out)

    return job


@app.command()
def analyze(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, zips, folders, or - for standard input.")],
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="One recording as a JSON document.")] = None,
    jsonl: Annotated[str | None, typer.Option(metavar="FILE|-", help="A line of JSON per recording.")] = None,
    report: Annotated[str | None, typer.Option(metavar="FILE.html", help="A report in one HTML file.")] = None,
    csv: Annotated[str | None, typer.Option(metavar="FILE|-", help="A row per rep.")] = None,
    format_: Annotated[str | None, typer.Option("--format", metavar="NAME", help="What the files are, where their content does not tell; see `formats`.")] = None,
    sensor: Annotated[str | None, typer.Option(metavar="PLACEMENT", help="Where the sensor was: wrist, forearm, dumbbell, ...; several, in the file's order, with commas.")] = None,
    merge: Annotated[bool, typer.Option("--merge", help="The files are parts of one recording.")] = False,
    weight: Annotated[str | None, typer.Option(metavar="12.5kg|25lb", help="The weight that was lifted.")] = None,
    side: Annotated[Literal["left", "right"] | None, typer.Option(help="The arm.")] = None,
    target_reps: Annotated[int | None, typer.Option(min=1, metavar="N", help="Reps that were wanted in a set.")] = None,
    rack: Annotated[str | None, typer.Option(metavar="2.5:30:2.5kg", help="The weights there are: first:last:step, or a list.")] = None,
    thresholds: Annotated[str | None, typer.Option(metavar="FILE.toml", help="Other thresholds than the published ones.")] = None,
) -> Job:  # fmt: skip
    """Analyse recordings: reps, momentum and advice."""
    options = AnalyzeOptions(
        paths=tuple(paths), json=json, jsonl=jsonl, report=report, csv=csv, format=format_, sensor=sensor, merge=merge,
        weight=weight, side=side, target_reps=target_reps, rack=rack, thresholds=thresholds,
    )  # fmt: skip

    def job() -> int:
        from analysis.cli.analyze import run_analyze  # noqa: PLC0415

        return run_analyze(options)

    return job


@app.command()
def formats() -> Job:
    """List the recordings that can be read, each with an example header."""

    def job() -> int:
        from analysis.cli.formats import run_formats  # noqa: PLC0415

        return run_formats()

    return job
