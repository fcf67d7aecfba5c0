"""The pictures: what stands in them, at one rep and at a hundred, on a page and on a phone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.errors import SignalError
from analysis.notebook.api import DEMO_FILE, Analysis, inspect_recording
from imu.types import Recording
from tests.fixtures.notebook_sessions import hundred_reps, no_curls, no_gyroscope, one_rep, two_wrists

pytestmark = pytest.mark.slow


@cache
def demo() -> Analysis:
    return inspect_recording(DEMO_FILE)


@cache
def analyzed(recording: Callable[[], Recording]) -> Analysis:
    return inspect_recording(recording())


def texts(figure: Figure) -> list[str]:
    """Everything written in a picture, as it is drawn."""
    figure.draw_without_rendering()
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def all_inside(figure: Figure) -> bool:
    """Nothing that is drawn reaches over the edge of the picture, by a hundredth of an inch."""
    figure.draw_without_rendering()
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    return min(drawn.x0, drawn.y0, width - drawn.x1, height - drawn.y1) > -0.01


@pytest.mark.parametrize("narrow", [False, True], ids=["page", "phone"])
@pytest.mark.parametrize(
    ("recording", "numbers"),
    [(one_rep, 1), (hundred_reps, 100), (two_wrists, 36), (no_gyroscope, 5)],
    ids=["one", "hundred", "two wrists", "no gyroscope"],
)
def test_every_rep_has_its_number_and_all_words_fit(
    recording: Callable[[], Recording], numbers: int, narrow: bool
) -> None:
    figure = analyzed(recording).plot(narrow=narrow)
    written = [text.get_text() for axes in figure.findobj(Axes) for text in axes.texts]
    assert sum(text.isdigit() for text in written) == numbers
    assert all_inside(figure)


def test_units_and_the_finding_stand_in_it() -> None:
    written = texts(demo().plot())
    assert "Forearm angle and momentum: 18 reps in 2 sets, 4 above the limit" in written
    for words in (
        "forearm angle, °",
        "momentum,\n0 to 100",
        "time in the recording, s",
        "Set 2, 12.5\u00a0kg",
    ):
        assert words in written
    for words in ("controlled", "swing", "half rep", "not judged", "momentum called"):
        assert words in written


def test_a_half_rep_is_marked_as_one() -> None:
    """Each wrist did a half rep in both of its sets."""
    assert texts(analyzed(two_wrists).plot()).count("½") == 4


def test_a_recording_without_reps_says_so() -> None:
    assert any(text.startswith("No curls found") for text in texts(inspect_recording(no_curls()).plot()))


def test_curves_that_were_not_kept_are_told() -> None:
    bare = inspect_recording(DEMO_FILE, trace=False)
    assert "The curves were not kept (trace=False)." in texts(bare.plot())
    with pytest.raises(SignalError, match="trace=True"):
        bare.plot_rep(1)


@pytest.mark.parametrize("narrow", [False, True], ids=["page", "phone"])
def test_one_rep_shows_its_limits_and_its_call(narrow: bool) -> None:
    figure = demo().plot_rep(8, 2, narrow=narrow)
    written = texts(figure)
    assert any(text.replace("\n", " ").startswith("Set 2, rep 8: swing, momentum") for text in written)
    assert {"limit", "top", "end"} <= set(written)
    assert any("before the top" in text for text in written)
    assert all_inside(figure)


@pytest.mark.parametrize(
    ("n", "place", "said"), [(11, 2, "one of 1 to 10"), (0, 1, "one of 1 to 8"), (1, 3, "2 in")]
)
def test_a_rep_that_is_not_there_is_told(n: int, place: int, said: str) -> None:
    with pytest.raises(SignalError, match=said):
        demo().plot_rep(n, place)
    with pytest.raises(SignalError, match=said):
        demo().explain(n, place)


@pytest.mark.parametrize("rep", range(1, 9))
def test_every_kind_of_rep_can_be_looked_at(rep: int) -> None:
    assert any(text.startswith(f"Set 1, rep {rep}: ") for text in texts(demo().plot_rep(rep, 1)))


WITHOUT_PYPLOT = """
import sys
from analysis.notebook.api import DEMO_FILE, Analysis, inspect_recording
png, metadata = inspect_recording(DEMO_FILE).plot()._repr_png_()
print(png[:4], metadata, "matplotlib.pyplot" in sys.modules)
"""


@pytest.mark.program
def test_a_notebook_shows_a_picture_without_the_memory_of_pyplot() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_PYPLOT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == r"b'\x89PNG' {'width': 960} False"
