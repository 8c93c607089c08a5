"""A question in, a cited answer out."""

from __future__ import annotations

from collections.abc import Iterator

from answer.answer import Answer
from answer.clause import Clause, clause
from answer.question import Question, read_question
from answer.statement import Cited, Name, Statement, quoted
from index.search import HOME_INSTRUMENT, Search
from ingest.book import Book
from ingest.citation import Citation
from ingest.model import Layer, Standing
from ingest.path import ProvisionPath

SHOWN = 3
"""How many clauses an answer shows; the search list has the others."""


def ask(text: str, search: Search, lang: str | None = None) -> Answer:
    """Answer a question from the snapshot that `search` holds. Raises BadQuestion."""
    book = search.snapshot.book
    question = read_question(text, book, lang)
    cited = search.cited(question.text)
    if question.citations and not cited:
        return _no_such(question, book, search.snapshot.id)
    if cited and _only_cites(question):
        return _answer(question, "reference", cited, book, search.snapshot.id)
    paths = [hit.path for hit in search.search(question.text, SHOWN * 2)]
    return _answer(question, "clauses", _distinct(paths)[:SHOWN], book, search.snapshot.id)


def _only_cites(question: Question) -> bool:
    """Whether nothing but citations and the names of instruments was typed."""
    left = question.text
    for citation in reversed(question.citations):
        left = left[: citation.start] + left[citation.end :]
    return len(left.split()) <= 6


def _distinct(paths: list[ProvisionPath]) -> tuple[ProvisionPath, ...]:
    """Leave out a provision that one already listed holds: its words are shown with it."""
    kept: list[ProvisionPath] = []
    for path in paths:
        if not any(other.holds(path) for other in kept):
            kept.append(path)
    return tuple(kept)


def _answer(question: Question, kind: str, paths: tuple[ProvisionPath, ...], book: Book, snapshot: str) -> Answer:
    clauses = tuple(clause(book, path, question.lang) for path in paths)
    statements = tuple(statement for found in clauses for statement in state(found, book, question.lang))
    return Answer(question.text, question.lang, kind, bool(clauses), statements, clauses, "", snapshot)


def state(found: Clause, book: Book, lang: str) -> Iterator[Statement]:
    """Give the statements for one clause: its words, then what must be known of them."""
    for part in found.parts:
        yield quoted(part.words, lang)
    cited = Cited.of(book, found.path, lang)
    document = Name(book.instruments[found.path.instrument].short)
    if found.standing is not Standing.IN_FORCE:
        yield Statement(str(found.standing), lang, {"clause": cited})
    if found.layer is Layer.PLAIN:
        yield Statement("plain", lang, {"clause": cited})
    elif found.layer is Layer.NOTE:
        yield Statement("note", lang, {"document": document})
    if book.instruments[found.path.instrument].status == "historical":
        yield Statement("historical", lang, {"document": document})


def _no_such(question: Question, book: Book, snapshot: str) -> Answer:
    """Say that a cited provision is not there, in which document, and how far that document goes."""
    citation = question.citations[0]
    slug = citation.instrument or HOME_INSTRUMENT
    asked = Name(question.text[citation.start : citation.end])
    document = Name(book.instruments[slug].short)
    statement = Statement("not loaded", question.lang, {"asked": asked, "document": document})
    above = _nearest_above(citation, slug, book)
    statements = (statement, *((Statement("nearest", question.lang, {"clause": Cited.of(book, above, question.lang)}),) if above else ()))
    return Answer(question.text, question.lang, "reference", False, statements, (), statement.text, snapshot)


def _nearest_above(citation: Citation, slug: str, book: Book) -> ProvisionPath | None:
    path: ProvisionPath | None = ProvisionPath(slug, citation.steps)
    while path is not None and path.steps:
        if path in book:
            return path
        path = path.parent
    return None
