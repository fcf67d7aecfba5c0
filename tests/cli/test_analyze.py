"""``analyze``: what is printed, written, and with which exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from analysis.output.json_document import schema
from analysis.settings.presets import write_preset
from analysis.settings.thresholds import DEFAULTS, Thresholds

Command = Callable[..., tuple[int, str, str]]


def is_one_line(err: str) -> bool:
    return err.count("\n") == 1 and err.startswith("rep-momentum: ") and "Traceback" not in err


def test_one_recording_prints_advice_table_and_quality(command: Command, four: str) -> None:
    code, out, err = command("analyze", four, "--weight", "10kg")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "Keep 10\u00a0kg: all 4 reps were controlled."
    assert [line.split()[0] for line in lines if "● " in line] == ["1", "2", "3", "4"]
    assert any(line.startswith("✓ Steady signal.") for line in lines)
    assert "\x1b" not in out


def test_no_reps_is_a_result(command: Command, still: str) -> None:
    code, out, err = command("analyze", still, "--json", "still.json")
    assert (code, err) == (0, "")
    assert out.startswith("No curls found in this recording.\n")
    assert json.loads(Path("still.json").read_text(encoding="utf-8"))["sets"] == []


def test_a_place_that_nobody_knows_is_refused_with_the_list(command: Command, four: str) -> None:
    """A slip of the hand must not look like a recording without curls."""
    code, out, err = command("analyze", four, "--sensor", "wirst")
    assert (code, out) == (2, "")
    assert err.startswith(
        "rep-momentum: --sensor wirst: there is no such place. Reps are counted on wrist, forearm,"
    )
    assert "upper_arm" in err


def test_a_sensor_that_makes_no_sets_is_said(command: Command, four: str) -> None:
    code, out, _ = command("analyze", four, "--sensor", "thigh")
    assert code == 0
    assert out.startswith("No curls found in this recording.\n")
    assert "! No sensor on a wrist, forearm, dumbbell or barbell (thigh only)" in out
    assert "No sensor on" not in command("analyze", four)[1]


def test_json_on_standard_output_is_alone(command: Command, four: str) -> None:
    code, out, err = command("analyze", four, "--json", "-")
    document = json.loads(out)
    assert (code, err) == (0, "")
    jsonschema.validate(document, schema())
    assert [len(s["reps"]) for s in document["sets"]] == [4]
    assert document["recording"]["path"] == four


def test_lines_on_standard_output_are_alone(command: Command, four: str, still: str) -> None:
    code, out, err = command("analyze", four, still, "--jsonl", "-")
    documents = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [d["recording"]["path"] for d in documents] == [four, still]


def test_json_of_several_recordings_points_to_lines(command: Command, four: str, still: str) -> None:
    code, out, err = command("analyze", four, still, "--json", "out.json")
    assert (code, out) == (2, "")
    assert is_one_line(err)
    assert "2 were given; use --jsonl" in err
    assert not Path("out.json").exists()


def test_a_bad_recording_is_reported_and_the_rest_are_done(
    command: Command, here: Path, four: str, still: str
) -> None:
    (here / "empty.csv").touch()
    (here / "folder").mkdir()
    code, out, err = command("analyze", "folder", "empty.csv", four, "gone.csv", still, "--jsonl", "o.jsonl")
    written = [json.loads(line) for line in Path("o.jsonl").read_text(encoding="utf-8").splitlines()]
    assert code == 2
    assert [d["recording"]["path"] for d in written] == [four, still]
    assert [line.split(": ")[1] for line in err.splitlines()] == ["folder", "empty.csv", "gone.csv"]
    *lines, last = out.splitlines()
    assert [line.split()[0] for line in lines] == [four, still]
    assert last == "2 recordings, 1 set, 4 reps: 4 controlled. 3 of 5 could not be read"


def test_a_line_is_written_when_its_recording_is_done(
    command: Command, four: str, still: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads the pipe has the line of the first recording before the second one is read."""
    from analysis.cli import analyze as module  # noqa: PLC0415

    os.mkfifo("lines")
    reader = os.open("lines", os.O_RDONLY | os.O_NONBLOCK)
    seen = []
    real = module.open_group

    def reading(group: module.PathGroup, **options: str | None) -> object:
        seen.append(os.read(reader, 1 << 20) if seen else b"")
        return real(group, **options)

    monkeypatch.setattr(module, "open_group", reading)
    assert command("analyze", four, still, "--jsonl", "lines")[0] == 0
    os.close(reader)
    assert json.loads(seen[1])["recording"]["path"] == four


def test_a_file_of_lines_takes_its_place_at_the_end(
    command: Command, four: str, still: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.cli import analyze as module  # noqa: PLC0415

    Path("o.jsonl").write_text("old\n", encoding="utf-8")
    seen = []
    real = module.open_group

    def reading(group: module.PathGroup, **options: str | None) -> object:
        seen.append(Path("o.jsonl").read_text(encoding="utf-8"))
        return real(group, **options)

    monkeypatch.setattr(module, "open_group", reading)
    assert command("analyze", four, still, "--jsonl", "o.jsonl")[0] == 0
    assert seen == ["old\n", "old\n"]
    lines = Path("o.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["recording"]["path"] for line in lines] == [four, still]


def test_a_folder_of_recordings(command: Command, here: Path, curls_text: str) -> None:
    (here / "week").mkdir()
    for day in ("monday", "tuesday"):
        (here / "week" / f"{day}.csv").write_text(curls_text, encoding="utf-8")
    code, out, _ = command("analyze", "week", "--jsonl", "-")
    names = [Path(json.loads(line)["recording"]["path"]).name for line in out.splitlines()]
    assert (code, names) == (0, ["monday.csv", "tuesday.csv"])


def test_what_is_told_reaches_the_document(command: Command, four: str) -> None:
    told = ("--weight", "25lb", "--target-reps", "4", "--side", "left", "--sensor", "dumbbell")
    code, out, _ = command("analyze", four, *told, "--json", "-")
    (made,) = json.loads(out)["sets"]
    assert code == 0
    assert (made["weight_kg"], made["target_reps"], made["side"]) == (25 * 0.45359237, 4, "left")
    assert made["sensor"] == "dumbbell"
    assert made["advice"]["why"] == "Keep 25\u00a0lb: all 4 reps were controlled."


def test_thresholds_of_a_file(command: Command, here: Path, four: str) -> None:
    (here / "strict.toml").write_text("[momentum]\ncarry = 0.06\n", encoding="utf-8")
    plain, strict = (
        json.loads(command("analyze", four, "--json", "-", *more)[1])
        for more in ((), ("--thresholds", "strict.toml"))
    )
    assert plain["thresholds_are_defaults"]
    assert not strict["thresholds_are_defaults"]
    assert plain["thresholds_digest"] != strict["thresholds_digest"]


def test_all_outputs_at_once(command: Command, four: str) -> None:
    outputs = ("--json", "o.json", "--jsonl", "o.jsonl", "--csv", "o.csv", "--report", "o.html")
    assert command("analyze", four, *outputs)[0] == 0
    whole = json.loads(Path("o.json").read_text(encoding="utf-8"))
    assert json.loads(Path("o.jsonl").read_text(encoding="utf-8")) == whole
    assert len(Path("o.csv").read_text(encoding="utf-8").splitlines()) == 1 + 4
    html = Path("o.html").read_text(encoding="utf-8")
    assert html.startswith("<!")
    assert "all 4 reps were controlled" in html


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("four.csv", "--wieght", "3"), "--weight"),
        (("four.csv", "--weight", "heavy"), "'heavy' is not a weight"),
        (("four.csv", "--weight", "12"), "12.5kg"),
        (("four.csv", "--rack", "many"), "'many' is not a rack"),
        (("four.csv", "--target-reps", "0"), "--target-reps"),
        (("four.csv", "--side", "up"), "--side: 'up' is not one of 'left', 'right'"),
        (("four.csv", "--wieght", "3"), "See `rep-momentum analyze --help`"),
        (("four.csv", "--target-reps", "many"), "--target-reps: 'many' is not a whole number."),
        (("four.csv", "--weight", "0kg"), "--weight '0kg' must be more than 0 and at most 500"),
        (("four.csv", "--rack", "0kg"), "--rack '0kg' must hold weights of more than 0"),
        (("four.csv", "--format", "papyrus"), "canonical"),
        (
            ("four.csv", "--flip-gyro", "w"),
            "--flip-gyro w: name the axes to negate, such as xyz, x or yz, or none.",
        ),
        (("four.csv", "--thresholds", "gone.toml"), "gone.toml: there is no such file"),
        (("four.csv", "--thresholds", "four.csv"), "four.csv"),
        (("four.csv", "--report", "no/such/r.html"), "no/such"),
        (("four.csv", "--report", "-"), "give a name"),
        (("four.csv", "--csv", "."), "folder"),
        (("four.csv", "--csv", "./four.csv"), "this file is read, and would be lost"),
        (("four.csv", "--json", "-", "--csv", "-"), "only one output"),
        (("gone.csv",), "gone.csv"),
        (("gone.csv", "--json", "-"), "gone.csv"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    command: Command, four: str, arguments: tuple[str, ...], said: str
) -> None:
    before = Path(four).read_bytes()
    code, out, err = command("analyze", *arguments)
    assert (code, out) == (2, "")
    assert is_one_line(err)
    assert said in err
    assert Path(four).read_bytes() == before


def test_unknown_threshold_names_the_nearest(command: Command, here: Path, four: str) -> None:
    (here / "t.toml").write_text("[momentum]\ncary = 0.3\n", encoding="utf-8")
    code, _, err = command("analyze", four, "--thresholds", "t.toml")
    assert code == 2
    assert "momentum.carry" in err


def test_csv_on_standard_output_is_alone(command: Command, four: str) -> None:
    code, out, _ = command("analyze", four, "--csv", "-")
    assert code == 0
    assert out.splitlines()[0].startswith("recording,")
    assert len(out.splitlines()) == 5


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (
            ["--report", "x.pdf"],
            "--report x.pdf: a report is an HTML page or a folder of them; give a name such as report.html or reports/.",
        ),
        (
            ["--csv", "o", "--json", "o"],
            "--json and --csv: two outputs have the same file; give each a name of its own.",
        ),
    ],
)
def test_outputs_that_cannot_be_meant(command: Command, four: str, outputs: list[str], said: str) -> None:
    assert command("analyze", four, *outputs) == (2, "", f"rep-momentum: {said}\n")


def test_the_report_is_announced(command: Command, four: str) -> None:
    code, out, _ = command("analyze", four, "--report", "page.html")
    assert (code, out.splitlines()[-1]) == (0, "Report written to page.html.")


def test_a_placement_that_makes_no_sets_says_which_do(command: Command, four: str) -> None:
    code, out, _ = command("analyze", four, "--sensor", "foot")
    assert code == 0
    assert "wrist, forearm and dumbbell (each also with _left or _right) and barbell do; found foot." in out


def test_axes_are_negated_as_asked_for(command: Command, four: str) -> None:
    code, out, _ = command("analyze", four, "--flip-gyro", "xyz", "--json", "-")
    assert code == 0
    assert [q["text"] for q in json.loads(out)["quality"] if q["code"] == "gyroscope_axes"][:1] == [
        "Axes x, y and z of the gyroscope were negated, as was asked for."
    ]


def test_other_limits_are_said(command: Command, four: str) -> None:
    Path("t.toml").write_text("[momentum]\ncarry = 0.3\n", encoding="utf-8")
    digest = Thresholds.from_toml("t.toml").digest
    assert (
        f"Not the default limits: thresholds {digest}."
        in command("analyze", four, "--thresholds", "t.toml")[1]
    )
    assert "default limits" not in command("analyze", four)[1]


def test_a_preset_is_said_by_its_name(command: Command, four: str) -> None:
    mine = DEFAULTS.with_(momentum__carry=0.3)
    write_preset(mine, "t.toml", name="Anna")
    out = command("analyze", four, "--thresholds", "t.toml", "--jsonl", "out.jsonl")[1]
    assert f"Not the default limits: thresholds {mine.digest} (preset “Anna”)." in out
    assert json.loads(Path("out.jsonl").read_text(encoding="utf-8"))["thresholds_name"] == "Anna"


def test_what_is_called_a_zip_and_is_none(command: Command, here: Path) -> None:
    (here / "bad.zip").write_bytes(b"not a zip")
    said = "rep-momentum: bad.zip: this is no zip, or a damaged one; copy or export it again.\n"
    assert command("analyze", "bad.zip") == (2, "", said)


def test_reps_are_explained_below_the_table(command: Command, four: str) -> None:
    code, out, err = command("analyze", four, "--explain", "2, 4")
    assert (code, err) == (0, "")
    told = [line for line in out.splitlines() if line.startswith("Set 1. Rep ")]
    assert [line.split(".")[1] for line in told] == [" Rep 2", " Rep 4"]
    assert all("Controlled: your lift’s own speed could have carried" in line for line in told)
    assert out.count("(momentum.carry)") == 2
    assert command("analyze", four, "--explain", "all")[1].count("Set 1. Rep ") == 4


def test_a_rep_that_is_not_there(command: Command, four: str, still: str) -> None:
    code, out, err = command("analyze", four, "--explain", "9")
    assert (code, err) == (
        2,
        "rep-momentum: --explain 9: there is no such rep; the longest set has 4 reps.\n",
    )
    assert "Set 1" in out, "the rest is done"
    code, out, err = command("analyze", four, "--explain", "2,9,7")
    assert (code, out.count("Set 1. Rep 2.")) == (2, 1)
    assert err == "rep-momentum: --explain 7: there is no such rep; the longest set has 4 reps.\n"
    code, _, err = command("analyze", still, "--explain", "1")
    assert (code, err) == (2, "rep-momentum: --explain 1: there is no such rep; no rep was found.\n")
    code, out, err = command("analyze", still, "--explain", "all")
    assert (code, err) == (0, ""), "no rep at all is a result"
    assert out.endswith("There is no rep to explain.\n")


def test_a_rep_that_one_of_several_recordings_has_is_there(command: Command, four: str, still: str) -> None:
    code, out, err = command("analyze", four, still, "--explain", "4")
    assert (code, err, out.count("Set 1. Rep 4.")) == (0, "", 1)
    code, _, err = command("analyze", four, still, "--explain", "5")
    assert (code, err) == (
        2,
        "rep-momentum: --explain 5: there is no such rep; the longest set has 4 reps.\n",
    )


@pytest.mark.parametrize("reps", ["x", "0", "-1", "1;2", ","])
def test_what_is_no_number_of_a_rep(command: Command, four: str, reps: str) -> None:
    code, out, err = command("analyze", four, "--explain", reps)
    assert (code, out) == (2, "")
    assert is_one_line(err)
    assert "give numbers of reps such as 7" in err


def test_a_picture_of_a_set_is_written(command: Command, four: str) -> None:
    code, out, err = command("analyze", four, "--picture", "set.png")
    assert (code, err) == (0, "")
    assert out.endswith("Picture written to set.png.\n")
    header = Path("set.png").read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(header[i : i + 4]) for i in (16, 20)] == [1080, 1350]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--picture", "set.jpg"], "--picture set.jpg: a picture is a PNG; give a name such as set.png."),
        (["--picture-set", "1"], "--picture-set says which set --picture shows; give a --picture, too."),
        (["--picture", "a.png", "--picture-set", "2"], "--picture-set 2: "),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused(
    command: Command, four: str, arguments: list[str], said: str
) -> None:
    code, _, err = command("analyze", four, *arguments)
    assert code == 2
    assert is_one_line(err)
    assert said in err
    assert not Path("a.png").exists()


def test_a_recording_without_curls_has_no_picture(command: Command, still: str) -> None:
    code, _, err = command("analyze", still, "--picture", "a.png")
    assert code == 2
    assert is_one_line(err)
    assert "no set was found" in err
