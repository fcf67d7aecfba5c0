"""A preset that is loaded on the page judges the session as `--thresholds` would have."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest

from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.status import Status
from analysis.settings.presets import preset_toml
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import Facts, analyze
from imu.formats import read_recording
from tests.live.test_hub import Page

STRICT = DEFAULTS.with_(momentum__push_mps2=2.0, momentum__carry=0.05)


@pytest.fixture
def played() -> Hub:
    """The demo's recording, played to its end."""
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        recording = read_recording(str(path))
    facts = Facts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0)
    hub = Hub(LiveSession(facts), Status())
    for block in recording.sensors:
        hub.samples(block)
    hub.session.finish()
    hub.recording = recording  # type: ignore[attr-defined]
    return hub


def verdicts(sets: object) -> list[list[str]]:
    return [[rep.verdict for rep in one.reps] for one in sets]  # type: ignore[attr-defined]


def test_all_sets_are_judged_by_it(played: Hub) -> None:
    page, before = Page(played), verdicts(played.session.sets)
    played.do({"do": "preset", "text": preset_toml(STRICT, name="strict")})
    after = verdicts(played.session.sets)
    assert after == verdicts(analyze(played.recording, STRICT).sets) != before  # type: ignore[attr-defined]
    changed = sum(
        a != b for one, other in zip(before, after, strict=True) for a, b in zip(one, other, strict=True)
    )
    assert page.state["thresholds"]["change_text"] == f"{changed} reps change."
    assert page.state["thresholds"]["name"] == played.session.result().thresholds_name == "strict"
    assert page.said == []


def test_a_slider_or_the_defaults_are_not_that_preset(played: Hub) -> None:
    page = Page(played)
    played.do({"do": "preset", "text": preset_toml(STRICT, name="strict")})
    played.do({"do": "threshold", "name": "momentum.carry", "value": 0.3})
    assert page.state["thresholds"]["name"] == ""
    played.do({"do": "preset", "text": preset_toml(STRICT, name="strict")})
    played.do({"do": "thresholds_reset"})
    assert page.state["thresholds"]["name"] == ""
    assert played.session.thresholds == DEFAULTS


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            preset_toml(STRICT, name="x").replace("format = 1", "format = 9"),
            "This preset: is a preset of format 9",
        ),
        ("[momentum]\ncarry = 99\n", "This preset: momentum.carry = 99"),
        ("[momentum]\ncarrot = 1\n", "did you mean momentum.carry?"),
        ("\x89PNG", "this is not TOML"),
        ("[segment]\nown_share = 0.5\n", "also changes segment.own_share: begin a session with --thresholds"),
        (None, "choose a .toml file"),
    ],
)
def test_what_cannot_be_loaded_changes_nothing(played: Hub, text: str | None, says: str) -> None:
    page, before = Page(played), verdicts(played.session.sets)
    played.do({"do": "preset", "text": text})
    assert says in page.said[-1]
    assert verdicts(played.session.sets) == before
    assert played.session.thresholds == DEFAULTS
