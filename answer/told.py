"""Facts told in a question: handed to the facts engine, whose outcome is stated sentence by sentence with its clauses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from answer.answer import Answer
from answer.clause import clause
from answer.facts.open import open_engine
from answer.facts.outcome import FactsEngine, Outcome, Row
from answer.facts.rules import State
from answer.state import state
from answer.statement import Cited, Datum, Name, Statement, Value
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
    shown = tuple(clause(book, path, lang) for path in where[:1])
    words = [said for one in shown for said in state(one, book, lang)]
    statements = (*_stated(outcome, where, book, lang), *words)
    return Answer(text, lang, "facts", outcome.indication != "insufficient_facts", statements, shown, reason=statements[0].text)


def _what(outcome: Outcome, snapshot: Snapshot) -> tuple[ProvisionPath, ...]:
    """The clauses that say what the concept indicated is; what trafficking is, where no one concept is indicated."""
    concepts = snapshot.data.concepts
    fits = [one for one in concepts.values() if one.indication == outcome.indication] or [concepts["trafficking"]]
    first = min(fits, key=lambda one: one.slug.replace("-", "_") != outcome.indication)
    return tuple(ProvisionPath.parse(path) for point in first.fields["what"][:1] for path in point.paths)


def _stated(outcome: Outcome, where: tuple[ProvisionPath, ...], book: Book, lang: str) -> Iterator[Statement]:
    yield Statement(f"indicated: {outcome.indication}", lang, about=where)
    yield Statement("no finding", lang, about=where)
    for row in outcome.rows:
        if row.state is not State.NOT_FOUND and row.provisions:
            yield _element(row, book, lang)
    for ask in outcome.asks[:ASKED]:
        yield Statement("ask next", lang, {"question": Datum(ask.question, tuple(map(ProvisionPath.parse, ask.provisions)) or where)})


def _element(row: Row, book: Book, lang: str) -> Statement:
    paths = tuple(map(ProvisionPath.parse, row.provisions))
    values: dict[str, Value] = {"element": Datum(row.name, paths), "clause": Cited.of(book, paths[0], lang)}
    words = next((one.text for one in row.evidence if one.text), "")
    if row.state is State.UNCLEAR:
        return Statement("element unclear", lang, values)
    return Statement("element told", lang, {**values, "asked": Name(words)}) if words else Statement("element shown", lang, values)
