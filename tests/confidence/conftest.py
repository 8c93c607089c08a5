"""Promises and their figures. `make test` runs a short form; KINGA_CONFIDENCE=full (`make test-confidence`) the numbers of SECURITY.md."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FULL = os.environ.get("KINGA_CONFIDENCE") == "full"
REPORT = ROOT / "test-output" / "confidence.json"
_rows: list[dict[str, object]] = []

Note = Callable[..., None]


@pytest.fixture(scope="session")
def size() -> Callable[[int, int], int]:
    """Choose between the number of the short form and that of the full one."""
    return lambda short, full: full if FULL else short


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Iterator[Note]:
    """Note a figure of a promise: what was counted, how many of how many. It stands in the report whether the test passes or not."""
    began = time.monotonic()
    own: list[dict[str, object]] = []

    def add(promise: str, what: str, found: object, of: object = None) -> None:
        own.append({"promise": promise, "what": what, "found": found} | ({} if of is None else {"of": of}))

    yield add
    for row in own:
        _rows.append(row | {"test": request.node.name, "seconds": round(time.monotonic() - began, 1)})


def pytest_sessionfinish() -> None:
    """Write the report; the figures of tests that did not run this time stay."""
    if not FULL or not _rows:
        return
    ran = {row["test"] for row in _rows}
    kept = [row for row in json.loads(REPORT.read_text())["figures"] if row["test"] not in ran] if REPORT.exists() else []
    figures = sorted([*kept, *_rows], key=lambda row: (int(str(row["promise"]).split()[0]), str(row["test"])))
    machine = {"system": platform.platform(), "python": platform.python_version(), "cores": len(os.sched_getaffinity(0))}
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({"machine": machine, "when": time.strftime("%Y-%m-%d %H:%M"), "figures": figures}, indent=1, default=str))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _rows:
        return
    terminalreporter.section("in confidence" + ("" if FULL else ", short form"))
    for row in _rows:
        of = f" of {row['of']}" if "of" in row else ""
        terminalreporter.write_line(f"{row['promise']:24} {row['what']}: {row['found']}{of}")
    if FULL:
        terminalreporter.write_line(f"Written: {REPORT}")


@pytest.fixture
def home_of_its_own(home: Path, tmp_path: Path) -> Path:
    """A data folder with the exported model of the shared one, and nothing else."""
    import shutil

    place = tmp_path / "home"
    shutil.copytree(home / "models", place / "models")
    return place
