"""Brings the journal of a lake into its tables: the rows of old files and new ones, in order, a few thousand at a time."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from analysis.batch.lake import Lake
from analysis.batch.lake_schema import SORTED_BY, TABLES, TableName, table_schema
from analysis.batch.rows import LakeRow

_GROUP = 20_000
"""Rows of a row group, the most that are held at once. Fixed, so that equal rows give equal bytes."""
_LIST = 500
"""Rows that are held as Python values; as columns they need a tenth of the memory."""
_WRITING_ORDER: tuple[TableName, ...] = ("reps", "sets", "quality", "recordings")
"""Order of the tables: by the rows of the last one a recording counts as done."""


def merge_journal(lake: Lake, folders_of: dict[str, tuple[str, ...]]) -> int:
    """Brings all entries of the journal into the tables; returns how many there were.

    What is interrupted is done again by the next call, with the same result: the rows of a recording in the journal
    take the place of all its rows in the tables.

    Parameters
    ----------
    lake : Lake
    folders_of : dict
        Folders of the partitions that may hold rows of a recording, by its short name.

    Raises
    ------
    BatchError
        A file cannot be read or written.
    """
    entries = lake.journal()
    replaced = {entry.name for entry in entries}
    touched = {entry.folder for entry in entries}
    touched |= {folder for name in replaced for folder in folders_of.get(name, ())}
    for folder in sorted(touched):
        added = sorted(entry.name for entry in entries if entry.folder == folder)
        held = sum([_rewrite(lake, table, folder, replaced, added) for table in _WRITING_ORDER])
        if not held:
            for table in _WRITING_ORDER:
                lake.storage.remove(lake.file_of(table, folder))
    lake.forget_journal(sorted(replaced))
    return len(entries)


def _rewrite(lake: Lake, table: TableName, folder: str, replaced: set[str], added: Sequence[str]) -> int:
    """Writes the file of a table in a partition anew; returns its number of rows."""
    import pyarrow as pa  # noqa: PLC0415  slow to load
    from pyarrow import parquet  # noqa: PLC0415

    schema, many = table_schema(table), 0
    with lake.opened(table, folder) as file, lake.storage.making(lake.file_of(table, folder)) as path:
        old = (row for row in lake.rows_of(table, folder, file) if row["recording"] not in replaced)
        new = (row for name in added for row in lake.noted_rows(name, table))
        merged = heapq.merge(old, map(_typed(table), new), key=_order(table))
        with parquet.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
            for group in _groups(pa.Table.from_pylist(some, schema=schema) for some in _lists(merged)):
                many += group.num_rows
                writer.write_table(group, row_group_size=_GROUP)
    return many


def _order(table: TableName) -> Any:
    names = SORTED_BY[table]
    return lambda row: tuple(row[name] for name in names)


def _typed(table: TableName) -> Any:
    """Turns a row of the journal into one of the table: its moments are texts there."""
    moments = [one.name for one in TABLES[table] if one.kind == "moment"]

    def typed(row: LakeRow) -> LakeRow:
        known = {name: datetime.fromisoformat(row[name]) for name in moments if row[name] is not None}
        return row | known

    return typed


def _lists(rows: Iterable[LakeRow]) -> Iterator[list[LakeRow]]:
    iterator = iter(rows)
    while some := list(islice(iterator, _LIST)):
        yield some


def _groups(tables: Iterable[Any]) -> Iterator[Any]:
    """Joins tables of `_LIST` rows to groups of `_GROUP` rows each; the last may be shorter."""
    iterator = iter(tables)
    while some := list(islice(iterator, _GROUP // _LIST)):
        import pyarrow as pa  # noqa: PLC0415

        yield pa.concat_tables(some).combine_chunks()
