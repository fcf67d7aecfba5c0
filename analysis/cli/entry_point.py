"""Entry point of the command: from arguments to an exit code; the one place where errors become messages.

Click only parses: a command returns the job to do, which runs here, so that a closed pipe and Ctrl-C are
handled once.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches

import click

from analysis.cli.commands import app
from analysis.cli.language_option import LANGUAGE_OPTION, choose_language
from analysis.cli.messages import (
    DONE,
    INTERRUPTED,
    PIPE_CLOSED,
    UsageError,
    complain,
    one_line,
    report_fault,
)
from analysis.errors import AnalysisError
from imu.errors import ImuError

_DEBUG = "--debug"
_PLAIN = (
    (r"^Invalid value for '([^']+)':", r"\1:"),
    (r"is not a valid integer( range)?", "is not a whole number"),
    (r"^Option '([^']+)' requires an argument", r"\1 needs a value"),
    (r"^(No such (?:option|command) '[^']+')\. \(Did you mean (.+?)\?\)\.?$", r"\1; did you mean \2?"),
    (r"did you mean one of: (.+), ([^,]+)\?$", r"did you mean \1 or \2?"),
    (r"is not a valid float( range)?", "is not a number"),
    (r"is not in the range (.+)<=x<=(.+)\.$", r"is not between \1 and \2."),
)
"""Words of the parser, and plain ones in their place."""


def run_command(arguments: Sequence[str]) -> int:
    """Runs a command.

    Parameters
    ----------
    arguments : sequence of str
        Without the name of the program.

    Returns
    -------
    int
        Exit code; what went wrong was printed.
    """
    debug = _DEBUG in arguments
    try:
        code = _do(choose_language([a for a in arguments if a != _DEBUG]), debug=debug)
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_output()
        code = PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except (UsageError, ImuError, AnalysisError) as error:
        code = complain(error)
    except click.ClickException as error:
        code = complain(_parse_message(error, arguments))
    except MemoryError:
        code = complain("this needs more memory than there is; cut the recording into parts.")
    except OSError as error:
        if error.filename is None:
            _leave_output()
        where = error.filename or "standard output"
        code = complain(f"{where}: cannot be read or written ({error.strerror}); make room or use another.")
    except Exception as error:  # the last resort
        code = report_fault(error, debug=debug)
    return code


def _do(arguments: list[str], *, debug: bool) -> int:
    job = app.main(args=arguments, prog_name="rep-momentum", standalone_mode=False, obj=debug)
    return job() if callable(job) else int(job or DONE)


def _parse_message(error: click.ClickException, arguments: Sequence[str]) -> str:
    """Message of the parser in plain words, and which command's help tells more."""
    if isinstance(error, click.NoSuchOption):
        error = _with_options_of_all(error, arguments)
    text = one_line(error.format_message())
    for jargon, plain in _PLAIN:
        text = re.sub(jargon, plain, text)
    command = getattr(getattr(error, "ctx", None), "command_path", None) or _command_of(arguments)
    return f"{text if text.endswith(('.', '?')) else f'{text}.'} See `{command} --help`."


def _with_options_of_all(error: click.NoSuchOption, arguments: Sequence[str]) -> click.NoSuchOption:
    """The error, with the options that every command takes where what was typed is like one: the parser does not know them."""
    typed = next((one for one in arguments if one.startswith(error.option_name)), error.option_name)
    typed = typed.partition("=")[0]
    name = f"--{typed.lower().lstrip('-')}"
    meant = get_close_matches(name, (LANGUAGE_OPTION, _DEBUG))
    if not meant:
        return error
    meant += error.possibilities or ()
    return click.NoSuchOption(name, f"No such option {typed!r}.", possibilities=meant, ctx=error.ctx)


def _command_of(arguments: Sequence[str]) -> str:
    """The command that was typed, with the program's name, for errors that do not know it."""
    return " ".join(["rep-momentum", *(one for one in arguments[:1] if one in app.commands)])


def _leave_output() -> None:
    """Keeps the interpreter from complaining at exit about output that nobody can take any more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
