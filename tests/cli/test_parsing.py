"""Options come from annotated fields: their kinds, defaults, and what is said of a value that is none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

import click
import pytest

from analysis.cli.option_specs import make_argument, make_flag, make_option
from analysis.cli.parsing import Job, add_command, make_group, takes
from analysis.cli.set_options import SetOptions

Command = Callable[..., tuple[int, str, str]]
SEEN: list[object] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Some(SetOptions):
    paths: Annotated[tuple[str, ...], make_argument("PATH", "Files.")]
    names: Annotated[tuple[str, ...], make_option("--name", "NAME", "Several.")] = ()
    count: Annotated[int | None, make_option("--count", "N", "Whole.", least=1, most=9)] = None
    share: Annotated[float, make_option("--share", "X", "Any.")] = 0.5
    way: Annotated[Literal["up", "down"], make_option("--way", "up|down", "One of two.")] = "up"
    fast: Annotated[bool, make_flag("--fast", "There or not.")] = False
    place: str = ""
    page: Annotated[bool | None, make_flag("--page/--no-page", "Both ways.")] = None


def start(context: click.Context) -> None:
    """Some commands."""
    SEEN.append(context.invoked_subcommand)


GROUP = make_group("program", start)


@add_command(GROUP, "some")
@takes(Some, place="gym")
def some(options: Some) -> int:
    """Some options."""
    SEEN.append(options)
    return 7


@add_command(GROUP, "earlier")
def earlier(word: Annotated[str | None, make_argument("WORD", "Optional.")] = None) -> Job:
    """A function without a record."""
    return lambda: len(word or "")


def parsed(*words: str) -> Some:
    SEEN.clear()
    job = GROUP.main(args=["some", *words], standalone_mode=False, obj=True)
    assert job() == 7
    assert SEEN[0] == "some"
    options = SEEN[1]
    assert isinstance(options, Some)
    return options


def test_defaults_and_what_the_command_sets() -> None:
    expected = Some(paths=("a",), place="gym", debug=True)
    assert parsed("a") == expected
    assert (expected.count, expected.page, expected.fast) == (None, None, False)


def test_every_kind() -> None:
    given = ("a", "b", "--name", "x", "--name", "y", "--count", "9", "--share", "-2", "--way", "down")
    expected = Some(
        paths=("a", "b"),
        names=("x", "y"),
        count=9,
        share=-2.0,
        way="down",
        fast=True,
        page=False,
        place="gym",
        side="left",
        debug=True,
    )
    assert parsed(*given, "--fast", "--no-page", "--side", "left") == expected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument"),
        (("a", "--count", "10"), "10 is not in the range"),
        (("a", "--count", "1.5"), "'1.5' is not a valid integer"),
        (("a", "--share", "x"), "'x' is not a valid float"),
        (("a", "--way", "left"), "'left' is not one of 'up', 'down'"),
        (("a", "--side", "LEFT"), "'LEFT' is not one of 'left', 'right'"),
    ],
)
def test_refused(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(click.ClickException) as caught:
        parsed(*words)
    assert said in caught.value.format_message()


def test_an_argument_may_be_left_out() -> None:
    assert GROUP.main(args=["earlier"], standalone_mode=False)() == 0
    assert GROUP.main(args=["earlier", "four"], standalone_mode=False)() == 4


def test_help_lists_commands_in_order_and_says_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    GROUP.main(args=["--help"], prog_name="program", standalone_mode=False)
    out = capsys.readouterr().out
    assert out.index("some") < out.index("earlier")
    GROUP.main(args=["some", "--help"], prog_name="program", standalone_mode=False)
    out = " ".join(capsys.readouterr().out.split())
    assert "program some [OPTIONS] PATH..." in out
    assert "--share X Any. [default: 0.5]" in out
    assert "--count N Whole. [1<=x<=9]" in out
    assert "--fast There or not. --page" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--target-reps", "0"),
            "--target-reps: 0 is not between 1 and 9999. See `rep-momentum analyze --help`.",
        ),
        (("--target-reps", "ten"), "--target-reps: 'ten' is not a whole number."),
        (("--wieght", "3"), "No such option '--wieght'. Did you mean '--weight'?"),
        (("--languag", "de"), "No such option '--languag'. Did you mean '--language'?"),
        (("--langauge=de",), "No such option '--langauge'. Did you mean '--language'?"),
        (("--Language", "de"), "No such option '--Language'. Did you mean '--language'?"),
        (("-language", "de"), "No such option '-language'. Did you mean '--language'?"),
        (("--debg",), "No such option '--debg'; did you mean '--db', '--debug' or '--side'?"),
    ],
)
def test_said_in_plain_words(command: Command, words: tuple[str, ...], said: str) -> None:
    code, out, err = command("analyze", "four.csv", *words)
    assert (code, out) == (2, "")
    assert said in err
