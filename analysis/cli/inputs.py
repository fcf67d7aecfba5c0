"""Finds the recordings that the paths on a command line name."""

from __future__ import annotations

from collections.abc import Sequence

from imu.errors import RecordingError
from imu.formats import PathGroup, group_paths
from imu.formats.grouping import without_session_lists


def find_groups(paths: Sequence[str], *, merge: bool) -> tuple[list[PathGroup], list[RecordingError]]:
    """Groups paths: one group for each recording.

    Parameters
    ----------
    paths : sequence of str
    merge : bool
        All files are parts of one recording.

    Returns
    -------
    groups : list of PathGroup
    bad : list of RecordingError
        Of each path that names no recording.
    """
    good, bad = [], []
    for path in dict.fromkeys(without_session_lists(paths) or paths):
        try:
            group_paths([path])
            good.append(path)
        except RecordingError as error:
            bad.append(error)
    return group_paths(good, merge=merge) if good else [], bad
