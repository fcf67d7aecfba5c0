"""Parquet and Feather files: whether they can be read, and their table as text, as every dialect reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from imu.errors import RecordingError
from imu.formats.limits import MAX_BYTES, check_columns, too_large

if TYPE_CHECKING:
    import pyarrow as pa

_T = TypeVar("_T")

ARROW_SUFFIXES = (".parquet", ".feather", ".arrow")
"""Suffixes of such files."""
ARROW_FACTS = "rep_momentum"
"""Key of a file's metadata under which the ``#`` lines of the canonical CSV stand."""
PLAIN_KEYS = (
    *("started_at", "lifter", "device", "exercise"),
    *("weight_kg", "weight", "weight_lb", "weight_lbs", "target_reps", "side"),
)
"""Keys under which other programs may write the same facts, each for the whole recording."""
_PARQUET, _FEATHER, _OLD_FEATHER = b"PAR1", b"ARROW1", b"FEA1"
"""First bytes; Feather version 1 is another format, which Arrow no longer writes."""
_SCHEMA, _OWN_RESULTS = b"schema", b"rep-momentum-lake/"
"""Key of a file's metadata that names its columns, and how its value begins in the tables of `batch`."""
_BEGINNING = 200
"""Rows that tell what a file holds."""


def is_arrow(data: bytes) -> bool:
    """Whether the bytes of a file are Parquet or Feather."""
    return data.startswith((_PARQUET, _FEATHER, _OLD_FEATHER))


def is_parquet(data: bytes) -> bool:
    """Whether the bytes of a file are Parquet."""
    return data.startswith(_PARQUET)


def check_arrow(where: str, data: bytes) -> None:
    """Opens a file without reading its rows.

    Raises
    ------
    RecordingError
        It is damaged, holds more than is read, or lists and records within cells.
    """
    _opened(where, data, _checked)


def _checked(where: str, data: bytes) -> None:
    import pyarrow as pa  # noqa: PLC0415

    schema, rows = _schema_and_rows(data)
    if (schema.metadata or {}).get(_SCHEMA, b"").startswith(_OWN_RESULTS):
        what = (
            "is a table of results that rep-momentum wrote, not a recording; give the recordings themselves."
        )
        raise RecordingError(what, path=where)
    check_columns(len(schema), where, 1)
    if 8 * len(schema) * rows > MAX_BYTES:
        raise too_large(where)
    for field in schema:
        if pa.types.is_nested(field.type):
            what = f"this column holds values of the kind {field.type}; write one number or text a cell."
            raise RecordingError(what, path=where, field=field.name)


def _schema_and_rows(data: bytes) -> tuple[pa.Schema, int]:
    """Schema, and number of rows; of Feather none is told before they are read, but these are hardly packed."""
    if is_parquet(data):
        from pyarrow import parquet  # noqa: PLC0415  slow to import

        file = parquet.ParquetFile(_buffer(data))
        return file.schema_arrow, file.metadata.num_rows
    from pyarrow import ipc  # noqa: PLC0415

    return ipc.open_file(_buffer(data)).schema, 0


def arrow_table(where: str, data: bytes) -> pa.Table:
    """Reads a file as an Arrow table.

    Raises
    ------
    RecordingError
        It is damaged.
    """
    return _opened(where, data, _read_whole)


def _read_whole(where: str, data: bytes) -> pa.Table:  # noqa: ARG001
    if is_parquet(data):
        from pyarrow import parquet  # noqa: PLC0415

        return parquet.ParquetFile(_buffer(data)).read()
    from pyarrow import ipc  # noqa: PLC0415

    return ipc.open_file(_buffer(data)).read_all()


def arrow_beginning(where: str, data: bytes) -> str:
    """The first rows of a file as text; '' where it cannot be opened, as when only its first bytes are given."""
    try:
        return arrow_text(_opened(where, data, _first_rows))
    except RecordingError:
        return ""


def _first_rows(where: str, data: bytes) -> pa.Table:  # noqa: ARG001
    import pyarrow as pa  # noqa: PLC0415

    if is_parquet(data):
        from pyarrow import parquet  # noqa: PLC0415

        file = parquet.ParquetFile(_buffer(data))
        batches = [next(file.iter_batches(batch_size=_BEGINNING))] if file.metadata.num_rows else []
        return pa.Table.from_batches(batches, schema=file.schema_arrow)
    from pyarrow import ipc  # noqa: PLC0415

    reader = ipc.open_file(_buffer(data))
    batches = [reader.get_batch(0).slice(0, _BEGINNING)] if reader.num_record_batches else []
    return pa.Table.from_batches(batches, schema=reader.schema)


def _buffer(data: bytes) -> pa.Buffer:
    import pyarrow as pa  # noqa: PLC0415

    return pa.py_buffer(data)


def _opened(where: str, data: bytes, use: Callable[[str, bytes], _T]) -> _T:
    """What a function makes of a file, with one sentence in place of Arrow's errors."""
    import pyarrow as pa  # noqa: PLC0415

    if data.startswith(_OLD_FEATHER):
        raise RecordingError("is Feather version 1; write it as version 2 or as Parquet.", path=where)
    try:
        return use(where, data)
    except (pa.ArrowException, OSError, EOFError) as error:
        raise damaged_arrow(where, parquet=is_parquet(data)) from error


def damaged_arrow(where: str, *, parquet: bool) -> RecordingError:
    """Makes the error for a file that Arrow cannot read."""
    kind = "Parquet" if parquet else "Feather"
    return RecordingError(f"is a damaged or cut {kind} file; copy or write it again.", path=where)


def error_by_row(error: RecordingError) -> RecordingError:
    """The error with a row in place of a line, as such a file has none."""
    if error.line is None:
        return error
    where = error.path if error.line == 1 else f"{error.path}, row {error.line - 1}"
    return RecordingError(error.what, path=where, field=error.field)


def broken_arrow(name: str, data: bytes) -> RecordingError | None:
    """Error for a binary file that was Parquet or Feather, by its name or its last bytes; None for any other."""
    marked = data.endswith((_PARQUET, _FEATHER))
    if not marked and not name.lower().endswith(ARROW_SUFFIXES):
        return None
    parquet = data.endswith(_PARQUET) if marked else name.lower().endswith(ARROW_SUFFIXES[0])
    return damaged_arrow(name, parquet=parquet)


def arrow_text(table: pa.Table) -> str:
    """Returns the table as CSV; numbers are written so that they come back exactly."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    names = ["".join(" " if sign in ',"\r\n' else sign for sign in name) for name in table.column_names]
    plain = pa.table(
        [plain_column(column) for column in table.columns], names=[str(k) for k in range(len(names))]
    )
    out = pa.BufferOutputStream()
    csv.write_csv(plain, out, csv.WriteOptions(include_header=False))
    rows: bytes = out.getvalue().to_pybytes()
    return ",".join(names) + "\n" + rows.decode(errors="replace")


def plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Converts a column to kinds that have a text: categories as what they stand for, all floats as float64."""
    import pyarrow as pa  # noqa: PLC0415

    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain_column(column.cast(kind.value_type))
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return column.cast(pa.float64())
    if pa.types.is_duration(kind):
        return column.cast(pa.int64())
    return column.cast(pa.string()) if pa.types.is_binary(kind) else column


def arrow_comments(schema: pa.Schema) -> str:
    """``#`` lines of the canonical CSV from a table's schema: those under `ARROW_FACTS`, and plain keys such as ``lifter``."""
    held: dict[str, bytes] = {
        key.decode(errors="replace"): value for key, value in (schema.metadata or {}).items()
    }
    lines = [f"# {key}: {_one_line(held[key])}\n" for key in PLAIN_KEYS if key in held]
    return "".join(lines) + held.get(ARROW_FACTS, b"").decode(errors="replace")


def _one_line(value: bytes) -> str:
    return " ".join(value.decode(errors="replace").split())
