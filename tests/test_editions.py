"""Two editions of one law: an answer quotes the one in force on the day asked for, and says what a later one changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from answer.ask import ask
from answer.verify import verify
from index.search import Search
from index.snapshot import build, open_snapshot
from ingest.book import Book
from ingest.corpus import Data, read_corpus
from ingest.library import import_document, imported_editions
from ingest.model import Instrument
from ingest.path import ProvisionPath
from ingest.penalties import Penalties
from ingest.terms import Thesaurus

OLD = """Lamp Act
As at 1 January 2010
1. Lighting of lamps
A lamp shall be lit at dusk by its keeper.
2. Fine of a keeper
A keeper who does not light a lamp is liable to a fine of five shillings.
3. Lamp oil
The oil of a lamp shall be whale oil.
"""
NEW = OLD.replace("1 January 2010", "1 June 2020").replace("five shillings", "ninety shillings").split("3. Lamp oil")[0]


@pytest.fixture(scope="module")
def folder(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with both editions imported and indexed; the question whether anything answers is not at stake here."""
    own = tmp_path_factory.mktemp("editions")
    shutil.copytree(home / "models", own / "models")
    lamp = Instrument("lamp-act", "Lamp Act", "Lamp Act", "act", "section", 2010, last=3)
    for name, text in (("old.txt", OLD), ("new.txt", NEW)):
        (own / name).write_text(text)
        import_document(own / name, own, {"lamp-act": lamp}, "lamp-act")
    data = Data(asked={}, terms=Thesaurus(), concepts={}, penalties=Penalties(), scope=read_corpus().data.scope)
    build(Book({"lamp-act": lamp}, list(imported_editions(own))), data, own)
    return own


def searching(folder: Path, as_at: str = "") -> Search:
    return Search(open_snapshot(folder), as_at=as_at)


def words(search: Search, question: str) -> str:
    answer = ask(question, search)
    record = json.loads(json.dumps(answer.record()))
    assert verify(record, search.every) == ()
    return " ".join(statement.text for statement in answer.statements)


def test_the_latest_edition_answers_where_no_day_is_given(folder: Path) -> None:
    said = words(searching(folder), "section 2 of the Lamp Act")
    assert "ninety shillings" in said
    assert "five" not in said


def test_the_edition_of_the_day_answers_and_the_later_change_is_told(folder: Path) -> None:
    said = words(searching(folder, "2015-03-01"), "section 2 of the Lamp Act")
    assert "five shillings" in said
    assert "ninety" not in said
    assert "A later edition changed the words of s. 2, Lamp Act: read it as at 2020-06-01 too." in said
    assert "later edition" not in words(searching(folder, "2015-03-01"), "section 1 of the Lamp Act")


def test_a_provision_of_another_day_is_not_found(folder: Path) -> None:
    oil = ProvisionPath.parse("lamp-act/3")
    assert oil not in [hit.path for hit in searching(folder).search("whale oil of a lamp")]
    assert oil in [hit.path for hit in searching(folder, "2015-03-01").search("whale oil of a lamp")]
    assert not ask("section 3 of the Lamp Act", searching(folder)).answered
    said = words(searching(folder, "2015-03-01"), "section 3 of the Lamp Act")
    assert "A later edition, as at 2020-06-01, no longer has s. 3, Lamp Act." in said


def test_a_day_before_every_edition_is_told(folder: Path) -> None:
    said = words(searching(folder, "1999-01-01"), "section 2 of the Lamp Act")
    assert "No text of Lamp Act as at 1999-01-01 is loaded; its words are shown as at 2020-06-01." in said


def test_every_quotation_has_its_day(folder: Path) -> None:
    record = ask("section 2 of the Lamp Act", searching(folder, "2015-03-01")).record()
    assert record["as_at"] == "2015-03-01"
    assert {quote["as_at"] for quote in record["quotes"]} == {"2010-01-01"}


def test_a_book_of_one_day_leaves_the_whole_as_it_was(folder: Path) -> None:
    book = open_snapshot(folder).book
    assert len(book.as_at("2015-03-01").texts(ProvisionPath.parse("lamp-act/2"))) == 1
    assert len(book.texts(ProvisionPath.parse("lamp-act/2"))) == 2
    assert book.as_at("2015-03-01").paths == book.paths
