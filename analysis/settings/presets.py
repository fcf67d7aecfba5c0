"""Presets: thresholds that were chosen for somebody, as a small TOML file.

A preset holds the values that differ from the defaults, and a table ``[preset]`` that says for whom, why, and
beside which defaults it was made. `Thresholds.from_toml` reads it, and so do ``--thresholds`` and the live
page.
"""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import PresetError
from analysis.settings.parameter import ThresholdRow
from analysis.settings.safe_write import write_aside
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.settings.toml_file import PRESET_FORMAT, toml_lines
from imu._html import bold, preformatted, stacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A preset that was written to the disk."""

    path: Path
    """Its file."""
    text: str
    """Its content."""
    earlier: Path | None
    """New place of another file that was there before; None where there was none, or the same."""

    @property
    def command(self) -> str:
        """Command line that analyses a recording by it, from any folder."""
        program = Path(sys.executable).with_name("rep-momentum")
        known = str(program) if program.exists() else program.name
        return f"{shlex.quote(known)} analyze curls.csv --thresholds {shlex.quote(str(self.path.resolve()))}"

    def __str__(self) -> str:
        kept = f" What was there before is kept as {self.earlier.name}." if self.earlier is not None else ""
        return f"Saved as {self.path}.{kept}"

    def _repr_html_(self) -> str:
        use = "In a terminal, with your own recording in place of curls.csv:"
        return stacked(bold(str(self)), preformatted(self.text), use, preformatted(self.command))


def preset_toml(thresholds: Thresholds, *, name: str, why: str = "", tested: str = "") -> str:
    """Returns the text of a preset.

    Parameters
    ----------
    thresholds : Thresholds
    name : str
        For whom or what it is.
    why : str, optional
        What it was made from.
    tested : str, optional
        How well it does on data that it was not made from: `analysis.evaluation.held_out.HeldOut.sentence`.
    """
    changed = [row for row in thresholds.table() if row.value != row.default]
    lines = [
        "[preset]",
        f"name = {_text(name)}",
        *(f"{key} = {_text(said)}" for key, said in (("why", why), ("tested", tested)) if said),
        f"format = {PRESET_FORMAT}",
        f'defaults = "{DEFAULTS.digest}"  # of the thresholds that are not named here',
    ]
    lines += [] if changed else ["", "# nothing differs from them"]
    lines += toml_lines((row.name, row.value, _default(row)) for row in changed)
    return "\n".join(lines) + "\n"


def _default(row: ThresholdRow) -> str:
    unit = f" {row.unit}" if row.unit and row.unit != "ratio" else ""
    return f"default {row.default:g}{unit}. {row.meaning}"


def _text(text: str) -> str:
    """A basic string of TOML: JSON's escapes are a part of TOML's."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def write_preset(
    thresholds: Thresholds, path: str | Path, *, name: str, why: str = "", tested: str = ""
) -> Saved:
    """Writes a preset and reads it back; another file that was there before is kept under a new name.

    Parameters
    ----------
    thresholds : Thresholds
    path : str or Path
        Ends in ``.toml``.
    name, why, tested : str
        As in `preset_toml`.

    Raises
    ------
    PresetError
        The file cannot be written, or reads back as something else.
    """
    target = Path(path)
    text = preset_toml(thresholds, name=name, why=why, tested=tested)
    try:
        earlier = write_aside(target, text)
    except OSError as error:
        raise PresetError(
            f"{target}: cannot be written ({error.strerror or error}); give another file."
        ) from error
    if Thresholds.from_toml(target) != thresholds:
        raise PresetError(f"{target}: reads back as something else; the disk may be full.")
    return Saved(path=target, text=text, earlier=earlier)
