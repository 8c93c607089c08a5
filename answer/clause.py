"""A clause as it must be read: with the opening and closing words that govern it.

An item of a list is shown under the opening words of its parents and over their closing words; what is left out
(its sisters) shows as an ellipsis. Every part is an exact quote.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.book import Book
from ingest.model import Edition, Layer, Provision, Quote, Standing, quote
from ingest.path import ProvisionPath


@dataclass(frozen=True, slots=True)
class Part:
    """A quoted part. `role` is opening, own, item or closing; `depth` counts levels below the section."""

    role: str
    depth: int
    number: str
    words: Quote


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision in its context, from one edition. `omitted` tells that sisters before or after were left out."""

    path: ProvisionPath
    citation: str
    heading: str
    edition: Edition
    standing: Standing
    parts: tuple[Part, ...]
    omitted: bool
    page: int | None = None

    @property
    def layer(self) -> Layer:
        """Whose words they are."""
        return self.edition.layer

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote in it, in reading order."""
        return tuple(part.words for part in self.parts)


def clause(book: Book, path: ProvisionPath, lang: str = "en") -> Clause:
    """Read a provision in context, with the items under it. Raises UnknownProvision."""
    text = book.text(path, lang)
    edition = text.edition
    above = [p for p in (book.within(up, edition) for up in path.lineage[:-1]) if p is not None]
    parts: list[Part] = []
    for depth, up in enumerate(above):
        parts.extend(_opening(up, edition, depth, "opening"))
    parts.extend(_whole(text.provision, edition, len(above)))
    for depth, up in reversed(list(enumerate(above))):
        parts.extend(_closing(up, edition, depth))
    return Clause(
        path=path,
        citation=book.cite(path, lang),
        heading=book.heading(path, edition.lang),
        edition=edition,
        standing=text.provision.standing,
        parts=tuple(parts),
        omitted=any(len(up.children) > 1 for up in above[-1:]) and bool(parts),
        page=text.provision.page,
    )


def _whole(provision: Provision, edition: Edition, depth: int) -> list[Part]:
    parts = _opening(provision, edition, depth, "own")
    for child in provision.children:
        parts.extend(_whole(child, edition, depth + 1))
    return parts + _closing(provision, edition, depth)


def _opening(provision: Provision, edition: Edition, depth: int, role: str) -> list[Part]:
    if not provision.opening:
        return []
    return [Part(role, depth, provision.number, quote(provision, edition, 0, len(provision.opening)))]


def _closing(provision: Provision, edition: Edition, depth: int) -> list[Part]:
    if not provision.closing:
        return []
    start = len(provision.text) - len(provision.closing)
    return [Part("closing", depth, "", quote(provision, edition, start))]
