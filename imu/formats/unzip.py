"""Unpacks a zip or a gz with limits: what its directory says about sizes is not trusted."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from imu.errors import RecordingError
from imu.formats.limits import FREE_BYTES, MAX_BYTES, MAX_MEMBERS, MAX_RATIO

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    NotImplementedError,
)
"""Errors of Python about a zip or gz that is damaged, or packed in an unknown way."""
_ENTRY = b"PK\x01\x02"
"""Begins each entry of a zip's directory (APPNOTE.TXT 4.3.12)."""
_LOCAL = struct.Struct("<26xHH")
"""Header before the packed bytes of a file: lengths of its name and of an extra field come last (4.3.7)."""
_LZMA = struct.Struct("<4xBI")
"""Header of bytes packed by LZMA: version, length, then three small numbers in one byte, and the dictionary (5.8.8)."""
_ENCRYPTED = 1
_CHUNK = 1 << 20
_STEP = 1 << 14
"""Packed bytes that are unpacked at a time."""


def unzip(path: str, data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Unpacks the wanted files of a zip.

    Parameters
    ----------
    path : str
        Name of the zip, for messages.
    data : bytes
    wanted : callable
        Whether a file is wanted, by its name.

    Returns
    -------
    dict of str to bytes
        Contents in order of name.

    Raises
    ------
    RecordingError
        It is damaged, locked, packed in an unknown way, holds far more than a recording does, or two wanted files of one
        name, of which one would be lost.
    """
    if data.count(_ENTRY) > MAX_MEMBERS:
        what = (
            f"the zip holds more than {MAX_MEMBERS:,} files; unzip it, and give the folder of the recordings."
        )
        raise RecordingError(what, path=path)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found = [info for info in archive.infolist() if wanted(info.filename)]
        members = {info.filename: info for info in found}
        _check_names(path, [info.filename for info in found])
        left = min(MAX_BYTES, FREE_BYTES + MAX_RATIO * len(data))
        held: dict[str, bytes] = {}
        for name, info in sorted(members.items()):
            held[name] = _unpacked(path, data, info, left)
            left -= len(held[name])
    except ZIP_FAULTS:
        raise RecordingError("the zip is damaged or cut short; copy it again.", path=path) from None
    return held


def gunzip(path: str, data: bytes) -> bytes:
    """Unpacks the one file of a ``.gz``.

    Parameters
    ----------
    path : str
        Its name, for messages.
    data : bytes

    Raises
    ------
    RecordingError
        It is damaged, or holds far more than a recording does.
    """
    held = bytearray()
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as packed:
            while chunk := packed.read(_CHUNK):
                held += chunk
                if len(held) > min(MAX_BYTES, FREE_BYTES + MAX_RATIO * len(data)):
                    what = f"unpacks to more than {len(held) / 1e6:.0f} MB, as no recording of its size does."
                    raise RecordingError(f"{what} If it is one, unpack it first.", path=path)
    except ZIP_FAULTS:
        raise RecordingError("is a damaged or cut gz; copy it again.", path=path) from None
    return bytes(held)


def _check_names(path: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            what = f"the zip holds two files called {name}; make it anew, with a name for each."
            raise RecordingError(what, path=path)
        seen.add(name)


def _unpacked(path: str, data: bytes, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise RecordingError("the zip is locked with a password; unzip it first.", path=path)
    name_length, extra_length = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL.size + name_length + extra_length
    packed = memoryview(data)[start : start + info.compress_size]
    held = bytearray()
    for chunk, taken in _chunks(path, packed, info.compress_type):
        held += chunk
        if len(held) > min(most, FREE_BYTES + MAX_RATIO * taken):
            what = (
                f"{info.filename} in the zip unpacks to more than {len(held) / 1e6:.0f} MB, as no recording of its "
                "packed size does; if it is one, unzip it first."
            )
            raise RecordingError(what, path=path)
    if zlib.crc32(held) != info.CRC:
        raise zipfile.BadZipFile
    return bytes(held)


def _chunks(path: str, packed: memoryview, method: int) -> Iterator[tuple[bytes, int]]:
    """Pieces of what is packed, each with the number of packed bytes that it and those before were made from."""
    if method == zipfile.ZIP_STORED:
        return ((bytes(packed[at : at + _CHUNK]), at + _CHUNK) for at in range(0, len(packed), _CHUNK))
    if method == zipfile.ZIP_DEFLATED:
        return _inflated(packed)
    if method == zipfile.ZIP_BZIP2:
        return _decompressed(bz2.BZ2Decompressor(), packed, 0)
    if method == zipfile.ZIP_LZMA:
        lzma1 = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[_lzma_filter(packed)])
        return _decompressed(lzma1, packed, _LZMA.size)
    what = f"the zip is packed in a way that is not read (method {method}); unzip it first."
    raise RecordingError(what, path=path)


def _inflated(packed: memoryview) -> Iterator[tuple[bytes, int]]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _STEP):
        rest, chunk = bytes(packed[at : at + _STEP]), b""
        while rest or len(chunk) == _CHUNK:
            chunk = inflate.decompress(rest, _CHUNK)
            rest = b"" if inflate.eof else inflate.unconsumed_tail
            yield chunk, at + _STEP


def _decompressed(
    machine: bz2.BZ2Decompressor | lzma.LZMADecompressor, packed: memoryview, start: int
) -> Iterator[tuple[bytes, int]]:
    for at in range(start, len(packed), _STEP):
        rest = bytes(packed[at : at + _STEP])
        while not machine.eof:
            yield machine.decompress(rest, _CHUNK), at + _STEP
            rest = b""
            if machine.needs_input:
                break


def _lzma_filter(packed: memoryview) -> dict[str, int]:
    """How LZMA packed it, from its header: the byte is (pb·5 + lp)·9 + lc."""
    numbers, dictionary = _LZMA.unpack_from(packed)
    rest, lc = divmod(numbers, 9)
    pb, lp = divmod(rest, 5)
    return {"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": dictionary}
