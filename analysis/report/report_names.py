"""Names of the pages of a folder of reports: the recordings' own, with the folders that tell them apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from analysis.output.terminal import page_names

INDEX = "index.html"
"""Name of the page that lists all others."""
_MOST = 100
"""Characters of the name of a folder or file; file systems take 255 bytes."""
_UNFIT = re.compile(r'[\x00-\x1f<>:"|?*]')
"""Signs that some file system does not take."""


_SUFFIX = re.compile(r"(?<=[^/])\.[A-Za-z]{2,8}(\.gz)?$")


def report_names(paths: Sequence[str]) -> dict[str, str]:
    """Returns the path of each recording's page below the folder of reports, with forward slashes, all different.

    Parameters
    ----------
    paths : sequence of str
        Of the recordings, as they were given.
    """
    taken = {INDEX}
    found: dict[str, str] = {}
    for path, name in page_names(paths).items():
        whole = _safe(name)
        stem = _SUFFIX.sub("", whole)
        ways = (stem, whole, *(f"{whole}-{k}" for k in range(2, len(paths) + 2)))
        page = next(f"{way}.html" for way in ways if f"{way}.html".casefold() not in taken)
        taken.add(page.casefold())
        found[path] = page
    return found


def _safe(name: str) -> str:
    parts = [_UNFIT.sub("_", part).strip(" ") for part in re.split(r"[/\\]", name)]
    kept = [part if len(part) <= _MOST else f"{part[: _MOST // 2]}_{part[-_MOST // 2 :]}" for part in parts]
    return "/".join(part for part in kept if part.strip(".")) or "recording"


def page_link(page: str) -> str:
    """Writes the path of a page as the address in a link."""
    return quote(page)


def index_link(page: str) -> str:
    """Writes the address of the list, as seen from a page."""
    return "../" * page.count("/") + INDEX


def folders_of(paths: Sequence[str]) -> Mapping[str, str]:
    """Folder of each recording below the one that all share, with forward slashes; empty where that is the same."""
    return {path: name.replace("\\", "/").rpartition("/")[0] for path, name in page_names(paths).items()}
