"""Words of a provision that its own document defines, with the places where they are defined."""

from __future__ import annotations

from dataclasses import dataclass

from answer.definition import vocabulary
from ingest.book import Book
from ingest.model import Edition
from ingest.path import ProvisionPath


@dataclass(frozen=True, slots=True)
class Term:
    """A defined word where it stands in a text."""

    start: int
    end: int
    path: ProvisionPath


def defined(text: str, path: ProvisionPath, book: Book, edition: Edition) -> tuple[Term, ...]:
    """Give the defined terms in a text of an edition, each once, where it first stands; not those of `path` itself."""
    pattern, places = vocabulary(book, path.instrument, edition.lang)
    found: dict[ProvisionPath, Term] = {}
    for match in pattern.finditer(text.lower()):
        place = places[match.group()][0]
        if not place.holds(path) and book.within(place, edition) is not None:
            found.setdefault(place, Term(*match.span(), place))
    return tuple(found.values())
