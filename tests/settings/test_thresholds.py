"""The published numbers: in and out of TOML, named by a digest, kept within their range."""

from __future__ import annotations

import math
import os
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError, ThresholdError
from analysis.settings.parameter import ThresholdRow
from analysis.settings.thresholds import DEFAULTS, Thresholds

ROWS = DEFAULTS.table()


def test_there_and_back(tmp_path: Path) -> None:
    changed = DEFAULTS.with_(momentum__carry=0.1 + 0.2, advice__spared_sets=3)
    (tmp_path / "mine.toml").write_text(changed.to_toml(), encoding="utf-8")
    again = Thresholds.from_toml(tmp_path / "mine.toml")
    assert again == changed
    assert again.digest == changed.digest
    assert again.momentum.carry == 0.1 + 0.2


def test_a_file_changes_only_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("[momentum]\ncarry = 0.3\n", encoding="utf-8")
    made = Thresholds.from_toml(str(tmp_path / "one.toml"))
    differing = [a.name for a, b in zip(made.table(), ROWS, strict=True) if a.value != b.value]
    assert differing == ["momentum.carry"]


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "none.toml").touch()
    assert Thresholds.from_toml(tmp_path / "none.toml") == DEFAULTS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_number_is_told(row: ThresholdRow) -> None:
    assert row.low < row.high
    assert row.low <= row.default <= row.high
    assert row.value == row.default
    assert row.meaning[0].isupper()
    assert row.meaning.endswith(".")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_number_has_a_digest_of_its_own(row: ThresholdRow) -> None:
    other = row.low if row.value != row.low else row.high
    changed = DEFAULTS.with_(**{row.name.replace(".", "__"): other})
    assert changed.digest != DEFAULTS.digest
    assert DEFAULTS.with_(**{row.name.replace(".", "__"): row.value}).digest == DEFAULTS.digest


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_out_of_range_is_refused_with_its_range(row: ThresholdRow) -> None:
    for value in (row.low - 1, row.high + 1, math.nan, math.inf):
        with pytest.raises(ThresholdError) as caught:
            DEFAULTS.with_(**{row.name.replace(".", "__"): value})
        assert row.name in str(caught.value)
        assert f"{row.low:g} to {row.high:g}" in str(caught.value)


def test_toml_says_unit_range_and_meaning() -> None:
    text = DEFAULTS.to_toml()
    values = tomllib.loads(text)
    assert {f"{group}.{name}" for group, names in values.items() for name in names} == {r.name for r in ROWS}
    for row in ROWS:
        told = f"# {row.unit or 'no unit'}, {row.low:g} to {row.high:g}. {row.meaning}"
        assert f"{told}\n{row.name.partition('.')[2]} = {row.value!r}\n" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[momentum]\ncary = 0.3\n", "momentum.carry"),
        ("[momentun]\ncarry = 0.3\n", "momentum.carry"),
        ("carry = 0.3\n", "[momentum]"),
        ("[momentum]\ncarry = '0.3'\n", "must be a number"),
        ("[momentum]\ncarry = true\n", "must be a number"),
        ("[momentum]\ncarry = [0.3]\n", "must be a number"),
        ("[momentum.carry]\nvalue = 0.3\n", "must be a number"),
        ("[advice]\nflagged_run = 2.5\n", "whole"),
    ],
)
def test_what_cannot_be_meant(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "t.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ThresholdError) as caught:
        Thresholds.from_toml(tmp_path / "t.toml")
    assert said in str(caught.value)


@pytest.mark.parametrize("data", [b"[momentum\n", b"carry 0.3\n"])
def test_not_toml(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.toml").write_bytes(data)
    with pytest.raises(
        AnalysisError, match=r"t\.toml.*: this is not TOML; write a group such as \[momentum\]"
    ):
        Thresholds.from_toml(tmp_path / "t.toml")


TOO_MUCH = {
    "deep list": b"a = " + b"[" * 20_000,
    "deep table": b"a = " + b"{a=" * 20_000,
    "many digits": b"[momentum]\ncarry = " + b"9" * 5000,
    "a few digits less": b"[momentum]\ncarry = " + b"9" * 4000,
    "deep key": b"[momentum]\n" + b"a." * 3000 + b"carry = 1",
    "long key": b"[momentum]\n" + b"a" * 50_000 + b" = 1",
    "long value": b'[momentum]\ncarry = "' + b"a" * 50_000 + b'"',
    "wide list": b"[momentum]\ncarry = [" + b"1," * 30_000 + b"]",
    "format": b"[preset]\nformat = " + b"9" * 4000,
    "defaults": b'[preset]\nformat = 1\ndefaults = "' + b"9" * 4000 + b'"',
    "binary": b"\xff\xfe\x00",
    "megabyte": b"# \n" * 300_000,
    "escape": b'[momentum]\n"\\u001b[31m" = 1',
}


@pytest.mark.parametrize("data", TOO_MUCH.values(), ids=list(TOO_MUCH))
def test_a_file_that_was_made_to_break_it_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.toml"
    path.write_bytes(data)
    with pytest.raises(AnalysisError) as caught:
        Thresholds.from_toml(path)
    assert str(path) in str(caught.value)
    assert len(str(caught.value).replace(str(path), "")) < 400


@pytest.mark.parametrize(
    ("name", "said"),
    [("missing.toml", "there is no such file"), (".", "is a folder"), ("/dev/zero", "is a pipe or a device")],
)
def test_what_is_no_file(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        Thresholds.from_toml(tmp_path / name)


def test_a_pipe_holds_up_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "t.toml")
    with pytest.raises(AnalysisError, match="is a pipe or a device"):
        Thresholds.from_toml(tmp_path / "t.toml")


def test_a_byte_order_mark_is_none_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_bytes(b"\xef\xbb\xbf[momentum]\ncarry = 0.3\n")
    assert Thresholds.from_toml(tmp_path / "t.toml").momentum.carry == 0.3


NUMBERS = st.integers() | st.floats() | st.booleans() | st.text(max_size=20)
LINES = st.lists(
    st.text("[]{}=.,\"'#\n carymontup0123456789e-_", max_size=200)
    | st.builds(
        lambda row, v: f"[{row.name.partition('.')[0]}]\n{row.name.partition('.')[2]} = {v}",
        st.sampled_from(ROWS),
        NUMBERS,
    )
    | st.text(max_size=60),
    max_size=4,
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(LINES)
def test_any_text_is_thresholds_or_refused_in_a_sentence(lines: list[str]) -> None:
    try:
        made = Thresholds.from_text("\n".join(lines))
    except AnalysisError as error:
        assert len(str(error)) < 2000  # noqa: PT017
    else:
        assert all(row.low <= row.value <= row.high for row in made.table())


def test_a_value_out_of_range_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        DEFAULTS.with_(momentum__nothing=1.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[momentum]\ncarry = 0,3\n", "t.toml, line 2: this is not TOML; write a group such as [momentum]"),
        ("[momentum]\ncarry = 30\n", "t.toml: momentum.carry = 30: it must be a number from 0.02 to 1"),
        ("[live]\nrest_s = 0.1\n", "t.toml: live.rest_s = 0.1 s: it must be a number from 2 to 60 s"),
        (
            "[momentum]\ncarri = 0.3\n",
            "t.toml: momentum.carri = 0.3: there is no such threshold; did you mean momentum.carry?",
        ),
        ("carry = 0.3\n", "t.toml: carry = 0.3: write it below its group, e.g. [momentum]"),
    ],
)
def test_a_message_says_the_file_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError) as caught:
        Thresholds.from_toml("t.toml")
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("momentum.cary", "did you mean momentum.carry?"),
        ("momentum.nothing", "momentum has carry, push_mps2, carry_weight,"),
        (
            "nothing.carry",
            "there are the groups grid, orientation, live, segment, curl, momentum, trunk, advice, warm_up, balance.",
        ),
    ],
)
def test_a_name_that_is_none_is_helped(name: str, says: str) -> None:
    with pytest.raises(
        ThresholdError, match=re.escape(f"threshold {name}: there is no such threshold; {says}")
    ):
        DEFAULTS.row(name)
