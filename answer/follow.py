"""What to look at next: the provisions that a clause refers to, those that refer to it, and the concepts that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.book import Book
from ingest.concepts import Concept
from ingest.crossref import all_references, by_target
from ingest.path import ProvisionPath

MOST = 5
"""How many provisions and how many concepts are offered after an answer."""


@dataclass(frozen=True, slots=True)
class Next:
    """Where an answer leads: provisions by reference, both ways, and concepts."""

    leads: tuple[ProvisionPath, ...]
    comes: tuple[ProvisionPath, ...]
    concepts: tuple[Concept, ...]


def follow(paths: Iterable[ProvisionPath], book: Book, concepts: Iterable[Concept] = (), most: int = MOST) -> Next:
    """Give what to look at after these provisions, `most` of each kind; what is among them already is left out."""
    shown = tuple(paths)

    def new(found: Iterable[ProvisionPath | None]) -> tuple[ProvisionPath, ...]:
        fresh = (p for p in found if p is not None and p.steps and not any(one.holds(p) for one in shown))
        return tuple(dict.fromkeys(fresh))[:most]

    references = all_references(book)
    leads = (r.target for path in shown for r in references if r.kind == "provision" and path.holds(r.source))
    comes = (r.source for path in shown for r in by_target(references, path.holds))
    return Next(new(leads), new(comes), tuple(_resting(shown, concepts))[:most])


def _resting(shown: tuple[ProvisionPath, ...], concepts: Iterable[Concept]) -> Iterator[Concept]:
    """Give the concepts that one of the provisions defines: those whose own definition or elements cite it, best first."""
    ranked = []
    for concept in concepts:
        own = [ProvisionPath.parse(path) for point in concept.fields["what"] for path in point.paths]
        own += [ProvisionPath.parse(path) for element in concept.element for path in element.paths]
        places = [number for number, path in enumerate(shown) if any(path.holds(one) or one.holds(path) for one in own)]
        if places:
            ranked.append((places[0], concept.slug, concept))
    yield from (concept for _, _, concept in sorted(ranked, key=lambda row: row[:2]))
