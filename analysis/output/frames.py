"""Data frames of a result: reps, sets, events and curves.

Unknown is missing (``<NA>``), never 0; a column of a few fixed words is a category with all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from analysis.coaching.symmetry import COMPARED_FIGURES
from analysis.output.json_document import event_record
from analysis.output.set_views import SetView, set_views
from analysis.output.tables import COLUMNS, rep_rows
from analysis.records.results import Rep, SessionResult
from analysis.records.session_checks import SideSummary
from analysis.records.traces import SetTrace
from analysis.vocabulary import VERDICTS, Action, Cause, ClosedBy, Sure, Technique, TrunkVerdict

if TYPE_CHECKING:
    import pandas as pd

_WORDS: dict[str, tuple[str, ...]] = {
    "verdict": VERDICTS,
    "cause": get_args(Cause),
    "closed_by": get_args(ClosedBy),
    "action": get_args(Action),
    "sure": get_args(Sure),
    "trunk_verdict": get_args(TrunkVerdict),
    "technique": get_args(Technique),
    "kind": ("rep", "withdrawn", "flag", "unflag", "set", "rejected", "quality"),
}
_MADE_WITH = ("content_hash", "thresholds_digest", "version", "problem")
_TEXT = {
    *_MADE_WITH,
    "recording",
    "started_at",
    "lifter",
    "sensor",
    "side",
    "advice",
    "code",
    "text",
    "figure",
    "lower_side",
}
_TRUTHS = {name for name, hint in get_type_hints(Rep).items() if hint is bool}
_COUNTS = {verdict: f"{verdict}_reps" for verdict in VERDICTS}
_WHOLE = {"set", "rep", "reps", "n", "target_reps", *_COUNTS.values()}
_SET_COLUMNS = (
    *("set", "sensor", "side", "start_s", "end_s", "reps", *_COUNTS.values(), "weight_kg", "target_reps"),
    *("lever_m", "planarity", "pendulum_r2", "closed_by", "action", "advice", "sure", "sureness"),
)
_EVENT_COLUMNS = ("at_s", "sensor", "kind", "n", "cause", "closed_by", "code", "text")
SIDE_FIGURES = ("reps", "controlled", "flagged", "swings_from", *COMPARED_FIGURES, "momentum")
"""Figures of one arm: fields of `SideSummary`."""
_SIDE_COLUMNS = ("figure", "left", "right", "index_percent", "low_percent", "high_percent", "lower_side")
_CURVES = ("time_s", "angle_deg", "lift_speed_dps", "push_mps2", "elbow_mps2")


def reps_frame(result: SessionResult) -> pd.DataFrame:
    """One row per rep, with the columns of `analysis.output.tables.COLUMNS`."""
    return make_frame(list(rep_rows(result)), COLUMNS)


def folder_frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """One row per rep of many recordings, with fingerprint, thresholds and version; ``problem`` says what was not read."""
    return make_frame(rows, (*COLUMNS, *_MADE_WITH))


def sets_frame(result: SessionResult) -> pd.DataFrame:
    """One row per set: when, how many reps of each verdict, and the sentence of its advice."""
    return make_frame([_set_row(view) for view in set_views(result)], _SET_COLUMNS)


def events_frame(result: SessionResult) -> pd.DataFrame:
    """One row per event, in order of time; ``text`` says why or what."""
    rows = [event_record(event) for event in result.events]
    return make_frame([row | {"text": row.get("text", row.get("why"))} for row in rows], _EVENT_COLUMNS)


def sides_frame(result: SessionResult) -> pd.DataFrame:
    """One row per figure of both arms: medians, the index |L − R| over their mean in %, and its interval."""
    balance = result.balance
    if balance is None:
        return make_frame([], _SIDE_COLUMNS)
    rows = []
    for name in SIDE_FIGURES:
        index = balance.index.get(name)
        row = {"figure": name, "left": _of(balance.left, name), "right": _of(balance.right, name)}
        if index is not None:
            row |= {"index_percent": index.value, "low_percent": index.low, "high_percent": index.high}
            row |= {"lower_side": index.lower_side}
        rows.append(row)
    return make_frame(rows, _SIDE_COLUMNS)


def _of(side: SideSummary | None, name: str) -> float | None:
    return None if side is None else getattr(side, name)


def trace_frame(result: SessionResult) -> pd.DataFrame:
    """The curves of all sets on the analysis' own grid, with the set (its place in the recording) and sensor.

    Returns
    -------
    DataFrame
        Columns set, sensor, time_s, angle_deg, lift_speed_dps, push_mps2 and elbow_mps2. ``angle_deg`` is
        missing where there were no data; ``elbow_mps2`` also where it cannot be known.
    """
    import pandas as pd  # noqa: PLC0415  slow to load

    made = [
        pd.DataFrame({"set": view.place, "sensor": view.rep_set.sensor, **_curves(view.rep_set.trace)})
        for view in set_views(result)
        if view.rep_set.trace is not None
    ]
    if not made:
        return make_frame([], ("set", "sensor", *_CURVES))
    return pd.concat(made, ignore_index=True).astype({"sensor": "string"})


def _curves(trace: SetTrace) -> dict[str, Any]:
    curves = {name: getattr(trace, name) for name in _CURVES}
    return {name: float("nan") if curve is None else curve for name, curve in curves.items()}


def _set_row(view: SetView) -> dict[str, Any]:
    one = view.rep_set
    row: dict[str, Any] = {name: getattr(one, name) for name in _SET_COLUMNS if hasattr(one, name)}
    row |= {name: sum(rep.verdict == v for rep in one.reps) for v, name in _COUNTS.items()}
    row |= {"set": view.place, "reps": len(one.reps)}
    if one.advice is not None:
        row |= {"action": one.advice.action, "sure": one.advice.sure, "sureness": one.advice.sureness}
    return row | {"advice": None if one.advice is None else one.advice.why}


def make_frame(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], kinds: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """One row per mapping, each column with the type of what it holds, also where there is no row.

    Parameters
    ----------
    rows : sequence of mapping
        Values by column; what is left out is missing.
    columns : sequence of str
    kinds : mapping of str to str, optional
        Types of columns whose name says nothing about them, as pandas names types.
    """
    import pandas as pd  # noqa: PLC0415  slow to load

    known = kinds or {}
    return pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype=known.get(name) or _dtype(name))
            for name in columns
        }
    )


def _dtype(name: str) -> Any:
    import pandas as pd  # noqa: PLC0415  slow to load

    if name in _WORDS:
        return pd.CategoricalDtype(list(_WORDS[name]))
    if name in _TEXT:
        return "string"
    if name in _TRUTHS:
        return "boolean"
    return "Int64" if name in _WHOLE else "Float64"
