"""Brings the journal of a lake into its tables: the rows of old files and new ones, in order, a few thousand at a time."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, TypeAlias

from analysis.batch.known import NOTHING_KNOWN, KnownRecording
from analysis.batch.lake import Lake
from analysis.batch.lake_schema import TableName, table_schema

_GROUP = 20_000
"""Rows of a row group, the most that are held at once. Fixed, so that equal rows give equal bytes."""
_TOGETHER = 50
"""Recordings whose rows are made columns together."""
_WRITING_ORDER: tuple[TableName, ...] = ("reps", "sets", "quality", "recordings")
"""Order of the tables: by the rows of the last one a recording counts as done."""
_Block: TypeAlias = tuple[str, Any]
"""Short name of a recording, and its rows in the table; None where they are in the journal."""


def merge_journal(lake: Lake, known: Mapping[str, KnownRecording]) -> int:
    """Brings all entries of the journal into the tables; returns how many there were.

    What is interrupted is done again by the next call, with the same result: the rows of a recording in the journal
    take the place of all its rows in the tables.

    Parameters
    ----------
    lake : Lake
    known : mapping of str to KnownRecording
        Where rows of each recording may lie, by its short name.

    Raises
    ------
    BatchError
        A file cannot be read or written.
    """
    folder_of = {entry.name: sys.intern(entry.folder) for entry in lake.journal()}
    touched = set(folder_of.values())
    touched |= {folder for name in folder_of for folder in known.get(name, NOTHING_KNOWN).folders}
    for folder in sorted(touched):
        added = sorted(name for name, its in folder_of.items() if its == folder)
        held = sum([_rewrite(lake, table, folder, folder_of, added) for table in _WRITING_ORDER])
        if not held:
            for table in _WRITING_ORDER:
                lake.storage.remove(lake.file_of(table, folder))
    lake.forget_journal(sorted(folder_of))
    return len(folder_of)


def _rewrite(
    lake: Lake, table: TableName, folder: str, replaced: Container[str], added: Sequence[str]
) -> int:
    """Writes the file of a table in a partition anew; returns its number of rows."""
    from pyarrow import parquet  # noqa: PLC0415  slow to load

    schema, many = table_schema(table), 0
    with lake.opened(table, folder) as file, lake.storage.making(lake.file_of(table, folder)) as path:
        held = _blocks(lake.batches_of(table, folder, file))
        old = (block for block in held if block[0] not in replaced)
        new = ((name, None) for name in added)
        merged = heapq.merge(old, new, key=itemgetter(0))
        with parquet.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
            for group in _groups(_tables(lake, table, merged)):
                many += group.num_rows
                writer.write_table(group, row_group_size=_GROUP)
    return many


def _blocks(batches: Iterable[Any]) -> Iterator[_Block]:
    """Parts batches of rows, in order of recording, where another recording begins."""
    for batch in batches:
        start = 0
        for name, rows in groupby(batch.column("recording").to_pylist()):
            many = sum(1 for _ in rows)
            yield name, batch.slice(start, many)
            start += many


def _tables(lake: Lake, table: TableName, blocks: Iterable[_Block]) -> Iterator[Any]:
    """Joins the rows of some recordings to a table, again and again."""
    import pyarrow as pa  # noqa: PLC0415

    for is_new, some in groupby(blocks, lambda block: block[1] is None):
        while held := list(islice(some, _TOGETHER)):
            if is_new:
                yield lake.noted_rows([name for name, _ in held], table)
            else:
                yield pa.Table.from_batches([rows for _, rows in held]).combine_chunks()


def _groups(tables: Iterable[Any]) -> Iterator[Any]:
    """Joins tables to groups of `_GROUP` rows each; the last may be shorter."""
    import pyarrow as pa  # noqa: PLC0415

    held: list[Any] = []
    for table in tables:
        held.append(table)
        while sum(one.num_rows for one in held) >= _GROUP:
            joined = pa.concat_tables(held)
            yield joined.slice(0, _GROUP).combine_chunks()
            held = [joined.slice(_GROUP)]
    if any(one.num_rows for one in held):
        yield pa.concat_tables(held).combine_chunks()
