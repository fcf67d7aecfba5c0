"""Files of other computers by fsspec: ``s3://``, ``gs://``, ``https://`` and the like; every trouble is one sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.errors import BatchError

_PROTOCOL = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_PACKAGES = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "http": "aiohttp",
    "https": "aiohttp",
}
"""Package that a protocol needs besides fsspec."""
_WEB = ("http", "https")
_SILENT_S = 30.0
"""Longest wait for a word of a server, s."""


def protocol_of(path: str) -> str | None:
    """Returns the protocol of a path (``s3``), None for a path of this computer."""
    found = _PROTOCOL.match(path)
    return None if found is None else found[1].lower()


def file_system(path: str) -> tuple[Any, str]:
    """Returns the file system of a path, and its name in there.

    Parameters
    ----------
    path : str
        With or without protocol.

    Raises
    ------
    BatchError
        fsspec or what the protocol needs is missing, or nobody knows the protocol.
    """
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  an extra
        from fsspec.implementations.local import LocalFileSystem  # noqa: PLC0415  an extra
    except ImportError as error:
        raise BatchError("this needs fsspec: pip install 'rep-momentum[batch]'.", place=path) from error
    protocol = protocol_of(path)
    if protocol is None:  # url_to_fs would take a :: for one file system in another
        whole = os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111  a ~nobody is a name like others
        return LocalFileSystem(), Path(whole).as_posix()
    try:
        made: tuple[Any, str] = url_to_fs(path, **(_web_options() if protocol in _WEB else {}))
    except ImportError as error:
        package = _PACKAGES.get(protocol)
        what = f"{protocol}:// needs {package or 'a package'} that is missing: pip install {package or 'it'}."
        if package is None:
            what = f"{protocol}:// needs a package that is missing ({error}); install it."
        raise BatchError(what, place=path) from error
    except ValueError as error:
        what = f"nothing is known of {protocol}://; use a path, s3://, gs:// or https://."
        raise BatchError(what, place=path) from error
    return made


def _web_options() -> dict[str, Any]:
    """A server that says nothing for half a minute is taken as gone."""
    import aiohttp  # noqa: PLC0415  slow to load, and part of an extra

    silent = aiohttp.ClientTimeout(total=None, sock_connect=_SILENT_S, sock_read=_SILENT_S)
    return {"client_kwargs": {"timeout": silent}}


@contextmanager
def plain_faults(path: str, doing: str = "read") -> Iterator[None]:
    """Turns what a file system raises into one sentence.

    Parameters
    ----------
    path : str
        As the person gave it.
    doing : str
        ``read`` or ``written``.

    Raises
    ------
    BatchError
        In place of any error of the network, the service or the disk.
    """
    try:
        yield
    except BatchError:
        raise
    except Exception as error:  # each service raises errors of its own
        raise BatchError(_sentence(error, path, doing), place=path) from error


def _sentence(error: Exception, path: str, doing: str) -> str:
    protocol = protocol_of(path)
    number = error.errno if isinstance(error, OSError) else None
    reason = os.strerror(number) if number else " ".join(str(error).split()) or type(error).__name__
    if protocol in _WEB:
        return _of_server(error, "folder" if path.endswith("/") else "file")
    if isinstance(error, FileNotFoundError):
        where = "bucket or file" if protocol is not None else "file"
        return f"there is no such {where}; check the name."
    if isinstance(error, PermissionError) or "credentials" in type(error).__name__.lower():
        return (
            f"it may not be {doing} ({reason}); check the permissions, and the credentials of this computer."
        )
    if isinstance(error, NotADirectoryError):
        return "a part of this path is a file, and nothing can lie in it; check the path."
    if isinstance(error, OSError) and protocol is None:
        return f"cannot be {doing} ({reason}); make room, or check the permissions."
    return f"cannot be {doing} ({reason}); check the address and the network."


def _of_server(error: BaseException, asked: str) -> str:
    """What a web server did: fsspec calls whatever fails a missing file, and keeps the cause."""
    causes = [one for one in (error.__cause__, error.__context__, error) if one is not None]
    found = (getattr(one, "status", None) for one in causes)
    status = next((one for one in found if isinstance(one, int)), None)
    if status in {404, 410} or (status is None and len(causes) == 1 and isinstance(error, FileNotFoundError)):
        return f"there is no such {asked}; check the name."
    if status in {401, 403}:
        return f"it may not be read (the server answers {status}); check who may read it."
    if status is not None and status >= 400:
        return f"the server answers {status}; try again later."
    if any(isinstance(one, TimeoutError) for one in causes):
        return f"the server has said nothing for {_SILENT_S:.0f} s; try again later."
    if any(type(one).__name__ == "TooManyRedirects" for one in causes):
        return "the server sends from one address to the next without end; check the address."
    reason = " ".join(str(causes[0]).split()) or type(causes[0]).__name__
    return f"the server cannot be reached, or broke off ({reason}); check the address and the network."


def state_in(info: dict[str, Any], protocol: str | None) -> str | None:
    """Returns the state of a file as its service tells it (a tag that changes with the content); None where it does not."""
    if protocol in {None, *_WEB, "file", "local"}:
        return None
    tag = info.get("ETag") or info.get("etag") or info.get("md5Hash")
    return None if tag is None else f"{tag}".strip('"')
