"""``rep-momentum analyze``: recordings in, documents, tables and reports out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial, reduce
from typing import TYPE_CHECKING

from rich.console import Console

from analysis.cli.analyze_options import AnalyzeOptions
from analysis.cli.attributed import attributed
from analysis.cli.console import OutConsole
from analysis.cli.explained import explained_lines, missing_reps_code
from analysis.cli.garbage import collect_as_usual
from analysis.cli.inputs import find_groups
from analysis.cli.messages import (
    UsageError,
    complain,
    fault_words,
    one_line,
    remark,
    report_fault,
    worse_code,
)
from analysis.cli.outputs import LinesFile, check_targets, write_outputs
from analysis.cli.progress_bars import Progress
from analysis.cli.report_folder import ReportFolder, report_folder, report_written
from analysis.cli.set_options import SetOptions
from analysis.coaching.athletes import athletes_of, brief_of
from analysis.coaching.session_sets import next_weights_after
from analysis.coaching.set_context import SetContext, with_advice, with_recordings_before
from analysis.coaching.weights import Rack, WeightError, parse_rack, parse_weight
from analysis.errors import AnalysisError
from analysis.language import say
from analysis.output.coach_words import need_lines
from analysis.output.next_weight_words import rack_sentences
from analysis.output.session_words import next_session_lines
from analysis.output.terminal import (
    print_line,
    print_lines,
    print_listed,
    print_result,
    short_names,
    totals_line,
)
from analysis.records.results import SessionResult
from analysis.roster.attribution import Attribution
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.offline import analyze
from imu.errors import ImuError
from imu.formats import PathGroup, is_axes, list_formats, open_group
from imu.placement import OTHER_PLACES, is_placement, side_of
from imu.types import Recording

if TYPE_CHECKING:
    from analysis.cli.history_keeper import HistoryKeeper
    from analysis.history.session_record import SessionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A recording that could not be read or analysed."""

    path: str
    """As the person gave it."""
    why: str
    """Sentence on what was wrong with it."""
    code: int
    """Exit code for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Everything that is the same for all recordings of one command."""

    options: AnalyzeOptions
    """As typed."""
    told: SetContext
    """Weight, target, side and rack of the options."""
    thresholds: Thresholds
    """Those to analyse by."""
    attribution: Attribution
    """Facts said beside each recording: whose it is, its weight and its date."""

    def context(self, path: str) -> SetContext:
        """Weight, target, side and rack of one recording."""
        return self.attribution.of(path).context(self.told)

    def result(self, group: PathGroup) -> tuple[SessionResult, Recording]:
        """Reads and analyses one recording."""
        o = self.options
        read = open_group(group, format=o.format, sensor=o.sensor, flip_gyro=o.flip_gyro)
        recording = self.attribution.of(group.path).told_to(read)
        made = analyze(recording, self.thresholds, trace=self.options.report is not None)
        return with_advice(made, recording.notes, self.context(group.path), self.thresholds), recording


def run_analyze(options: AnalyzeOptions) -> int:
    """Analyses every recording; a bad one is reported and the rest are done.

    Parameters
    ----------
    options : AnalyzeOptions

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        The options contradict each other, or an output cannot be written.
    """
    options.check_outputs()
    if options.explain is not None:
        options.explained()
    check_reading(options.format, options.flip_gyro)
    groups, bad = find_groups(options.paths, merge=options.merge)
    attribution, list_code = attributed(options, groups)
    task = Task(
        options=options,
        told=read_set_context(options),
        thresholds=load_thresholds(options.thresholds),
        attribution=attribution,
    )
    read = [*options.paths, *(file for group in groups for file in group.files), options.thresholds]
    check_targets(options.outputs, [path for path in read if path is not None])
    reports = report_folder(options, groups, task.thresholds)
    many = len(groups) + len(bad)
    if options.json is not None and many != 1:
        raise UsageError(f"--json writes one recording, but {many} were given; use --jsonl.")
    if options.picture is not None and many != 1:
        raise UsageError(f"--picture draws a set of one recording, but {many} were given; give one.")
    unread = [Unread(path=error.path, why=str(error), code=complain(error)) for error in bad]
    shown = TerminalOutput(OutConsole())
    keeper = _history_keeper(options.db) if options.save else None
    results = _all(task, groups, shown, unread, keeper, reports)
    if many > 1 and results and not options.quiet:
        shown.put(lambda console: print_line(console, totals_line(results, many), "bold"))
        shown.put(lambda console: print_lines(console, need_lines(athletes_of(map(brief_of, results)))))
    why_unread = [(one.path, one.why) for one in unread]
    write_outputs(options, results, task.told.unit, task.thresholds, why_unread)
    if reports is not None and results:
        reports.finish(why_unread)
    if (report := options.report) is not None and results and not options.quiet:
        shown.put(lambda console: print_line(console, report_written(report, reports, len(results))))
    if options.picture is not None and results and not options.quiet:
        shown.put(lambda console: print_line(console, say("files.picture", file=options.picture)))
    code = worse_code(list_code, missing_reps_code(options, results))
    if keeper is not None:
        said, its_code = keeper.finish()
        code = worse_code(code, its_code)
        if not options.quiet:
            shown.put(lambda console: print_lines(console, said))
    shown.finish()
    return reduce(worse_code, (one.code for one in unread), code)


def _history_keeper(db: str | None) -> HistoryKeeper:
    from analysis.cli.history_keeper import HistoryKeeper  # noqa: PLC0415  a database is slow to import

    return HistoryKeeper(db)


class TerminalOutput:
    """Prints to the terminal; when that fails, the files that were asked for are still written.

    Parameters
    ----------
    console : Console
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._failed: OSError | None = None

    def put(self, print_to: Callable[[Console], None]) -> None:
        """Prints something, unless that has failed before."""
        if self._failed is None:
            try:
                print_to(self._console)
            except OSError as error:
                self._failed = error

    def finish(self) -> None:
        """Ends the command after everything else is done.

        Raises
        ------
        OSError
            Standard output was closed, full, or its reader gone (BrokenPipeError).
        """
        if self._failed is not None:
            raise self._failed


def read_set_context(options: SetOptions) -> SetContext:
    """Reads weight, target, side and rack as they were typed.

    Raises
    ------
    UsageError
        One of them cannot be understood.
    """
    _check_places(options.sensor)
    with _named("--weight"):
        weight = None if options.weight is None else parse_weight(options.weight)
    rack = read_rack(options.rack)
    return SetContext(weight=weight, target_reps=options.target_reps, side=options.side, rack=rack)


def read_rack(text: str | None) -> Rack | None:
    """Reads a rack as it was typed, and says what was put right in it.

    Raises
    ------
    UsageError
        It cannot be understood.
    """
    if text is None:
        return None
    with _named("--rack"):
        rack = parse_rack(text)
    for said in rack_sentences(rack):
        remark(f"--rack {text}: {said}")
    return rack


def _check_places(names: str | None) -> None:
    for name in [] if names is None else [one.strip() for one in names.split(",")]:
        if name and not is_placement(name):
            counted = "wrist, forearm, dumbbell (each also with _left or _right) or barbell"
            beside = ", ".join(place for place in OTHER_PLACES if side_of(place) is None)
            raise UsageError(
                f"--sensor {one_line(name)}: there is no such place. Reps are counted on {counted}; "
                f"beside these there may be {beside}."
            )


@contextmanager
def _named(option: str) -> Iterator[None]:
    try:
        yield
    except WeightError as error:
        raise UsageError(f"{option} {one_line(error)}.") from error


def check_reading(format: str | None, flip_gyro: str | None) -> None:  # noqa: A002
    """Checks the options on how recordings are read.

    Parameters
    ----------
    format, flip_gyro : str or None
        As typed.

    Raises
    ------
    UsageError
        A format or axes cannot be meant.
    """
    _check_format(format)
    _check_axes(flip_gyro)


def _check_format(name: str | None) -> None:
    if name is None:
        return
    listed = list_formats()
    known = [info.name for info in listed.formats]
    if name not in known and not listed.left_out:  # else the reader says whether a plug-in is to blame
        raise UsageError(f"--format {name}: there is no such format; known are {', '.join(known)}.")


def _check_axes(axes: str | None) -> None:
    if axes is not None and not is_axes(axes):
        raise UsageError(f"--flip-gyro {axes}: name the axes to negate, such as xyz, x or yz, or none.")


def load_thresholds(path: str | None) -> Thresholds:
    """Loads the thresholds of a TOML file; the published ones where none is named.

    Raises
    ------
    AnalysisError
        There is no such file, it cannot be read, or holds something that is not allowed.
    """
    return DEFAULTS if path is None else Thresholds.from_toml(path)


def _all(
    task: Task,
    groups: Sequence[PathGroup],
    shown: TerminalOutput,
    unread: list[Unread],
    keeper: HistoryKeeper | None,
    reports: ReportFolder | None,
) -> list[SessionResult]:
    """The results; what has none is added to ``unread``."""
    results: list[SessionResult] = []
    if len(groups) > 1:
        collect_as_usual()
    names = short_names([group.path for group in groups])
    with LinesFile(task.options.jsonl) as lines, Progress(len(groups), OutConsole(stderr=True)) as progress:
        for group in groups:
            progress.begin(group.path)
            found = analyze_one(task, group, progress)
            if isinstance(found, Unread):
                unread.append(found)
                continue
            result, recording = found
            if keeper is not None:
                from analysis.history.session_record import recorded_session  # noqa: PLC0415

                record = recorded_session(result, recording, task.context(group.path))
                result = _with_history(result, record, keeper, task.thresholds)
                keeper.keep(record)
            lines.write(result)
            if reports is not None:
                result = reports.add(result, task.context(group.path).unit)
            results.append(result)
            if not task.options.quiet:
                with progress.paused():
                    _show(result, task, shown, names if len(names) > 1 else None)
    return results


def _with_history(
    result: SessionResult, record: SessionRecord, keeper: HistoryKeeper, thresholds: Thresholds
) -> SessionResult:
    """The result beside what was done before: earlier sessions, and earlier recordings of this one."""
    known = replace(result, earlier=keeper.before(record, thresholds.advice))
    parts = keeper.parts_before(record, thresholds.warm_up)
    return with_recordings_before(known, parts, thresholds.warm_up)


def analyze_one(task: Task, group: PathGroup, progress: Progress) -> tuple[SessionResult, Recording] | Unread:
    """Returns the result and its recording, or why there is none (which has been printed)."""
    try:
        return task.result(group)
    except (ImuError, AnalysisError) as error:
        with progress.paused():
            return Unread(path=group.path, why=str(error), code=complain(error))
    except Exception as error:  # the other recordings are still worth doing
        with progress.paused():
            code = report_fault(error, debug=task.options.debug, where=group.path)
            return Unread(path=group.path, why=f"{fault_words(error)}.", code=code)


def _show(result: SessionResult, task: Task, shown: TerminalOutput, names: Mapping[str, str] | None) -> None:
    """Prints a result whole, or, where names are given, as one of a list."""
    if names is None:
        shown.put(lambda console: print_result(console, result, task.context(result.path).unit))
        if result.earlier:
            shown.put(lambda console: print_lines(console, _next_session(result, task)))
    else:
        shown.put(lambda console: print_listed(console, result, names))
    if task.options.explain is not None:
        for line in explained_lines(result, task.options.explained(), task.thresholds):
            shown.put(partial(print_line, line=line))


def _next_session(result: SessionResult, task: Task) -> list[str]:
    """Lines on the next session, from the sets of this one and the earlier ones."""
    settings = task.thresholds.advice
    found = next_weights_after(result, task.told.unit, rack=task.told.rack, settings=settings)
    return [line.in_one_line for line in next_session_lines(found, settings)]
