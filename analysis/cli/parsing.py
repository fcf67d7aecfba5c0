"""Makes a command from a record: every annotated field is an option, so each is written down once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container
from dataclasses import MISSING, Field, fields
from typing import Annotated, Any, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import typer

from analysis.cli.set_options import CommandOptions, SetOptions

Options = TypeVar("Options", bound=CommandOptions)
Job: TypeAlias = Callable[[], int]
"""Returned by a command: the work, to be done outside the parser; it gives the exit code."""

_EMPTY = inspect.Parameter.empty
_SHARED = {field.name for field in fields(SetOptions)}
_CONTEXT = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)


def takes(
    record: type[Options],
    *,
    only: Container[str] | None = None,
    required: Container[str] = (),
    **fixed: Any,
) -> Callable[[Callable[[Options], int]], Callable[..., Job | None]]:
    """Turns a function of a record into a command for Typer; it does nothing where a command below it was typed.

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
        def command(context: typer.Context, **given: Any) -> Job | None:
            if context.invoked_subcommand is not None:
                return None
            typed: dict[str, Any] = {
                name: tuple(v) if isinstance(v, list) else v for name, v in given.items()
            }
            options = record(**typed, **fixed, debug=bool(context.obj))
            return lambda: run(options)

        command.__name__, command.__doc__ = run.__name__, run.__doc__
        command.__signature__ = inspect.Signature([_CONTEXT, *parameters])  # type: ignore[attr-defined]
        return command

    return decorate


def _parameter(field: Field[Any], hint: Any, required: bool) -> inspect.Parameter:
    """A field as Typer needs it: a list where the record has a tuple."""
    kind, info = get_args(hint)
    several = get_origin(kind) is tuple
    default = (
        _EMPTY if required or field.default is MISSING else list(field.default) if several else field.default
    )
    return inspect.Parameter(
        field.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[list[str] if several else kind, info],
    )
