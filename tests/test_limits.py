"""Reading in a child process: what it costs, what its crash costs, and the record that comes back."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from ingest import library, limits
from ingest.errors import BadCorpus, BadDocument
from ingest.library import import_document, imported_editions, read_document
from ingest.limits import Limits, read_limited, reading_of, reading_record
from ingest.model import Box, Provision, Reading, Standing
from ingest.path import ProvisionPath
from tests import scribe

posix = pytest.mark.skipif(os.name != "posix", reason="signals and scripts of POSIX")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return scribe.write(tmp_path, "law.txt", scribe.LAW)


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a script in place of the reader."""
    file = scribe.write(tmp_path, "reader.sh", f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setattr(limits.sys, "executable", str(file))


def test_a_reading_comes_back_as_it_was_read() -> None:
    child = Provision(ProvisionPath.parse("x/1/a"), "(a)", "", "words", boxes=(Box(2, 1.0, 2.0, 3.0, 4.0),), confidence=0.5)
    top = Provision(ProvisionPath.parse("x/1"), "1.", "H", "o", "c", (child,), Standing.SPENT, "Part I")
    reading = Reading((top,), "layout", "T", "2030-01-02", "/akn/ke/act/1/1", "sw", 7, ("one", "two"))
    assert reading_of(json.loads(json.dumps(reading_record(reading)))) == reading


def test_a_file_is_read_in_a_child(law: Path) -> None:
    assert scribe.told(read_limited(law, "lamp-act").provisions) == scribe.told(scribe.law())


def test_errors_keep_their_name_and_step(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus) as refusal:
        read_limited(scribe.write(tmp_path, "plain.en.md", "## 1. Lamps\n\n> quoted\n"), "x")
    assert "line 3" in refusal.value.fault
    assert refusal.value.step


def test_a_reader_that_takes_too_long_is_ended(law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "sleep 60")
    began = time.monotonic()
    with pytest.raises(BadDocument, match=r"law\.txt took longer than 1 seconds"):
        read_limited(law, "x", Limits(seconds=1))
    assert time.monotonic() - began < 5


@posix
def test_what_the_reader_started_ends_with_it(law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, f"sleep 60 &\necho $! > {tmp_path}/pid\nwait")
    with pytest.raises(BadDocument, match="took longer"):
        read_limited(law, "x", Limits(seconds=1))
    pid = int((tmp_path / "pid").read_text())
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the reader's own child lives on")


@posix
@pytest.mark.parametrize(("script", "says"), [("kill -SEGV $$", "crashed on law.txt"), ("exit 3", "code 3"), ("exit 0", "code 0")])
def test_a_reader_that_crashes_is_a_bad_document(
    script: str, says: str, law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, script)
    with pytest.raises(BadDocument, match=says) as refusal:
        read_limited(law, "x")
    assert refusal.value.step


@pytest.mark.skipif(sys.platform != "linux", reason="the system must limit or tell memory")
def test_a_reader_that_needs_too_much_memory_is_ended(tmp_path: Path) -> None:
    file = scribe.write(tmp_path, "wide.txt", "1. Lamps\n" + "(1) A lamp burns.\n" * 400_000)
    with pytest.raises(BadDocument, match=r"memory|could not read|crashed"):
        read_limited(file, "x", Limits(memory=120_000_000))


def test_a_second_import_of_the_same_bytes_is_known_and_takes_under_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = scribe.write(tmp_path, "law.html", scribe.Kenya().act(scribe.law()))
    first = import_document(file, tmp_path / "home", {}, "lamp-act")
    monkeypatch.setattr(library, "read_limited", lambda *_: pytest.fail("read twice"))
    began = time.monotonic()
    second = import_document(scribe.write(tmp_path, "copy.pdf", file.read_bytes()), tmp_path / "home", {}, "lamp-act")
    assert time.monotonic() - began < 1
    assert (first.again, second.again) == (False, True)
    assert second.original == first.original
    assert second.original.suffix == ".html"
    assert len(list(imported_editions(tmp_path / "home"))) == 1


def test_a_damaged_record_of_what_was_read_is_read_anew(law: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert read_document(law, "lamp-act", tmp_path / "readings").provisions
        for kept in (tmp_path / "readings").iterdir():
            kept.write_text('{"provisions": [{"path": "!"}]}')


def test_the_paths_of_a_kept_reading_begin_with_the_slug_that_is_asked_for(tmp_path: Path) -> None:
    file = scribe.write(tmp_path, "x.html", "<html><body><h2>1. A</h2><p>B.</p><h2>2. C</h2><p>(1) D.</p><p>(3) E.</p></body></html>")
    for slug in ("one", "two"):
        reading = read_document(file, slug, tmp_path / "readings")
        assert {p.path.instrument for p in reading.walk()} == {slug}
        assert not any("draft" in doubt for doubt in reading.doubts)


def test_another_text_of_the_same_day_is_kept_beside(tmp_path: Path) -> None:
    home = tmp_path / "home"
    page = scribe.Kenya().act(scribe.law())
    import_document(scribe.write(tmp_path, "one.html", page), home, {}, "lamp-act")
    import_document(scribe.write(tmp_path, "two.html", page.replace("lasts a year", "lasts a day")), home, {}, "lamp-act")
    (edition,) = imported_editions(home)
    assert "lasts a day" in str(edition)
    (former,) = (home / "editions" / "former").iterdir()
    assert "lasts a year" in former.read_text(encoding="utf-8")
