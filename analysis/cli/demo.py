"""``rep-momentum demo``: analyses an embedded recording."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from analysis.cli.console import OutConsole
from analysis.cli.messages import DONE, UsageError
from analysis.cli.outputs import check_targets, write_html
from analysis.coaching.set_context import with_advice
from analysis.language import say
from analysis.output.terminal import print_line, print_result
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from imu.formats import read_recording

_RECORDING = "demo_curls.csv"
_REPORT = "rep-momentum-demo.html"


def run_demo(out: str) -> int:
    """Analyses the embedded recording, prints its table and writes its report.

    Parameters
    ----------
    out : str
        Folder for the report; made where it does not exist.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        The folder or the report cannot be written.
    """
    target = _folder(out) / _REPORT
    with as_file(files("firmware_data.recordings") / _RECORDING) as path:
        check_targets({"--out": str(target)}, [str(path)])
        recording = read_recording(str(path))
    result = with_advice(analyze(recording, trace=True), recording.notes)
    write_html([result], str(target), "kg", DEFAULTS, "--out")
    console = OutConsole()
    print_line(console, say("files.demo"))
    print_line(console, "")
    print_result(console, result)
    print_line(console, "")
    print_line(console, say("files.report_of_demo", file=target))
    return DONE


def _folder(out: str) -> Path:
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"--out {out}: this folder cannot be made ({reason}); give another one.") from error
    return folder
