"""Definitions: the defining clause, then the offences in whose words the term is used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from answer.statement import Cited, Statement
from ingest.book import Book
from ingest.citation import is_enumerator
from ingest.model import Layer
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
