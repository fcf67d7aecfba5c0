"""Says whose recordings are, for ``analyze`` and ``history import``, and prints what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from analysis.cli.analyze_options import AnalyzeOptions
from analysis.cli.messages import DONE, complain, remark, worse_code
from analysis.roster.attribution import Attribution, attribute
from imu.formats import PathGroup


def attributed(options: AnalyzeOptions, groups: Sequence[PathGroup]) -> tuple[Attribution, int]:
    """Finds what is said beside each recording.

    Parameters
    ----------
    options : AnalyzeOptions
    groups : sequence of PathGroup
        The recordings.

    Returns
    -------
    attribution : Attribution
    code : int
        Exit code for what was printed.

    Raises
    ------
    UsageError
        The date cannot be meant.
    RosterError
        The pattern cannot be meant or fits nothing, or a list of sessions cannot be read.
    """
    found = attribute(
        {group.path: group.files for group in groups},
        options.paths,
        lifter=options.lifter,
        pattern=options.lifter_from,
        began_at=options.began(),
    )
    return found, say_attribution(found)


def say_attribution(found: Attribution) -> int:
    """Prints what is to be said of lists and patterns; returns the exit code for it."""
    for note in found.notes:
        remark(note)
    return reduce(worse_code, map(complain, found.remarks), DONE)
