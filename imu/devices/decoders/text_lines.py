"""Decoder of devices that send lines of text, mostly over the Nordic UART service: Arduino, ESP32, Bangle.js.

Options: ``fields`` and units (`imu.devices.fields`), ``separator`` (a comma by default; a blank stands for any number
of blanks and tabs), ``prefix`` (beginning of lines with readings, such as ``A,``; other lines are ignored),
``tick_bits``, ``tick_scale`` and ``tick_s``.
"""

from __future__ import annotations

from imu.devices.decoders.base import Quiet
from imu.devices.fields import FieldLayout, check_has_gyro, tick_kind
from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, TickKind

_LONGEST = 512
"""Most bytes without a line end; more are a bad packet."""


class TextLines(Quiet):
    """Decoder of text lines, which may be cut anywhere across notifications; the first may lack its beginning."""

    def __init__(self, profile: Profile) -> None:
        options = profile.options
        self._columns = FieldLayout.of(options, where=profile.name)
        check_has_gyro(profile, self._columns.kind != "acc")
        self._separator = str(options.get("separator", ",")).strip() or None
        self._prefix = str(options.get("prefix", ""))
        self.ticks: TickKind | None = tick_kind(options, where=profile.name)
        self._rest = b""
        self._whole = False

    def reset(self) -> None:
        """Forgets a partial line; the next line may lack its beginning."""
        self._rest, self._whole = b"", False

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes all lines that are complete."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        *lines, self._rest = (self._rest + data).split(b"\n")
        out: list[Decoded] = []
        if len(self._rest) > _LONGEST:
            out.append(BadPacket(why=f"{len(self._rest)} bytes without a line's end", data=self._rest))
            self.reset()
        rows: list[list[float]] = []
        for line in lines:
            row = self._row(line.decode("ascii", errors="replace").strip())
            if isinstance(row, list):
                rows.append(row)
            elif row is not None and self._whole:
                out.append(BadPacket(why=row, data=line))
            self._whole = True
        return [self._columns.readings(rows), *out] if rows else out

    def _row(self, line: str) -> list[float] | str | None:
        """The numbers in a line; a text if it cannot be read, saying why; None where ``prefix`` tells to ignore it."""
        if not line or not line.startswith(self._prefix):
            return None
        cells = line[len(self._prefix) :].split(self._separator)
        if len(cells) != len(self._columns.names):
            return f"{len(cells)} fields; a line has {len(self._columns.names)}"
        try:
            row = [float(cell) for cell in cells]
        except ValueError:
            return "a field that is no number"
        return row if self._columns.fits(row) else "a field that is no number, or far too large"
