"""Honest refusals: what is missing, the nearest clauses and why they were not enough, where else to look."""

from __future__ import annotations

from answer.question import Question
from answer.statement import Cited, Datum, Name, Statement
from index.elsewhere import disowned, named_outside
from index.rows import HOME_INSTRUMENT
from index.search import Found
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.citation import Citation
from ingest.model import Instrument
from ingest.path import ProvisionPath
from ingest.scope import Topic

NEAREST = 3


def unanswered(question: Question, found: Found, book: Book) -> tuple[Statement, ...]:
    """Say that the corpus does not answer; name the nearest clauses and, where a topic is near, where to look."""
    lang = question.lang
    near = [Statement("nearest", lang, {"clause": Cited.of(book, hit.path, lang)}) for hit in found.hits[:NEAREST]]
    topic = found.decision.topic
    where = (_look(topic, lang, near),) if topic is not None and topic.look else ()
    return (Statement("no answer", lang, about=tuple(hit.path for hit in found.hits[:1])), *where, *near)


def _look(topic: Topic, lang: str, near: list[Statement]) -> Statement:
    paths = near[0].citations if near else ()
    name, look = (topic.name_sw, topic.look_sw) if lang == "sw" else (topic.name, topic.look)
    return Statement("look elsewhere", lang, {"topic": Datum(name, paths), "where": Datum(look, paths)})


def no_such(question: Question, snapshot: Snapshot) -> tuple[Statement, ...]:
    """Say that a cited provision is not there, in which document, how far it goes, and what is nearest."""
    book, lang = snapshot.book, question.lang
    citation = question.citations[0]
    asked = Name(question.text[citation.start : citation.end])
    outside = named_outside(snapshot, question.text)
    lost = citation.unit == "article" or HOME_INSTRUMENT not in book.instruments
    if citation.instrument in disowned(snapshot, question.text, HOME_INSTRUMENT) or (citation.instrument is None and lost):
        where = (_look(outside, lang, []),) if outside is not None else ()
        return (Statement("unknown document", lang, {"asked": asked}), *where)
    slug = citation.instrument or HOME_INSTRUMENT
    first = _absent(citation, slug, book, asked, lang)
    above = standing_above(ProvisionPath(slug, citation.steps), book)
    return (first, *((Statement("nearest place", lang, {"clause": Cited.of(book, above, lang)}),) if above else ()))


def _absent(citation: Citation, slug: str, book: Book, asked: Name, lang: str) -> Statement:
    instrument = book.instruments[slug]
    document = Name(instrument.named(lang))
    root = (ProvisionPath(slug),)
    if is_absent(ProvisionPath(slug, citation.steps), instrument):
        last = str(instrument.last) if instrument.last else book.children(root[0])[-1].steps[-1]
        return Statement("no such provision", lang, {"asked": asked, "document": document, "last": Datum(last, root)})
    return Statement("not loaded", lang, {"asked": asked, "document": document}, about=root)


def is_absent(path: ProvisionPath, instrument: Instrument) -> bool:
    """Whether a provision that no text has does not exist at all, rather than being left out of a selection."""
    number = path.steps[0]
    return instrument.whole or bool(instrument.last and number.isdigit() and int(number) > instrument.last)


def standing_above(path: ProvisionPath, book: Book) -> ProvisionPath | None:
    """Give the nearest provision at or above a path that exists; None where not even the section does."""
    return next((above for above in reversed(path.lineage) if above in book), None)
