"""From samples to reps, momentum and advice.

What a script needs stands here: ``from analysis import read, analyze``. docs/api/index.md says what is promised of it.
Each name is looked up when it is first asked for, so that ``import analysis`` loads nothing.
"""

TYPE_CHECKING = False  # type checkers take it for true; `typing` would be slower to import than all the rest
if TYPE_CHECKING:
    from analysis.output.explain import explain
    from analysis.records.results import Rep, RepSet, SessionResult
    from analysis.roster.folder_frame import analyze_recordings as analyze
    from analysis.roster.shown_recordings import read_recording as read
    from analysis.settings.thresholds import DEFAULTS, Thresholds
    from analysis.stream.tracker import Tracker
    from imu.simulate import simulate

__all__ = [
    "DEFAULTS",
    "Rep",
    "RepSet",
    "SessionResult",
    "Thresholds",
    "Tracker",
    "analyze",
    "explain",
    "read",
    "simulate",
]

_PLACES = {
    "DEFAULTS": "analysis.settings.thresholds.DEFAULTS",
    "Rep": "analysis.records.results.Rep",
    "RepSet": "analysis.records.results.RepSet",
    "SessionResult": "analysis.records.results.SessionResult",
    "Thresholds": "analysis.settings.thresholds.Thresholds",
    "Tracker": "analysis.stream.tracker.Tracker",
    "analyze": "analysis.roster.folder_frame.analyze_recordings",
    "explain": "analysis.output.explain.explain",
    "read": "analysis.roster.shown_recordings.read_recording",
    "simulate": "imu.simulate.simulate",
}
"""Where each name is defined; above it stands once more for editors and type checkers."""

if not TYPE_CHECKING:  # a type checker that saw this would let every misspelt name pass

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415  only once a name is asked for

        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, _, own_name = _PLACES[name].rpartition(".")
        value = globals()[name] = getattr(import_module(module), own_name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
