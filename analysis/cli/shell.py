"""From arguments to an exit code: the one place where errors become messages.

Typer only parses: a command returns the job to do, which runs here, so that pipes and interrupts are handled once.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence

import typer

from analysis.cli.app import app
from analysis.cli.faults import DONE, FAULT, INTERRUPTED, PIPE_CLOSED, WRONG, UsageFault, one_line
from analysis.errors import AnalysisError
from imu.errors import ImuError

_DEBUG = "--debug"
_PARSE_ERROR = typer.BadParameter.__base__ or typer.BadParameter


def main() -> None:
    """Entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; returns the exit code, prints what went wrong."""
    debug = _DEBUG in arguments
    try:
        code = _do([a for a in arguments if a != _DEBUG])
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_pipe()
        return PIPE_CLOSED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except (UsageFault, ImuError, AnalysisError) as error:
        return _say(error, WRONG)
    except _PARSE_ERROR as error:
        return _say(f"{_parse_message(error)} See `rep-momentum --help`.", WRONG)
    except Exception as error:  # noqa: BLE001  the last resort: a fault of ours
        return fault(error, debug=debug)
    return code


def _do(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    job = command.main(args=arguments, prog_name="rep-momentum", standalone_mode=False)
    return job() if callable(job) else int(job or DONE)


def fault(error: Exception, *, debug: bool, where: str = "") -> int:
    """Own up to a fault of ours in one sentence."""
    if debug:
        traceback.print_exception(error)
    again = "" if debug else " Run it again with --debug and report what it prints."
    name = type(error).__name__
    return _say(f"{where}This is a fault of rep-momentum ({name}: {error}).{again}", FAULT)


def _say(message: object, code: int) -> int:
    print(f"rep-momentum: {one_line(message)}", file=sys.stderr)
    return code


def _parse_message(error: BaseException) -> str:
    text = one_line(error.format_message() if hasattr(error, "format_message") else error)
    return text if text.endswith((".", "?")) else f"{text}."


def _leave_pipe() -> None:
    """Nobody reads any more: keep the interpreter from complaining when it flushes at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
