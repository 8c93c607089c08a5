"""What would let a court be misled: words of yesterday shown as today's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from answer.ask import ask
from answer.verify import verify
from index.make import make
from index.search import Search
from index.snapshot import Snapshot, open_snapshot
from ingest.library import import_document
from ingest.model import Edition, Layer
from tests import scribe
from tests.test_snapshot import small_corpus

OLD = "1. Lighting\nA lamp must be lit at dusk.\n2. Penalty\nA fine of 5 shillings.\n3. Towers\nA tower must have a keeper.\n"
NEW = "1. Lighting\nA lamp must be lit at dusk.\n2. Penalty\nA fine of 9 shillings.\n"


@pytest.fixture
def two_editions(home_of_its_own: Path, tmp_path: Path) -> Search:
    """A corpus as at 2020 with official texts as at 2021 and 2023; the later one has no section 3."""
    corpus = small_corpus(tmp_path / "corpus")
    with (corpus / "lamp-act-2020" / "instrument.toml").open("a") as stream:
        stream.write('as_at="2020-01-01"\n')
    for date, words in (("2021-05-05", OLD), ("2023-06-06", NEW)):
        file = scribe.write(tmp_path, f"{date}.txt", f"Lamp Act\nAs at {date}\n{words}")
        assert import_document(file, home_of_its_own, {}, "lamp-act-2020").edition.as_at == date
    make(home_of_its_own, corpus, None, lambda *_: None)
    return Search(open_snapshot(home_of_its_own))


def said(search: Search, question: str) -> list[str]:
    found = ask(question, search).record()
    assert verify(found, search.snapshot) == ()
    return [statement["text"] for statement in found["statements"]]


def test_a_clause_that_the_latest_text_lacks_is_told_to_be_gone(two_editions: Search) -> None:
    texts = said(two_editions, "s. 3 of the Lamp Act")
    assert any("A tower must have a keeper" in text for text in texts)
    assert any("as at 2023-06-06, does not have s. 3" in text for text in texts)


def test_a_clause_of_the_latest_text_is_quoted_from_it_without_a_warning(two_editions: Search) -> None:
    texts = said(two_editions, "s. 2 of the Lamp Act")
    assert any("9 shillings" in text for text in texts)
    assert not any("does not have" in text for text in texts)


def test_plain_words_older_than_the_official_text_say_so(snapshot: Snapshot) -> None:
    """In Kiswahili the plain words come first, for they can be read; the official text may be later."""
    book = snapshot.book
    (plain,) = [e for e in book.editions if e.instrument == "ctip-act-2010" and e.layer is Layer.PLAIN and e.lang == "en"]
    later = Edition("ctip-act-2010", Layer.OFFICIAL, "en", plain.provisions, "2030-01-01", "0" * 64, "later.pdf")
    search = Search(replace(snapshot, book=type(book)(book.instruments, [*book.editions, later])))
    found = ask("kifungu cha 3(2)", search).record()
    assert any("2030-01-01" in statement["text"] for statement in found["statements"])
    found = ask("What is the penalty for trafficking in persons?", search).record()
    assert any("figures of the table" in statement["text"] and "2030-01-01" in statement["text"] for statement in found["statements"])
    assert verify(found, search.snapshot) == ()
