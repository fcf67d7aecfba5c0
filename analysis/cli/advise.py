"""``rep-momentum advise``: says the weight of the next session, from the sets of earlier ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from analysis.cli.advise_options import AdviseOptions
from analysis.cli.analyze import read_rack
from analysis.cli.analyze_options import is_standard_output
from analysis.cli.console import OutConsole
from analysis.cli.history_keeper import sets_of, waiting_saved
from analysis.cli.messages import DONE
from analysis.cli.outputs import check_targets, writing
from analysis.coaching.next_weight import NextWeight, next_weights
from analysis.history.history import open_history
from analysis.output.next_weight_document import next_weight_document
from analysis.output.next_weight_words import next_weight_lines
from analysis.output.terminal import print_line
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.thresholds import DEFAULTS, Thresholds


def run_advise(options: AdviseOptions) -> int:
    """Prints the next weight of each arm, or why there is none; both are results.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    AnalysisError
        The history or the thresholds cannot be read.
    UsageError
        The rack cannot be understood, the history knows several people, or not this one.
    """
    rack = read_rack(options.rack)
    thresholds = DEFAULTS if options.thresholds is None else Thresholds.from_toml(options.thresholds)
    settings = thresholds.advice
    if options.json is not None:
        check_targets({"--json": options.json}, [options.thresholds] if options.thresholds else [])
    with open_history(options.db) as history:
        waiting_saved(history)
        sets = sets_of(history, options.lifter, settings)
    mine = [one for one in sets if options.side in (None, one.side)]
    found = next_weights(
        mine, target_reps=options.target_reps, rack=rack, now=datetime.now(UTC), settings=settings
    )
    if options.side is not None:
        found = tuple(replace(one, side=options.side) for one in found)
    lifter = next((one.lifter for one in reversed(mine) if one.lifter is not None), options.lifter)
    return _tell(found, lifter, options, settings)


def _tell(
    found: Sequence[NextWeight], lifter: str | None, options: AdviseOptions, settings: AdviceSettings
) -> int:
    if options.json is not None:
        documents = [next_weight_document(one, settings, lifter=lifter) for one in found]
        with writing("--json", options.json) as file:
            print(json.dumps(documents, ensure_ascii=False, allow_nan=False, indent=2), file=file)
        if is_standard_output(options.json):
            return DONE
    console = OutConsole()
    for one in found:
        for line in next_weight_lines(one, settings):
            print_line(console, line)
    return DONE
