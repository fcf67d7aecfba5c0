"""Options of ``analyze``, as they were typed."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from analysis.cli.messages import UsageError
from analysis.cli.option_specs import make_argument, make_flag, make_option
from analysis.cli.set_options import LIFTER_FROM, SetOptions
from analysis.roster.session_dates import parse_moment

STANDARD = "-"
"""Name of standard input and output."""
_MOST_DIGITS = 5
"""Longest number of a rep."""
HTML = (".html", ".htm")
"""Endings that a report may have."""
PNG = ".png"
"""Ending of a picture."""

_PATHS = make_argument("PATH", "Files, zips or folders; - is standard input.")
_JSON = make_option("--json", "FILE|-", "Write one recording as a JSON document.")
_JSONL = make_option("--jsonl", "FILE|-", "Write a line of JSON per recording.")
_REPORT = make_option(
    "--report",
    "FILE.html|DIR",
    "Write a report: one HTML file; into a folder, a page a recording and a list of people.",
)
_PICTURE = make_option("--picture", "FILE.png", "Draw one set as a picture to share, 1080 by 1350.")
_PICTURE_SET = make_option(
    "--picture-set", "N", "Which set the picture shows; by default the one that the report is about."
)
_CSV = make_option("--csv", "FILE|-", "Write a table with a row per rep.")
_MERGE = make_flag("--merge", "The files are parts of one recording.")
_FLIP = make_option(
    "--flip-gyro", "xyz|x|none", "Gyroscope axes to negate, or none; by default what gravity shows."
)
_EXPLAIN = make_option("--explain", "REPS", "Why reps were called so: numbers such as 7,8, or all.")
_SAVE = make_flag("--save", "Save what was found in the history.")
DATE_OPTION = make_option(
    "--date", "2026-05-03", "Day, or day and time (ISO 8601), of recordings that name none."
)
DB_OPTION = make_option("--db", "FILE|URL", "Database of the history; by default a file of your own.")


def is_standard_output(path: str) -> bool:
    """Whether an output goes to standard output, by whatever name; the null device is no name of it."""
    if path == STANDARD:
        return True
    with suppress(OSError, ValueError):
        found = Path(path).stat()
        null = os.path.samestat(found, Path(os.devnull).stat())
        return not null and os.path.samestat(found, os.fstat(1))
    return False


def read_date(text: str | None) -> str | None:
    """Reads a day or moment as it was typed: ISO 8601 with a zone, that of this computer unless one was typed.

    Raises
    ------
    UsageError
        It is no date, or of a year that cannot be meant.
    """
    if text is None:
        return None
    began_at = parse_moment(text)
    if began_at is None:
        how = "write a day such as 2026-05-03, or with a time 2026-05-03T18:30."
        raise UsageError(f"--date {text}: this is no date of a recording; {how}")
    return began_at


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyzeOptions(SetOptions):
    """Options of ``analyze``: outputs are paths or ``-``; the help text of each field says the rest."""

    paths: Annotated[tuple[str, ...], _PATHS]
    json: Annotated[str | None, _JSON] = None
    jsonl: Annotated[str | None, _JSONL] = None
    report: Annotated[str | None, _REPORT] = None
    csv: Annotated[str | None, _CSV] = None
    picture: Annotated[str | None, _PICTURE] = None
    picture_set: Annotated[int | None, _PICTURE_SET] = None
    merge: Annotated[bool, _MERGE] = False
    flip_gyro: Annotated[str | None, _FLIP] = None
    explain: Annotated[str | None, _EXPLAIN] = None
    save: Annotated[bool, _SAVE] = False
    db: Annotated[str | None, DB_OPTION] = None
    date: Annotated[str | None, DATE_OPTION] = None
    lifter_from: Annotated[str | None, LIFTER_FROM] = None

    @property
    def outputs(self) -> dict[str, str]:
        """Path of each file that is to be written, by its option."""
        given = {
            "--json": self.json,
            "--jsonl": self.jsonl,
            "--report": None if self.report_folder is not None else self.report,
            "--csv": self.csv,
            "--picture": self.picture,
        }
        return {option: path for option, path in given.items() if path is not None}

    @property
    def report_folder(self) -> str | None:
        """Folder that gets a page for each recording and a list of people; None where the report is one file."""
        if self.report is None or Path(self.report).suffix.lower() in HTML:
            return None
        return self.report

    @property
    def quiet(self) -> bool:
        """Whether standard output belongs to a program: then no table is printed."""
        return any(map(is_standard_output, self.outputs.values()))

    def began(self) -> str | None:
        """Beginning of recordings that name none, in ISO 8601 with the zone of this computer unless one was typed.

        Raises
        ------
        UsageError
            It is no date, or of a year that cannot be meant.
        """
        return read_date(self.date)

    def explained(self) -> frozenset[int] | None:
        """Numbers of the reps to explain; None for every rep.

        Raises
        ------
        UsageError
            Something is no number.
        """
        parts = [part.strip() for part in (self.explain or "").split(",")]
        if parts == ["all"]:
            return None
        if not all(part.isdecimal() and len(part) <= _MOST_DIGITS and int(part) > 0 for part in parts):
            raise UsageError(f"--explain {self.explain}: give numbers of reps such as 7 or 7,8, or all.")
        return frozenset(map(int, parts))

    def check_outputs(self) -> None:
        """Checks that the outputs fit together.

        Raises
        ------
        UsageError
            One cannot be meant, or two go to standard output.
        """
        outputs = self.outputs
        if self.report == STANDARD:
            raise UsageError("--report -: a report goes to a file; give a name such as report.html.")
        if list(outputs.values()).count(STANDARD) > 1:
            raise UsageError("only one output can go to standard output; give the others a file name.")
        if self.picture is not None and Path(self.picture).suffix.lower() != PNG:
            raise UsageError(f"--picture {self.picture}: a picture is a PNG; give a name such as set.png.")
        if self.picture_set is not None and self.picture is None:
            raise UsageError("--picture-set says which set --picture shows; give a --picture, too.")
        if self.report is not None and not _names_a_report(self.report):
            raise UsageError(
                f"--report {self.report}: a report is an HTML page or a folder of them; "
                "give a name such as report.html or reports/."
            )


def _names_a_report(path: str) -> bool:
    """Whether it is an HTML page, a folder that is there, or the name of a new one."""
    suffix = Path(path).suffix.lower()
    is_folder = not suffix or path.endswith(("/", os.sep)) or Path(path).is_dir()
    return suffix in HTML or is_folder
