"""Options and arguments as metadata: ``weight: Annotated[str | None, make_option("--weight", ...)] = None``.

The kind of the value and its default come from the field or parameter, so that each is written down once. Click parses.
It is used directly: Typer, which reads annotations by itself, imports pydantic for every command, a tenth of a second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import click


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """Name, metavar, help and range of an option or argument; type and default are those of its field.

    Attributes
    ----------
    name : str or None
        With its dashes; ``--open/--no-open`` is an option and its opposite. None is an argument, known by its place.
    metavar : str or None
        Stands for the value in the help; None where there is no value.
    text : str
        The help.
    least, most : float or None
        Range of a number, ends included.
    """

    name: str | None
    metavar: str | None
    text: str
    least: float | None = None
    most: float | None = None


def make_option(
    name: str, metavar: str, text: str, *, least: float | None = None, most: float | None = None
) -> OptionSpec:
    """Makes an option that takes a value, as metadata; the arguments are those of `OptionSpec`."""
    return OptionSpec(name=name, metavar=metavar, text=text, least=least, most=most)


def make_flag(name: str, text: str) -> OptionSpec:
    """Makes an option without a value, as metadata: it is there or not."""
    return OptionSpec(name=name, metavar=None, text=text)


def make_argument(metavar: str, text: str) -> OptionSpec:
    """Makes an argument, which has no name before it, as metadata."""
    return OptionSpec(name=None, metavar=metavar, text=text)


def make_parameter(
    name: str, spec: OptionSpec, kind: Any, *, default: Any, required: bool
) -> click.Parameter:
    """Makes the parameter that click parses.

    Parameters
    ----------
    name : str
        By which the function takes the value.
    spec : OptionSpec
    kind : type
        Of the value: str, int, float, bool, or a Literal of words; ``tuple[str, ...]`` takes several.
    default : object
        Passed where nothing is given.
    required : bool
        Something must be given; then there is no default.
    """
    several = get_origin(kind) is tuple
    settled: dict[str, Any] = {"required": True} if required else {"default": default}
    if spec.name is None:
        shown = f"{spec.metavar}..." if several else spec.metavar if required else f"[{spec.metavar}]"
        return click.Argument([name], metavar=shown, help=spec.text, nargs=-1 if several else 1, **settled)
    flag = spec.metavar is None
    return click.Option(
        [spec.name, name],
        metavar=spec.metavar,
        help=spec.text,
        is_flag=flag or None,
        type=click.BOOL if flag else _value_type(_without_none(kind), spec),
        multiple=several,
        show_default=not required and not any(default is one for one in (None, False, ())),
        **settled,
    )


def _without_none(kind: Any) -> Any:
    """Kind of the value where one is given: ``str`` of ``str | None``."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    (one,) = (part for part in get_args(kind) if part is not NoneType)
    return one


class _PlainNumber(click.ParamType[Any]):
    """A number in digits of any script, as weights are: Python also reads ``1_0`` and "not a number"."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Returns the number; what is none, or outside of the range, fails."""
        number = super().convert(value, param, ctx)
        if math.isnan(number) or (isinstance(value, str) and "_" in value):
            self.fail(f"{value!r} is not a {'whole ' if isinstance(number, int) else ''}number.", param, ctx)
        return number


class _Whole(_PlainNumber, click.types.IntParamType):
    """Any whole number."""


class _WholeRange(_PlainNumber, click.IntRange):
    """A whole number of a range."""


class _Real(_PlainNumber, click.types.FloatParamType):
    """Any number."""


class _RealRange(_PlainNumber, click.FloatRange):
    """A number of a range."""


class _Text(click.types.StringParamType):
    """Text; where there is none, as with a shell's empty variable, something else was meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Returns the text; an empty one fails."""
        if isinstance(value, str) and not value.strip():
            self.fail(f"{value!r} is empty; leave the option out, or give it a value.", param, ctx)
        return super().convert(value, param, ctx)


def _value_type(kind: Any, spec: OptionSpec) -> click.ParamType[Any]:
    """How click reads one value of a kind."""
    if get_origin(kind) is Literal:
        return click.Choice(get_args(kind))
    if spec.least is not None:
        ranges: dict[Any, Any] = {int: _WholeRange, float: _RealRange}
        made: click.ParamType[Any] = ranges[kind](min=spec.least, max=spec.most)
        return made
    plain: dict[Any, type[click.ParamType[Any]]] = {int: _Whole, float: _Real}
    return plain.get(kind, _Text)()
