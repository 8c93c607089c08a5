"""Names that are typed leave no trace: in no file, log, argument, address; not even where Kinga fails inside."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.confidence.conftest import FULL, Note
from tests.confidence.visitor import Visitor, serving

ROOT = Path(__file__).resolve().parent.parent.parent
FAULT = "xyzzy"
_QUESTIONS = (
    "Is the consent of {name} a defence?",
    "What is the penalty if {name} was sold by {name}?",
    "Je, {name} anaweza kupata fidia?",
    "s. 3(2) and {name}",
    "{name}",
)
_STORY = (
    "{name} was promised work in a hotel in Mombasa. When she came, her passport was taken and she was locked in. {name} was told "
    "to work without pay until the debt was paid, and was beaten when she asked to leave."
)


@dataclass(frozen=True)
class Typed:
    """Something typed: what kind, the words, the name in it that must leave no trace, whether Kinga fails inside on it."""

    kind: str
    text: str
    canary: str
    fails: bool


def typed(count: int, seed: int) -> list[Typed]:
    """Questions and stories, each with a name of its own that stands nowhere else; one in ten of them fails."""
    chance = random.Random(seed)
    out = []
    for number in range(count):
        canary = "Wa" + "".join(chance.choice("bdgjkmnrtvwz") + chance.choice("aeiou") for _ in range(6)).capitalize()
        fails = number % 10 == 5
        kind = "facts" if number % 4 == 3 else "ask"
        pattern = _STORY if kind == "facts" else _QUESTIONS[number % len(_QUESTIONS)]
        text = pattern.format(name=f"{canary} Otieno") + (f" {FAULT}" if fails else "")
        out.append(Typed(kind, text, canary, fails))
    return out


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Path:
    """A machine's folders of its own: home, cache, data, temporary files; and a copy of the data folder."""
    for name in ("user", "cache", "config", "tmp", "run"):
        (tmp_path / name).mkdir()
    shutil.copytree(home, tmp_path / "kinga")
    return tmp_path


def setting(place: Path) -> dict[str, str]:
    return {
        "HOME": str(place / "user"),
        "XDG_CACHE_HOME": str(place / "cache"),
        "XDG_CONFIG_HOME": str(place / "config"),
        "XDG_DATA_HOME": str(place / "user"),
        "TMPDIR": str(place / "tmp"),
        "KINGA_HOME": str(place / "kinga"),
        "KINGA_WATCH": str(place / "watched.txt"),
        "KINGA_FAULT": FAULT,
        "PYTHONPATH": f"{ROOT / 'tests' / 'confidence' / 'watch'}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def traces(place: Path, canaries: list[str]) -> list[str]:
    """Every file below the folders, below the repository's own that a run may write to, and of the real home, with a name in it."""
    wanted = [form for name in canaries for form in (name.encode(), name.lower().encode(), name.encode("utf-16-le"))]
    folders = [place, ROOT / ".streamlit", Path.home() / ".streamlit", Path.home() / ".cache" / "kinga", Path("/dev/shm")]
    found = []
    for file in (f for folder in folders if folder.is_dir() for f in folder.rglob("*") if f.is_file()):
        content = file.read_bytes()
        found += [f"{file}: {name!r}" for name in wanted if name in content]
    return found


@contextmanager
def arguments(canaries: list[str]) -> Iterator[list[str]]:
    """Look at the arguments of every process of this machine, again and again, for a name."""
    seen: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    line = file.read_bytes().decode(errors="replace")
                except OSError:
                    continue
                seen.extend(name for name in canaries if name in line)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    yield seen
    done.set()
    watcher.join()


def allowed(place: Path) -> tuple[str, ...]:
    """What may be opened for writing while questions are asked: the log that this test asked for, the sink, the kept exemplars."""
    return (str(place / "library.log"), "/dev/null", str(place / "kinga" / "facts"))


def test_what_is_typed_leaves_no_trace(place: Path, size: Callable[[int, int], int], note: Note) -> None:
    by_hand, by_app, by_library = typed(6, 1)[4:] if not FULL else typed(100, 1), typed(size(8, 500), 2), typed(size(12, 400), 3)
    everything = [*by_hand, *by_app, *by_library]
    canaries = [one.canary for one in everything]
    outputs: list[str] = []
    with arguments(canaries) as seen:
        outputs += [_by_command(one, place) for one in by_hand]
        outputs.append(_by_library(by_library, place))
        outputs += _by_app(by_app, place)
    errors = "\n".join(outputs)
    found = traces(place, canaries) + [f"on an error line: {name}" for name in canaries if name in errors] + seen
    note("1 no trace", "traces of a typed name, by command line, app and library", len(found), f"{len(everything)} typed")
    note("1 no trace", "of these, forced into an error inside", sum(one.fails for one in everything))
    assert found == []
    opened = [line[6:] for line in (place / "watched.txt").read_text().splitlines() if line.startswith("write ")]
    strange = [file for file in opened if not file.startswith(allowed(place)) and not file.isdigit()]
    assert strange == []
    assert "ValueError at" in errors


def _by_command(one: Typed, place: Path) -> str:
    """Type it into the command; give what came on standard error."""
    words = [sys.executable, str(ROOT / "cli.py"), one.kind, "--json"]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **setting(place)}, input=one.text, capture_output=True, text=True, check=False
    )
    assert done.returncode == one.fails, done.stderr
    return done.stderr


def _by_library(everything: list[Typed], place: Path) -> str:
    lines = "\n".join(json.dumps({"kind": one.kind, "text": one.text}) for one in everything)
    words = [sys.executable, "-m", "tests.confidence.typed", str(place / "library.log")]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, **setting(place)}, input=lines, capture_output=True, text=True, check=True)
    fails = sum(one.fails for one in everything)
    assert done.stdout.split() == [str(len(everything) - fails), str(fails)], done.stdout
    return done.stderr


def _by_app(everything: list[Typed], place: Path) -> list[str]:
    """Type it into the running app, eight sessions one after the other; give what the server said, addresses, and faults as shown."""
    outputs: list[str] = []
    with serving(place / "kinga", place / "server.txt", **setting(place)) as server:
        for start in range(0, len(everything), max(1, len(everything) // 8)):
            with Visitor(server.port) as visitor:
                visitor.visit()
                for one in everything[start : start + max(1, len(everything) // 8)]:
                    page = visitor.ask(one.text)
                    assert one.fails or "k-cite" in page or "k-box" in page
                    outputs.append(visitor.address)
                outputs += visitor.faults
        environment = Path(f"/proc/{server.process.pid}/environ").read_bytes().decode(errors="replace")
    return [server.said, *outputs, environment]


@pytest.mark.parametrize("words", [("ask",), ("ask", "-"), ("search", "-"), ("facts",), ("facts", "-")])
def test_what_is_asked_may_come_on_standard_input(words: tuple[str, ...], home: Path) -> None:
    if words != ("ask", "-") and not FULL:
        pytest.skip("in the full form only: each takes a second")
    told = [sys.executable, str(ROOT / "cli.py"), *words, "--json"]
    story = "She was promised a job, locked in and made to work without pay."
    done = subprocess.run(
        told, cwd=ROOT, env={**os.environ, "KINGA_HOME": str(home)}, input=story, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)


@pytest.mark.parametrize("command", ["ask", "search", "facts"])
def test_the_help_says_how_to_keep_words_out_of_the_history(command: str) -> None:
    from typer.testing import CliRunner

    from cli import app

    said = " ".join(CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"}).output.split())
    assert "standard input" in said


def test_a_fault_is_told_by_its_place_alone() -> None:
    from ingest.quiet import told

    try:
        raise KeyError("Wanjiku")
    except KeyError as error:
        said = told(error)
    assert "Wanjiku" not in said
    assert "KeyError at tests/confidence/test_no_trace.py:" in said


def test_a_log_record_loses_the_words_of_its_exception(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    import logging

    from ingest import quiet

    monkeypatch.setattr(logging, "_logRecordFactory", quiet._wordless)
    try:
        raise ValueError("Wanjiku")
    except ValueError:
        logging.getLogger("any").exception("failed")
    assert "Wanjiku" not in caplog.text
    assert "ValueError at" in caplog.text


def test_no_core_is_dumped() -> None:
    if sys.platform == "win32":
        pytest.skip("no core dumps on this system")
    code = "from ingest.quiet import keep_quiet; keep_quiet(); import resource; print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "0\n"
