"""Words of a provision that its own document defines, with the places where they are defined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from answer.definition import is_definition
from ingest.book import Book
from ingest.model import Edition
from ingest.path import ProvisionPath

SHORTEST = 4
"""Letters of the shortest term that is marked."""


@dataclass(frozen=True, slots=True)
class Term:
    """A defined word where it stands in a text."""

    start: int
    end: int
    path: ProvisionPath


def defined(text: str, path: ProvisionPath, book: Book, edition: Edition) -> tuple[Term, ...]:
    """Give the defined terms in a text of an edition, each once, where it first stands; not those of `path` itself."""
    pattern, places = _terms(book, edition.id)
    found: dict[ProvisionPath, Term] = {}
    for match in pattern.finditer(text) if places else ():
        place = places[match.group().lower()]
        if not place.holds(path):
            found.setdefault(place, Term(*match.span(), place))
    return tuple(found.values())


@lru_cache(maxsize=64)
def _terms(book: Book, edition: str) -> tuple[re.Pattern[str], dict[str, ProvisionPath]]:
    places = {name.lower(): path for path, name in _named(book, edition) if len(name) >= SHORTEST}
    longest = sorted(places, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE), places


def _named(book: Book, edition: str) -> Iterator[tuple[ProvisionPath, str]]:
    for one in book.editions:
        if one.id == edition:
            yield from ((p.path, p.heading) for p in one.walk() if is_definition(p.path) and not p.number and p.heading)
