"""What must be known of the day of an answer: words that a later edition changed, and a day of which no edition is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from answer.clause import Clause
from answer.statement import Cited, Datum, Name, Statement
from index.search import Search
from ingest.book import Book
from ingest.model import Edition, Provision
from ingest.path import ProvisionPath


def of_the_day(clauses: Iterable[Clause], search: Search, lang: str) -> tuple[Statement, ...]:
    """Give the statements on the day of the clauses shown; nothing where the latest law is asked for."""
    if not search.as_at:
        return ()
    return tuple({said.text: said for one in clauses for said in _said(one, search, lang)}.values())


def _said(one: Clause, search: Search, lang: str) -> Iterator[Statement]:
    instrument, edition = search.every.book.instruments[one.path.instrument], one.edition
    root = (ProvisionPath(one.path.instrument),)
    if not edition.as_at or edition.as_at > search.as_at:
        phrase = "no edition" if edition.as_at else "undated"
        day = {"day": Datum(edition.as_at, root)} if edition.as_at else {}
        yield Statement(phrase, lang, {"document": Name(instrument.named(lang)), "asked": Name(search.as_at), **day}, about=root)
    later = search.every.book.in_force(one.path.instrument, "", edition.lang)
    if later is not None and later.as_at > edition.as_at and _differs(one.path, edition, later, search.every.book):
        phrase = "changed later" if search.every.book.within(one.path, later) else "dropped later"
        clause = Cited.of(search.every.book, one.path, lang)
        yield Statement(phrase, lang, {"clause": clause, "day": Datum(later.as_at, (one.path,))})


def _differs(path: ProvisionPath, edition: Edition, later: Edition, book: Book) -> bool:
    return _words(book.within(path, edition)) != _words(book.within(path, later))


def _words(provision: Provision | None) -> list[str]:
    return [" ".join(one.text.split()) for one in provision.walk()] if provision else []
