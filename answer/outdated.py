"""What a later official text, loaded on this machine, does to what is shown: clauses it lacks, plain words and figures that are older."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from answer.clause import Clause
from answer.statement import Cited, Datum, Statement
from ingest.book import Book
from ingest.model import Layer
from ingest.path import ProvisionPath


def outdated(found: Clause, book: Book, lang: str) -> Iterator[Statement]:
    """Say that a later official text lacks the clause, or that the plain words shown are older than it."""
    later, here = _latest(book, found.path.instrument), found.edition.as_at
    if later is None or not here or here >= later:
        return
    edition = book.in_force(found.path.instrument)
    gone = edition is not None and book.within(found.path, edition) is None
    if gone or found.layer is Layer.PLAIN:
        yield _dated(book, found.path, lang, ("left behind" if gone else "older words", here, later))


def older_figures(paths: Iterable[ProvisionPath], book: Book, lang: str) -> Iterator[Statement]:
    """Say that the corpus' figures are older than the official text that is loaded."""
    for path in dict.fromkeys(paths):
        later, date = _latest(book, path.instrument), book.instruments[path.instrument].as_at
        if later is not None and date and date < later:
            yield _dated(book, path, lang, ("older figures", date, later))


def _latest(book: Book, slug: str) -> str | None:
    """The date of the latest official edition; None where none is loaded, or it does not tell."""
    edition = book.in_force(slug)
    return (edition.as_at or None) if edition is not None else None


def _dated(book: Book, path: ProvisionPath, lang: str, said: tuple[str, str, str]) -> Statement:
    phrase, date, later = said
    return Statement(phrase, lang, {"clause": Cited.of(book, path, lang), "date": Datum(date, (path,)), "later": Datum(later, (path,))})
