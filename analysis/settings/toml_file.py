"""TOML files of thresholds: groups such as ``[momentum]`` with names such as ``carry = 0.3``, and perhaps a
table ``[preset]`` that says for whom they are.

Whether a name exists and a value is allowed is checked by `analysis.settings.thresholds`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.errors import AnalysisError, PresetError, ThresholdError
from imu.small_text import UnreadableText, parse_toml, read_small_text, short_repr

PRESET_FORMAT = 1
"""Version of the table ``[preset]``, which `analysis.settings.presets` writes."""


class Written(NamedTuple):
    """Content of a file of thresholds."""

    values: Mapping[str, object]
    """Values by dotted name, not yet checked."""
    name: str
    """Name of the preset; empty where the file is none."""


def toml_lines(entries: Iterable[tuple[str, float, str]]) -> list[str]:
    """Returns lines of TOML for values in the order of their groups.

    Parameters
    ----------
    entries : iterable of (str, float, str)
        Dotted name, value, and the comment that stands above it.
    """
    lines: list[str] = []
    group = ""
    for name, value, comment in entries:
        own, _, key = name.partition(".")
        if own != group:
            group = own
            lines += ["", f"[{group}]"]
        lines += [f"# {comment}", f"{key} = {value!r}"]
    return lines


def read_preset(path: str | Path, *, defaults: str) -> Written:
    """Reads a file of thresholds.

    Parameters
    ----------
    path : str or Path
    defaults : str
        Digest of the thresholds that a preset must have been made beside.

    Raises
    ------
    AnalysisError
        The file cannot be read.
    AnalysisError, PresetError, ThresholdError
        As in `preset_in`.
    """
    try:
        text = read_small_text(path)
    except UnreadableText as error:
        raise AnalysisError(f"{path}: {error}.") from error
    return preset_in(text, source=str(path), defaults=defaults)


def preset_in(text: str, *, source: str, defaults: str) -> Written:
    """Reads thresholds from a text.

    Parameters
    ----------
    text : str
        TOML.
    source : str
        Name of the text in messages.
    defaults : str
        Digest of the thresholds that a preset must have been made beside.

    Raises
    ------
    AnalysisError
        It is not TOML.
    PresetError
        It is a preset of another version.
    ThresholdError
        A value stands outside a group.
    """
    try:
        data = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(source, error) from error
    name = _checked_name(data.pop("preset", None), source, defaults)
    try:
        return Written(values=_flat(data), name=name)
    except ThresholdError as error:
        raise error.found_in(source) from None


def _not_toml(source: str, error: ValueError) -> AnalysisError:
    line = re.search(r"at line (\d+)", str(error))
    where = f"{source}, line {line[1]}" if line else source
    how = "write a group such as [momentum] and, in lines of their own below it, names such as carry = 0.3"
    return AnalysisError(f"{where}: this is not TOML; {how}, with a decimal point.")


def _checked_name(preset: object, path: str, defaults: str) -> str:
    """The name of a preset, empty where the file is none.

    Raises
    ------
    PresetError
        It is of another format, or was made beside other defaults.
    """
    if preset is None:
        return ""
    known = preset if isinstance(preset, dict) else {}
    if known.get("format") != PRESET_FORMAT:
        raise PresetError(
            f"{path}: is a preset of format {short_repr(known.get('format'))}, this version reads format {PRESET_FORMAT}; "
            "make it again with this version."
        )
    if known.get("defaults") != defaults:
        raise PresetError(
            f"{path}: was made beside other defaults ({short_repr(known.get('defaults'))}, this version has "
            f"{defaults!r}); make it again, or take out its table [preset] to use its values as they are."
        )
    return str(known.get("name", ""))


def _flat(data: Mapping[str, object]) -> dict[str, object]:
    """Values of a file by dotted name."""
    flat: dict[str, object] = {}
    for group, values in data.items():
        if not isinstance(values, dict):
            how = "write it below its group, e.g. [momentum] and, in the next line, carry = 0.3"
            raise ThresholdError(group, values, unit="", allowed=how)
        flat.update({f"{group}.{key}": value for key, value in values.items()})
    return flat
