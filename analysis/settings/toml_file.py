"""Values of thresholds in a TOML file, whatever they may mean: groups such as ``[momentum]`` with names such as
``carry = 0.3``, and perhaps a table ``[preset]`` that says for whom they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.errors import AnalysisError, PresetError, ThresholdError

PRESET_FORMAT = 1
"""What the table ``[preset]`` means; see `analysis.settings.presets`."""


class Written(NamedTuple):
    """What a file says: dotted names and values, not yet looked at, and the name of the preset, if it is one."""

    values: Mapping[str, object]
    name: str


def read_preset(path: str | Path, *, defaults: str) -> Written:
    """What a file says; parameters and errors as in `preset_in`.

    Raises
    ------
    AnalysisError
        The file cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise AnalysisError(
            f"{path}: cannot be read ({error.strerror or error}); give another file."
        ) from error
    except UnicodeDecodeError as error:
        raise _not_toml(str(path), error) from error
    return preset_in(text, source=str(path), defaults=defaults)


def preset_in(text: str, *, source: str, defaults: str) -> Written:
    """What a text says.

    Parameters
    ----------
    text : str
    source : str
        What messages call it.
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
        data = tomllib.loads(text)
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
    """The name of a preset that fits this version; a file that says nothing of itself has none.

    Raises
    ------
    PresetError
    """
    if preset is None:
        return ""
    known = preset if isinstance(preset, dict) else {}
    if known.get("format") != PRESET_FORMAT:
        raise PresetError(
            f"{path}: is a preset of format {known.get('format')!r}, this version reads format {PRESET_FORMAT}; "
            "make it again with this version."
        )
    if known.get("defaults") != defaults:
        raise PresetError(
            f"{path}: was made beside other defaults ({known.get('defaults')!r}, this version has "
            f"{defaults!r}); make it again, or take out its table [preset] to use its values as they are."
        )
    return str(known.get("name", ""))


def _flat(data: Mapping[str, object]) -> dict[str, object]:
    """Dotted names of the values of a file."""
    flat: dict[str, object] = {}
    for group, values in data.items():
        if not isinstance(values, dict):
            how = "write it below its group, e.g. [momentum] and, in the next line, carry = 0.3"
            raise ThresholdError(group, values, unit="", allowed=how)
        flat.update({f"{group}.{key}": value for key, value in values.items()})
    return flat
