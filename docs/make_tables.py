"""Writes what the program itself knows into the pages: formats, sensors, thresholds, rooms, figures. ``python -m docs.make_tables``.

In a page it stands between two comments, ``<!-- NAME -->`` and ``<!-- end of NAME -->``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from analysis.batch.lake_schema import TABLES
from analysis.evaluation.labelled_set import is_decision
from analysis.evaluation.metrics import METRICS, Metric
from analysis.language import words_below
from analysis.output.data_sentences import OF_DATA, OF_SETS, Sentence
from analysis.output.next_weight_words import NO_WEIGHT
from analysis.output.reasons import OF_REPS, WITHOUT_CURLS
from analysis.output.typed_columns import SENSOR_COLUMNS, Column
from analysis.records.rep_measures import NEEDS, FigureInfo
from analysis.records.results import REP_FIGURES
from analysis.settings.parameter import ThresholdRow
from analysis.settings.presets import preset_toml
from analysis.settings.thresholds import COACHING_GROUPS, DEFAULTS
from analysis.vocabulary import OBJECTION_REASONS, Reason
from docs.rooms import FLOORS
from imu.devices import Profile, make_decoder, profiles
from imu.formats import FORMATS, FormatInfo

PAGES = Path(__file__).parent
MEASURED_ROLES = ("score", "movement", "evidence", "description")
"""Roles of the figures that are numbers about the movement."""


def main() -> None:
    """Bring every page up to date."""
    for page in sorted({page for page, _ in PARTS}):
        path = PAGES / page
        path.write_text(written(page, path.read_text(encoding="utf-8")), encoding="utf-8")


def written(page: str, text: str) -> str:
    """The text of a page with all its parts as they should be.

    Raises
    ------
    ValueError
        The page lacks the two comments of a part.
    """
    for (where, name), part in PARTS.items():
        if where == page:
            text, found = replaced(text, name, part())
            if not found:
                raise ValueError(f"{page}: the comments of {name!r} are missing; put them back.")
    return text


def replaced(text: str, name: str, lines: Iterable[str]) -> tuple[str, int]:
    """The text with other lines between the comments of ``name``, and how often these were found."""
    body = "\n".join(lines)
    pattern = rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
    return re.subn(pattern, lambda m: f"{m[1]}{body}\n{m[2]}", text, flags=re.DOTALL)


def reason_lines() -> list[str]:
    """A table for each thing that a reason may be said of."""
    parts = (
        ("Of a rep: why it is not judged, or a half rep", _in_words("rep_reason", OF_REPS)),
        ("Of movement: why it holds no curls", _in_words("no_curls", WITHOUT_CURLS)),
        ("Of movement: objections to its being a curl", _in_words("objection", OBJECTION_REASONS)),
        ("Of the data of a sensor, or of the whole recording", _of_data()),
        ("Of the data of a set", OF_SETS),
        ("Of the next session: why no weight is advised", _in_words("no_weight", NO_WEIGHT)),
    )
    lines: list[str] = []
    for title, sentences in parts:
        lines += ["", f"## {title}", "", "| code | sentence |", "|---|---|"]
        lines += [f"| `{code}` | {_sentence(said)} |" for code, said in sentences.items()]
    return [*lines, ""]


def _in_words(area: str, codes: Iterable[Reason]) -> dict[Reason, Sentence]:
    """Sentences of codes as the file of words has them, their facts in braces."""
    found = words_below(area)
    return {code: str(found[f"{area}.{code}"]) for code in codes}


def _of_data() -> dict[Reason, Sentence]:
    """Sentences about data, those that facts merely fill as the file of words has them."""
    found = words_below("data")
    return {code: write or str(found[f"data.{code}"]) for code, write in OF_DATA.items()}


def _sentence(said: Sentence) -> str:
    """A sentence, its facts in braces; of one whose words depend on them, what it says."""
    return said if isinstance(said, str) else f"*{str(said.__doc__).replace('``', '`')}*"


def format_lines() -> list[str]:
    """A heading, a sentence and an example header for each dialect."""
    lines: list[str] = []
    for info in FORMATS:
        lines += ["", *_format(info)]
    return [*lines, ""]


def _format(info: FormatInfo) -> list[str]:
    return [
        f"### {info.title}",
        f"`--format {info.name}`. {info.description}",
        "",
        "```text",
        *(line.rstrip() for line in info.example.splitlines()),
        "```",
    ]


def sensor_lines() -> list[str]:
    """A row for each profile."""
    head = ["| sensor | sends | readings a second | their times | to know |", "|---|---|---|---|---|"]
    return ["", *head, *map(_sensor, profiles()), ""]


def _sensor(profile: Profile) -> str:
    sends = "acceleration, turning" if profile.has_gyro else "acceleration"
    rates = ", ".join(f"{rate:g}" for rate in profile.rates_hz) or f"{profile.rate_hz:g}, fixed"
    worn = "" if profile.placement == "wrist" else f" Worn as `{profile.placement}`."
    cells = (
        f"**{profile.title}** `{profile.name}`",
        sends,
        rates,
        _times(profile),
        f"{profile.notes}{worn}",
    )
    return f"| {' | '.join(cells)} |"


def _times(profile: Profile) -> str:
    ticks = make_decoder(profile).ticks
    if ticks is None:
        return "fitted to the arrivals"
    return "a counter, its rate fitted" if ticks.step_s is None else "the sensor's clock"


def source_lines() -> list[str]:
    """Where the facts about each sensor are from."""
    return ["", *(f"- `{profile.name}`: {profile.source}" for profile in profiles()), ""]


def preset_lines() -> list[str]:
    """A preset for somebody."""
    made = preset_toml(DEFAULTS.with_(momentum__carry=0.3), name="Ann", why="her light set of 14 May")
    return ['```toml title="ann.toml"', *made.splitlines(), "```"]


def threshold_lines() -> list[str]:
    """A heading and a table for each group; the numbers of the advice have a page of their own."""
    groups: dict[str, list[ThresholdRow]] = {}
    for row in DEFAULTS.table():
        groups.setdefault(row.name.partition(".")[0], []).append(row)
    lines: list[str] = []
    for name, rows in groups.items():
        about = (type(getattr(DEFAULTS, name)).__doc__ or "").splitlines()[0]
        lines += ["", f"### {name}"]
        if name == "advice":
            lines += ["The numbers of the advice rules: [Advice](advice.md#numbers)."]
        else:
            lines += [f"{' '.join(about.split())} {_again(rows)}", "", *number_lines(rows)]
    return [*lines, ""]


def _again(rows: list[ThresholdRow]) -> str:
    """What has to be done again when one of a group moves."""
    if rows[0].name.partition(".")[0] in COACHING_GROUPS:
        return "They have no say in counts and verdicts."
    others = [f"`{row.name.partition('.')[2]}`" for row in rows if not is_decision(row.name)]
    if len(others) == len(rows):
        return "A change goes through the recording again."
    but = f", but for {', '.join(others)}" if others else ""
    return f"A change decides again, from the figures measured once{but}."


def advice_lines() -> list[str]:
    """The numbers of the advice rules."""
    return number_lines(row for row in DEFAULTS.table() if row.name.startswith("advice."))


def number_lines(rows: Iterable[ThresholdRow]) -> list[str]:
    """A table of thresholds."""
    return ["| number | default | allowed | meaning |", "|---|---|---|---|", *map(_number, rows)]


def _number(row: ThresholdRow) -> str:
    unit = f" {row.unit}" if row.unit not in {"", "ratio"} else ""
    name = row.name.partition(".")[2]
    return f"| `{name}` | {row.default:.3g}{unit} | {row.low:g} to {row.high:g} | {row.meaning} |"


def room_lines() -> list[str]:
    """A row for each room from the ground up: what it says of itself, and its folders and files."""
    head = ["| floor | room | what lives there | folders and files |", "|---|---|---|---|"]
    rooms = [(floor, room) for floor, rooms in enumerate(FLOORS) for room in rooms]
    return ["", *head, *(_room(floor, room) for floor, room in rooms), ""]


def _room(floor: int, room: str) -> str:
    folder = PAGES.parent / room.replace(".", "/")
    parts = sorted(folder.iterdir()) if "." in room else sorted(folder.glob("*.py"))
    folders = [f"`{part.name}/`" for part in parts if part.is_dir() and not part.name.startswith("_")]
    files = [f"`{part.stem}`" for part in parts if part.suffix == ".py" and not part.stem.startswith("__")]
    about = _said(folder).replace("``", "`")
    return f"| {floor} | `{room.replace('.', '/')}` | {about} | {', '.join(folders + files)} |"


def _said(folder: Path) -> str:
    """The first paragraph of a package's docstring."""
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split())


def figure_lines() -> list[str]:
    """A row for each figure of a rep that is measured: its unit and what it cannot be had without."""
    head = ["| figure | name | unit | digits shown | needs |", "|---|---|---|---|---|"]
    return [*head, *(_figure(info) for info in REP_FIGURES.values() if info.role in MEASURED_ROLES)]


def _figure(info: FigureInfo) -> str:
    needs = "; ".join(NEEDS[need] for need in info.needs) or "–"
    return f"| {info.title} | `{info.name}` | {_unit(info)} | {info.digits} | {needs} |"


def glossary_lines() -> list[str]:
    """A row for each figure of a rep: its name, the field's term, its unit, meaning and source."""
    head = ["| ours | the field's term | unit | what it is | source |", "|---|---|---|---|---|"]
    return [*head, *map(_term, REP_FIGURES.values())]


def _term(info: FigureInfo) -> str:
    cells = (f"{info.title}, `{info.name}`", info.term, _unit(info), info.meaning, info.source)
    return f"| {' | '.join(cells)} |"


def _unit(info: FigureInfo) -> str:
    """The unit of the stored value, with the one that people are shown."""
    other = info.shown_unit and f", shown as {info.shown_unit}"
    return f"{info.unit}{other}"


def metric_lines() -> list[str]:
    """A row for each figure of an evaluation."""
    return ["| figure | name | unit | what it is |", "|---|---|---|---|", *map(_metric, METRICS)]


def _metric(metric: Metric) -> str:
    return f"| {metric.title} | `{metric.name}` | {metric.unit} | {metric.meaning} |"


def lake_lines() -> list[str]:
    """A heading and a table of columns for each table of a lake."""
    lines: list[str] = []
    for name, columns in TABLES.items():
        lines += ["", f"### {name}", "", *column_lines(columns)]
    return [*lines, ""]


def column_lines(columns: Iterable[Column] = SENSOR_COLUMNS) -> list[str]:
    """A row for each column: what it holds, its unit and its meaning."""
    head = ["| column | holds | unit | what it is |", "|---|---|---|---|"]
    return [*head, *(f"| `{one.name}` | {one.kind} | {one.unit} | {one.meaning} |" for one in columns)]


PARTS = {
    ("advice.md", "numbers"): advice_lines,
    ("batch.md", "lake"): lake_lines,
    ("batch.md", "lake sensors"): column_lines,
    ("figures.md", "figures"): figure_lines,
    ("formats.md", "formats"): format_lines,
    ("formats.md", "sensors"): sensor_lines,
    ("formats.md", "sources"): source_lines,
    ("project_structure.md", "rooms"): room_lines,
    ("glossary.md", "figures"): glossary_lines,
    ("glossary.md", "metrics"): metric_lines,
    ("reasons.md", "reasons"): reason_lines,
    ("thresholds.md", "preset"): preset_lines,
    ("thresholds.md", "thresholds"): threshold_lines,
}


if __name__ == "__main__":
    main()
