"""``analyze --explain``: why reps were called what they were, and what to say of a rep that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.cli.analyze_options import AnalyzeOptions
from analysis.cli.messages import DONE, complain, english_count
from analysis.language import say
from analysis.output.explain import explain
from analysis.output.set_views import set_views
from analysis.records.results import SessionResult
from analysis.settings.thresholds import Thresholds


def explained_lines(
    result: SessionResult, reps: frozenset[int] | None, thresholds: Thresholds
) -> Iterator[str]:
    """Yields the lines that explain why these reps were called what they were, set by set.

    Parameters
    ----------
    result : SessionResult
    reps : frozenset of int or None
        Their numbers in their sets, from 1; None for all. Of a number that no set has nothing is said here.
    thresholds : Thresholds
        Those that judged.
    """
    found = [(view, rep) for view in set_views(result) for rep in view.rep_set.reps]
    for view, rep in found:
        if reps is None or rep.index in reps:
            yield ""
            yield from f"{view.name}. {explain(rep, thresholds).text}".splitlines()
    if reps is None and not found:
        yield say("why.no_rep")


def missing_reps_code(options: AnalyzeOptions, results: Sequence[SessionResult]) -> int:
    """Complains of a rep that is to be explained and that no set of any recording has; returns the exit code for it."""
    if options.explain is None or not results:
        return DONE
    there = {rep.index for result in results for one in result.sets for rep in one.reps}
    missing = min((options.explained() or frozenset()) - there, default=None)
    if missing is None:
        return DONE
    longest = f"the longest set has {english_count(max(there), 'rep')}" if there else "no rep was found"
    return complain(f"--explain {missing}: there is no such rep; {longest}.")
