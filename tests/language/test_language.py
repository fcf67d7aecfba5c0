"""Choosing a language, and what a sentence becomes in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.cli import run
from analysis.language import (
    LanguageError,
    after_colon,
    language,
    languages,
    say,
    use_language,
    words_below,
    write_number,
)
from analysis.output import words
from tests.fixtures.languages import marked_language, speaking, unmarked

HEAD = {
    "code": "fr",
    "name": "Français",
    "decimal": ",",
    "thousands": "\u202f",
    "after_colon": "small letter",
}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture
def words_file(tmp_path: Path) -> Callable[[object], str]:
    def write(content: object) -> str:
        path = tmp_path / "fr.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def test_english_and_german_come_with_it() -> None:
    assert languages() == ("de", "en")


@pytest.mark.parametrize("name", ["de", "DE", "de-AT", "de_DE.UTF-8", " de "])
def test_a_country_and_its_encoding_are_passed_over(name: str) -> None:
    use_language(name)
    assert (language(), say("cue.swing")) == ("de", "Schwung")


def test_numbers_have_the_signs_of_the_language() -> None:
    with speaking("de"):
        assert write_number(1234.5, ",.1f") == "1.234,5"
        assert words.number(-0.04, 1) == "0,0"
        assert words.number(-2.25, 2) == "\u22122,25"
        assert words.weight(12.5, "kg") == "12,5\u00a0kg"
        assert say("cue.swings_in_a_row", n=3) == "Schwung ×3"
    assert write_number(1234.5, ",.1f") == "1,234.5"


def test_counts_dates_and_lists_in_german() -> None:
    with speaking("de"):
        assert words.count(1, "half rep") == "1 halbe Wiederholung"
        assert words.count(2, "set") == "2 Sätze"
        assert words.date("2026-05-14T18:42") == "14. Mai 2026, 18:42"
        assert words.reps([1, 2, 3, 7]) == "Wiederholungen 1 bis 3 und 7"
        assert words.numbers([1, 3, 5, 7, 9]) == "1, 3, 5 und 2 weitere"


def test_a_noun_behind_a_colon_stays_large_in_german() -> None:
    assert after_colon("Target reached") == "target reached"
    with speaking("de"):
        assert after_colon("Ziel erreicht") == "Ziel erreicht"


def test_an_unknown_language_is_told_with_those_there_are() -> None:
    with pytest.raises(LanguageError, match=r"'xx': .* de \(Deutsch\), en \(English\)"):
        use_language("xx")
    assert language() == "en"


def test_a_file_of_words_is_a_language_and_english_fills_its_gaps(
    words_file: Callable[[object], str],
) -> None:
    use_language(words_file({"_language": HEAD, "cue": {"swing": "Élan"}}))
    assert (language(), say("cue.swing"), say("cue.higher")) == ("fr", "Élan", "Higher")
    assert words_below("cue")["cue.swing"] == "Élan"
    assert words.number(1234.5, 1) == "1\u202f234,5"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "this is no JSON in UTF-8"),
        ("[]", 'needs "_language"'),
        ({"cue": {"swing": "Élan"}}, 'needs "_language"'),
        ({"_language": {**HEAD, "code": 3}}, 'needs "_language"'),
        ({"_language": HEAD, "cue": {"swing": 3}}, "cue.swing is neither text nor a group"),
        ({"_language": HEAD, "cue": {"sing": "Élan"}}, "says nothing by the name cue.sing"),
        ({"_language": HEAD, "cue": {"target": "{count}"}}, "cue.target needs {count}, {target} in braces"),
        ({"_language": HEAD, "cue": {"swing": "{"}}, "cue.swing cannot be written"),
        ({"_language": HEAD, "cue": {"swing": "\ud800"}}, "cue.swing cannot be written"),
        ({"_language": HEAD, "cue": {"target": "{count!r} {target}"}}, "cue.target: braces hold a name"),
        (
            {"_language": HEAD, "cue": {"target": "{count:{target}} {target}"}},
            "cue.target: braces hold a name",
        ),
        (
            {"_language": HEAD, "cue": {"target": "{count:99999999999} {target}"}},
            "cue.target: braces hold a name",
        ),
        ({"_language": HEAD, "cue": {"target": "{count:.1f} {target}"}}, "gives ['count'] a format"),
        (
            {"_language": HEAD, "count": {"set": {"one": "{n} série", "other": "séries"}}},
            "count.set needs {n}",
        ),
        ({"_language": HEAD, "count": {"set": {"one": 1, "other": "{n}"}}}, "count.set"),
        ({"_language": {**HEAD, "decimal": ""}}, "decimal and thousands are one sign each"),
        ({"_language": {**HEAD, "decimal": "7"}}, "decimal and thousands are one sign each"),
        ('{"a":' * 100_000, "lie too deep in each other"),
    ],
)
def test_a_file_that_is_not_as_it_should_be(
    words_file: Callable[[object], str], content: object, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = words_file(content)
    assert run(["formats", "--language", path]) == 2
    told = capsys.readouterr().err
    assert path in told
    assert said in told
    assert told.count("\n") == 1


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["formats", "--language=nowhere.json"]) == 2
    assert "nowhere.json: these words cannot be read (No such file or directory)." in capsys.readouterr().err


def test_the_option_may_stand_anywhere_and_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REP_MOMENTUM_LANGUAGE", "de")
    assert run(["formats"]) == 0
    assert language() == "de"
    assert run(["--language", "en", "formats"]) == 0
    assert language() == "en"
    assert run(["formats", "--language"]) == 2
    assert "needs a language, e.g. --language de" in capsys.readouterr().err


def test_a_wrong_language_of_the_environment_is_told_as_that(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REP_MOMENTUM_LANGUAGE", "xx")
    assert run(["formats"]) == 2
    assert "REP_MOMENTUM_LANGUAGE: language 'xx'" in capsys.readouterr().err


def test_behind_two_dashes_stand_names_of_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyze", "--", "--language=x.csv"]) == 2
    assert "--language=x.csv: there is no such file" in capsys.readouterr().err


def test_every_command_begins_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REP_MOMENTUM_LANGUAGE", raising=False)
    use_language("de")
    assert run(["formats"]) == 0
    assert language() == "en"


def test_marks_show_what_is_no_word_of_the_file(tmp_path: Path) -> None:
    with speaking(marked_language(tmp_path / "marked.json")):
        assert unmarked(f"{say('cue.swing')} und {words.count(2, 'rep')}") == " und "


def test_a_sentence_that_no_file_has_says_where_it_belongs() -> None:
    with pytest.raises(KeyError, match=r"figure\.new\.title is in no file of words; add it to each"):
        say("figure.new.title")
