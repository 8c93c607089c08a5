"""Definitions: the defining clause, then the offences in whose words the term is used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from answer.clause import Clause
from answer.statement import Cited, Statement
from ingest.book import Book
from ingest.citation import is_enumerator
from ingest.model import Layer
from ingest.names import any_of
from ingest.path import ProvisionPath
from ingest.penalties import Penalty

MOST = 4


def is_definition(path: ProvisionPath) -> bool:
    """Whether a provision is a defined term: its last step is a name, inside a numbered section."""
    return len(path.steps) > 1 and is_enumerator(path.steps[0]) and not is_enumerator(path.steps[-1])


def used_in(book: Book, path: ProvisionPath, penalties: Iterable[Penalty], lang: str) -> tuple[Statement, ...]:
    """Say in which provisions that create offences the defined term is used, the term's own instrument only."""
    term = book.text(path, "en", _plain_layer(book, path)).provision.heading.lower()
    if not term:
        return ()
    pattern = re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE)
    creating = dict.fromkeys(ProvisionPath.parse(p) for penalty in penalties for p in penalty.created_by)
    found = [
        place
        for place in creating
        if place.instrument == path.instrument and place in book and any(pattern.search(t.provision.text) for t in book.texts(place))
    ]
    return tuple(Statement("used in", lang, {"clause": Cited.of(book, place, lang)}) for place in found[:MOST])


def _plain_layer(book: Book, path: ProvisionPath) -> Layer | None:
    return Layer.PLAIN if any(t.edition.layer is Layer.PLAIN for t in book.texts(path)) else None


def terms_in(clauses: Iterable[Clause], book: Book) -> tuple[tuple[str, ProvisionPath], ...]:
    """Give the defined terms in the words of the clauses, each with its definition in the same instrument."""
    found: dict[ProvisionPath, str] = {}
    for one in clauses:
        pattern, defined = vocabulary(book, one.path.instrument, one.edition.lang)
        words = "\n".join(part.words.text for part in one.parts).lower()
        for match in pattern.finditer(words):
            path, term = defined[match.group()]
            if not path.holds(one.path):
                found.setdefault(path, term)
    return tuple((term, path) for path, term in found.items())


@lru_cache(maxsize=64)
def vocabulary(book: Book, slug: str, lang: str) -> tuple[re.Pattern[str], dict[str, tuple[ProvisionPath, str]]]:
    """Give the terms that an instrument defines: one pattern for all, and the definition of each by its folded term."""
    own = (path for path in book.paths if path.instrument == slug and len(path.steps) == 2 and is_definition(path))
    terms = {t.provision.heading.lower(): (path, t.provision.heading) for path in own for t in book.texts(path) if t.edition.lang == lang}
    named = {term: found for term, found in terms.items() if term}
    return any_of(tuple(named)), named
