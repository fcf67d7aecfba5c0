"""The next weight for programs: plain values, which JSON knows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from analysis.coaching.next_weight import NextWeight
from analysis.output.next_weight_words import next_weight_lines
from analysis.settings.advice_settings import AdviceSettings


def next_weight_document(
    found: NextWeight, settings: AdviceSettings, *, lifter: str | None = None
) -> dict[str, Any]:
    """Returns the next weight of one arm as a document; what is not known is None.

    Parameters
    ----------
    found : NextWeight
    settings : AdviceSettings
        Those that it was found with.
    lifter : str, optional
        Name of the person.
    """
    limit, because = found.limit_kg, found.because
    return {
        "lifter": lifter,
        "side": found.side,
        "weight_kg": found.weight_kg,
        "target_reps": found.target_reps,
        "target_assumed": found.target_assumed,
        "chance": found.chance,
        "limit_kg": None if limit is None else {"low": limit[0], "high": limit[1]},
        "heavier_kg": found.heavier_kg,
        "because": None if because is None else {"code": because.code, "values": dict(because.values)},
        "why": " ".join(next_weight_lines(found, settings)),
        "unit": found.unit,
        "sets_unit": found.sets_unit,
        "sessions": found.sessions,
        "left_out": found.left_out,
        "doubtful": found.doubtful,
        "tried": [asdict(one) for one in found.tried],
        "chances": [asdict(one) for one in found.chances],
    }
