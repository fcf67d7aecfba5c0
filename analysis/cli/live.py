"""``rep-momentum live``: follows a session as it happens, from sensors or from a recording played again."""

from __future__ import annotations

import asyncio
import signal
import webbrowser
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from rich.console import Console

from analysis.cli.analyze_options import STANDARD
from analysis.cli.console import LiveConsole
from analysis.cli.garbage import collect_as_usual
from analysis.cli.live_history import LiveHistory
from analysis.cli.live_options import HERE, LiveOptions
from analysis.cli.live_report import again_command, leave_report
from analysis.cli.live_sources import Run, replay_run, sensor_run
from analysis.cli.messages import DONE, WRONG, UsageError
from analysis.cli.outputs import check_targets
from analysis.language import say
from analysis.live.controls import Refusal
from analysis.live.events_file import EventsFile
from analysis.live.hub import Hub
from analysis.live.load_ahead import load_ahead
from analysis.live.runner import Program, Watcher
from analysis.live.status import Invitation
from analysis.live.text_screen import PlainScreen
from analysis.output import words
from analysis.output.palette import CONTROLLED_ON_ANY, MOMENTUM_ON_ANY
from analysis.output.phone_words import certificate_warning
from analysis.output.terminal import print_line, print_result
from analysis.records.results import SessionResult
from imu.errors import ImuError

_STYLES = {
    "plain": "",
    "quiet": "bright_black",
    "strong": "bold",
    "controlled": CONTROLLED_ON_ANY,
    "momentum": f"bold {MOMENTUM_ON_ANY}",
}


def run_live(options: LiveOptions) -> int:
    """Runs sessions until the source ends and nobody wants another one, or until Ctrl-C.

    Parameters
    ----------
    options : LiveOptions

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        The options contradict each other, or a file cannot be written.
    """
    options.check()
    if options.replay is None:
        check_targets(options.outputs, options.also_read)
    return asyncio.run(_session(options))


async def _session(options: LiveOptions) -> int:
    """Runs one session after the other, as long as somebody on the page wants another one; returns the exit code."""
    console = LiveConsole(stderr=options.quiet)
    if options.replay is not None and options.out != HERE:
        print_line(console, say("session_line.no_recording"))
    leaving, missing = asyncio.Event(), list[str]()
    run = _begin(options)
    load_ahead(run.session.thresholds)
    collect_as_usual()
    hub = Hub(run.session, run.status, run.source)
    history = LiveHistory(options, hub, console)
    _stop_on_signals(hub, leaving)
    async with AsyncExitStack() as running:
        link = None if options.plain else await _page(options, hub, running)
        lines = _events_file(options.events, hub)  # empties the file: what may be refused was checked
        if lines is not None:
            running.callback(_close_events, lines, console, missing)
        phones = await _phones(options, hub, running) if options.phoned else ()
        if link is not None:
            await _show_page(options, hub, console, link)
        _show_phones(options, phones, console)
        running.push_async_callback(history.finish)
        history.begin()
        await _one(options, run, hub, console, lines, history)
        while not options.plain and await _wanted(hub, leaving, console):
            run = _begin(options)
            hub.begin(run.session, run.status, run.source)
            history.begin()
            await _one(options, run, hub, console, lines, history)
    if console.fault is not None:
        raise console.fault
    return WRONG if missing else DONE


def _begin(options: LiveOptions) -> Run:
    return replay_run(options) if options.replay is not None else sensor_run(options)


async def _one(
    options: LiveOptions,
    run: Run,
    hub: Hub,
    console: Console,
    lines: EventsFile | None,
    history: LiveHistory,
) -> None:
    watchers: list[Watcher] = [] if lines is None else [lines.write]
    if options.plain:
        screen = PlainScreen(lambda text, tone: print_line(console, text, _STYLES[tone]), run.session)
        hub.told.append(screen.notice)
        if not options.record_only:
            watchers.append(screen.show)
    hub.on_thresholds = run.thresholds
    try:
        await Program(hub, watchers, run.now_s, run.open_recording).run(run.source)
    except ImuError:
        history.keep(run.session, run.session.result())
        raise
    finally:
        run.close()
    await history.looked_back()
    history.keep(run.session, _conclude(options, run, hub, console))
    await asyncio.sleep(0)  # the pages are sent the last state before the server may close


async def _wanted(hub: Hub, leaving: asyncio.Event, console: Console) -> bool:
    """Waits while the page stays open after a session; True if another session is wanted, False after
    Ctrl-C."""
    if leaving.is_set():
        return False
    if not hub.again.is_set():
        print_line(console, say("session_line.ended"))
    waits = [asyncio.create_task(event.wait()) for event in (leaving, hub.again)]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    return not leaving.is_set()


def _conclude(options: LiveOptions, run: Run, hub: Hub, console: Console) -> SessionResult:
    """Prints the result of the session, and where it, its recording and its report are; returns it."""
    result = run.session.result()
    if result.sensors and not options.quiet and not options.record_only:
        print_line(console, "")
        print_result(console, result, run.session.told.unit)
    if run.kept is not None:
        print_line(console, run.kept)
        for line in _left(options, run, hub, result):
            print_line(console, line)
    elif options.replay is None:
        print_line(console, say("session_line.nothing_heard"))
    return result


def _left(options: LiveOptions, run: Run, hub: Hub, result: SessionResult) -> list[str]:
    """Writes the report, unless only a recording is wanted, and tells the pages where; returns what to say."""
    recorded = hub.status.recording
    if recorded is None:
        return []
    if options.record_only:
        return [say("session_line.analyse", command=again_command(Path(recorded), run.session.told.rack))]
    page, lines = leave_report(run.session, result, recorded)
    hub.set(report=None if page is None else str(page))
    return lines


async def _page(options: LiveOptions, hub: Hub, running: AsyncExitStack) -> str:
    """Serves the page; returns its address."""
    try:
        from analysis.live.serve import ANYWHERE, serve  # noqa: PLC0415  the web server is part of an extra
    except ImportError as error:
        what = f"the page needs {error.name}, which is missing: pip install 'rep-momentum[live]', or use --plain."
        raise UsageError(what) from error

    def report() -> str | None:
        from analysis.report import render_report  # noqa: PLC0415

        result = hub.session.result()
        made = render_report(result, unit=hub.session.told.unit, thresholds=hub.session.thresholds)
        return made if result.sets else None

    def posted(body: bytes, sender: str) -> Refusal | None:
        return hub.control.pushed(body, sender)

    push = posted if options.posted else None
    host = options.host or (ANYWHERE[0] if push is not None else None)
    place = next((place for place, _ in options.places() if place is not None), "wrist")
    return await running.enter_async_context(serve(hub, host, options.port, report, push, place))


async def _phones(options: LiveOptions, hub: Hub, running: AsyncExitStack) -> Sequence[Invitation]:
    """Serves the page for phones; returns its links."""
    try:
        from analysis.live.serve_phones import serve_phones  # noqa: PLC0415  the web server is part of an extra
    except ImportError as error:
        what = f"--device phone needs {error.name}, which is missing: pip install 'rep-momentum[live]'."
        raise UsageError(what) from error
    places = [place or "wrist" for place, _ in options.places()]
    port = options.port + 1 if 0 < options.port < 65535 else 0  # that of the page is taken
    return await running.enter_async_context(serve_phones(hub, options.host, port, places))


def _show_phones(options: LiveOptions, invited: Sequence[Invitation], console: Console) -> None:
    """Prints the links for phones; with their codes where no page shows them."""
    for one in invited:
        line = say("session_line.phone_opens", place=words.place(one.sensor), link=one.address)
        print_line(console, line, "bold")
        if options.plain:
            from analysis.live.qr import qr_lines  # noqa: PLC0415  part of an extra

            for line in qr_lines(one.address):
                print_line(console, line)
    if invited and (fingerprint := invited[0].fingerprint) is not None:
        print_line(console, certificate_warning(fingerprint))


async def _show_page(options: LiveOptions, hub: Hub, console: Console, link: str) -> None:
    """Prints the address of the page, and opens it."""
    print_line(console, say("session_line.open", link=link), "bold")
    for one in hub.status.invitations:
        if one.kind == "app":
            print_line(console, say("session_line.phone_posts", link=one.address), "bold")
    if options.open_page:
        await asyncio.to_thread(webbrowser.open, link)


def _events_file(target: str | None, hub: Hub) -> EventsFile | None:
    if target is None:
        return None
    try:
        return EventsFile(None if target == STANDARD else Path(target), hub.say)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"--events {target}: cannot be written ({reason}); give another file.") from error


def _close_events(lines: EventsFile, console: Console, missing: list[str]) -> None:
    """Ends the file of the events; adds to ``missing`` what it lacks."""
    said = lines.close()
    if said is not None:
        missing.append(said)
        print_line(console, said)


def _stop_on_signals(hub: Hub, leaving: asyncio.Event) -> None:
    """Lets Ctrl-C and a polite kill end the session; what was recorded is kept."""
    loop = asyncio.get_running_loop()

    def leave() -> None:
        leaving.set()
        hub.ending.set()

    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        try:
            loop.add_signal_handler(number, leave)
        except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt instead
            return
