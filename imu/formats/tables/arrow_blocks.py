"""Reads a long Parquet or Feather file in blocks of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from imu.formats.limits import MAX_COLUMNS
from imu.formats.tables.arrow_file import arrow_comments, damaged_arrow, is_parquet
from imu.formats.tables.arrow_table import ArrowTable, table_of_numbers
from imu.formats.tables.text_blocks import NotInBlocksError

if TYPE_CHECKING:
    import pyarrow as pa


class ArrowBlocks:
    """The tables of a Parquet or Feather file, block by block.

    Parameters
    ----------
    path : str
        A file of the disk.
    block_rows : int
        How many rows are read at a time. The packed bytes of a row group of Parquet are held whole, and a batch of
        Feather, as they were written.

    Raises
    ------
    NotInBlocksError
        It needs to be read in one piece.
    RecordingError
        It is damaged.
    """

    def __init__(self, path: str, block_rows: int) -> None:
        self._path, self._block_rows = path, block_rows
        with Path(path).open("rb") as file:
            self._parquet = is_parquet(file.read(4))
        self._schema = self._read_schema()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(self._schema.names)

    @property
    def comments(self) -> str:
        """The ``#`` lines that its metadata hold."""
        return arrow_comments(self._schema)

    def has_dates(self, name: str) -> bool:
        """Whether a column holds no numbers, but dates or times of day."""
        import pyarrow as pa  # noqa: PLC0415  slow to import

        return bool(pa.types.is_temporal(self._schema.field(name).type))

    def tables(self, names: Sequence[str], as_text: Sequence[str]) -> Iterator[ArrowTable]:
        """Reads the file from its start; yields the table of each block.

        Parameters
        ----------
        names : sequence of str
            Columns wanted.
        as_text : sequence of str
            Those of them that are text.

        Raises
        ------
        NotInBlocksError
            It needs to be read in one piece.
        RecordingError
            It is damaged.
        """
        import pyarrow as pa  # noqa: PLC0415  slow to import

        above = 0
        batches = self._of_parquet(names) if self._parquet else self._of_feather(names)
        while True:
            try:
                batch = next(batches, None)
            except FileNotFoundError:
                raise
            except (pa.ArrowException, OSError, EOFError) as error:
                raise damaged_arrow(self._path, parquet=self._parquet) from error
            if batch is None:
                break
            held = pa.Table.from_batches([batch])
            table = table_of_numbers(self._path, held, names, as_text, above=above, infinite=True)
            if table is None and batch.num_rows:
                raise NotInBlocksError
            if table is not None:
                yield table
            above += batch.num_rows
        if above == 0:
            raise NotInBlocksError

    def _read_schema(self) -> pa.Schema:
        import pyarrow as pa  # noqa: PLC0415  slow to import
        from pyarrow import ipc, parquet  # noqa: PLC0415

        try:
            if self._parquet:
                with parquet.ParquetFile(self._path) as file:
                    schema = file.schema_arrow
            else:
                with pa.OSFile(self._path) as source:
                    schema = ipc.open_file(source).schema
        except (pa.ArrowException, OSError, EOFError):
            raise NotInBlocksError from None  # reading it in one piece says what is wrong
        if len(schema) > MAX_COLUMNS or any(pa.types.is_nested(field.type) for field in schema):
            raise NotInBlocksError
        return schema

    def _of_parquet(self, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
        from pyarrow import parquet  # noqa: PLC0415  slow to import

        with parquet.ParquetFile(self._path) as file:
            for group in range(file.num_row_groups):  # over all at once, Arrow keeps what it has read of each
                yield from file.iter_batches(
                    self._block_rows, row_groups=[group], columns=list(names), use_threads=False
                )

    def _of_feather(self, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa  # noqa: PLC0415  slow to import
        from pyarrow import ipc  # noqa: PLC0415

        with pa.OSFile(self._path) as source:
            reader = ipc.open_file(source)
            for k in range(reader.num_record_batches):
                batch = reader.get_batch(k).select(list(names))
                for first in range(0, batch.num_rows, self._block_rows):
                    yield batch.slice(first, self._block_rows)
