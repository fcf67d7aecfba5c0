"""Whose a recording is, what was lifted and when: the one rule of ``analyze``, ``batch``, ``history import`` and scripts.

What was typed for all of them holds first, then the list beside the files, then the pattern of the path, then the
recording itself. A day of the list or the recording's own moment are more exact than the name of a file, so of dates the
list holds first, then the recording, then the pattern, and last what was typed. A folder is nobody's name unless a
pattern says so.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.coaching.set_context import SetContext
from analysis.coaching.weights import Weight
from analysis.errors import RosterError
from analysis.records.day_alone import is_day_alone
from analysis.roster.lifter_pattern import LifterPattern, PatternMatch
from analysis.roster.session_dates import day_alone_of, is_same_day
from analysis.roster.session_list import ListedSession, SessionList, read_session_list, unknown_files
from imu.formats.folders import is_folder
from imu.formats.grouping import SESSION_LIST, is_session_list
from imu.types import Recording

_ADDRESS = "://"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFacts:
    """Facts about a recording that stand beside it; None is what nobody said."""

    lifter: str | None = None
    """Name of the person, in place of the recording's own."""
    weight: Weight | None = None
    """Weight of all sets, in place of the recording's own."""
    began_at: str | None = None
    """Beginning in ISO 8601, in place of the recording's own; its time stays if it is of the same day."""
    began_at_if_unknown: str | None = None
    """Beginning of a recording that tells none."""

    def told_to(self, recording: Recording) -> Recording:
        """Returns the recording with name and date."""
        own = recording.started_at
        if self.began_at is not None and not (own is not None and is_same_day(own, self.began_at)):
            began_at: str | None = self.began_at
        else:
            began_at = own or self.began_at_if_unknown
        return replace(recording, lifter=self.lifter or recording.lifter, started_at=began_at)

    def context(self, told: SetContext) -> SetContext:
        """Returns the context of its sets: that of the options, with the weight of the list where they have none."""
        return told if told.weight is not None or self.weight is None else replace(told, weight=self.weight)


NOTHING_SAID = SaidFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Facts about each of some recordings, said beside them."""

    said: Mapping[str, SaidFacts]
    """By path of the recording."""
    remarks: tuple[str, ...] = ()
    """Sentences on lists that cannot be meant in part: for the person to mend."""
    notes: tuple[str, ...] = ()
    """Sentences on what the person may want to know: columns that are not used, recordings that the pattern does not fit."""

    def of(self, path: str) -> SaidFacts:
        """Facts said about a recording."""
        return self.said.get(path, NOTHING_SAID)


def attribute(
    recordings: Mapping[str, Sequence[str]],
    paths: Iterable[str],
    *,
    lifter: str | None = None,
    pattern: str | None = None,
    began_at: str | None = None,
) -> Attribution:
    """Finds what is said about recordings beside them.

    Parameters
    ----------
    recordings : mapping of str to sequence of str
        Files of each recording, by its path.
    paths : iterable of str
        As the person gave them: lists are looked for in these folders and those below them, and beside single files.
    lifter : str, optional
        Who lifted in all of them.
    pattern : str, optional
        Such as ``{lifter}/{date}_*.csv``.
    began_at : str, optional
        Beginning of recordings that nobody knows it of, in ISO 8601; for several recordings its day alone is taken, as they
        did not begin at one moment.

    Raises
    ------
    RosterError
        The pattern cannot be meant or fits none of them, or a list cannot be read at all.
    """
    fits = None if pattern is None else LifterPattern(pattern)
    tops = {_absolute(path) for path in paths}
    listed = _Lists(recordings, tops)
    matches = {} if fits is None else _matches(fits, recordings, tops)
    day, day_notes = _typed_beginning(began_at, len(recordings))
    said, same = {}, {NOTHING_SAID: NOTHING_SAID}  # of ten thousand recordings most say the same
    for path in recordings:
        found = matches.get(path)
        row = listed.of(path)
        by_path = None if found is None else found.lifter
        facts = SaidFacts(
            lifter=lifter or row.lifter or by_path,
            weight=row.weight,
            began_at=row.began_at,
            began_at_if_unknown=(None if found is None else found.began_at) or day,
        )
        said[path] = same.setdefault(facts, facts)
        if found is not None and found.date is not None and found.began_at is None:
            listed.remarks.append(f"{path}: {found.date} is no day; correct the name of the file.")
    nameless = [path for path in recordings if not (lifter or listed.of(path).lifter)]
    notes = () if fits is None else _unfit_notes(fits.text, matches, recordings, nameless)
    return Attribution(said=said, remarks=tuple(listed.remarks), notes=(*listed.notes, *notes, *day_notes))


def _typed_beginning(began_at: str | None, recordings: int) -> tuple[str | None, tuple[str, ...]]:
    """The beginning that was typed for some recordings, and what is to be said of it."""
    if began_at is None or recordings < 2 or is_day_alone(began_at):
        return began_at, ()
    day = day_alone_of(began_at)
    note = f"--date: {recordings} recordings do not begin at one moment, so they get the day {day} without the time."
    return day, (f"{note} Give the time to one recording at a time, or to each in a list sessions.csv.",)


def _matches(fits: LifterPattern, paths: Iterable[str], tops: set[str]) -> dict[str, PatternMatch]:
    """Facts in the paths below the folders that were given; only where the pattern fits none of them, in their ends.

    Each by itself would find ``may`` in ``anna/may/27.csv`` beside ``ben`` in ``ben/27.csv``.
    """
    below = {path: fits.match_whole(_below(path, tops)) for path in paths}
    if not any(below.values()):
        below = {path: fits.match_end(_absolute(path)) for path in below}
    return {path: found for path, found in below.items() if found is not None}


def _unfit_notes(
    pattern: str, matches: Collection[str], recordings: Collection[str], nameless: Sequence[str]
) -> tuple[str, ...]:
    """Says which recordings the pattern does not fit, of those ``nameless`` that nothing else names."""
    if recordings and not matches:
        first = _first_of(list(recordings))
        what = f"it fits none of the recordings, {first}. A * stands for anything within a name, **/ for folders."
        raise RosterError(what, place=f"--lifter-from {pattern}")
    unfit = [path for path in nameless if path not in matches]
    many = "recordings" if len(nameless) == len(recordings) else "recordings that nothing else names"
    note = f"--lifter-from {pattern}: it does not fit {len(unfit)} of {len(nameless)} {many}, {_first_of(unfit)}."
    return (note,) if unfit else ()


def _first_of(paths: Sequence[str]) -> str:
    return f"for example {paths[0]}" if len(paths) > 1 else "".join(paths)


class _Lists:
    """The lists beside some recordings, and what they say of each."""

    def __init__(self, recordings: Mapping[str, Sequence[str]], tops: set[str]) -> None:
        self._sessions: dict[str, ListedSession] = {}
        self.remarks: list[str] = []
        self.notes: list[str] = []
        self._by_file = {
            _absolute(file): path for path, files in recordings.items() for file in (*files, path)
        }
        self._zips = {path: around for path in recordings if (around := _zip_around(_absolute(path)))}
        self._by_file |= {around: around for around in self._zips.values() if around not in self._by_file}
        folders = {
            folder
            for path in recordings
            if _ADDRESS not in path
            for folder in _folders(_absolute(path), tops)
        }
        whose: dict[str, str] = {}
        for folder in sorted(folders, key=lambda one: (one.count(os.sep), one)):
            file = Path(folder, SESSION_LIST)
            if is_session_list(str(file)):
                self._take(read_session_list(file), folder, whose)

    def of(self, path: str) -> ListedSession:
        """What the lists say of a recording, and where they leave something open, of the zip that holds it."""
        own = self._sessions.get(path, ListedSession())
        around = self._sessions.get(self._zips.get(path, ""), ListedSession())
        return ListedSession(
            lifter=own.lifter or around.lifter,
            weight=own.weight or around.weight,
            began_at=own.began_at or around.began_at,
        )

    def _take(self, listed: SessionList, folder: str, whose: dict[str, str]) -> None:
        self.remarks += listed.remarks
        if listed.unused:
            known = "the columns that are known are file, lifter, weight and date"
            self.notes.append(f"{listed.path}: not used: {', '.join(listed.unused)}; {known}.")
        for file, session in listed.sessions.items():
            path = self._by_file.get(os.path.normpath(os.path.join(folder, file)))  # noqa: PTH118  also of names in a zip
            if path is None:
                continue
            if path in whose:
                self.remarks.append(
                    f"{listed.path}: {file} stands in {whose[path]}, too, which is used; keep one of them."
                )
                continue
            whose[path] = listed.path
            self._sessions[path] = session
        self.remarks += self._of_folders(listed, folder)
        files = (one for one in self._by_file if _lies_in(one, folder))
        below = {os.path.relpath(one, folder).replace(os.sep, "/") for one in files}
        self.remarks += unknown_files(
            listed, lambda name: name in below or _exists(folder, name), sorted(below)
        )

    def _of_folders(self, listed: SessionList, folder: str) -> Iterator[str]:
        """Sentences on rows that name a folder of recordings, which nothing is said of by that."""
        for file, line in listed.lines.items():
            whole = os.path.normpath(os.path.join(folder, file))  # noqa: PTH118  as above
            no_recording = whole not in self._by_file and is_folder(whole)
            if no_recording and any(_lies_in(one, whole) for one in self._by_file):
                what = f"{file} is a folder of recordings, and a line is of one"
                yield f"{listed.path}, line {line}: {what}; name each of them, or give --lifter-from."


def _exists(folder: str, file: str) -> bool:
    """Whether there is such a file, or it may be a name in a zip, which only whoever opens it knows."""
    try:
        return (
            any(Path(folder, *file.split("/")[:k]).is_file() for k in range(1, file.count("/") + 1))
            or Path(folder, file).exists()
        )
    except (OSError, ValueError):
        return False


def _below(path: str, tops: set[str]) -> str:
    """The path of a recording below the nearest folder that was given; empty where it was given itself."""
    whole = _absolute(path)
    holding = [top for top in tops if _lies_in(whole, top)]
    return whole[len(max(holding, key=len).rstrip("/" + os.sep)) + 1 :] if holding else ""


def _lies_in(path: str, folder: str) -> bool:
    return path.startswith((folder.rstrip(os.sep) + os.sep, folder.rstrip("/") + "/"))


def _absolute(path: str) -> str:
    return path if _ADDRESS in path or path == "-" else os.path.abspath(path)  # noqa: PTH100  links stay as they are


def _zip_around(path: str) -> str | None:
    """The zip that holds a recording; None where it lies in none."""
    if ".zip" not in path.lower() or _ADDRESS in path:
        return None
    zips = (one for one in Path(path).parents if one.suffix.lower() == ".zip" and one.is_file())
    return next(map(str, zips), None)


def _folders(path: str, tops: set[str]) -> set[str]:
    """Folders in which a list may speak of a recording: its own, and those above it up to one that was given."""
    above = [str(one) for one in Path(_zip_around(path) or path).parents]
    top = next((k for k, one in enumerate(above) if one in tops), 0)
    return set(above[: top + 1])
