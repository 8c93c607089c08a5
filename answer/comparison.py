"""Two or more concepts side by side, cell by cell from the corpus' data, each cell with its clauses."""

from __future__ import annotations

from collections.abc import Iterator

from answer.statement import Datum, Statement
from answer.table import Cell, Row, Table
from ingest.concepts import Concept, Point
from ingest.path import ProvisionPath

ROWS = ("what", "act", "means", "purpose", "consent", "border", "benefit", "child", "penalty")
MOST = 4
"""Columns of a table at most; more cannot be read side by side."""

_HEADS = {
    "what": {"en": "What it is", "sw": "Ni nini"},
    "act": {"en": "Act", "sw": "Kitendo"},
    "means": {"en": "Means", "sw": "Njia"},
    "purpose": {"en": "Purpose", "sw": "Lengo"},
    "consent": {"en": "Consent", "sw": "Ridhaa"},
    "border": {"en": "Border", "sw": "Mpaka"},
    "benefit": {"en": "Benefit", "sw": "Manufaa"},
    "child": {"en": "Child", "sw": "Mtoto"},
    "penalty": {"en": "Penalty in Kenya", "sw": "Adhabu Kenya"},
}


def compare(concepts: tuple[Concept, ...], lang: str) -> Table:
    """Lay the concepts side by side; at most four."""
    shown = concepts[:MOST]
    rows = tuple(Row(_HEADS[field][lang], tuple(_cell(concept, field, lang) for concept in shown)) for field in ROWS)
    return Table(tuple(concept.title(lang) for concept in shown), rows)


def _cell(concept: Concept, field: str, lang: str) -> Cell:
    return Cell(tuple(point(one, lang) for one in concept.fields[field]) or (Statement("does not say", lang),))


def point(one: Point, lang: str) -> Statement:
    """State one thing that the corpus' data says of a concept, with its provisions."""
    return Statement("point", lang, {"words": Datum(one.words(lang), tuple(map(ProvisionPath.parse, one.paths)))})


def differences(concepts: tuple[Concept, ...], lang: str) -> tuple[Statement, ...]:
    """Say in which point the concepts differ, as the data of each has it against the others."""
    slugs = {concept.slug for concept in concepts}
    points = (one for concept in concepts for one in concept.fields["differs"] if one.against in slugs)
    return tuple(point(one, lang) for one in points)


def deciding(concepts: tuple[Concept, ...], lang: str) -> tuple[Statement, ...]:
    """Ask what decides between two concepts: each element that one needs and the other has no counterpart of."""
    if len(concepts) != 2:
        return ()
    first, second = concepts
    return (*_needed(first, second, lang), *_needed(second, first, lang))


def _needed(concept: Concept, other: Concept, lang: str) -> Iterator[Statement]:
    """An element is put in the words of the concept's data; by its name where the data has no sentence for it."""
    theirs = {fact for element in other.element for fact in (*element.one_of, *element.all_of)}
    for element in concept.element:
        if not theirs & {*element.one_of, *element.all_of}:
            said = next(iter(concept.fields.get(element.id, ())), None)
            words = said.words(lang) if said else element.name_sw if lang == "sw" else element.name
            paths = tuple(map(ProvisionPath.parse, said.paths if said else element.paths))
            yield Statement("decides", lang, {"concept": Datum(concept.title(lang), paths), "element": Datum(words, paths)})


def outside(concepts: tuple[Concept, ...], lang: str) -> tuple[Statement, ...]:
    """Say what law outside the corpus governs a concept."""
    found = [(concept, concept.outside) for concept in concepts if concept.outside is not None]
    return tuple(
        Statement("outside", lang, {"words": Datum(said.sw if lang == "sw" else said.en, _first_paths(concept))}) for concept, said in found
    )


def _first_paths(concept: Concept) -> tuple[ProvisionPath, ...]:
    """The provisions that say what the concept is: where the reader of an "outside" note is sent meanwhile."""
    return tuple(ProvisionPath.parse(path) for one in concept.fields["what"][:1] for path in one.paths)
