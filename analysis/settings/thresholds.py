"""Tunable numbers of the analysis, with one set of published defaults for every person, sensor and rate.

`Thresholds` is a frozen tree of small records. Each field carries its unit, its allowed range and what
raising it does. Names are dotted in files and messages (``momentum.carry``) and joined by two underscores in
code (``with_(momentum__carry=0.3)``). The digest names a set of values: the same samples and the same digest
give the same result, bit for bit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path

from analysis.errors import ThresholdError
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.balance_settings import BalanceSettings
from analysis.settings.curl_model import MODEL, CurlModel
from analysis.settings.live_thresholds import LiveThresholds
from analysis.settings.parameter import ThresholdRow, checked, found, html_row
from analysis.settings.parameter import parameter as _number
from analysis.settings.recognition import CurlThresholds
from analysis.settings.toml_file import Written, preset_in, read_preset, toml_lines
from analysis.settings.trunk_thresholds import TrunkThresholds
from analysis.settings.warm_up_settings import WarmUpSettings
from analysis.vocabulary import titled
from imu._html import stacked, table


@dataclass(frozen=True, slots=True, kw_only=True)
class GridThresholds:
    """Resampling: from irregular samples to one even stream."""

    rate_hz: float = _number(
        40.0, "Hz", 20.0, 200.0, "Rate of the inner grid; higher costs time and adds nothing below 8 Hz."
    )
    reset_gap_s: float = _number(
        1.0, "s", 0.3, 5.0, "A hole longer than this closes the set; raise it to bridge longer drop-outs."
    )
    gap_s: float = _number(
        0.25,
        "s",
        0.1,
        1.0,
        "A hole longer than this makes its rep uncertain; raise it to judge reps with holes.",
    )
    slow_rate_hz: float = _number(
        6.0, "Hz", 4.0, 20.0, "Below this many readings a second nothing is judged; raise it to be stricter."
    )
    sure_rate_hz: float = _number(
        10.0,
        "Hz",
        4.0,
        50.0,
        "With fewer readings a second scores come nearer to 50; raise it to be more modest.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientationThresholds:
    """Orientation: which way is up in the sensor frame."""

    tau_acc_s: float = _number(
        3.0,
        "s",
        0.5,
        10.0,
        "VQF's trust in the gyroscope; lower follows the accelerometer faster, and swings fool it more.",
    )
    rest_bias_dps: float = _number(
        20.0,
        "°/s",
        2.0,
        60.0,
        "Largest zero error of the gyroscope that is found at rest; raise it for worse sensors, at the risk of "
        "taking slow turning for rest.",
    )
    gross_bias_radps: float = _number(
        0.8,
        "rad/s",
        0.1,
        2.0,
        "A mean rotation above this is a broken zero and is taken off; raise it to leave more in.",
    )
    gross_bias_tau_s: float = _number(
        20.0, "s", 5.0, 120.0, "Memory of that mean; longer is steadier and slower."
    )
    acc_only_hz: float = _number(
        1.2,
        "Hz",
        0.3,
        5.0,
        "Low-pass that turns an accelerometer alone into 'up'; higher follows faster lifts and more swing.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentThresholds:
    """Segmentation: where reps begin and end in a closed set."""

    sweep_deg: float = _number(
        40.0, "°", 15.0, 90.0, "Hysteresis of the first pass; raise it to ignore small movements."
    )
    own_share: float = _number(
        0.4,
        "ratio",
        0.1,
        0.8,
        "Hysteresis as a share of the person's own range; raise it against wobbles, lower it for half reps.",
    )
    min_sweep_deg: float = _number(30.0, "°", 10.0, 90.0, "No rep sweeps less than this.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentumThresholds:
    """Momentum: evidence that is added up, and what a full rep is.

    ``z = carry_weight · ln(coast / carry) + push_weight · ln(push / push_mps2) − tremor_weight · ln(detour)``,
    momentum is ``1 / (1 + e^−z)``; `analysis.evaluation.fit_momentum` found the numbers. Where the accelerometer
    cannot be trusted the push is left out.
    """

    carry: float = _number(
        0.1,
        "ratio",
        0.02,
        1.0,
        "Coast of the height that speaks for neither side; raise it to allow faster lifts.",
    )
    push_mps2: float = _number(
        5.0,
        "m/s²",
        1.0,
        20.0,
        "Push beyond gravity that speaks for neither side; raise it to allow harder pushes.",
    )
    carry_weight: float = _number(
        4.3, "", 0.0, 20.0, "Evidence of a coast e times its limit; raise it to make speed count more."
    )
    push_weight: float = _number(
        5.9, "", 0.0, 20.0, "Evidence of a push e times its limit; raise it to make pushing count more."
    )
    tremor_weight: float = _number(
        11.0,
        "",
        0.0,
        50.0,
        "What a detour takes off the evidence; raise it to excuse trembling lifts more.",
    )
    elbow_mps2: float = _number(
        1.8,
        "m/s²",
        0.3,
        10.0,
        "Names the cause only: the elbow's share of this against the coast's of 0.22; raise it to call more of it speed.",
    )
    load_lever_m: float = _number(
        0.33, "m", 0.15, 0.6, "Elbow to the load: turns the forearm's speed into the weight's."
    )
    partial_share: float = _number(
        0.7,
        "ratio",
        0.2,
        0.95,
        "A rep that sweeps less than this share of the person's full reps is a half rep.",
    )
    partial_deg: float = _number(
        90.0, "°", 20.0, 120.0, "A sweep below this is a half rep, whatever the person's own range."
    )
    partial_top_deg: float = _number(
        100.0, "°", 20.0, 150.0, "A forearm that does not rise to this (90° is level) makes a half rep."
    )
    full_sweep_deg: float = _number(
        110.0, "°", 60.0, 180.0, "A sweep of this is a full rep however low it ends, as on a steep bench."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """All thresholds, in groups; ``table()`` lists them with unit, range and meaning.

    Examples
    --------
    >>> from analysis import DEFAULTS, Thresholds
    >>> faster = DEFAULTS.with_(momentum__carry=0.3)
    >>> faster.momentum.carry, Thresholds() == DEFAULTS
    (0.3, True)
    """

    grid: GridThresholds = field(default_factory=GridThresholds)
    """The even grid that samples are put on."""
    orientation: OrientationThresholds = field(default_factory=OrientationThresholds)
    """Which way is up, from accelerometer and gyroscope."""
    live: LiveThresholds = field(default_factory=LiveThresholds)
    """Counting and calling while the set is open."""
    segment: SegmentThresholds = field(default_factory=SegmentThresholds)
    """Where reps begin and end, once the set has closed."""
    curl: CurlThresholds = field(default_factory=CurlThresholds)
    """Limits and weights that tell a curl from other movement, and a full one from a half."""
    momentum: MomentumThresholds = field(default_factory=MomentumThresholds)
    """Weights and limits of momentum, and of its cause."""
    trunk: TrunkThresholds = field(default_factory=TrunkThresholds)
    """How far the trunk may move in a rep, where a sensor is worn there."""
    advice: AdviceSettings = field(default_factory=AdviceSettings)
    """When to suggest what for the next set."""
    warm_up: WarmUpSettings = field(default_factory=WarmUpSettings)
    """Movement: what counts as it, and how much of it is a warm-up."""
    balance: BalanceSettings = field(default_factory=BalanceSettings)
    """How both arms are compared."""
    name: str = field(default="", compare=False)
    """Name of the preset that they were read from, empty without one; no result depends on it."""

    def with_(self, **changes: float) -> Thresholds:
        """Returns a copy with some values changed, e.g. ``with_(momentum__carry=0.3)``; the copy has no name.

        Parameters
        ----------
        **changes : float
            New values; a dotted name is written with two underscores.

        Raises
        ------
        ThresholdError
            Unknown name, wrong type, or out of range.
        """
        return self._changed({name.replace("__", "."): value for name, value in changes.items()})

    def _changed(self, changes: Mapping[str, object]) -> Thresholds:
        groups: dict[str, dict[str, float]] = {}
        known = _rows(self)
        for name, value in changes.items():
            row = found(name, value, known)
            group, key = name.split(".")
            groups.setdefault(group, {})[key] = checked(row, value)
        changed = {g: replace(getattr(self, g), **values) for g, values in groups.items()}
        return replace(self, **changed, name="")

    def table(self) -> list[ThresholdRow]:
        """Returns every threshold with its value, default, unit, range and meaning."""
        rows = []
        for group in GROUPS:
            here = getattr(self, group)
            usual = type(here)()
            for f in fields(here):
                name, m = f"{group}.{f.name}", f.metadata
                value, default = getattr(here, f.name), getattr(usual, f.name)
                rows.append(ThresholdRow(name, value, default, m["unit"], m["low"], m["high"], m["meaning"]))
        return rows

    def row(self, name: str) -> ThresholdRow:
        """Returns the line of one threshold.

        Parameters
        ----------
        name : str
            Dotted name, e.g. ``momentum.carry``.

        Raises
        ------
        ThresholdError
            There is no such threshold.
        """
        return found(name, None, _rows(self))

    def _repr_html_(self) -> str:
        """HTML for a notebook: the table, with values that differ from the defaults in bold."""
        heads = ("name", "value", "default", "unit", "range", "what it does")
        return stacked(f"Thresholds {self.title}", table(heads, map(html_row, self.table())))

    @property
    def title(self) -> str:
        """Name for people: the digest, and the name of the preset if there is one."""
        return titled(self.digest, self.name)

    @property
    def digest(self) -> str:
        """Hash of these values and of the fixed numbers of the algorithm: twelve hexadecimal digits."""
        return _digest(self, MODEL)

    def to_toml(self) -> str:
        """Returns all values as TOML, each with its meaning as a comment; `from_toml` reads it back."""
        comments = (f"{r.unit or 'no unit'}, {r.low:g} to {r.high:g}. {r.meaning}" for r in self.table())
        lines = toml_lines((r.name, r.value, said) for r, said in zip(self.table(), comments, strict=True))
        return "\n".join(lines[1:]) + "\n"

    @classmethod
    def from_toml(cls, path: str | Path) -> Thresholds:
        """Returns the defaults changed by a TOML file's values, e.g. ``[momentum]`` and ``carry = 0.3``.

        Raises
        ------
        AnalysisError
            The file cannot be read, or is not TOML.
        ThresholdError
            It holds an unknown name or a value that is not allowed.
        PresetError
            It is a preset of another version.
        """
        return cls._of(read_preset(path, defaults=DEFAULTS.digest), str(path))

    @classmethod
    def from_text(cls, text: str, source: str = "the preset") -> Thresholds:
        """Returns the same as `from_toml` from a text, with the same errors.

        Parameters
        ----------
        text : str
            TOML.
        source : str
            Name of the text in messages.
        """
        return cls._of(preset_in(text, source=source, defaults=DEFAULTS.digest), source)

    @classmethod
    def _of(cls, written: Written, source: str) -> Thresholds:
        try:
            return replace(cls()._changed(written.values), name=written.name)
        except ThresholdError as error:
            raise error.found_in(source) from None


GROUPS = tuple(f.name for f in fields(Thresholds) if f.name != "name")
"""The groups of thresholds, as they are called in a file."""
COACHING_GROUPS = frozenset({"advice", "warm_up", "balance"})
"""Groups that have no say in counts and verdicts."""


@lru_cache(maxsize=16)
def _rows(thresholds: Thresholds) -> Mapping[str, ThresholdRow]:
    """The table by name."""
    return {row.name: row for row in thresholds.table()}


@lru_cache
def _digest(thresholds: Thresholds, model: CurlModel) -> str:
    """Digest of the values and of the algorithm's fixed numbers; kept, as every result is signed with it."""
    text = json.dumps([[[row.name, float(row.value)] for row in thresholds.table()], asdict(model)])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


DEFAULTS = Thresholds()
"""The published values, the same for every person, sensor and rate."""
