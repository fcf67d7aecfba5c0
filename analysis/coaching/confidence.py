"""Sureness of an advice: from the reps that support it, how few they are, whether they are curls, and faults of the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.records.results import Advice, Quality, RepSet
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Reason, Sure


def with_sureness(
    advice: Advice, repset: RepSet, quality: Sequence[Quality], settings: AdviceSettings
) -> Advice:
    """Returns the advice with its sureness.

    Parameters
    ----------
    advice : Advice
        As the rules made it.
    repset : RepSet
        The set it is about.
    quality : sequence of Quality
        Findings about the data of the whole session.
    settings : AdviceSettings
        The numbers of the rules.

    Returns
    -------
    Advice
        A copy. Its sureness is the share of supporting reps by Laplace's rule of succession,
        ``(k + d) / (n + 2 d)`` for ``k`` of ``n`` reps, with ``d = doubt_reps``: ten of ten reps are surer
        than two of two. It is at most ``half_blind_most`` where half of the figures are missing, ``warned_most`` where a
        warning concerns the set, ``half_reps_most`` where it is about half reps, and ``1 − kind_doubt · doubt`` where
        it is in doubt whether the movement is a curl (`RepSet.curl_doubt`). Source: docs/advice.md.
    """
    if advice.agreement is None or advice.action == "none":
        return advice
    judged, doubt = sum(r.verdict != "uncertain" for r in repset.reps), settings.doubt_reps
    if judged + doubt == 0:
        return advice
    by_reps = (advice.agreement * judged + doubt) / (judged + 2.0 * doubt)
    sureness = min(by_reps, *_caps(advice, repset, quality, settings))
    return replace(advice, sureness=sureness, sure=_in_words(sureness, settings))


def _caps(
    advice: Advice, repset: RepSet, quality: Sequence[Quality], settings: AdviceSettings
) -> Iterator[float]:
    """Most that it can be sure, for each thing that speaks against it."""
    yield 1.0 - settings.kind_doubt * min(max(repset.curl_doubt or 0.0, 0.0), 1.0)
    if advice.action == "range":
        yield settings.half_reps_most
    if all(r.carry is None for r in repset.reps):  # no gyroscope: half of the figures are missing
        yield settings.half_blind_most
    if any(_concerns(note, repset) for note in quality):
        yield settings.warned_most


def _concerns(note: Quality, repset: RepSet) -> bool:
    """Whether the note is a warning about this set's sensor, in this set or the whole recording.

    What the reader says of a file names no sensor; of that, only gyroscope axes that seem turned change verdicts.
    """
    named = note.sensor == repset.sensor or (note.sensor is None and note.code == Reason.GYROSCOPE_AXES)
    if note.severity != "warning" or not named:
        return False
    return note.start_s is None or repset.start_s <= note.start_s <= repset.end_s


def _in_words(sureness: float, settings: AdviceSettings) -> Sure:
    if sureness >= settings.sure_from:
        return "sure"
    return "fairly sure" if sureness >= settings.fairly_sure_from else "a guess"
