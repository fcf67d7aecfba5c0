"""Verdicts for those who read lines and not bars: each is told when it is shown, and again where the closed set says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.live.sensor_view import SensorView
from analysis.records.events import Event, LiveEvent, RejectedEvent, SetEvent, VerdictEvent
from analysis.records.results import Rep, RepSet
from analysis.vocabulary import Cause, ClosedBy, Verdict


class ToldVerdicts:
    """Verdicts that were told of the open set of each sensor."""

    def __init__(self) -> None:
        self._told: dict[str, dict[int, tuple[Verdict, Cause | None]]] = {}
        self._closed: dict[str, int] = {}

    def shown(self, arm: SensorView, at_s: float) -> list[VerdictEvent]:
        """Returns what is new in the reps that are shown of an open set.

        Parameters
        ----------
        arm : SensorView
        at_s : float
            Time of the latest sample, s.
        """
        reps = ((n, rep) for n, rep in sorted(arm.reps.items()) if n <= arm.count)
        return self._new(arm.sensor, reps, at_s, None)

    def with_closed(self, events: Sequence[Event], sets: Sequence[RepSet]) -> list[LiveEvent]:
        """Returns the events with the verdicts that are new in the sets that they close, before those sets.

        Parameters
        ----------
        events : sequence of Event
        sets : sequence of RepSet
            All closed sets of the session.
        """
        out: list[LiveEvent] = []
        ended: set[str] = set()
        for event in events:
            if isinstance(event, SetEvent) and event.sensor not in ended:
                ended.add(event.sensor)
                own = [one for one in sets if one.sensor == event.sensor]
                fresh = own[self._closed.get(event.sensor, 0) :]
                self._closed[event.sensor] = len(own)
                reps = enumerate((rep for one in fresh for rep in one.reps), start=1)
                out += self._new(event.sensor, reps, event.at_s, event.closed_by)
                self._told.pop(event.sensor, None)
            elif isinstance(event, RejectedEvent):
                self._told.pop(event.sensor, None)
            out.append(event)
        return out

    def _new(
        self, sensor: str, reps: Iterable[tuple[int, Rep]], at_s: float, closed_by: ClosedBy | None
    ) -> list[VerdictEvent]:
        told = self._told.setdefault(sensor, {})
        out = []
        for n, rep in reps:
            if told.get(n) == (rep.verdict, rep.cause):
                continue
            told[n] = rep.verdict, rep.cause
            out.append(
                VerdictEvent(
                    at_s=at_s,
                    sensor=sensor,
                    n=n,
                    closed_by=closed_by,
                    verdict=rep.verdict,
                    cause=rep.cause,
                    momentum=rep.momentum,
                )
            )
        return out
