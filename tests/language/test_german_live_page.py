"""What the servers fill into the pages in German: their HTML, the script with the words, the manifest, refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from analysis.live.page_language import catalogue_script, page_html, pages_folder
from tests.live.test_server import Served, serving


@pytest.fixture
def served(german: None) -> Iterator[Served]:
    with serving("0.0.0.0", lambda _, __: None) as running:
        yield running


def given(script: str) -> Any:
    """What the script with the words exports."""
    return json.loads(script.removeprefix("export default ").rstrip().removesuffix(";"))


def test_the_script_has_the_words_of_the_language(served: Served) -> None:
    status, headers, text = served.get("/catalogue.js")
    assert (status, headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    words = given(text)
    assert (words["language"], words["decimal"]) == ("de", ",")
    assert words["sentences"]["page.rest.title"] == "Pause"
    assert words["sentences"]["count.rep"] == {"one": "{n} Wiederholung", "other": "{n} Wiederholungen"}


def test_the_script_has_no_words_but_those_of_the_pages() -> None:
    areas = {name.partition(".")[0] for name in given(catalogue_script())["sentences"]}
    assert areas == {"page", "phone", "count", "list", "place"}


@pytest.mark.parametrize(
    ("folder", "name", "title", "said"),
    [
        ("page", "index.html.j2", "rep-momentum", "dafür braucht sie JavaScript"),
        ("page", "push_help.html.j2", "rep-momentum: eine Adresse für eine App", "Adresse kopieren"),
        (
            "phone_page",
            "index.html.j2",
            "rep-momentum: Dieses Handy ist der Sensor",
            "dafür braucht sie JavaScript",
        ),
    ],
)
def test_the_pages_are_in_the_language(german: None, folder: str, name: str, title: str, said: str) -> None:
    html = page_html(pages_folder(folder), name, manifest="app.webmanifest")
    assert '<html lang="de"' in html
    assert f"<title>{title}</title>" in html
    assert said in html


def test_names_of_switches_stand_as_elements_in_the_sentence(german: None) -> None:
    html = page_html(pages_folder("page"), "push_help.html.j2")
    assert "Schalte in Sensor Logger <b>Total Acceleration</b> und <b>Gyroscope</b> ein." in html


def test_the_icon_on_a_home_screen_says_it_in_the_language(served: Served) -> None:
    told = json.loads(served.get(f"/app.webmanifest?{served.query}")[2])
    assert (told["lang"], told["description"]) == (
        "de",
        "Zählt Bizeps-Curls und sagt, welche mit Schwung waren.",
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Der Link ist unvollständig: Öffne ihn so, wie das Programm ihn ausgegeben hat, mit dem Token."),
        ("/report", "Der Link ist unvollständig: Öffne ihn von der Seite aus."),
        ("/push", "Die Adresse ist unvollständig: Scanne sie noch einmal, mit dem Token."),
    ],
)  # fmt: skip
def test_a_refusal_is_in_the_language(served: Served, path: str, said: str) -> None:
    status, _, text = served.get(path)
    assert (status, text) == (403, said)
