"""Presets: thresholds that were chosen for somebody, as a small TOML file.

A preset holds what differs from the defaults, and a table ``[preset]`` that says for whom, why, and which
defaults it leaves as they are. `Thresholds.from_toml` reads it, and so do ``--thresholds`` and the live page.
"""

from __future__ import annotations

import json
from pathlib import Path

from analysis.errors import PresetError
from analysis.threshold_file import PRESET_FORMAT
from analysis.threshold_table import ThresholdRow
from analysis.thresholds import DEFAULTS, Thresholds


def preset_toml(thresholds: Thresholds, *, name: str, why: str = "") -> str:
    """The text of a preset.

    Parameters
    ----------
    thresholds : Thresholds
    name : str
        For whom or what it is.
    why : str, optional
        What it was made from.
    """
    changed = [row for row in thresholds.table() if row.value != row.default]
    lines = [
        "[preset]",
        f"name = {_text(name)}",
        *([f"why = {_text(why)}"] if why else []),
        f"format = {PRESET_FORMAT}",
        f'defaults = "{DEFAULTS.digest}"  # of the thresholds that are not named here',
    ]
    lines += [] if changed else ["", "# nothing differs from them"]
    group = ""
    for row in changed:
        if row.name.partition(".")[0] != group:
            group = row.name.partition(".")[0]
            lines += ["", f"[{group}]"]
        lines += _lines(row)
    return "\n".join(lines) + "\n"


def _lines(row: ThresholdRow) -> list[str]:
    unit = f" {row.unit}" if row.unit and row.unit != "ratio" else ""
    return [
        f"# default {row.default:g}{unit}. {row.meaning}",
        f"{row.name.partition('.')[2]} = {row.value!r}",
    ]


def _text(text: str) -> str:
    """A basic string of TOML: JSON's escapes are a part of TOML's."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def write_preset(thresholds: Thresholds, path: str | Path, *, name: str, why: str = "") -> Path:
    """Writes a preset and reads it back.

    Parameters
    ----------
    thresholds : Thresholds
    path : str or Path
        Ends in ``.toml``.
    name, why : str
        As in `preset_toml`.

    Returns
    -------
    Path

    Raises
    ------
    PresetError
        The file cannot be written.
    """
    target = Path(path)
    text = preset_toml(thresholds, name=name, why=why)
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PresetError(
            f"{target}: cannot be written ({error.strerror or error}); give another file."
        ) from error
    if Thresholds.from_toml(target) != thresholds:
        raise PresetError(f"{target}: reads back as something else; the disk may be full.")
    return target
