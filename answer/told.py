"""Facts told in a question: handed to the facts engine, whose outcome is stated sentence by sentence with its clauses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from answer.answer import Answer
from answer.clause import clause
from answer.facts.open import open_engine
from answer.facts.outcome import FactsEngine, Outcome, Row
from answer.facts.rules import State
from answer.statement import Cited, Datum, Name, Statement, Value, quoted
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.path import ProvisionPath

ASKED = 3
"""How many of the engine's questions an answer asks."""


@lru_cache(maxsize=2)
def _engine(snapshot: Snapshot) -> FactsEngine:
    return open_engine(snapshot)


def laid(text: str, lang: str, snapshot: Snapshot) -> Answer:
    """Lay the facts of a question against the elements: what is indicated, what speaks for each element, what to ask next."""
    outcome = _engine(snapshot).lay(text, lang)
    book = snapshot.book
    where = _what(outcome, snapshot)
    shown = (clause(book, where[0], lang),) if where else ()
    words = [quoted(part.words, lang) for one in shown for part in one.parts]
    statements = (*_stated(outcome, where, book, lang), *words)
    return Answer(text, lang, "facts", outcome.indication != "insufficient_facts", statements, shown, reason=statements[0].text)


def _what(outcome: Outcome, snapshot: Snapshot) -> tuple[ProvisionPath, ...]:
    """The clauses that say what the concept indicated is; none where nothing, or no one concept, is indicated."""
    concepts = (one for one in snapshot.data.concepts.values() if one.indication == outcome.indication)
    first = sorted(concepts, key=lambda one: one.slug.replace("-", "_") != outcome.indication)[:1]
    return tuple(ProvisionPath.parse(path) for one in first for point in one.fields["what"][:1] for path in point.paths)


def _stated(outcome: Outcome, where: tuple[ProvisionPath, ...], book: Book, lang: str) -> Iterator[Statement]:
    yield Statement(f"indicated: {outcome.indication}", lang, about=where)
    yield Statement("no finding", lang)
    for row in outcome.rows:
        if row.state is not State.NOT_FOUND and row.provisions:
            yield _element(row, book, lang)
    for ask in outcome.asks[:ASKED]:
        yield Statement("ask next", lang, {"question": Datum(ask.question, tuple(map(ProvisionPath.parse, ask.provisions)))})


def _element(row: Row, book: Book, lang: str) -> Statement:
    paths = tuple(map(ProvisionPath.parse, row.provisions))
    values: dict[str, Value] = {"element": Datum(row.name, paths), "clause": Cited.of(book, paths[0], lang)}
    words = next((one.text for one in row.evidence if one.text), "")
    if row.state is State.UNCLEAR:
        return Statement("element unclear", lang, values)
    return Statement("element told", lang, {**values, "asked": Name(words)}) if words else Statement("element shown", lang, values)
