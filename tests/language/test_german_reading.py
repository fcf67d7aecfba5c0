"""What is noted while a file is read: every note of every reader has words, and they are German where German is spoken."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import read
from analysis.cli import run
from analysis.language import ENGLISH, languages
from analysis.language.language_file import read_catalogue, values_in
from analysis.output.data_sentences import quality_text
from analysis.output.reading_words import reading_words
from analysis.records.results import Quality
from imu.types import ReadingNote
from tests.fixtures.languages import FOLDER, speaking
from tests.fixtures.source_tree import modules

AREA = "reading."
CONSTANTS = {"_UNWRAPPED", "NO_REST", "CODE"}
"""Names by which a module calls the code of a note."""


def noted_in_source() -> Iterator[tuple[str, frozenset[str]]]:
    """Code of each note that a reader makes, and the names of its facts as far as they are written out."""
    for module in (one for one in modules() if one.name.startswith("imu.formats")):
        constants = {
            node.targets[0].id: node.value.value
            for node in module.tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            facts = {word.arg: word.value for word in node.keywords if word.arg is not None}
            if getattr(node.func, "attr", "") == "add" and len(node.args) == 2:
                code: ast.expr = node.args[0]
            elif getattr(node.func, "id", "") == "ReadingNote" and "code" in facts:
                code = facts["code"]
            else:
                continue
            name = code.value if isinstance(code, ast.Constant) else constants.get(getattr(code, "id", ""))
            if isinstance(name, str):
                yield name, frozenset(facts) - {"start_s", "text", "how", "severity", "code", "values"}


def words(language: str) -> dict[str, set[str]]:
    """Names of the facts that the sentences of each code hold in a language."""
    found: dict[str, set[str]] = defaultdict(set)
    sentences = read_catalogue((FOLDER / f"{language}.json").read_bytes(), language).sentences
    for name, sentence in sentences.items():
        if name.startswith(AREA):
            found[name.removeprefix(AREA).split(".")[0]] |= values_in(sentence)
    return found


@pytest.mark.parametrize("language", languages())
def test_each_note_has_words_and_no_words_are_left_over(language: str) -> None:
    assert set(words(language)) == {code for code, _ in noted_in_source()}


def test_the_words_hold_the_facts_that_are_given() -> None:
    """Of a code whose facts are written out and used as they are; the others have tests of their own."""
    made_of_words = {"gyroscope_axes", "clocks_apart", "cut_to_shorter", "time_unit_by_rate"}
    given: dict[str, set[str]] = defaultdict(set)
    for code, facts in noted_in_source():
        given[code] |= facts
    elsewhere = {code for code in given if not given[code] and code in ("gyroscope_beside", "joined_in_time")}
    checked = set(given) - made_of_words - elsewhere
    assert len(checked) > 30
    needed = words(ENGLISH)
    assert {code: needed[code] - given[code] for code in checked if needed[code] - given[code]} == {}


@pytest.fixture
def spoiled(tmp_path: Path) -> str:
    """A recording in which one cell is no number, and whose last line is cut off."""
    rows = [f"{k / 50!r},0.0,0.0,{9.81 + 0.001 * (k % 3)!r}" for k in range(500)]
    rows[18] = rows[18].replace("0.0,0.0", "0.0,abc")
    path = tmp_path / "spoiled.csv"
    path.write_text(
        "\n".join(["time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2", *rows]) + "\n9.98,0.0", encoding="utf-8"
    )
    return str(path)


BAD_CELL = "Eine Zeile mit einem leeren oder unbrauchbaren Feld wurde ausgelassen; die erste ist Zeile 20, Spalte „acc_y_mps2“."


def test_table_and_json_speak_german(
    spoiled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    with speaking("de"):
        assert run(["analyze", spoiled, "--language", "de"]) == 0
        assert BAD_CELL in capsys.readouterr().out.replace("\u00a0", " ")
        assert run(["analyze", spoiled, "--json", "-", "--language", "de"]) == 0
        quality = json.loads(capsys.readouterr().out)["quality"]
        assert run(["analyze", spoiled, "--report", str(tmp_path / "r.html"), "--language", "de"]) == 0
    (noted,) = (one for one in quality if one["code"] == "bad_cells")
    assert noted["text"] == BAD_CELL
    assert noted["values"] == {"n": 1, "line": 20, "column": "acc_y_mps2"}
    page = (tmp_path / "r.html").read_text(encoding="utf-8").replace("\u00a0", " ").replace("&nbsp;", " ")
    assert "Eine Zeile mit einem leeren oder unbrauchbaren Feld wurde ausgelassen" in page
    assert "empty or unusable cell" not in page


def note(code: str, **values: float | str) -> ReadingNote:
    return ReadingNote(code=code, severity="warning", values=values)


@pytest.mark.parametrize(
    ("made", "english", "german"),
    [
        (
            note(
                "gyroscope_axes",
                how="axes_turned",
                axes="xz",
                sensor="trunk",
                off_percent=61.2,
                left_percent=7.4,
            ),
            (
                "Axes x and z of the gyroscope of the sensor trunk seem turned against the accelerometer's: gravity is "
                "61 % off, and would be 7 % off with --flip-gyro xz. Left as recorded."
            ),
            (
                "Achsen x und z des Gyroskops des Sensors trunk scheinen gegen die des Beschleunigungssensors verdreht: "
                "Die Schwerkraft liegt 61 % daneben, mit --flip-gyro xz wären es 7 %. Es bleibt, wie es aufgenommen ist."
            ),
        ),
        (
            note("clocks_apart", how="apart", late_s=-1.25, sensor=""),
            (
                "The clocks of accelerometer and gyroscope are 1.2 s apart: the gyroscope's times are too early. "
                "Figures are not right; correct its times, or record both by one clock."
            ),
            (
                "Die Uhren von Beschleunigungssensor und Gyroskop gehen 1,2 s auseinander: Die Zeiten des Gyroskops sind "
                "zu früh. Die Werte stimmen nicht; berichtige seine Zeiten, oder nimm beide mit einer Uhr auf."
            ),
        ),
        (
            note(
                "clocks_apart",
                how="drift",
                first_late_s=0.5,
                second_late_s=-0.5,
                looked_at_min=20.0,
                sensor="",
            ),
            (
                "The clocks of accelerometer and gyroscope drift apart: the gyroscope's is 0.5 s late in the first half and "
                "0.5 s early in the second of the first 20 minutes. Figures are not right; record both by one clock."
            ),
            (
                "Die Uhren von Beschleunigungssensor und Gyroskop laufen auseinander: Die des Gyroskops ist 0,5 s zu spät in "
                "der ersten Hälfte der ersten 20 Minuten und 0,5 s zu früh in der zweiten. Die Werte stimmen nicht; nimm "
                "beide mit einer Uhr auf."
            ),
        ),
        (
            note("cut_to_shorter", how="ends", one="gyroscope", other="accelerometer", by_s=4.0),
            "The gyroscope ends 4.0 s before the accelerometer; nothing after that was used.",
            "Das Gyroskop endet 4,0 s vor dem Beschleunigungssensor; was danach kommt, wurde nicht verwendet.",
        ),
        (
            note(
                "time_unit_by_rate",
                how="corrected",
                column="t",
                where="a.csv",
                unit="s",
                rate_hz=0.05,
                fits="ms",
                fitting_hz=50.0,
            ),
            (
                "Column 't' of a.csv was read as ms: the header says s, but then there are 0.05 readings a second; "
                "as ms there are 50. Correct the header, e.g. 'time (ms)'."
            ),
            (
                "Spalte „t“ von a.csv ist in ms gelesen: Die Kopfzeile nennt s, aber dann gäbe es 0,05 Messwerte je "
                "Sekunde; mit ms sind es 50. Berichtige die Kopfzeile, etwa „time (ms)“."
            ),
        ),
    ],
    ids=lambda value: value.code if isinstance(value, ReadingNote) else "",
)
def test_sentences_that_are_made_of_parts(made: ReadingNote, english: str, german: str) -> None:
    assert reading_words(made) == english
    with speaking("de"):
        assert reading_words(made) == german


def test_what_steers_a_terminal_is_not_said() -> None:
    assert "\x1b" not in reading_words(note("cut_line", where="a\x1b[2J.csv"))


def test_the_reader_of_another_package_says_its_own() -> None:
    own = ReadingNote(code="bad_cells", severity="info", text="The ring was cold.")
    with speaking("de"):
        assert quality_text(Quality(severity="info", because=own)) == "The ring was cold."


def test_a_notebook_shows_what_was_noted_in_its_language(spoiled: str) -> None:
    recording = read(spoiled)
    assert "One row with an empty or unusable cell left out" in recording._repr_html_()
    with speaking("de"):
        assert "Eine Zeile mit einem leeren oder unbrauchbaren Feld" in recording._repr_html_()


@pytest.mark.program
def test_without_this_program_a_notebook_shows_codes_and_facts(spoiled: str) -> None:
    """As where only `imu` is used, which knows no language."""
    code = f"from imu.formats import read_recording; print(read_recording({spoiled!r})._repr_html_())"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "bad cells (n: 1, line: 20, column: acc_y_mps2)" in said
