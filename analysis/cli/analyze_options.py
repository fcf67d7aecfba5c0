"""What was typed after ``analyze``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.cli.messages import UsageError

STANDARD = "-"
HTML = (".html", ".htm")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyzeOptions:
    """As typed: outputs are paths or ``-``, weights and racks still text."""

    paths: tuple[str, ...]
    json: str | None = None
    jsonl: str | None = None
    report: str | None = None
    csv: str | None = None
    format: str | None = None
    sensor: str | None = None
    merge: bool = False
    flip_gyro: str | None = None
    weight: str | None = None
    side: str | None = None
    target_reps: int | None = None
    rack: str | None = None
    thresholds: str | None = None
    explain: str | None = None
    debug: bool = False

    @property
    def outputs(self) -> dict[str, str]:
        """Option to path, for what is to be written."""
        given = {"--json": self.json, "--jsonl": self.jsonl, "--report": self.report, "--csv": self.csv}
        return {option: path for option, path in given.items() if path is not None}

    @property
    def quiet(self) -> bool:
        """Standard output belongs to a program: no table."""
        return STANDARD in self.outputs.values()

    def explained(self) -> frozenset[int] | None:
        """Numbers of the reps to explain; None for every rep. Raises UsageError for what is no number."""
        parts = [part.strip() for part in (self.explain or "").split(",")]
        if parts == ["all"]:
            return None
        if not all(part.isdecimal() and int(part) > 0 for part in parts):
            raise UsageError(f"--explain {self.explain}: give numbers of reps such as 7 or 7,8, or all.")
        return frozenset(map(int, parts))

    def check_outputs(self) -> None:
        """Raise UsageError for outputs that cannot be meant, before anything is analysed."""
        outputs = self.outputs
        if self.report == STANDARD:
            raise UsageError("--report -: a report goes to a file; give a name such as report.html.")
        if list(outputs.values()).count(STANDARD) > 1:
            raise UsageError("only one output can go to standard output; give the others a file name.")
        if self.report is not None and Path(self.report).suffix.lower() not in HTML:
            raise UsageError(
                f"--report {self.report}: a report is an HTML page; give a name such as report.html."
            )
        files = [Path(path).resolve() for path in outputs.values() if path != STANDARD]
        if len(set(files)) < len(files):
            raise UsageError("two outputs have the same file; give each a name of its own.")
        sources = {Path(path).resolve() for path in self.paths if path != STANDARD}
        for option, path in outputs.items():
            if path != STANDARD:
                _check_target(option, Path(path), sources)


def _check_target(option: str, target: Path, sources: set[Path]) -> None:
    if target.resolve() in sources:
        raise UsageError(f"{option} {target}: this is the recording itself; give another file name.")
    if target.is_dir():
        raise UsageError(f"{option} {target}: this is a folder; give a file name.")
    if not target.parent.is_dir():
        raise UsageError(f"{option} {target}: there is no folder {target.parent}; make it first.")
