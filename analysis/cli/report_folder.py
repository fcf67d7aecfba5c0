"""Writes a folder of reports: a page for each recording as it is done, and at the end the list of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analysis.cli.analyze_options import AnalyzeOptions
from analysis.cli.messages import UsageError
from analysis.cli.outputs import told_apart
from analysis.coaching.athletes import RecordingBrief, athletes_of, brief_of
from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.records.results import SessionResult
from analysis.settings.thresholds import Thresholds
from imu.formats import PathGroup
from imu.whole_file import write_whole

_OPTION = "--report"
_REPORT, _HEAD = "rep-momentum report", 2000
"""What the head of a page says of who made it, and how many characters hold it."""
_MANY = 20
"""Recordings in one page from which a folder of pages is recommended."""


class ReportFolder:
    """Folder of reports.

    Parameters
    ----------
    folder : str
        New, empty, or of an earlier run; it is made where there is none.
    paths : sequence of str
        Of all recordings that will come.
    thresholds : Thresholds
        Those of the results.

    Raises
    ------
    UsageError
        It holds something else, or cannot be made.
    """

    def __init__(self, folder: str, paths: Sequence[str], thresholds: Thresholds) -> None:
        from analysis.report.report_names import folders_of, report_names  # noqa: PLC0415  slow to import

        self._folder, self._thresholds = Path(folder), thresholds
        check_report_folder(folder)
        self._pages, self._folders = report_names(paths), folders_of(paths)
        self._check_pages()
        self._briefs: list[RecordingBrief] = []
        self._made_by = ("", "")

    def _check_pages(self) -> None:
        """Checks that no page would take the place of a file that is no report."""
        for page in self._pages.values():
            target = self._folder / page
            if target.exists() and not _is_made_here(target, _REPORT):
                what = "this file is no report, and would be lost; move it, or give another folder."
                raise UsageError(f"{_OPTION} {target}: {what}")

    @property
    def index(self) -> str:
        """Path of the list of people."""
        from analysis.report.report_names import INDEX  # noqa: PLC0415

        return str(self._folder / INDEX)

    def add(self, result: SessionResult, unit: WeightUnit) -> SessionResult:
        """Writes the page of a recording; returns its result without the curves, which nothing needs any longer.

        Raises
        ------
        UsageError
            It cannot be written.
        """
        from analysis.report import write_report  # noqa: PLC0415
        from analysis.report.report_names import index_link  # noqa: PLC0415

        page = self._pages[result.path]
        target = self._folder / page
        with told_apart(_OPTION, str(target)):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_report(result, target, unit=unit, thresholds=self._thresholds, list_link=index_link(page))
        self._briefs.append(brief_of(result, self._folders[result.path]))
        self._made_by = (result.version, result.thresholds_title)
        return replace(
            result, sets=tuple(replace(one, trace=None) for one in result.sets), companions=(), movement=()
        )

    def finish(self, unread: Sequence[tuple[str, str]]) -> None:
        """Writes the list.

        Parameters
        ----------
        unread : sequence of (str, str)
            Path of each recording that could not be read, and why.

        Raises
        ------
        UsageError
            It cannot be written.
        """
        from analysis.report.coach_page import CoachList, render_coach_page  # noqa: PLC0415

        version, digest = self._made_by
        page = render_coach_page(
            CoachList(
                athletes=athletes_of(self._briefs),
                pages=self._pages,
                unread=unread,
                version=version,
                digest=digest,
            )
        )
        with told_apart(_OPTION, self.index):
            write_whole(self.index, page)


def report_folder(
    options: AnalyzeOptions, groups: Sequence[PathGroup], thresholds: Thresholds
) -> ReportFolder | None:
    """Returns the folder of reports that the options ask for; None where they ask for none.

    Raises
    ------
    UsageError
        As of `ReportFolder`.
    """
    folder = options.report_folder
    return None if folder is None else ReportFolder(folder, [group.path for group in groups], thresholds)


def report_written(report: str, folder: ReportFolder | None, recordings: int) -> str:
    """Says where the report is; of many recordings in one page that a folder would suit them better."""
    if folder is not None:
        return say("files.report", file=folder.index)
    written = say("files.report", file=report)
    return f"{written} {say('files.better_folder')}" if recordings > _MANY else written


def _is_made_here(path: Path, generator: str) -> bool:
    """Whether a file is a page of this program, by what its head says."""
    return path.is_file() and generator in path.read_text(encoding="utf-8", errors="replace")[:_HEAD]


def check_report_folder(folder: str) -> None:
    """Checks that a folder can take reports: it is new, empty, or holds the list of an earlier run.

    Raises
    ------
    UsageError
        It holds something else, or there is no folder to make it in.
    """
    from analysis.report.coach_page import GENERATOR  # noqa: PLC0415
    from analysis.report.report_names import INDEX  # noqa: PLC0415

    path = Path(folder)
    with told_apart(_OPTION, folder):
        if not path.exists():
            if not path.resolve().parent.is_dir():
                raise UsageError(f"{_OPTION} {folder}: there is no folder {path.parent}; make it first.")
            return
        if not path.is_dir():
            raise UsageError(
                f"{_OPTION} {folder}: this is a file; give a folder, or a name such as report.html."
            )
        if not _is_made_here(path / INDEX, GENERATOR) and any(path.iterdir()):
            what = "this folder holds other files, which a report might replace; give a new one."
            raise UsageError(f"{_OPTION} {folder}: {what}")
