"""Executes the notebooks as a newcomer would: against the installed package, in an empty folder, warnings as errors.

    python .ci/run_notebooks.py [--pictures DIR] [NOTEBOOK ...]

Needs the extra ``notebooks`` in the Python that runs it. Prints the seconds of each; ``--pictures`` keeps every
picture, and a page of all outputs, so that somebody can look at them.
"""

from __future__ import annotations

import argparse
import base64
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT.parent / "shared" / "data" / "curls"
LIMIT_S = 180
WIDGET = "application/vnd.jupyter.widget-view+json"
WIDGETS = "application/vnd.jupyter.widget-state+json"
STYLE = """body{font:15px sans-serif;max-width:62em;margin:1em auto;padding:0 1em}
img{max-width:100%}pre{overflow:auto;background:#f2f2f2;padding:.5em}"""
BEFORE = rf"""
import warnings
from pathlib import Path
import analysis
warnings.simplefilter("error")
warnings.filterwarnings("ignore", module=r"ipykernel\.")  # says so of itself when it ends
if Path(analysis.__file__).parent == Path({str(ROOT)!r}) / "analysis":
    raise SystemExit("the notebooks must run on the installed package, not on the source tree")
"""


def main() -> int:
    """Run all, or those that are named; 1 where one fails or takes too long."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--pictures", type=Path, metavar="DIR")
    given = parser.parse_args()
    os.environ.pop("PYTHONPATH", None)
    if LABELLED.is_dir():  # beside a checkout of ours; elsewhere the notebooks have recordings of their own
        os.environ.setdefault("REP_MOMENTUM_DATA", str(LABELLED))
    paths = given.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb"))
    return max([_run(path.resolve(), given.pictures) for path in paths], default=1)


def _run(path: Path, pictures: Path | None) -> int:
    began = time.monotonic()
    notebook = nbformat.read(path, as_version=4)
    fault = _execute(notebook)
    took_s = time.monotonic() - began
    if fault is None and took_s > LIMIT_S:
        fault = f"took {took_s:.0f} s; {LIMIT_S} s are allowed"
    print(f"{took_s:6.1f} s  {path.name}{'' if fault is None else ': ' + fault}", flush=True)
    if pictures is not None:
        _keep(notebook, path.stem, pictures)
    return 0 if fault is None else 1


def _execute(notebook: Any) -> str | None:
    """What went wrong, or None; the outputs are left in the notebook."""
    notebook.cells.insert(0, nbformat.v4.new_code_cell(BEFORE))
    with tempfile.TemporaryDirectory() as empty:
        try:
            NotebookClient(
                notebook,
                timeout=LIMIT_S,
                kernel_name="python3",
                extra_arguments=["--log-level=CRITICAL"],
                resources={"metadata": {"path": empty}},
            ).execute()
        except (CellExecutionError, CellTimeoutError) as error:
            return str(error)
        finally:
            notebook.cells.pop(0)
    return None


def _keep(notebook: Any, name: str, folder: Path) -> None:
    """Every picture as a file, and a page of everything the notebook shows."""
    folder.mkdir(parents=True, exist_ok=True)
    page = [f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>']
    count = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            page.append(f"<p>{escape(cell.source).replace(chr(10), '<br>')}</p>")
            continue
        page.append(f"<pre>{escape(cell.source)}</pre>")
        for data in _shown(cell, notebook):
            if "image/png" in data:
                count += 1
                (folder / f"{name}-{count:02d}.png").write_bytes(base64.b64decode(data["image/png"]))
                page.append(f'<img src="{name}-{count:02d}.png" width="960">')
            elif "text/html" in data:
                page.append("".join(data["text/html"]))
            else:
                page.append(f"<pre>{escape(''.join(data.get('text/plain', '')))}</pre>")
    (folder / f"{name}.html").write_text("\n".join(page), encoding="utf-8")


def _shown(cell: Any, notebook: Any) -> Iterator[Any]:
    """What the outputs of a cell show, those inside of widgets too."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            yield {"text/plain": output.text}
        elif output.output_type == "error":
            yield {"text/plain": "\n".join(output.traceback)}
        elif WIDGET in output.data:
            yield from _inside(output.data[WIDGET]["model_id"], notebook)
        else:
            yield output.data


def _inside(model: str, notebook: Any) -> Iterator[Any]:
    """What a widget and those in it show as HTML."""
    state = notebook.metadata["widgets"][WIDGETS]["state"][model]["state"]
    if state.get("_model_name") == "HTMLModel":
        yield {"text/html": state["value"]}
    for child in state.get("children", []):
        yield from _inside(child.removeprefix("IPY_MODEL_"), notebook)


if __name__ == "__main__":
    sys.exit(main())
