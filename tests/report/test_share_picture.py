"""The picture of a set: its size, where its columns stand and how high, its words, and that no name is on it."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from analysis.coaching.advice import advise
from analysis.output.palette import DARK
from analysis.output.set_views import SetView, set_views
from analysis.output.share_words import share_words
from analysis.records.results import SessionResult
from analysis.report import render_report
from analysis.report.marks import LIMIT_SHARE
from analysis.report.share_picture import (
    HEIGHT_PX,
    WIDTH_PX,
    draw_share_picture,
    rasterised,
    share_picture_png,
)
from imu.types import Flags
from tests.fixtures import samples
from tests.fixtures.build import half, make_set, session
from tests.fixtures.report_reader import read

Pixels: TypeAlias = npt.NDArray[np.int16]
LEFT, RIGHT, TOP, BOTTOM = 84, 996, 634, 1014
"""Edges of the columns, px."""


def last_set(result: SessionResult) -> SetView:
    return [view for view in set_views(result) if view.rep_set.reps][-1]


def pixels(view: SetView, day: str | None = None) -> Pixels:
    """The picture as (1350, 1080, 3) numbers from 0 to 255, of two bytes each so that they can be subtracted."""
    png = share_picture_png(view, day, "kg")
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.int16)


def is_colour(picture: Pixels, colour: str) -> Flags:
    wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.int16)
    return np.abs(picture - wanted).max(axis=-1) < 3


def blocks(row: Flags) -> int:
    """How many stretches of a row are true."""
    return sum(found for found, _ in groupby(row.astype(bool)))


@pytest.mark.parametrize("make", samples.SAMPLES.values(), ids=samples.SAMPLES)
def test_every_set_has_a_picture_of_one_size_with_its_columns_inside(
    make: Callable[[], SessionResult],
) -> None:
    for view in [view for view in set_views(make()) if view.rep_set.reps][:3]:
        picture = pixels(view)
        assert picture.shape == (HEIGHT_PX, WIDTH_PX, 3)
        for margin in (picture[:, :60], picture[:, -60:], picture[:60], picture[-40:]):
            assert is_colour(margin, DARK.bg).all()


def test_a_column_stands_for_each_rep_and_is_orange_above_the_line_if_it_was_thrown() -> None:
    view = last_set(samples.ordinary())
    picture = pixels(view)
    foot = picture[BOTTOM - 4]
    blue, orange = is_colour(foot, DARK.ctl), is_colour(picture[:, LEFT:RIGHT], DARK.mom)
    assert blocks(blue) == sum(rep.verdict == "controlled" for rep in view.rep_set.reps) == 6
    line = BOTTOM - LIMIT_SHARE * (BOTTOM - TOP)
    above = orange[TOP : int(line) - 6].any(axis=0)
    thrown = [i for i, rep in enumerate(view.rep_set.reps) if rep.verdict == "momentum"]
    pitch = (RIGHT - LEFT) / (len(view.rep_set.reps) - 1 + 0.79)
    assert sorted({int(x // pitch) for x in np.nonzero(above)[0]}) == thrown == [6, 7, 8, 9]


def test_the_same_set_gives_the_same_bytes() -> None:
    view = last_set(samples.ordinary())
    first = share_picture_png(view, None, "kg")
    rasterised.cache_clear()
    assert share_picture_png(view, None, "kg") == first


def test_the_words_say_how_many_of_the_judged_reps_were_controlled() -> None:
    first = share_words(set_views(samples.ordinary())[0], "2026-05-14T18:00:00+02:00", "kg")
    assert (first.figure, first.whole, first.meaning) == ("6", "of\u00a07", "judged reps controlled")
    assert first.rest == "1 half rep and 1 with the signal lost"
    assert (first.about, first.day) == ("Biceps curls, 7.5\u00a0kg, right arm", "14 May 2026")


def test_a_set_of_half_reps_is_not_asserted_to_be_curls() -> None:
    """As the advice on it, "If these were curls, ..."."""
    halves = make_set([half()] * 8, weight_kg=7.5, advice=None)
    view = set_views(session(replace(halves, advice=advise(halves))))[0]
    assert share_words(view, None, "kg").about == "Perhaps biceps curls, 7.5\u00a0kg"


def test_unknown_figures_are_dashes() -> None:
    said = share_words(last_set(samples.all_uncertain()), None, "kg")
    assert said.figure == "–"
    assert [(fact.figure, fact.small) for fact in said.facts] == [("–", "")] * 3


def test_no_name_of_a_lifter_or_file_is_on_it() -> None:
    result = replace(samples.ordinary(), lifter="Toni", path="/home/toni/secret.csv")
    svg = str(draw_share_picture(last_set(result), result.started_at, "kg"))
    assert "rep-momentum" in svg
    assert "Toni" not in svg
    assert "secret" not in svg


def test_the_report_of_one_recording_carries_it_and_that_of_many_does_not() -> None:
    result = samples.ordinary()
    shown = [image for image in read(render_report(result)).all("img") if "alt" in image.attrs]
    address = shown[0].attrs["src"].removeprefix("data:image/png;base64,")
    assert b64decode(address) == share_picture_png(last_set(result), result.started_at, "kg")
    assert (
        shown[0]
        .attrs["alt"]
        .startswith("Biceps curls, 12.5\u00a0kg, right arm: 6 of 10 reps controlled, 4 with swing")
    )
    assert not read(render_report([result, result])).all("img")
