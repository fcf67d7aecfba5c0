"""What pages are told, from real sessions: every screen, every tap, every sound."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import pytest

from analysis.coaching.set_context import SetContext, with_advice
from analysis.coaching.weights import parse_rack, parse_weight
from analysis.live.added_reps import AddedReps
from analysis.live.hub import PAGES_A_TICK, Hub, Message
from analysis.live.live_session import LiveSession
from analysis.live.page_state import make_state
from analysis.live.runner import TICK_S
from analysis.live.status import SensorStatus, Status
from analysis.stream.offline import RecordingFacts, analyze, recording_facts
from imu.formats import read_recording
from imu.recording.replay import in_packets
from imu.simulate import CurlSet, Drink, SensorModel, ShoulderPress, SimulatedRep, Still, simulate
from imu.simulate.stage import Phase
from imu.types import Note, Recording, SampleBlock
from tests.fixtures.both_arms import pair
from tests.fixtures.build import controlled, make_set

UP = {
    "wrist": SensorStatus(
        sensor="wrist", name="WT901BLE67", state="up", asked_hz=50.0, true_hz=49.8, battery=83
    )
}


@pytest.fixture(scope="module")
def demo() -> Recording:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(str(path))


def empty(told: SetContext | None = None) -> LiveSession:
    return LiveSession(
        RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0),
        told or SetContext(),
    )


class Page:
    """Keeps what it is told, by kind; every message must be JSON without NaN."""

    def __init__(self, hub: Hub) -> None:
        self.states: list[dict[str, Any]] = []
        self.sounds: list[str] = []
        self.said: list[str] = []
        hub.join(self)

    def __call__(self, message: Message) -> None:
        kept = json.loads(message.text)
        if kept["type"] == "state":
            self.states.append(kept)
        elif kept["type"] == "sound":
            self.sounds.append(kept["name"])
        elif kept["type"] == "said":
            self.said.append(kept["text"])

    @property
    def state(self) -> dict[str, Any]:
        return self.states[-1]


def tick(hub: Hub, at_s: float) -> None:
    """Ticks as often as the program does, not with every packet."""
    if at_s - hub.status.now_s >= TICK_S:
        hub.tick(at_s)


def played(recording: Recording, until_s: float, status: Status | None = None) -> tuple[Hub, Page]:
    hub = Hub(LiveSession(recording_facts(recording)), status or Status(mode="live", sensors=UP))
    page = Page(hub)
    for at_s, block in in_packets(recording):
        if at_s > until_s:
            break
        hub.samples(block)
        tick(hub, at_s)
    return hub, page


def lines_of(page: Page) -> list[str]:
    """The lines of the last set as they are read."""
    return [line["text"] for line in page.state["summary"]["lines"]]


def test_before_there_is_a_sensor() -> None:
    page = Page(Hub(empty(), Status()))
    assert page.state["screen"] == "no_sensor"
    assert [b["do"] for b in page.state["notice"]["buttons"]] == ["search", "demo"]
    assert (page.state["weight"], page.state["target_reps"], page.state["side"], page.state["cue"]) == (
        None,
    ) * 4
    assert page.state["arms"][0]["count"] == 0


@pytest.mark.slow
def test_a_whole_session_goes_through_its_screens(demo: Recording) -> None:
    hub, page = played(demo, 1e9)
    hub.finish()
    screens = [s["screen"] for s in page.states]
    first = [screens.index(name) for name in ("waiting", "in_set", "rest", "finished")]
    assert first == sorted(first)
    counts = [s["arms"][0]["count"] for s in page.states if s["screen"] == "in_set"]
    assert max(counts[-200:]) == 10
    # the eighth rep of the first set is a half rep (imu.simulate.demo_recordings): that is said, and before the target
    assert {s["cue"]["headline"] for s in page.states if s["cue"]} == {
        "Swing",
        "Swing ×3",
        "Swing ×4",
        "Half rep",
    }
    assert page.sounds.count("swing") == 4
    assert page.state["session"]["sets"][1]["text"] == "6 of 10 reps controlled, 4 with swing"


@pytest.mark.slow
def test_a_set_that_was_ended_is_never_shown_as_the_one_before(demo: Recording) -> None:
    """Ended by hand half a second after its last rep: its own result at once, as the stream has it when it closes it."""
    first, second = analyze(demo).sets
    hub = Hub(LiveSession(recording_facts(demo)), Status(mode="live", sensors=UP))
    page, told = Page(hub), []
    for at_s, block in in_packets(demo):
        hub.samples(block)
        hub.tick(at_s)
        if not told and at_s > second.end_s + 0.5:
            hub.do({"do": "end_set"})
        if at_s > second.end_s + 0.5:
            told.append((page.state["screen"], page.state["set"], page.state["summary"]))
        if at_s > second.decided_at_s + 0.5:
            break
    assert {(screen, number) for screen, number, _ in told} == {("rest", 2)}
    assert {one["set"] for *_, one in told} == {2}
    (screen, _, begun), (*_, done) = told[0], told[-1]
    assert (screen, begun["pending"], begun["editable"]) == ("rest", False, False)
    assert len(begun["reps"]) == len(second.reps) != len(first.reps)
    assert (done["pending"], done["editable"], len(done["reps"])) == (False, True, len(second.reps))
    assert lines_of(page) == ["6 controlled", "4 with swing"] == [line["text"] for line in begun["lines"]]
    assert begun["advice"] == done["advice"] is not None


def test_a_set_of_a_sensor_that_is_gone_can_be_finished(demo: Recording) -> None:
    """Nothing comes after the third rep: what was lifted is the result, whether the link returns or not."""
    first, _ = analyze(demo).sets
    hub, page = played(demo, first.reps[5].end_s + 0.5)
    hub.sensor("wrist", state="lost")
    hub.tick(first.reps[5].end_s + 40.0)
    hub.set()  # as the source does once a second
    assert page.state["screen"] == "lost"
    assert [b["do"] for b in page.state["notice"]["buttons"]] == ["end_set", "keep_trying"]
    hub.do({"do": "keep_trying"})
    assert page.state["notice"]["line"] == "Reconnecting. 6 reps saved."
    hub.tick(first.reps[5].end_s + 75.0)
    hub.set()
    assert [b["do"] for b in page.state["notice"]["buttons"]] == ["end_set", "keep_trying"]
    hub.do({"do": "end_set"})
    assert (page.state["screen"], page.state["set"], page.state["summary"]["pending"]) == ("rest", 1, False)
    assert lines_of(page) == ["5 controlled", "+ 1 not judged"]
    assert page.state["notice"]["headline"] == "No signal"
    hub.sensor("wrist", state="up")
    assert (page.state["screen"], page.state["notice"]) == ("rest", None)


def test_the_rest_shows_the_set_and_what_next(demo: Recording) -> None:
    _, page = played(demo, 50.0)
    summary = page.state["summary"]
    assert page.state["screen"] == "rest"
    assert lines_of(page) == ["6 controlled", "1 half rep", "+ 1 not judged"]
    assert [line["kind"] for line in summary["lines"]] == ["controlled", None, None]
    assert [bar["verdict"] for bar in summary["reps"]].count("controlled") == 6
    # the sensor drops out in the third lift (imu.simulate.demo_recordings)
    assert [bar["gap"] for bar in summary["reps"]] == [n == 3 for n in range(1, 9)]
    assert summary["advice"]["sentence"].startswith("Keep 7.5")


def test_a_tapped_rep_goes_and_comes_back(demo: Recording) -> None:
    hub, page = played(demo, 50.0)
    key = page.state["summary"]["reps"][-1]["key"]
    hub.do({"do": "rep_out", "key": key})
    assert [bar["out"] for bar in page.state["summary"]["reps"]] == [False] * 7 + [True]
    assert lines_of(page) == ["6 controlled", "+ 1 not judged"]
    hub.do({"do": "rep_in", "key": key})
    assert [bar["out"] for bar in page.state["summary"]["reps"]] == [False] * 8
    hub.do({"do": "rep_add"})
    assert len(page.state["summary"]["reps"]) == 9
    assert lines_of(page)[-1] == "+ 2 not judged"


def test_a_lost_sensor_is_said_until_it_is_back(demo: Recording) -> None:
    hub, page = played(demo, 20.0)
    hub.sensor("wrist", state="lost", text="gone")
    assert page.state["screen"] == "lost"
    assert page.state["notice"]["line"] == "Reconnecting. 4 reps saved."
    hub.sensor("wrist", state="searching")
    assert page.state["screen"] == "lost"
    hub.tick(55.0)
    hub.tell_all()
    assert [b["do"] for b in page.state["notice"]["buttons"]] == ["end_set", "keep_trying"]
    hub.sensor("wrist", state="up")
    assert page.state["screen"] == "in_set"
    assert page.sounds[-2:] == ["lost", "back"]


def test_the_end_of_a_rest_is_heard_once(demo: Recording) -> None:
    hub, page = played(demo, 46.0)
    page.sounds.clear()
    end_s = hub.session.sets[0].end_s
    for second in range(60, 120):
        hub.tick(end_s + second)
    assert page.sounds == ["rest_soon", "rest_over"]


def test_end_set_rests_at_once_and_the_next_rep_ends_the_rest(demo: Recording) -> None:
    hub, page = played(demo, 20.0)
    hub.do({"do": "end_set"})
    assert page.state["screen"] == "rest"
    for at_s, block in in_packets(demo):
        if 20.0 < at_s < 24.0:
            hub.samples(block)
    assert page.state["screen"] == "in_set"


def screens(recording: Recording) -> list[tuple[float, str, int]]:
    """Each change of the screen, with the count: when, and to which."""
    hub = Hub(LiveSession(recording_facts(recording)), Status(mode="live", sensors=UP))
    page, seen = Page(hub), list[tuple[float, str, int]]()
    for at_s, block in in_packets(recording):
        hub.samples(block)
        tick(hub, at_s)
        now = (page.state["screen"], page.state["arms"][0]["count"])
        if not seen or now != seen[-1][1:]:
            seen.append((at_s, *now))
    return seen


FIVE = CurlSet(reps=tuple(SimulatedRep(lift_s=1.6, lower_s=1.8) for _ in range(5)))


def test_a_set_rests_on_the_screen_once_the_arm_hangs_still() -> None:
    """Four seconds after the movement, and four before the stream closes the set."""
    made = simulate([Still(3.0), FIVE, Still(12.0)], seed=2)
    (over_s,) = [at_s for at_s, screen, count in screens(made.recording) if (screen, count) == ("rest", 5)]
    moved_until_s = made.truth.reps[-1].end_s
    assert 3.5 < over_s - moved_until_s < 5.0


def test_who_goes_on_after_a_long_pause_goes_on_in_the_same_set() -> None:
    made = simulate([Still(3.0), FIVE, Still(4.0), FIVE, Still(2.0)], seed=2)
    seen = [(screen, count) for _, screen, count in screens(made.recording)]
    assert seen[seen.index(("rest", 5)) :] == [("rest", 5), *(("in_set", n) for n in range(6, 11))]


def with_hole(from_s: float, hole_s: float, *after: CurlSet | Still) -> tuple[Recording, float]:
    """Five curls, without readings for a while from so many s after the last of them; and when that ended, s."""
    stages = [Still(3.0), FIVE, *after]
    end_s = simulate([Still(3.0), FIVE, Still(1.0)], seed=2).truth.reps[-1].end_s
    gap = (end_s + from_s, end_s + from_s + hole_s)
    sensor = SensorModel(rate_hz=50.0, gaps_s=(gap,))
    return simulate(stages, sensor=sensor, seed=2).recording, end_s


@pytest.mark.parametrize(
    ("from_s", "hole_s", "rests_s"),
    [
        (1.0, 2.0, 4.0),  # still on both sides
        (0.6, 3.0, 5.0),  # and until enough is known
        (2.5, 1.2, 4.0),
        (1.0, 5.0, 7.0),
        (-0.8, 2.8, 6.0),  # lowering as it begins: whatever came in it, four seconds after it
    ],
)
def test_a_hole_in_the_pause_does_not_delay_the_rest(from_s: float, hole_s: float, rests_s: float) -> None:
    recording, end_s = with_hole(from_s, hole_s, Still(14.0))
    seen = screens(recording)
    over_s = next(at_s for at_s, screen, count in seen if (screen, count) == ("rest", 5))
    assert rests_s - 0.5 < over_s - end_s < rests_s + 0.5
    assert [screen for at_s, screen, _ in seen if at_s >= over_s] == ["rest"]


@pytest.mark.parametrize(("from_s", "hole_s"), [(-1.0, 6.0), (0.1, 9.0), (0.5, 3.0), (0.5, 6.0)])
def test_curls_that_go_on_in_a_hole_are_no_rest(from_s: float, hole_s: float) -> None:
    """Whether the hole ends in a lift or between two of them."""
    recording, _ = with_hole(from_s, hole_s, FIVE, FIVE, Still(1.0))
    seen = [screen for _, screen, _ in screens(recording)]
    assert seen[seen.index("in_set") :].count("rest") == 0
    assert len(analyze(recording).sets) == 1


def test_who_goes_on_after_a_hole_that_was_taken_for_a_rest_goes_on_in_the_same_set() -> None:
    recording, _ = with_hole(1.0, 2.0, Still(5.5), FIVE, Still(1.0))
    seen = [screen for _, screen, _ in screens(recording)]
    assert [one for k, one in enumerate(seen) if one != seen[k - 1]] == [
        "waiting",
        "in_set",
        "rest",
        "in_set",
    ]
    (one,) = analyze(recording).sets
    assert len(one.reps) == 10


DRINK_SAYS = "Not a curl: the arm stayed up, as for a drink or a call"


def played_on(*stages: Phase, until_closed: int, end_by_hand: bool = False) -> tuple[Hub, Page, list[str]]:
    """Plays until so many sets or refusals have closed; the screens on the way, each once."""
    recording = simulate(stages, sensor=SensorModel(rate_hz=50.0), seed=2).recording
    hub = Hub(LiveSession(recording_facts(recording)), Status(mode="live", sensors=UP))
    page, seen, closed = Page(hub), list[str](), 0
    for at_s, block in in_packets(recording):
        closed += sum(event.kind in ("set", "rejected") for event in hub.samples(block))
        tick(hub, at_s)
        if (
            end_by_hand
            and closed == until_closed - 1
            and hub.session.arms["wrist"].open
            and page.state["arms"][0]["count"]
        ):
            hub.do({"do": "end_set"})
        seen += [page.state["screen"]] if seen[-1:] != [page.state["screen"]] else []
        if closed == until_closed:
            return hub, page, seen
    raise AssertionError("it did not close")


def test_what_rested_by_itself_and_is_no_set_says_why() -> None:
    """A drink is counted, rests on the screen, and is taken back as a whole."""
    hub, page, seen = played_on(Still(3.0), Drink(), Still(12.0), until_closed=1)
    assert seen == ["waiting", "in_set", "rest", "waiting"]
    assert hub.session.sets == ()
    assert page.state["notice"] == {"headline": "Ready", "line": f"{DRINK_SAYS}.", "buttons": []}


def test_after_a_set_the_page_goes_back_to_it_and_says_why() -> None:
    _, page, seen = played_on(Still(3.0), FIVE, Still(12.0), Drink(), Still(12.0), until_closed=2)
    assert seen == ["waiting", "in_set", "rest", "in_set", "rest"]
    assert (page.state["set"], lines_of(page)) == (1, ["5 controlled"])
    why = DRINK_SAYS[0].lower() + DRINK_SAYS[1:]
    told = {"title": "Count", "text": f"What was counted after it is no set ({why})."}
    assert told in page.state["summary"]["beside"]


def test_the_reason_goes_when_something_else_is_counted() -> None:
    stages = (Still(3.0), Drink(), Still(12.0), FIVE, Still(12.0))
    hub, page, _ = played_on(*stages, until_closed=2)
    assert len(hub.session.sets) == 1
    assert page.state["notice"] is None
    assert [one["title"] for one in page.state["summary"]["beside"]] == []


def test_what_was_ended_by_hand_and_is_no_set_is_not_shown_as_the_set_before() -> None:
    stages = (Still(3.0), FIVE, Still(12.0), Drink(), Still(12.0))
    _, page, _ = played_on(*stages, until_closed=2, end_by_hand=True)
    assert (page.state["screen"], page.state["set"], lines_of(page)) == ("rest", None, ["No rep"])
    assert page.state["summary"]["advice"]["sentence"] == f"{DRINK_SAYS}."


def resting_from_second() -> tuple[Recording, float]:
    """Two sets of five, and when the screen rests from the second, before the stream has closed it."""
    made = simulate([Still(3.0), FIVE, Still(12.0), FIVE, Still(14.0)], seed=2)
    return made.recording, made.truth.reps[-1].end_s + 6.0


def test_a_rep_added_while_a_set_rests_by_itself_is_of_that_set() -> None:
    recording, at_s = resting_from_second()
    hub, page = played(recording, at_s)
    assert (page.state["screen"], page.state["set"], len(hub.session.sets)) == ("rest", 2, 1)
    hub.do({"do": "rep_add"})
    assert len(page.state["summary"]["reps"]) == 6
    assert lines_of(page)[-1] == "+ 1 not judged"
    assert [len(one.reps) for one in hub.session.sets] == [5]
    for later_s, block in in_packets(recording):
        if later_s > at_s:
            hub.samples(block)
            hub.tick(later_s)
    assert [len(one.reps) for one in hub.session.sets] == [5, 6]
    assert len(page.state["summary"]["reps"]) == 6
    hub.finish()
    written = replace(recording, notes=tuple(hub.session.notes))
    result = with_advice(analyze(written), written.notes)
    assert [len(one.reps) for one in result.sets] == [5, 6]


def test_a_rep_added_to_what_turns_out_to_be_no_set_is_of_no_other_set() -> None:
    recording = simulate(
        (Still(3.0), FIVE, Still(12.0), Drink(), Still(12.0)), sensor=SensorModel(rate_hz=50.0), seed=2
    ).recording
    hub = Hub(LiveSession(recording_facts(recording)), Status(mode="live", sensors=UP))
    page, added = Page(hub), False
    for at_s, block in in_packets(recording):
        hub.samples(block)
        hub.tick(at_s)
        if not added and (page.state["screen"], page.state["set"]) == ("rest", 2):
            hub.do({"do": "rep_add"})
            added = True
    hub.finish()
    assert added
    assert [len(one.reps) for one in hub.session.sets] == [5]
    assert hub.session.notes == []


@pytest.mark.parametrize(
    ("told", "taps", "text"),
    [
        (SetContext(weight=parse_weight("12.5kg")), [1], "15\u00a0kg"),
        (SetContext(weight=parse_weight("25lb")), [-1], "20\u00a0lb"),
        (SetContext(weight=parse_weight("10kg"), rack=parse_rack("5,8,10,14kg")), [1], "14\u00a0kg"),
        (SetContext(weight=parse_weight("14kg"), rack=parse_rack("5,8,10,14kg")), [1], "14\u00a0kg"),
        (SetContext(), [1], "2.5\u00a0kg"),
    ],
)
def test_the_big_buttons_step_along_the_rack(told: SetContext, taps: list[int], text: str) -> None:
    hub = Hub(empty(told), Status())
    page = Page(hub)
    for steps in taps:
        hub.do({"do": "weight_step", "steps": steps})
    assert page.state["weight"]["text"] == text
    assert len(page.said) == 1


def test_every_word_is_written_down() -> None:
    written: list[Note] = []
    facts = RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0)
    hub = Hub(LiveSession(facts, write_note=written.append), Status())
    for message in (
        {"do": "weight", "kg": 12.5},
        {"do": "side", "side": "left"},
        {"do": "target", "reps": 8},
    ):
        hub.do(message)
    hub.do({"do": "target", "reps": None})
    assert [(n.key, n.value) for n in written] == [
        ("weight_kg", "12.5"), ("side", "left"), ("target_reps", "8"), ("target_reps", "")
    ]  # fmt: skip
    assert make_state(hub.session, hub.status)["target_reps"] is None


def test_unit_and_rack_are_set_on_the_page() -> None:
    hub = Hub(empty(SetContext(weight=parse_weight("10kg"))), Status())
    page = Page(hub)
    assert page.state["rack"] == {"unit": "kg", "text": None, "usual": "every 2.5\u00a0kg"}
    hub.do({"do": "rack", "text": "4, 6, 10 kg"})
    assert page.state["rack"]["text"] == "4,6,10kg"
    hub.do({"do": "weight_step", "steps": -1})
    assert page.state["weight"]["kg"] == 6.0
    hub.do({"do": "rack", "text": "heavy"})
    assert page.said[-1].startswith("'heavy'")
    assert page.state["rack"]["text"] == "4,6,10kg"
    hub.do({"do": "unit", "unit": "lb"})
    assert page.state["rack"] == {"unit": "lb", "text": None, "usual": "every 5\u00a0lb"}
    hub.do({"do": "unit", "unit": "stone"})
    assert page.said[-1] == "Weights are in kg or lb."
    hub.do({"do": "rack", "text": "5:60:5lb"})
    assert page.state["rack"]["text"] == "5:60:5lb"
    hub.do({"do": "rack", "text": " "})
    assert page.state["rack"]["text"] is None


def test_two_arms_are_two_counts(demo: Recording) -> None:
    (block,) = demo.sensors
    hub = Hub(empty(), Status(sensors=UP))
    page = Page(hub)
    for _, part in in_packets(demo):
        for sensor in ("wrist_left", "wrist_right"):
            hub.samples(
                SampleBlock(
                    sensor=sensor, time_s=part.time_s, acc_mps2=part.acc_mps2, gyr_radps=part.gyr_radps
                )
            )
        if part.time_s[-1] > 20.0:
            break
    assert [(arm["side"], arm["count"]) for arm in page.state["arms"]] == [("left", 4), ("right", 4)]
    assert block.sensor == "wrist"


def test_a_person_ends_the_session_or_wants_another_one() -> None:
    hub = Hub(empty(), Status())
    hub.do({"do": "finish"})
    assert (hub.ending.is_set(), hub.again.is_set()) == (True, False)
    hub.do({"do": "new_session"})
    assert (hub.ending.is_set(), hub.again.is_set()) == (True, True)


@pytest.mark.parametrize(
    "message",
    [{"do": do} for do in ("search", "demo", "pause", "speed")] + [{"do": "connect", "address": "A"}],
)
def test_what_a_source_cannot_do_is_said(message: dict[str, str]) -> None:
    hub = Hub(empty(), Status())
    page = Page(hub)
    before = page.state
    hub.do(message)
    assert page.said == ["This cannot be done in this session."]
    assert page.state == before


def test_what_did_not_change_is_not_sent_again(demo: Recording) -> None:
    hub = Hub(empty(), Status(sensors=UP))
    page = Page(hub)
    for _ in range(20):
        hub.sensor("wrist", battery=83, true_hz=49.8)
        hub.set(recording_fault=None)
    assert len(page.states) == 2  # the first, and the first that was told to all
    hub.sensor("wrist", battery=82)
    assert page.state["sensors"][0]["battery"] == 82


def test_very_many_pages_are_told_of_events_at_once_and_of_traces_less_often(demo: Recording) -> None:
    hub = Hub(LiveSession(recording_facts(demo)), Status(sensors=UP))
    page = Page(hub)
    for _ in range(3 * PAGES_A_TICK):
        hub.join(lambda _: None)
    told = []
    hub.join(lambda message: told.append(message["type"]))
    for at_s, block in in_packets(demo):
        if at_s > 12.0:
            break
        before = len(page.states)
        events = hub.samples(block)
        assert len(page.states) == before + bool(events)
        hub.tick(at_s)
    assert page.state["arms"][0]["count"] == 2
    assert 12.0 * 20 / 4 * 0.8 < told.count("trace") <= 12.0 * 20 / 4 + 1


def test_a_gyroscope_that_stops_is_said_and_shown() -> None:
    movement = (Still(4.0), CurlSet(reps=(SimulatedRep(lift_s=1.4),) * 4), Still(9.0))
    block = simulate(movement, sensor=SensorModel(rate_hz=50.0), seed=2).recording.sensors[0]
    hub = Hub(empty(), Status(sensors=UP))
    page = Page(hub)
    hub.samples(replace(block.slice(0, 100), gyr_radps=None))
    hub.tick(2.0)
    assert {"text": "No gyroscope", "ok": False} in page.state["check"]
    assert page.state["notice"]["line"] == "No gyroscope: reps are counted, swings hardly seen"
    (whole,) = analyze(Recording(path="", files=(), format="simulation", sensors=(block,))).sets
    stop = int(np.searchsorted(block.time_s, whole.reps[1].end_s + 0.05))
    hub.samples(block.slice(100, stop))
    hub.samples(replace(block.slice(stop, len(block)), gyr_radps=None))
    hub.finish()
    assert [text.split(" from ")[0] for text in page.said] == [
        "The gyroscope is there",
        "The gyroscope says nothing",
    ]
    assert sum(len(one.reps) for one in hub.session.sets) == 4


def test_what_nobody_should_have_to_look_for_is_said_once(demo: Recording) -> None:
    hub = Hub(empty(), Status(sensors=UP))
    page, heard = Page(hub), list[str]()
    hub.told.append(heard.append)
    for _ in range(3):
        hub.set(recording_fault="Disk full: make room in curls.")
    assert page.state["notice"]["headline"] == "Not recording"
    hub.set(recording_fault=None)
    for _ in range(3):
        hub.set(source_note=("Two phones", "One is not taken."))
    assert page.state["notice"] == {"headline": "Two phones", "line": "One is not taken.", "buttons": []}
    assert page.said == heard == ["Not recording: Disk full: make room in curls.", "Recording again.",
                                  "Two phones: One is not taken."]  # fmt: skip


def test_a_rest_lasts_while_the_other_arm_s_set_closes_and_tells_of_the_set_lifted_last() -> None:
    """Both arms begin together; the right one does two reps more, then the set is ended by hand."""
    rep = SimulatedRep(lift_s=1.6, lower_s=1.8)
    both = pair([rep] * 5, [rep] * 7)
    hub = Hub(LiveSession(recording_facts(both)), Status(mode="replay"))
    page, seen = Page(hub), list[str]()
    for at_s, block in in_packets(both):
        hub.samples(block)
        hub.tick(at_s)
        ended = bool(seen)
        if not ended and hub.session.arms.get("wrist_right") and hub.session.arms["wrist_right"].count == 7:
            hub.do({"do": "end_set"})
            ended = True
        seen += [page.state["screen"]] * ended
    assert set(seen) == {"rest"}
    assert len(hub.session.sets) == 2
    assert page.state["summary"]["lines"][0]["text"] == "7 controlled"
    last_s = max(one.end_s for one in hub.session.sets)
    assert page.state["clock"]["since_s"] == pytest.approx(hub.session.now_s - last_s, abs=0.1)


def test_a_weight_told_in_a_rest_is_that_of_the_next_set() -> None:
    """Also before the stream has closed the set that is rested from."""
    hub, page = played(simulate([Still(3.0), FIVE, Still(12.0)], seed=2).recording, 29.0)
    assert (page.state["screen"], len(hub.session.sets)) == ("rest", 0)
    hub.do({"do": "weight", "kg": 12.0})
    assert page.said == ["Next set: 12\u00a0kg"]


def test_the_start_check_knows_the_rate_of_a_recording(demo: Recording) -> None:
    """A replay has no link that tells it: it is that of the readings as they came."""
    silent = {"wrist": replace(UP["wrist"], asked_hz=None, true_hz=None)}
    _, page = played(demo, 2.0, Status(mode="replay", sensors=silent))
    (rate,) = [line for line in page.state["check"] if "readings" in line["text"].lower()]
    assert rate["ok"] is True
    assert 45.0 < float(rate["text"].split()[0]) < 55.0


def test_a_rep_added_before_a_hole_stays_when_what_follows_is_no_set() -> None:
    """Three curls, one more by hand, 1.7 s without signal, then a shoulder press: the set stands, with four reps."""
    phases = (Still(2.0), CurlSet(reps=(SimulatedRep(),) * 3), Still(0.5), ShoulderPress(), Still(8.0))
    made = simulate(phases, sensor=SensorModel(acc_noise_mps2=0.03, gyr_noise_radps=0.003))
    lowered_s = made.truth.reps[-1].end_s
    hub, added = Hub(LiveSession(recording_facts(made.recording)), Status(mode="live", sensors=UP)), False
    for at_s, block in in_packets(made.recording):
        if not lowered_s + 0.4 <= at_s < lowered_s + 2.1:
            hub.samples(block)
        if not added and at_s > lowered_s:
            hub.do({"do": "rep_add"})
            added = True
    hub.finish()
    assert [event.kind for event in hub.session.events if event.kind in ("set", "rejected")] == [
        "rejected",
        "set",
    ]
    assert [len(one.reps) for one in hub.session.sets] == [4]


@pytest.mark.parametrize(("at_s", "noted_s"), [(12.2, 13.8), (15.0, 15.0), (31.0, 20.0)])
def test_a_rep_added_to_an_open_set_is_of_the_set_that_closes(at_s: float, noted_s: float) -> None:
    """Which may begin later and end sooner than the open one did."""
    added = AddedReps()
    added.add("wrist", at_s)
    closed = replace(make_set([controlled(i) for i in range(2)], 10.0), start_s=13.8, end_s=20.0)
    assert added.take("wrist", closed) == [noted_s]
    assert len(added) == 0
