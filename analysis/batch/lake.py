"""A lake: four tables of Parquet files in one folder, and the journal of the run that fills it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Literal, TypeAlias, get_args
from urllib.parse import quote

from analysis.batch.known import KnownRecording
from analysis.batch.lake_schema import LAKE_FILE, LAKE_SCHEMA, TABLE_NAMES, TableName, table_schema
from analysis.batch.rows import LakeRow, packed
from analysis.batch.storage import Storage
from analysis.batch.task import BatchOutcome
from analysis.errors import BatchError
from analysis.history.session_record import lifter_key

Partition: TypeAlias = Literal["lifter", "month", "none"]
"""By what the files of a table are divided."""
PARTITIONS: tuple[Partition, ...] = get_args(Partition)
_JOURNAL = "_journal"
_FILE = "part-0.parquet"
_UNKNOWN = "unknown"
"""Name of the partition of what is not known. A lifter of this name lies there too: rows say who it is."""
_DAMAGED_JOURNAL = (
    "this file is damaged; remove it, and run the same command again: its recording is done anew."
)
_GZIP = 31
"""How zlib is told that something is packed as by gzip."""
_ROWS = 2_000
"""Rows of a file that are held at once."""
_NOT_READ: tuple[TableName, ...] = ("sets", "reps")
"""Tables of which nothing tells what is known of a recording."""
_LONGEST = 150
"""Most letters of a folder's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """Results of one recording that are not in the tables yet, without their rows."""

    name: str
    """Short name of the recording."""
    folder: str
    """Folder of the partition that they belong to."""
    state: str | None
    """As in `KnownRecording`."""
    told: str
    """Likewise."""
    content_hash: str | None
    """Likewise."""
    lifter: str | None
    """Likewise."""
    bytes_of_rows: Sequence[int]
    """Length of the packed rows of each table, which follow it."""


class Lake:
    """The folder of a lake. One run at a time may fill it.

    Parameters
    ----------
    place : str
        The folder: a path, or an address.
    partition : str
        By what its files are divided.

    Raises
    ------
    BatchError
        It was made otherwise, holds something else, another run is at work in it, or it cannot be used.
    """

    def __init__(self, place: str, partition: Partition) -> None:
        self.storage = Storage(place)
        self._partition = partition
        with self._locked():
            about = self.storage.read(LAKE_FILE)
            if about is None:
                self._begin(place)
            else:
                self._check(about, place)

    def _begin(self, place: str) -> None:
        if self.storage.names():
            raise BatchError("this folder holds other files; give a new or an empty one.", place=place)
        said = json.dumps({"schema": LAKE_SCHEMA, "partition": self._partition})
        self.storage.write(LAKE_FILE, f"{said}\n".encode())

    def _check(self, about: bytes, place: str) -> None:
        try:
            said = json.loads(about)
            schema, made_by = said["schema"], said["partition"]
            PARTITIONS.index(made_by)
        except (ValueError, KeyError, TypeError) as error:
            what = f"its {LAKE_FILE} cannot be understood; give another folder, or make the lake anew."
            raise BatchError(what, place=place) from error
        if schema != LAKE_SCHEMA:
            what = f"this lake has the columns {schema}, and this version writes {LAKE_SCHEMA}; give another folder."
            raise BatchError(what, place=place)
        if made_by != self._partition:
            what = f"this lake is divided by {made_by}, not by {self._partition}; give --partition {made_by}, or another folder."
            raise BatchError(what, place=place)

    @contextmanager
    def kept_alone(self) -> Iterator[None]:
        """Keeps other runs on this computer away while the block lasts.

        Raises
        ------
        BatchError
            One is at work.
        """
        with self._locked():
            self.storage.remove_unfinished()
            yield

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self.storage.kept_alone() as free:
            if not free:
                what = "another run fills this lake; wait for its end, or give another folder."
                raise BatchError(what, place=self.storage.place)
            yield

    def file_of(self, table: TableName, folder: str) -> str:
        """Name of the file of a table in a partition."""
        return "/".join(part for part in (table, folder, _FILE) if part)

    def folder_of(self, lifter: str | None, started_at: str | None) -> str:
        """Folder of the partition that a recording belongs to; empty where there are none."""
        match self._partition:
            case "lifter":
                key = lifter_key(lifter)
                return f"lifter_key={_UNKNOWN if key is None else _shortened(quote(key, safe=''))}"
            case "month":
                return f"started_month={_month(started_at)}"
            case _:
                return ""

    def note(self, outcome: BatchOutcome) -> None:
        """Keeps the result of a recording until it is in the tables.

        Raises
        ------
        BatchError
            It cannot be written.
        """
        known = outcome.known
        head = {
            "name": outcome.name,
            "folder": self.folder_of(outcome.lifter, outcome.started_at),
            "state": known.state,
            "told": known.told,
            "content_hash": known.content_hash,
            "lifter": known.lifter,
            "bytes_of_rows": list(map(len, outcome.rows)),
        }
        self.storage.write(_journal_name(outcome.name), packed([head]) + b"".join(outcome.rows))

    def journal(self) -> Iterator[JournalEntry]:
        """Yields what is in the journal, in order of name."""
        names = [name for name in self.storage.names(_JOURNAL) if name.endswith(".gz")]
        return (self._note(name)[0] for name in names)

    def noted_rows(self, names: Iterable[str], table: TableName) -> Any:
        """Returns rows of some recordings in the journal as an Arrow table.

        They are read by Arrow itself: to take them from Python's values it would load pandas.

        Raises
        ------
        BatchError
            They are damaged, or another version noted them.
        """
        import pyarrow as pa  # noqa: PLC0415  slow to load
        from pyarrow import json as arrow_json  # noqa: PLC0415

        at, schema = TABLE_NAMES.index(table), table_schema(table)
        text = b" ".join(self._rows(name, at) for name in names)
        if not text.strip():
            return schema.empty_table()
        try:
            return arrow_json.read_json(
                BytesIO(text),
                read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(text) + 1),
                parse_options=arrow_json.ParseOptions(
                    explicit_schema=schema, unexpected_field_behavior="error"
                ),
            )
        except pa.ArrowInvalid as error:
            what = "these notes are of another version; remove them, and run again: their recordings are done anew."
            raise BatchError(what, place=f"{self.storage.place}/{_JOURNAL}") from error

    def forget_journal(self, names: list[str]) -> None:
        """Removes entries whose rows are in the tables."""
        for name in names:
            self.storage.remove(_journal_name(name))

    def _note(self, name: str) -> tuple[JournalEntry, bytes]:
        """A file of the journal: what it says of the recording, and the packed rows."""
        content = self.storage.read(name)
        if content is None:
            what = "a file of the journal has gone; run the same command again."
            raise BatchError(what, place=f"{self.storage.place}/{name}")
        with self._damage_named(name):
            head = zlib.decompressobj(wbits=_GZIP)
            return JournalEntry(**json.loads(head.decompress(content))), head.unused_data

    @contextmanager
    def _damage_named(self, name: str) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError, ValueError, TypeError, zlib.error) as error:
            raise BatchError(_DAMAGED_JOURNAL, place=f"{self.storage.place}/{name}") from error

    def _rows(self, name: str, at: int) -> bytes:
        """Rows of a recording in the journal, of the table at this place."""
        entry, rows = self._note(_journal_name(name))
        start = sum(entry.bytes_of_rows[:at])
        with self._damage_named(_journal_name(name)):
            return gzip.decompress(rows[start : start + entry.bytes_of_rows[at]])

    def folders(self) -> list[str]:
        """Folders of all partitions, in order."""
        names = {name for table in TABLE_NAMES for name in self._files(table)}
        return sorted(names)

    def known(self) -> dict[str, KnownRecording]:
        """Returns the state of every recording in tables and journal, by its short name.

        Raises
        ------
        BatchError
            A file cannot be read.
        """
        self._check_whole()
        found: dict[str, KnownRecording] = {}
        for folder in self.folders():
            for row in self._columns(
                "recordings", folder, ["recording", "source_state", "told", "content_hash", "lifter"]
            ):
                old = found.get(row["recording"])
                found[row["recording"]] = KnownRecording(
                    state=row["source_state"],
                    told=row["told"],
                    content_hash=row["content_hash"],
                    lifter=row["lifter"],
                    folders=(*(old.folders if old else ()), folder),
                )
            for row in self._columns("quality", folder, ["recording", "severity", "lifter"]):
                if row["severity"] == "error":
                    old = found.get(row["recording"])
                    where = (*(old.folders if old else ()), folder)
                    found[row["recording"]] = KnownRecording(lifter=row["lifter"], folders=where)
        for entry in self.journal():
            old = found.get(entry.name)
            where = tuple(dict.fromkeys((*(old.folders if old else ()), entry.folder)))
            found[entry.name] = KnownRecording(
                state=entry.state,
                told=entry.told,
                content_hash=entry.content_hash,
                lifter=entry.lifter,
                folders=where,
            )
        return found

    def _check_whole(self) -> None:
        """Refuses a lake of which a file is missing, or one that is not read now does not hold rows of its table.

        While the journal is brought in, some are not made yet.
        """
        may_lack, folders = bool(self.storage.names(_JOURNAL)), self.folders()
        for table in TABLE_NAMES:
            there = set(self._files(table))
            for folder in folders:
                if folder in there and table in _NOT_READ:
                    self._check_end(table, folder)
                elif folder not in there and not may_lack:
                    raise BatchError(_lost("is missing", folder), place=self._place_of(table, folder))

    def _check_end(self, table: TableName, folder: str) -> None:
        """Reads the end of a file, which says what is in it."""
        with self.opened(table, folder) as file, self._lost_named(table, folder):
            _held(table, file)

    def _files(self, table: TableName) -> list[str]:
        """Folders of the partitions that have a file of a table."""
        names = self.storage.names(table)
        return [
            name.removeprefix(table).removesuffix(_FILE).strip("/") for name in names if name.endswith(_FILE)
        ]

    def _columns(self, table: TableName, folder: str, columns: list[str]) -> Iterator[LakeRow]:
        with self.opened(table, folder) as file:
            for batch in self.batches_of(table, folder, file, columns):
                yield from batch.to_pylist()

    def batches_of(
        self, table: TableName, folder: str, file: Any, columns: list[str] | None = None
    ) -> Iterator[Any]:
        """Yields the rows of an open file of a table, a few thousand at a time; none where there is no file.

        Raises
        ------
        BatchError
            It is damaged.
        """
        if file is None:
            return
        with self._lost_named(table, folder):
            yield from _held(table, file).iter_batches(batch_size=_ROWS, columns=columns)

    @contextmanager
    def _lost_named(self, table: TableName, folder: str) -> Iterator[None]:
        import pyarrow as pa  # noqa: PLC0415  slow to load

        try:
            yield
        except (pa.ArrowException, OSError) as error:
            raise BatchError(_lost("is damaged", folder), place=self._place_of(table, folder)) from error

    def _place_of(self, table: TableName, folder: str) -> str:
        return f"{self.storage.place}/{self.file_of(table, folder)}"

    @contextmanager
    def opened(self, table: TableName, folder: str) -> Iterator[Any]:
        """Opens the file of a table in a partition; gives None where there is none."""
        name = self.file_of(table, folder)
        if name not in self.storage.names("/".join(part for part in (table, folder) if part)):
            yield None
            return
        file = self.storage.open(name)
        try:
            yield file
        finally:
            file.close()


def _held(table: TableName, file: Any) -> Any:
    """The rows of an open file of a table, none of them read yet; Arrow's error where it holds others, or nothing."""
    import pyarrow as pa  # noqa: PLC0415  slow to load
    from pyarrow import parquet  # noqa: PLC0415

    held = parquet.ParquetFile(file, page_checksum_verification=True)
    if not held.schema_arrow.equals(table_schema(table)):
        raise pa.ArrowInvalid(f"its columns are not those of {table}")
    return held


def _lost(what: str, folder: str) -> str:
    """What is wrong with a file of a table, and how its rows come back."""
    whose = f"{folder}/{_FILE}" if folder else _FILE
    return (
        f"this file {what}; remove {whose} from all four tables, and run again: its recordings are done anew."
    )


def _journal_name(name: str) -> str:
    return f"{_JOURNAL}/{name}.json.gz"


def _shortened(name: str) -> str:
    """A name that every file system takes: of a long one the beginning, and a mark of all of it."""
    if len(name) <= _LONGEST:
        return name
    from hashlib import blake2b  # noqa: PLC0415

    return f"{name[:_LONGEST].rpartition('%')[0]}~{blake2b(name.encode(), digest_size=8).hexdigest()}"


def _month(started_at: str | None) -> str:
    try:
        began = datetime.fromisoformat(started_at or "")
    except ValueError:
        return _UNKNOWN
    return f"{began:%Y-%m}"
