"""Odd options, names and folders: one true sentence, and nothing that steers the terminal."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.cli.doctor import check_browser

Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["analyze", ""], "'': an empty name is no file"),
        (["analyze", " "], "' ': an empty name is no file"),
        (["analyze", "four.csv", "--thresholds", ""], "--thresholds: '' is empty; leave the option out"),
        (
            ["analyze", "four.csv", "--thresholds", "no.toml"],
            "no.toml: there is no such file; check the path.",
        ),
        (["analyze", "four.csv", "--sensor", " "], "--sensor: ' ' is empty; leave the option out"),
        (["analyze", "four.csv", "--weight", "x"], "--weight 'x' is not a weight"),
        (["analyze", "four.csv", "--weight", "9" * 5000 + "kg"], "--weight '999"),
        (["analyze", "four.csv", "--rack", "1:2:3:4kg"], "--rack '1:2:3:4kg' is not a rack"),
        (["analyze", "four.csv", "--explain", "9" * 5000], "give numbers of reps"),
        (["analyze", "four.csv", "--target-reps", "1_0"], "--target-reps: '1_0' is not a whole number."),
        (["analyze", "four.csv", "--target-reps", "²"], "--target-reps: '²' is not a whole number."),
        (
            ["analyze", "four.csv", "--explain", "²"],
            "--explain ²: give numbers of reps such as 7 or 7,8, or all.",
        ),
        (["analyze", "four.csv", "--json"], "--json needs a value. See `rep-momentum analyze --help`."),
        (
            ["analyze", "--jsn", "x"],
            "No such option '--jsn'; did you mean '--json', '--jsonl' or '--sensor'?",
        ),
        (["live", "--replay", "", "--plain"], "--replay: '' is empty; leave the option out"),
        (["live", "--replay", "four.csv", "--plain", "--speed", "nan"], "--speed: 'nan' is not a number."),
        (["live", "--device", "demo", "--plain", "--profile", "no.toml"], "no.toml: there is no such file"),
        (
            ["live", "--device", "demo", "--plain", "--profile", "no"],
            "no: there is no such sensor profile; known are",
        ),
        (["live", "--device", "demo", "--plain", "--profile", ""], "--profile: '' is empty"),
        (
            ["live", "--device", "demo", "--plain", "--rate", "inf"],
            "--rate inf: readings a second, above 0 and at most",
        ),
        (["live", "--device", "demo", "--plain", "--rate", "nan"], "--rate: 'nan' is not a number."),
        (["live", "--device", "demo", "--plain", "--loss", "nan"], "--loss: 'nan' is not a number."),
        (["record", "--device", "demo", "--out", ""], "--out: '' is empty"),
        (["demo", "--out", ""], "--out: '' is empty"),
        (["scan", "--seconds", "nan"], "--seconds"),
        (["sensors", "no\x1b[31m"], "no\ufffd[31m: there is no such sensor profile"),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else "",
)
def test_one_true_sentence(command: Command, four: str, words: list[str], said: str) -> None:
    code, out, err = command(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert sorted(path.name for path in Path().iterdir()) == [four]


def test_digits_of_any_script_are_numbers(command: Command, four: str) -> None:
    """Weight, target, rack and the rep to explain: the same output as with digits 0 to 9."""
    told = ("--weight", "12.5kg", "--target-reps", "4", "--rack", "5:30:2.5kg", "--explain", "2,3")
    arabic = ("--weight", "١٢٫٥kg", "--target-reps", "٤", "--rack", "٥:٣٠:٢٫٥kg", "--explain", "٢,٣")
    assert command("analyze", four, *arabic) == command("analyze", four, *told)


def test_nothing_in_a_file_or_its_name_steers_the_terminal(
    command: Command, here: Path, curls_text: str
) -> None:
    """As `faults/10_escape_in_header.csv`: names of columns, a lifter, a note, a sensor, the name of the file."""
    escape = "\x1b]0;PWNED\x07\x9b31m\u202e"
    name = f"a{escape}.csv"
    Path(name).write_text(
        f"# lifter: {escape}\n# weight_kg: {escape}\n# device: {escape}\n# side: {escape}\n{curls_text}",
        encoding="utf-8",
    )
    Path("b.csv").write_text(f"frame,{escape}x,acc{escape},b,c\n" + "1,2,3,4,5\n" * 50, encoding="utf-8")
    for words in (
        [name],
        [name, "--csv", "-"],
        ["."],
        [name, "--report", "r.html"],
        [name, "--explain", "all"],
    ):
        _, out, err = command("analyze", *words)
        assert not set("\x1b\x07\x9b\u202e") & set(out + err), words
    _, out, _ = command("analyze", name, "--json", "-")
    assert json.loads(out)["recording"]["path"] == name, "a program gets the name as it is"
    assert not set("\x1b\x07\x9b\u202e") & set(Path("r.html").read_text(encoding="utf-8"))


def test_a_list_of_recordings_says_what_differs_and_what_failed(
    command: Command, here: Path, curls_text: str
) -> None:
    long = "a session with a name that is far longer than the list is wide"
    for day in ("monday", "tuesday"):
        (here / "week" / day).mkdir(parents=True)
        (here / "week" / day / f"{long}.csv").write_text(curls_text, encoding="utf-8")
    (here / "week" / "broken.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    code, out, err = command("analyze", "week")
    assert code == 2
    assert err.count("\n") == 1
    first, second, last = out.splitlines()
    assert first.startswith(f"monday/{long}.csv  4 reps")
    assert second.startswith(f"tuesday/{long}.csv  4 reps")
    assert last == "2 recordings, 2 sets, 8 reps: 8 controlled. 1 of 3 could not be read"


def test_doctor_says_that_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    found = check_browser()
    assert (found.well, found.text.partition(" (")[0]) == (False, "there is no screen here")


WORDS = st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=20)
OPTIONS = [
    "--weight",
    "--rack",
    "--target-reps",
    "--explain",
    "--side",
    "--flip-gyro",
    "--format",
    "--sensor",
]


@settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(OPTIONS), WORDS | st.text("0123456789.,:;-kglb", max_size=20))
def test_any_option_is_taken_or_refused_in_a_sentence(
    command: Command, still: str, option: str, text: str
) -> None:
    code, _, err = command("analyze", still, f"{option}={text}", "--csv", os.devnull)
    assert code in (0, 2)
    assert err.count("\n") == (1 if code else 0)
    assert "fault of rep-momentum" not in err
