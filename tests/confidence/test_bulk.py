"""Many documents at once: every whole one is in, every broken one is named, and a run that is killed goes on where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.bulk import workers
from ingest.library import imported_editions, whole_original
from tests import many
from tests.confidence.conftest import Note

ROOT = Path(__file__).resolve().parent.parent.parent
PROMISE = "12 many documents"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> many.Many:
    full = os.environ.get("KINGA_CONFIDENCE") == "full"
    return many.write(tmp_path_factory.mktemp("documents"), *((1000, 50) if full else (40, 2)))


WATCHED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[2:])
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(done.returncode)
"""


def starting(folder: Path, home: Path, *words: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    setting = {**os.environ, "KINGA_HOME": str(home)}
    command = [*before, sys.executable, "-m", "cli", "import", str(folder), *words]
    return subprocess.Popen(command, cwd=ROOT, env=setting, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heeding)  # noqa: PLW1509


def heeding() -> None:
    """Heed Ctrl-C, which a shell has those ignore that it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def imported(folder: Path, home: Path) -> tuple[int, dict[str, Any], str, float]:
    """Import a folder to its end: the exit code, the record, what was said, the seconds. The most memory stands in a file beside."""
    began = time.monotonic()
    process = starting(folder, home, "--json", before=(sys.executable, "-c", WATCHED, str(home.with_suffix(".memory"))))
    out, said = process.communicate()
    return process.returncode, json.loads(out), said, time.monotonic() - began


def filed(home: Path) -> list[Path]:
    return sorted((home / "editions").glob("*.json"))


def holds_each(home: Path, documents: many.Many) -> bool:
    """Whether each whole document is an edition of its own, from the file that it came from, with its original."""
    editions = {edition.source: edition for edition in imported_editions(home)}
    assert set(editions) == set(documents.whole)
    for name, mark in documents.whole.items():
        assert mark in str(editions[name].provisions), name
        assert whole_original(home, editions[name].sha256) is not None
    return True


def test_every_whole_document_is_in_and_every_broken_one_is_named(documents: many.Many, tmp_path: Path, note: Note) -> None:
    code, record, said, seconds = imported(documents.folder, tmp_path)
    assert code == 2
    assert (record["found"], record["imported"], len(record["failed"])) == (documents.count, len(documents.whole), len(documents.broken))
    assert {one["file"] for one in record["failed"]} == documents.broken
    for one in record["failed"]:
        assert one["reason"] and one["next"]
        assert f"Not read: {one['file']}: {one['reason']} {one['next']}" in said
    assert holds_each(tmp_path, documents)
    largest = int(tmp_path.with_suffix(".memory").read_text()) / (1024 if sys.platform == "linux" else 1024**2)
    assert largest < 1000, "no process takes more than a reader may"
    note(PROMISE, f"in the library, in {seconds:.0f} s by {workers()} readers", record["imported"], documents.count)
    note(PROMISE, "broken, named with the reason", len(record["failed"]), len(documents.broken))
    again, second, _, seconds = imported(documents.folder, tmp_path)
    assert again == 2
    assert second["already_there"] == second["imported"] == len(documents.whole)
    assert seconds / documents.count < 0.5
    note(PROMISE, f"passed over the second time, in {seconds:.1f} s", second["already_there"], len(documents.whole))


def test_a_run_that_is_killed_loses_nothing_and_the_next_goes_on(
    documents: many.Many, tmp_path: Path, size: Callable[[int, int], int], note: Note
) -> None:
    kills = size(2, 5)
    for turn in range(1, kills + 1):
        process = starting(documents.folder, tmp_path)
        wanted = len(documents.whole) * turn // (kills + 1)
        while len(filed(tmp_path)) < wanted:
            assert process.poll() is None, "it must not end before it is killed"
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert no_reader(documents.folder)
        for edition in imported_editions(tmp_path):
            assert whole_original(tmp_path, edition.sha256) is not None
    before = {file: file.read_bytes() for file in filed(tmp_path)}
    assert len(before) < len(documents.whole)
    code, record, _, _ = imported(documents.folder, tmp_path)
    assert code == 2
    assert record["already_there"] >= len(before)
    assert {file: file.read_bytes() for file in before} == before
    assert holds_each(tmp_path, documents)
    note(PROMISE, f"killed {kills} times on the way; in at the end", record["imported"], len(documents.whole))


def test_ctrl_c_stops_it_on_the_way_and_leaves_no_reader_behind(documents: many.Many, tmp_path: Path) -> None:
    process = starting(documents.folder, tmp_path, "--json")
    while len(filed(tmp_path)) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 130
    record = json.loads(out)
    assert record["stopped"] is True
    assert 3 <= record["imported"] < len(documents.whole)
    assert "Traceback" not in said
    assert no_reader(documents.folder)


def no_reader(folder: Path) -> bool:
    """Whether every reader of these documents ends within two seconds, where the system lists processes."""
    for _ in range(200):
        if not [one for one in Path("/proc").glob("[0-9]*/cmdline") if str(folder).encode() in _bytes(one)]:
            return True
        time.sleep(0.01)
    return False


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
