"""What is said of a clause: its words, then what must be known of them."""

from __future__ import annotations

from collections.abc import Iterator

from answer.clause import Clause
from answer.outdated import outdated
from answer.statement import Cited, Name, Statement, quoted
from ingest.book import Book
from ingest.model import Layer, Standing


def state(found: Clause, book: Book, lang: str) -> Iterator[Statement]:
    """Give the statements for one clause: its words, then what must be known of them."""
    for part in found.parts:
        yield quoted(part.words, lang)
    cited = Cited.of(book, found.path, lang)
    instrument = book.instruments[found.path.instrument]
    document = Name(instrument.named(lang))
    about = (found.path,)
    if found.standing is not Standing.IN_FORCE:
        yield Statement(str(found.standing), lang, {"clause": cited})
    yield from outdated(found, book, lang)
    if found.layer is Layer.PLAIN:
        yield Statement("plain", lang, {"clause": cited})
        if found.edition.lang == "sw":
            yield Statement("unreviewed", lang, about=about)
    elif found.layer is Layer.NOTE:
        yield Statement("note", lang, {"document": document}, about=about)
    if instrument.status == "historical":
        yield Statement("historical", lang, {"document": document}, about=about)
    elif instrument.kind in ("plan", "guideline", "report"):
        yield Statement("policy", lang, {"document": document}, about=about)
