"""Makes commands from annotated functions and records: every annotated field is an option, written down once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container
from dataclasses import MISSING, Field, fields
from typing import Annotated, Any, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import click

from analysis.cli.option_specs import make_parameter
from analysis.cli.set_options import CommandOptions, SetOptions

Options = TypeVar("Options", bound=CommandOptions)
Job: TypeAlias = Callable[[], int]
"""Returned by a command: the work, to be done outside the parser; it gives the exit code."""
Runs = TypeVar("Runs", bound=Callable[..., Any])

_EMPTY = inspect.Parameter.empty
_SHARED = {field.name for field in fields(SetOptions)}
_CONTEXT = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=click.Context)


def add_command(group: click.Group, name: str) -> Callable[[Runs], Runs]:
    """Adds a function to a group of commands.

    Parameters
    ----------
    group : click.Group
    name : str
        By which the command is called. Its help is the function's docstring.
    """

    def decorate(run: Runs) -> Runs:
        group.add_command(click.Command(name, **_described(run)))
        return run

    return decorate


def make_group(name: str, run: Callable[..., Any], *, epilog: str | None = None) -> click.Group:
    """Makes a group of commands.

    Parameters
    ----------
    name : str
    run : function
        Called first, also where no command below it is given.
    epilog : str, optional
        Last line of its help.
    """
    return _CommandGroup(name, invoke_without_command=True, epilog=epilog, **_described(run))


class _CommandGroup(click.Group):
    """Group that lists its commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of the commands."""
        return list(self.commands)


def _described(run: Callable[..., Any]) -> dict[str, Any]:
    """What click is told of a function: how it is called, its parameters, and its help."""
    signature = inspect.signature(run, eval_str=True)
    takes_context = any(one.annotation is click.Context for one in signature.parameters.values())
    return {
        "callback": click.pass_context(run) if takes_context else run,
        "params": [
            _read(one) for one in signature.parameters.values() if one.annotation is not click.Context
        ],
        "help": run.__doc__,
        "short_help": run.__doc__ and run.__doc__.splitlines()[0],
    }


def _read(parameter: inspect.Parameter) -> click.Parameter:
    """Parameter of a function, for click."""
    kind, spec = get_args(parameter.annotation)
    required = parameter.default is _EMPTY
    return make_parameter(parameter.name, spec, kind, default=parameter.default, required=required)


def takes(
    record: type[Options],
    *,
    only: Container[str] | None = None,
    required: Container[str] = (),
    **fixed: Any,
) -> Callable[[Callable[[Options], int]], Callable[..., Job | None]]:
    """Turns a function of a record into one with a parameter for each field, which returns the job to do.

    It returns None, and does nothing, where a command below it was typed.

    Parameters
    ----------
    record : type
        Its fields that are ``Annotated`` with an option or an argument are offered, its own before the
        shared ones.
    only : names, optional
        Fields that are offered; by default all.
    required : names
        Fields that must be given though they have a default.
    **fixed
        Fields that the command itself sets.
    """
    hints = get_type_hints(record, include_extras=True)
    offered = [
        field
        for field in sorted(fields(record), key=lambda field: field.name in _SHARED)
        if get_origin(hints[field.name]) is Annotated and (only is None or field.name in only)
    ]
    parameters = [_parameter(field, hints[field.name], field.name in required) for field in offered]

    def decorate(run: Callable[[Options], int]) -> Callable[..., Job | None]:
        def command(context: click.Context, **given: Any) -> Job | None:
            if context.invoked_subcommand is not None:
                return None
            options = record(**given, **fixed, debug=bool(context.obj))
            return lambda: run(options)

        command.__name__, command.__doc__ = run.__name__, run.__doc__
        command.__signature__ = inspect.Signature([_CONTEXT, *parameters])  # type: ignore[attr-defined]
        return command

    return decorate


def _parameter(field: Field[Any], hint: Any, required: bool) -> inspect.Parameter:
    """A field as a parameter of a function."""
    default = _EMPTY if required or field.default is MISSING else field.default
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
