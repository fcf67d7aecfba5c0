"""Names of the columns of a table: of its header, with the units of a second row below it."""

from __future__ import annotations

from collections.abc import Callable

from imu.formats.tables.header_units import acc_unit, gyro_unit
from imu.formats.tables.parse_table import split_cells
from imu.formats.tables.samples import find_header

_LONGEST_UNIT = 12


def header_rows(
    text: str, wanted: Callable[[tuple[str, ...]], bool]
) -> tuple[int, str, tuple[str, ...]] | None:
    """Finds the header of a table.

    Parameters
    ----------
    text : str
    wanted : callable
        Tells whether a line's cells are the header.

    Returns
    -------
    int, str, tuple of str, or None
        Index of its last line, the separator, and the names; those of a row of units below have them in brackets, and
        of equal names the second is ``name #2``. None where there is no header.
    """
    found = find_header(text, wanted)
    if found is None:
        return None
    line, separator = found
    header, below = [*text.split("\n", line + 2)[line : line + 2], ""][:2]
    names, units = split_cells(header, separator), split_cells(below, separator)
    if _are_units(units):
        bare = [unit.strip("()[] ") for unit in units] + [""] * len(names)
        names = tuple(f"{n} ({u})" if n and u else n for n, u in zip(names, bare, strict=False))
        line += 1
    return line, separator, _distinct(names)


def _are_units(cells: tuple[str, ...]) -> bool:
    """Whether a row holds units and no numbers."""
    given = [cell.strip("()[] ") for cell in cells if cell]
    motion = sum(acc_unit(unit) is not None or gyro_unit(unit) is not None for unit in given)
    return motion >= 3 and not any(_is_number(unit) or len(unit) > _LONGEST_UNIT for unit in given)


def _is_number(text: str) -> bool:
    return text.lstrip("+-.").replace(".", "").replace(",", "").isdecimal()


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """``x, y, z, x #2, y #2, z #2`` for a header that names x, y and z twice."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(f"{name} #{seen[name]}" if name and seen[name] > 1 else name)
    return tuple(made)
