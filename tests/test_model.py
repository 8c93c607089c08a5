"""A quote that is not the words it claims to be cannot be built."""

from __future__ import annotations

import random

import pytest

from index.snapshot import Snapshot
from ingest.errors import BadInput
from ingest.model import Edition, Layer, Provision, Quote, quote
from ingest.path import ProvisionPath
from ingest.record import edition_of, edition_record, instrument_of, instrument_record

CLAUSE = Provision(ProvisionPath.parse("sample-act-2020/4"), "4.", "Sale of lamps", "A person who—", "commits an offence.")
EDITION = Edition("sample-act-2020", Layer.PLAIN, "en", (CLAUSE,))


def test_the_text_is_the_opening_then_the_closing() -> None:
    assert CLAUSE.text == "A person who—\ncommits an offence."


def test_a_quote_is_the_span_it_names() -> None:
    assert quote(CLAUSE, EDITION, 2, 8).text == "person"
    assert quote(CLAUSE, EDITION).text == CLAUSE.text


@pytest.mark.parametrize(("start", "end", "text"), [(2, 8, "Person"), (2, 9, "person"), (0, 0, ""), (40, 60, "beyond")])
def test_a_quote_with_other_words_is_refused(start: int, end: int, text: str) -> None:
    with pytest.raises(BadInput):
        Quote(CLAUSE.path, EDITION.id, start, end, text, CLAUSE.text)


def test_every_altered_quote_is_refused(snapshot: Snapshot) -> None:
    """500 quotes from the whole corpus, each altered by one character: all are refused."""
    chance = random.Random(11)
    texts = [t for path in snapshot.book.paths for t in snapshot.book.texts(path) if len(t.provision.text) > 20]
    for text in chance.choices(texts, k=500):
        good = quote(text.provision, text.edition)
        at = chance.randrange(len(good.text))
        bad = good.text[:at] + ("x" if good.text[at] != "x" else "y") + good.text[at + 1 :]
        with pytest.raises(BadInput):
            Quote(good.path, good.edition, good.start, good.end, bad, text.provision.text)


def test_editions_and_instruments_round_trip_through_records(snapshot: Snapshot) -> None:
    for edition in snapshot.book.editions:
        assert edition_of(edition_record(edition)) == edition
    for instrument in snapshot.book.instruments.values():
        assert instrument_of(instrument_record(instrument)) == instrument
