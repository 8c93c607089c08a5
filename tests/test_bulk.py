"""Importing a folder: a place for each document, none lost to another, and one bad document never ends the run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Thread

import pytest

from ingest import bulk, library, limits
from ingest.bulk import Outcome, State, account_of, documents, import_all
from ingest.errors import BadDocument, BadInput, KingaError, NotWritten, Stopped
from ingest.library import import_document, imported_editions
from ingest.limits import Limits, read_limited
from ingest.model import Instrument
from tests import scribe
from tests.test_cli import run

LAMP = {"lamp-act-2031": Instrument("lamp-act-2031", "Lamp Act", "Lamp Act", "act", "section", 2031)}
PAGE = scribe.plain_page()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "a").mkdir(parents=True)
    (tmp_path / "in" / "b").mkdir()
    return tmp_path / "in"


def outcomes(folder: Path, home: Path, instruments: Mapping[str, Instrument] | None = None) -> list[Outcome]:
    return list(import_all(documents(folder)[0], folder, home, instruments or {}))


def states(found: list[Outcome]) -> list[State]:
    return [one.state for one in found]


def test_two_documents_of_one_title_stand_beside_each_other(folder: Path, tmp_path: Path) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    scribe.write(folder, "b/two.html", PAGE.replace("lasts a year", "lasts a day"))
    first = outcomes(folder, tmp_path)
    assert states(first) == [State.NEW, State.NEW]
    assert first[0].edition == "lamp-act:official:en"
    assert first[1].edition.startswith("lamp-act-")
    assert {"lasts a year" in str(e) for e in imported_editions(tmp_path)} == {True, False}
    assert states(outcomes(folder, tmp_path)) == [State.AGAIN, State.AGAIN]


def test_two_files_of_one_name_stand_beside_each_other(folder: Path, tmp_path: Path) -> None:
    for place, words in (("a", "lasts a year"), ("b", "lasts a day")):
        scribe.write(folder, f"{place}/by-law.txt", scribe.LAW.replace("lasts a year", words))
    found = outcomes(folder, tmp_path)
    assert len({one.edition for one in found}) == 2
    assert sorted(edition.source for edition in imported_editions(tmp_path)) == ["a/by-law.txt", "b/by-law.txt"]


def test_a_document_that_came_later_takes_nothing_from_those_that_are_there(folder: Path, tmp_path: Path) -> None:
    scribe.write(folder, "b/one.html", PAGE)
    (before,) = outcomes(folder, tmp_path)
    scribe.write(folder, "a/first-by-name.html", PAGE.replace("lasts a year", "lasts a day"))
    assert states(outcomes(folder, tmp_path)) == [State.NEW, State.AGAIN]
    assert before.edition in {edition.id for edition in imported_editions(tmp_path)}


def test_editions_of_one_work_share_a_slug_and_another_work_of_that_title_has_its_own(folder: Path, tmp_path: Path) -> None:
    act = scribe.Akn().act(scribe.law())
    scribe.write(folder, "a/one.xml", act)
    scribe.write(folder, "a/two.xml", act.replace("2031-12-11", "2020-06-30"))
    scribe.write(folder, "b/other.xml", act.replace("act/2031/7", "act/2019/4").replace("2031-12-11", "2019-01-01"))
    slugs = [one.edition.split(":")[0] for one in outcomes(folder, tmp_path)]
    assert slugs[0] == slugs[1] == "lamp-act" and slugs[2] != "lamp-act"


def test_the_same_bytes_under_another_name_are_the_same_document(folder: Path, tmp_path: Path) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    scribe.write(folder, "b/copy.html", PAGE)
    assert states(outcomes(folder, tmp_path)) == [State.NEW, State.AGAIN]
    assert len(list(imported_editions(tmp_path))) == 1


def test_a_file_that_changed_takes_its_own_place_and_the_former_text_is_kept(folder: Path, tmp_path: Path) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    outcomes(folder, tmp_path)
    scribe.write(folder, "a/one.html", PAGE.replace("lasts a year", "lasts a day"))
    assert states(outcomes(folder, tmp_path)) == [State.REPLACED]
    (edition,) = imported_editions(tmp_path)
    assert "lasts a day" in str(edition)
    (former,) = (tmp_path / "editions" / "former").iterdir()
    assert "lasts a year" in former.read_text(encoding="utf-8")
    scribe.write(folder, "a/one.html", PAGE)
    assert states(outcomes(folder, tmp_path)) == [State.REPLACED], "what stood there once does not stand there now"


def test_a_second_text_of_an_instrument_of_the_corpus_is_named_and_left_out(folder: Path, tmp_path: Path) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    second = scribe.write(folder, "b/two.html", PAGE.replace("lasts a year", "lasts a day"))
    first, refused = outcomes(folder, tmp_path, LAMP)
    assert first.edition == "lamp-act-2031:official:en"
    assert refused.error is not None
    assert "a/one.html" in refused.error.fault and "--instrument lamp-act-2031" in refused.error.step
    assert states(outcomes(folder, tmp_path, LAMP)) == [State.AGAIN, State.FAILED]
    import_document(second, tmp_path, LAMP, "lamp-act-2031")
    assert "lasts a day" in str(list(imported_editions(tmp_path)))


def _raising(name: str, error: BaseException) -> Callable[..., object]:
    good = read_limited

    def read(file: Path, *rest: object) -> object:
        if file.name == name:
            raise error
        return good(file, *rest)  # type: ignore[arg-type]

    return read


@pytest.mark.parametrize("error", [RuntimeError("secret words"), RecursionError(), MemoryError()])
def test_a_document_on_which_kinga_itself_breaks_is_named_and_the_others_are_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    scribe.write(folder, "a/bad.html", PAGE.replace("year", "day"))
    scribe.write(folder, "b/good.html", PAGE)
    monkeypatch.setattr(library, "read_limited", _raising("bad.html", error))
    bad, good = outcomes(folder, tmp_path)
    assert (bad.state, good.state) == (State.FAILED, State.NEW)
    assert bad.error is not None
    assert bad.error.fault == f"bad.html could not be read ({type(error).__name__})."


def test_a_full_disk_ends_the_run_with_its_own_error(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    monkeypatch.setattr(library, "read_limited", _raising("one.html", NotWritten("It is full.", "Free some space.")))
    with pytest.raises(NotWritten):
        outcomes(folder, tmp_path)


def test_a_damaged_record_is_read_anew(folder: Path, tmp_path: Path) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    outcomes(folder, tmp_path)
    (record,) = (tmp_path / "editions").glob("*.json")
    record.write_bytes(record.read_bytes()[:-9])
    assert states(outcomes(folder, tmp_path)) == [State.NEW]
    assert len(list(imported_editions(tmp_path))) == 1


def test_a_reader_is_ended_when_the_run_is_stopped(tmp_path: Path) -> None:
    file = scribe.write(tmp_path, "long.txt", "1. Lamps\n" + "(1) A lamp burns.\n" * 300_000)
    stop = Event()
    Thread(target=lambda: (time.sleep(0.3), stop.set())).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        read_limited(file, "x", Limits(stop=stop))
    assert time.monotonic() - began < 3


def test_two_imports_at_once_are_refused_to_the_second(folder: Path, tmp_path: Path) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    scribe.write(folder, "b/two.html", PAGE.replace("year", "day"))
    first = import_all(documents(folder)[0], folder, tmp_path, {})
    next(first)
    with pytest.raises(BadInput, match="Another import"):
        outcomes(folder, tmp_path)
    assert states(list(first)) == [State.NEW]
    assert states(outcomes(folder, tmp_path)) == [State.AGAIN, State.AGAIN]


def test_a_record_that_the_parent_could_not_bear_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST", 500)
    with pytest.raises(BadDocument, match="more text than Kinga keeps"):
        read_limited(scribe.write(tmp_path, "long.html", PAGE), "x")


@pytest.mark.parametrize(
    ("cores", "memory", "readers"), [(2, 0, 2), (8, 64 * limits.MEMORY, 8), (8, 8 * limits.MEMORY, 4), (4, limits.MEMORY, 1)]
)
def test_no_more_readers_than_cores_and_memory_bear(cores: int, memory: int, readers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "cores", lambda: cores)
    monkeypatch.setattr(bulk, "memory", lambda: memory)
    assert bulk.workers() == readers


def test_what_is_no_document_is_counted_and_left_out(folder: Path) -> None:
    for name in ("a/one.html", "a/list.csv", "b/README", "b/.hidden.pdf", "b/~$open.docx", "b/UPPER.PDF", "b/old.doc"):
        scribe.write(folder, name, b"x")
    account, found = account_of(folder)
    assert [file.name for file in found] == ["one.html", "UPPER.PDF", "old.doc"]
    assert account.left_out == ("a/list.csv", "b/README")
    assert "2 (.csv 1, no ending 1)" in "\n".join(account.lines())


def test_a_folder_without_documents_is_refused(folder: Path) -> None:
    scribe.write(folder, "a/list.csv", b"x")
    with pytest.raises(BadInput, match="holds no document"):
        account_of(folder)


@pytest.mark.parametrize(
    ("errors", "stopped", "code"),
    [
        ((), False, 0),
        ((BadInput("x", "y"),), False, 2),
        ((BadInput("x", "y"), KingaError("x", "y")), False, 1),
        ((), True, 130),
    ],
)
def test_the_exit_code_tells_what_went_wrong(folder: Path, errors: tuple[KingaError, ...], stopped: bool, code: int) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    account, _ = account_of(folder)
    account.outcomes += [Outcome("x", State.FAILED, error=error) for error in errors]
    account.stopped = stopped
    assert account.exit_code == code


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_names_each_failure_and_lists_them_at_the_end(folder: Path, tmp_path: Path) -> None:
    scribe.write(folder, "a/one.html", PAGE)
    scribe.write(folder, "b/empty.pdf", b"")
    scribe.write(folder, "b/\x1b[31mred.pdf", b"")
    done = run("import", str(folder), home=tmp_path / "home")
    assert done.returncode == 2
    assert "1 of 3 documents are in your library" in done.stdout
    assert "Not in your library: 2:" in done.stdout
    assert "  b/empty.pdf: empty.pdf is empty." in done.stdout
    assert "Not read: b/empty.pdf: empty.pdf is empty. Download it again." in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_folder_as_json_is_one_document_and_a_file_has_the_same_form(folder: Path, tmp_path: Path) -> None:
    file = scribe.write(folder, "a/one.html", PAGE)
    whole = json.loads(run("import", str(folder), "--json", home=tmp_path / "home").stdout)
    assert (whole["found"], whole["imported"], whole["failed"], whole["left_out"]) == (1, 1, [], [])
    single = json.loads(run("import", str(file), "--json", home=tmp_path / "other").stdout)
    assert single["failed"] == []
    assert {**whole["documents"][0], "file": "one.html"} == single["documents"][0]


def test_an_instrument_and_a_folder_do_not_go_together(folder: Path, tmp_path: Path) -> None:
    done = run("import", str(folder), "--instrument", "lamp-act", home=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2
