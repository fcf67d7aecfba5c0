"""Brings the files of a recording to this computer, where they are not here, and takes the state of their content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.batch.remote import file_system, plain_faults, protocol_of
from analysis.batch.sources import BatchSource
from analysis.errors import BatchError
from imu.formats import PathGroup
from imu.formats.unzip import unzip

_CHUNK = 1 << 20


@contextmanager
def on_this_computer(source: BatchSource) -> Iterator[PathGroup]:
    """Gives the files of a recording as they can be read here, for as long as the block lasts.

    Raises
    ------
    BatchError
        They cannot be had.
    RecordingError
        The zip that holds them is damaged.
    """
    if source.container is None and protocol_of(source.path) is None:
        yield PathGroup(source.path, source.files)
        return
    with TemporaryDirectory(prefix="rep-momentum-") as top:
        base = source.container or _common_folder(source)
        names = {file: _safe(file.removeprefix(base).lstrip("/")) for file in source.files}
        if source.container is None:
            for file, name in names.items():
                _download(file, Path(top, name))
        else:
            _unpack(source.container, {f: Path(top, n) for f, n in names.items()})
        inside = source.path.removeprefix(base).strip("/")
        path = Path(top, _safe(inside)) if inside else Path(top)
        yield PathGroup(str(path), tuple(str(Path(top, name)) for name in names.values()))


def _common_folder(source: BatchSource) -> str:
    """The folder of a recording's files: its path, where that is a folder."""
    return source.path if all(f.startswith(f"{source.path}/") for f in source.files) else _parent(source.path)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _safe(name: str) -> str:
    """A name that stays below its folder; what follows a question mark is no part of an address's name."""
    parts = [part for part in name.partition("?")[0].split("/") if part not in {"", ".", ".."}]
    return "/".join(parts) or "recording"


def _download(address: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fs, name = file_system(address)
    with plain_faults(address):
        fs.get_file(name, str(target))


def _unpack(container: str, files: dict[str, Path]) -> None:
    """Unpacks members of a zip, each to its place."""
    try:
        data = Path(container).read_bytes()
    except OSError as error:
        raise BatchError(
            f"cannot be read ({error.strerror}); check its permissions.", place=container
        ) from None
    inside = {file.removeprefix(f"{container}/"): target for file, target in files.items()}
    left = set(inside)

    def is_wanted(name: str) -> bool:
        """Of two members of one name, the first: what finds the recordings has said that of the other."""
        first = name in left
        left.discard(name)
        return first

    for name, held in unzip(container, data, is_wanted).items():
        inside[name].parent.mkdir(parents=True, exist_ok=True)
        inside[name].write_bytes(held)


def content_state(files: tuple[str, ...]) -> str:
    """Returns the state of files by their content: 32 hexadecimal digits.

    Raises
    ------
    BatchError
        One of them cannot be read.
    """
    whole = blake2b(digest_size=16)
    for file in files:
        one = blake2b(digest_size=16)
        try:
            with Path(file).open("rb") as opened:
                while chunk := opened.read(_CHUNK):
                    one.update(chunk)
        except (FileNotFoundError, NotADirectoryError):
            raise BatchError("there is no such file; check the path.", place=file) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise BatchError(f"cannot be read ({reason}); check its permissions.", place=file) from None
        whole.update(one.digest())
    return whole.hexdigest()
