"""Decodes bytes as text in the usual encodings, and recognises files that are not text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from imu.errors import RecordingError
from imu.formats.document import Part
from imu.formats.limits import MAX_LINE, long_line
from imu.formats.tables.arrow_file import arrow_beginning, arrow_table, arrow_text, broken_arrow, is_arrow
from imu.formats.tables.blank_columns import with_commas
from imu.formats.tables.foreign_words import says_what_it_holds

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE = 0.9
"""Share of letters of one byte, every other byte 0, from which a text is UTF-16 although it has no byte order mark."""
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
"""Control characters that text files do not contain: all but tabs, line and page ends, and escape."""
_LANGUAGES = ("gbk", "shift_jis", "euc_jp", "big5", "cp949", "cp1251")
"""Encodings before UTF-8 of Chinese (twice), Japanese, Korean and Cyrillic."""
_BEGINNING = 4096
"""Bytes in which a header is looked for in such an encoding."""
_STRAY = 2
"""Control characters that a text may hold by accident, in a note or where the power failed."""
_ZEROS, _NULS = re.compile(rb"\0{2,}"), re.compile("\0+")
"""Rows of zeros: the gaps of a file whose blocks did not all reach the disk."""
_UNREADABLE = "\ufffd"
"""What stands for zeros in a text, so that a number with one in it is none."""


def decode(part: Part) -> str:
    """Decodes a part as text, with line ends normalised to ``\\n``; the table of a Parquet or Feather file as CSV.

    Zeros within it become one sign that no number holds.

    Encodings are tried in this order: UTF-32 and UTF-16 with a byte order mark, UTF-16 without one, UTF-8 with or
    without one, then those of single languages in which the text says what it holds (`says_what_it_holds`), GBK,
    Latin-1. Columns that are separated by blanks become separated by commas.

    Raises
    ------
    RecordingError
        The data is binary, or has a line that no table has.
    """
    if is_arrow(part.data):
        return arrow_text(arrow_table(part.where, part.data))
    _check_lines(part)
    return with_commas(plain_text(_decode(part)))


def plain_text(text: str) -> str:
    """The text with ``\\n`` at the end of lines, and with one sign that no number holds in place of zeros."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return _NULS.sub(_UNREADABLE, text) if "\0" in text else text


def is_utf8(start: bytes) -> bool:
    """Whether a file that begins so is a text in UTF-8, as far as its beginning tells; it ends with a line."""
    if is_binary(start) or _wide(start) is not None:
        return False
    try:
        start.decode("utf-8-sig")
    except UnicodeError:
        return False
    return True


def is_binary(data: bytes) -> bool:
    """Whether the bytes contain control characters that text files do not."""
    if is_arrow(data) or _wide(data) is not None:
        return False
    head = _filled(data)[:65536]
    head = _ZEROS.sub(b"\0", head) if b"\0\0" in head else head
    control = len(head) - len(head.translate(None, _CONTROL))
    return control > max(_STRAY, 0.01 * len(head))


def binary_file(part: Part) -> RecordingError:
    """Makes the error for a part that is no text."""
    what = "is a binary file, not text; export the recording as CSV, TXT or zip."
    return broken_arrow(part.where, part.data) or RecordingError(what, path=part.where)


def _check_lines(part: Part) -> None:
    """Looks for a line end in every stretch of `MAX_LINE` bytes; both kinds of line ends are bytes of UTF-16 too."""
    at, data = 0, part.data
    while len(data) - at > MAX_LINE:
        end = max(data.rfind(mark, at, at + MAX_LINE) for mark in (b"\n", b"\r"))
        if end < 0:
            raise long_line(part.where)
        at = end + 1


def _decode(part: Part) -> str:
    if is_binary(part.data):
        raise binary_file(part)
    wide = _wide(part.data)
    data = _filled(part.data) if wide is None else part.data
    for encoding in (wide,) if wide is not None else chain(("utf-8-sig",), _of_a_language(data), ("gbk",)):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    return data.decode("latin-1")


def _wide(data: bytes) -> str | None:
    """Encoding of a text with two or four bytes a letter; None for any other."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith(_UTF16):
        return "utf-16"
    start = data[:_BEGINNING]
    even, odd = start[::2], start[1::2]
    for letters, zeros, name in ((even, odd, "utf-16-le"), (odd, even, "utf-16-be")):
        if len(zeros) > 1 and zeros.count(0) > _WIDE * len(zeros) and letters.count(0) == 0:
            return name
    return None


def _of_a_language(data: bytes) -> Iterator[str]:
    """Encodings in which the beginning of a text names motion or time in its language; lazily, as few need them."""
    for encoding in _LANGUAGES:
        if says_what_it_holds(data[:_BEGINNING].decode(encoding, errors="ignore")):
            yield encoding


def _filled(data: bytes) -> bytes:
    """Removes zeros at the end, which a power cut leaves if a file's length reached the disk before its bytes."""
    return data.rstrip(b"\0") or data


def complete_lines(text: str) -> tuple[str, bool]:
    """``text`` up to its last line end, and whether a last line without one was dropped."""
    end = text.rfind("\n") + 1
    return text[:end], bool(text[end:].strip())


def comment_lines(text: str) -> Iterator[str]:
    """The lines of a text that begin with ``#``, without their ends."""
    at = text.find("#")
    while at >= 0:
        end = text.find("\n", at)
        if at == 0 or text[at - 1] == "\n":
            yield text[at:end]
        at = text.find("#", end)


def head(part: Part) -> str:
    """The first 64 KB of a part as text, or the first rows of a Parquet or Feather file; '' if it is binary."""
    if is_arrow(part.data):
        return arrow_beginning(part.where, part.data)
    start = part.data[:65536]
    if len(start) < len(part.data) and _wide(start) is None:
        start = start[: start.rfind(b"\n") + 1] or start
    return _beginning(start, part.where)


@lru_cache(maxsize=16)
def _beginning(start: bytes, where: str) -> str:
    """The first bytes as text; every dialect asks for the same ones."""
    return "" if is_binary(start) else decode(Part(name=where, where=where, data=start))
