"""The file of ``--events``: every event as a line of JSON, when it happens. A full disk ends no session."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from pathlib import Path

from analysis.language import say
from analysis.output.fact_words import fact_words
from analysis.output.json_document import event_record
from analysis.records.events import LiveEvent
from imu.recording.append_file import AppendedFile, disk_fault


class EventsFile:
    """Writes events; those that find no room are written before the next one, once there is some.

    Parameters
    ----------
    path : Path or None
        Emptied, if it exists; None: standard output.
    say : callable
        Gets a sentence when the file cannot be written, and when it can again.

    Raises
    ------
    OSError
        The file cannot be made. Later nothing raises but a pipe that nobody reads any more.
    """

    def __init__(self, path: Path | None, say: Callable[[str], None]) -> None:
        self._file = None if path is None else AppendedFile(path, replace=True)
        self._say = say
        self._fault: str | None = None

    def write(self, event: LiveEvent) -> None:
        """Writes an event."""
        line = json.dumps(event_record(event), ensure_ascii=False, allow_nan=False) + "\n"
        before, self._fault = self._fault, self._written(line)
        if self._fault not in (None, before):
            self._say(say("events.not_written", fault=self._fault))
        elif before is not None and self._fault is None:
            self._say(say("events.written_again"))

    def _written(self, line: str) -> str | None:
        """Writes a line; returns a sentence where it could not."""
        if self._file is not None:
            self._file.write(line, keep=True)
            error = self._file.fault
            return None if error is None else fact_words(disk_fault(error, self._file.path.parent))
        try:
            if sys.stdout is not None:  # closed by whoever started the program: nobody wants them
                sys.stdout.write(line)
                sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            full = error.errno == errno.ENOSPC
            reason = say("events.disk_full") if full else error.strerror or str(error)
            return say("events.standard_output", reason=reason)
        return None

    def close(self) -> str | None:
        """Ends the file; returns a sentence where it does not hold all events."""
        if self._file is None:
            return self._fault and say("events.not_all.printed", fault=self._fault)
        self._file.close()
        error = self._file.fault
        if error is None:
            return None
        return say(
            "events.not_all.in_file",
            file=self._file.path,
            fault=fact_words(disk_fault(error, self._file.path.parent)),
        )
