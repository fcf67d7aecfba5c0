"""The command ``rep-momentum``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def root() -> None:
    """How much of each biceps curl was muscle, and how much momentum."""


@app.command()
def analyze(paths: list[str], jsonl: Annotated[str | None, typer.Option()] = None) -> None:
    """Analyse recordings."""
    from analysis.document import to_json  # noqa: PLC0415
    from analysis.offline import analyze as run  # noqa: PLC0415
    from imu.errors import ImuError  # noqa: PLC0415
    from imu.formats import read_recording  # noqa: PLC0415

    bad = False
    out = sys.stdout if jsonl in (None, "-") else Path(str(jsonl)).open("w", encoding="utf-8")
    for path in paths:
        try:
            print(to_json(run(read_recording(path))), file=out, flush=True)
        except ImuError as error:
            bad = True
            print(error, file=sys.stderr)
    raise typer.Exit(2 if bad else 0)


def main() -> None:
    """Entry point."""
    app()
