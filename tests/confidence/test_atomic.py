"""Killed at any moment, or unable to write: what is there is the old state or the new one, whole, and it still answers."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest

from index.make import make
from index.search import Search
from index.snapshot import open_snapshot
from ingest.errors import KingaError, NotWritten
from ingest.library import import_document, imported_editions, whole_original
from ingest.path import ProvisionPath
from tests import scribe
from tests.confidence.conftest import FULL, Note
from tests.confidence.killing import Kill, killing
from tests.publisher import PAGE, Server, page
from tests.test_snapshot import small_corpus

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = {"a": "A lamp must be lit at dusk.", "b": "A lamp must be lit at dawn."}
PAGES = {"a": PAGE, "b": PAGE.replace(b"lasts a year", b"lasts a whole month")}


def states(folder: Path) -> Path:
    """Two corpora and two documents that differ by a few words."""
    for name, words in WORDS.items():
        small_corpus(folder / name, words)
        scribe.write(folder, f"{name}.html", PAGES[name])
    return folder


def text_of_snapshot(home: Path) -> str:
    """The words that the current snapshot holds."""
    return open_snapshot(home).book.text(ProvisionPath.parse("lamp-act-2020/1")).provision.text


def whole(home: Path, provisions: set[str]) -> bool:
    """Whether the library holds only whole editions, each with its whole original; `provisions` are the texts that may stand there."""
    for edition in imported_editions(home):
        assert whole_original(home, edition.sha256) is not None
        assert str(edition.provisions) in provisions
    return True


@pytest.fixture
def mortal(home_of_its_own: Path, tmp_path: Path, server: Server) -> Iterator[Kill]:
    """Do a job in a child and kill it after some seconds."""
    folder = states(tmp_path / "states")
    server.answers["/lamp"] = [page(PAGES["ab"[n % 2]]) for n in range(5000)]
    with killing("tests.confidence.mortal", (str(home_of_its_own), str(folder), server.url)) as kill:
        yield kill


def test_after_a_kill_there_is_the_old_state_or_the_new_one(
    mortal: Kill, home_of_its_own: Path, tmp_path: Path, size: Callable[[int, int], int], note: Note
) -> None:
    home = home_of_its_own
    make(home, tmp_path / "states" / "a", None, lambda *_: None)
    provisions = set()
    for name in "ab":
        done = import_document(tmp_path / "states" / f"{name}.html", tmp_path / "other", {}, "lamp-act")
        provisions.add(str(done.edition.provisions))
    shutil.copytree(tmp_path / "other" / "readings", home / "readings")  # read before: a kill lands in the writing, not in the reading
    chance = random.Random(11)
    kills, sound, seen = size(3, 200), 0, set()
    for number in range(kills):
        job = ("build", "import", "fetch")[number % 3]
        assert mortal(job, chance.uniform(0.02, {"build": 1.5, "import": 0.25, "fetch": 0.35}[job])) == "killed"
        words = text_of_snapshot(home)
        seen.add(words)
        sound += words in WORDS.values() and whole(home, provisions)
    note("4 atomic", "killed at a random moment; old or new state, whole", sound, kills)
    assert sound == kills
    make(home, tmp_path / "states" / "b", None, lambda *_: None)
    (hit, *_) = Search(open_snapshot(home)).search("when must a lamp be lit?", 1)
    assert str(hit.path) == "lamp-act-2020/1"
    assert text_of_snapshot(home) == WORDS["b"]


# -- writing that fails ------------------------------------------------------------------------------------------------

_WRITES: tuple[tuple[Any, str], ...] = (
    (os, "fsync"),
    (os, "fdopen"),
    (np, "save"),
    (faiss, "serialize_index"),
    (tempfile, "mkstemp"),
    (tempfile, "mkdtemp"),
    (Path, "write_bytes"),
    (Path, "mkdir"),
    (Path, "rename"),
    (Path, "replace"),
)


class Disk:
    """A disk on which the write of a certain number fails, and every one after it."""

    def __init__(self, patch: pytest.MonkeyPatch, fault: int) -> None:
        self.fault, self.fails_at, self.writes = fault, 10**9, 0
        for place, name in _WRITES:
            patch.setattr(place, name, self._or_fail(getattr(place, name)))

    def _or_fail(self, good: Callable[..., Any]) -> Callable[..., Any]:
        def write(*given: Any, **named: Any) -> Any:
            self.writes += 1
            if self.writes > self.fails_at:
                raise OSError(self.fault, os.strerror(self.fault))
            return good(*given, **named)

        return write


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO], ids=["full", "faulty"])
def test_whichever_write_fails_the_old_snapshot_answers_and_the_error_says_what_to_do(
    fault: int, home_of_its_own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: Callable[[int, int], int], note: Note
) -> None:
    if fault == errno.EIO and not FULL:
        pytest.skip("a faulty disk in the full form only: it goes the way of a full one")
    home, folder = home_of_its_own, states(tmp_path / "states")
    make(home, folder / "a", None, lambda *_: None)
    import_document(folder / "a.html", home, {}, "lamp-act")
    provisions = {str(edition.provisions) for edition in imported_editions(home)}
    document = scribe.write(folder, "b.html", PAGES["b"].replace(b"2031-12-11", b"2032-12-11"))
    jobs: dict[str, Callable[[], object]] = {
        "build": lambda: make(home, folder / "b", None, lambda *_: None),
        "import": lambda: import_document(document, home, {}, "lamp-act"),
    }
    tried = good = 0
    for job in jobs.values():
        for step in steps(job, fault, home, tmp_path, size(1, 60)):
            shutil.copytree(home, tmp_path / "before")
            with monkeypatch.context() as patch:
                Disk(patch, fault).fails_at = step
                with pytest.raises(NotWritten) as refusal:
                    job()
            tried += 1
            says = ("disk is full", "free some space") if fault == errno.ENOSPC else ("disk reports a fault",)
            assert any(word in refusal.value.step for word in says), refusal.value.step
            assert "could not be written" in refusal.value.fault
            good += text_of_snapshot(home) == WORDS["a"] and whole(home, provisions)
            shutil.rmtree(home)
            (tmp_path / "before").rename(home)
    note("4 atomic", f"a write failed ({os.strerror(fault)}); the old state answers, the error names the mend", good, tried)
    assert good == tried


def steps(job: Callable[[], object], fault: int, home: Path, folder: Path, most: int) -> list[int]:
    """The writes of a job, by number: all of them, or as many as are wanted, evenly. Counted on a copy of the home."""
    kept = folder / "kept"
    shutil.copytree(home, kept)
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch, fault)
        job()
        count = disk.writes - 1  # the last has the system write down a name that stands already; its fault is none
    shutil.rmtree(home)
    kept.rename(home)
    return sorted({int(n) for n in np.linspace(0, count - 1, min(most, count))})


_CRAMPED = """
import resource, sys
from pathlib import Path
from index.make import make
from ingest.errors import KingaError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    make(Path(sys.argv[1]), Path(sys.argv[2]), None, lambda *_: None)
except KingaError as error:
    print(type(error).__name__, error.step)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no limit on the size of files on this system")
def test_a_write_that_takes_only_half_is_a_failed_write(
    home_of_its_own: Path, tmp_path: Path, size: Callable[[int, int], int], note: Note
) -> None:
    """The system itself writes short here: no file may grow beyond a limit, so the last write takes a part and the next none."""
    home, folder = home_of_its_own, states(tmp_path / "states")
    make(home, folder / "a", None, lambda *_: None)
    sizes = {f.stat().st_size for f in (home / "snapshots").rglob("*") if f.is_file()}
    limits = sorted(one - 1 for one in sizes if one > 1)[:: size(20, 1)]
    good = 0
    for limit in limits:
        words = [sys.executable, "-c", _CRAMPED, str(home), str(folder / "b"), str(limit)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.startswith("NotWritten"), (limit, done.stdout, done.stderr)
        good += text_of_snapshot(home) == WORDS["a"]
    note("4 atomic", "a write took only a part of what it was given; the old snapshot answers", good, len(limits))
    assert good == len(limits)


_FULL = """
set -e
mount -t tmpfs -o size=$1 tmpfs "$2"
cp -r "$3/." "$2/"
dd if=/dev/zero of="$2/ballast" bs=1k count="$4" 2>/dev/null || true
exec "$5" -c "$6" "$2" "$7"
"""
_ON_A_FULL_DISK = """
import json, sys
from pathlib import Path
from index.make import make
from index.search import Search
from index.snapshot import open_snapshot
from ingest.errors import KingaError
home, corpus = Path(sys.argv[1]), Path(sys.argv[2])
told = []
for _ in range(2):
    try:
        told.append(make(home, corpus, None, lambda *_: None).snapshot)
    except KingaError as error:
        told.append([type(error).__name__, error.step])
    search = Search(open_snapshot(home))
    told.append(search.snapshot.book.text(search.search("when must a lamp be lit?", 1)[0].path).provision.text)
    (home / "ballast").unlink(missing_ok=True)
print(json.dumps(told))
"""


def test_on_a_disk_that_is_really_full_the_old_snapshot_answers_and_space_mends_it(
    home_of_its_own: Path, tmp_path: Path, note: Note
) -> None:
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode:
        pytest.skip("no namespaces of one's own on this system: a small disk cannot be made")
    home, folder = home_of_its_own, states(tmp_path / "states")
    make(home, folder / "a", None, lambda *_: None)
    size = sum(f.stat().st_size for f in home.rglob("*") if f.is_file())
    (tmp_path / "disk").mkdir()
    script = [
        _FULL,
        "full",
        str(size + 4_000_000),
        str(tmp_path / "disk"),
        str(home),
        "100000",
        sys.executable,
        _ON_A_FULL_DISK,
        str(folder / "b"),
    ]
    done = subprocess.run(["unshare", "-rm", "bash", "-c", *script], cwd=ROOT, capture_output=True, text=True, check=True)
    fault, before, made, after = json.loads(done.stdout)
    assert fault[0] == "NotWritten" and "free some space" in fault[1], fault
    assert (before, after) == (WORDS["a"], WORDS["b"])
    assert isinstance(made, str)
    note("4 atomic", "on a full disk the old snapshot answers; with space the same command builds", 1, 1)


def test_what_killed_builds_left_is_cleared_an_hour_later(home_of_its_own: Path, tmp_path: Path) -> None:
    left, fresh = (home_of_its_own / "snapshots" / f".building-{name}" for name in ("old", "new"))
    for folder in (left, fresh):
        folder.mkdir(parents=True)
        (folder / "law.json").write_text("{}")
    for place in (left / "law.json", left):
        os.utime(place, (0, 0))
    make(home_of_its_own, small_corpus(tmp_path / "corpus"), None, lambda *_: None)
    assert not left.exists()
    assert fresh.exists()


def test_an_error_of_the_disk_is_one_that_users_can_see() -> None:
    assert issubclass(NotWritten, KingaError)
