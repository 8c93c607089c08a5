"""Scenario cards with element sheets: blank for the groups, filled for the facilitator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answer.comparison import outside
from ingest.concepts import Concept, Element
from ingest.path import ProvisionPath
from workshop.paper import Block, Break, Cell, Heading, Line, Para, Table
from workshop.say import Voice
from workshop.scenario import Scenario

_SHEET = ("sheet_element", "head_clause", "sheet_words")
_FOR = {"forced_labour_not_trafficking": "forced-labour", "labour_rights_violation": "labour-rights-violation"}
_ANY = "trafficking"


def cards(voice: Voice, chosen: Sequence[Scenario]) -> Iterator[Block]:
    """Give a page for each card: the story, then the sheet of the definition to fill in. The sheet does not tell the outcome."""
    for number, one in enumerate(chosen, 1):
        if number > 1:
            yield Break()
        yield from _story(voice, number, one)
        yield Heading(voice.frame("sheet_blank"), 2)
        head = tuple(voice.frame(key) for key in _SHEET)
        rows = [(voice.name(element.name_sw if voice.lang == "sw" else element.name),) for element in _definition(voice).element]
        empty: Cell = ()
        yield Table(head, tuple((row, empty, empty) for row in rows), (0.25, 0.25, 0.5), blank=True)
        yield Para(voice.frame("sheet_indicated"), "answer")
        yield Para(voice.frame("sheet_ask"), "answer")


def _story(voice: Voice, number: int, one: Scenario) -> Iterator[Block]:
    yield Heading(voice.frame("card_title", number=str(number)), 1)
    sector = voice.frame(f"sector_{one.sector}").text
    yield Para(voice.frame("card_about", county=one.county, sector=sector, level=str(one.level)), "note")
    yield Para(voice.story(one.story))
    yield Para(voice.frame("card_invented"), "note")
    yield Para(voice.frame("card_task"))


def sheets(voice: Voice, chosen: Sequence[Scenario]) -> Iterator[Block]:
    """Give the filled sheets: each element of what is indicated, its clause and the words of the story that speak for it."""
    for number, one in enumerate(chosen, 1):
        yield Heading(voice.frame("card_title", number=str(number)), 1)
        yield Para(voice.story(one.story))
        yield Para(voice.frame("sheet_expected", outcome=voice.frame(f"outcome_{one.outcome}").text))
        concept = _concept(voice, one.outcome)
        if concept is not None:
            head = tuple(voice.frame(key) for key in _SHEET)
            rows = tuple(row for element in concept.element for row in _filled(voice, element, one))
            yield Table(head, (*rows, *_beside(voice, concept, one)), (0.25, 0.3, 0.45))
            for statement in outside((concept,), voice.lang):
                yield Para(voice.law(statement), "note")


def _definition(voice: Voice) -> Concept:
    return voice.snapshot.data.concepts[_ANY]


def _concept(voice: Voice, outcome: str) -> Concept | None:
    """Give the concept whose elements are laid out: that of the outcome, else the definition of trafficking."""
    concepts = voice.snapshot.data.concepts
    return concepts.get(_FOR.get(outcome, outcome.replace("_", "-")), concepts[_ANY])


def _filled(voice: Voice, element: Element, one: Scenario) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each fact found of an element, or one row that says that the story does not show it."""
    name = voice.name(element.name_sw if voice.lang == "sw" else element.name)
    facts = [fact for fact in (*element.one_of, *element.all_of) if fact in one.elements]
    for fact in facts:
        label, paths = _signal(voice, fact, element)
        yield (name, label), tuple(map(voice.cite, paths)), (voice.story(one.elements[fact]),)
    if not facts:
        yield (name,), tuple(voice.cite(ProvisionPath.parse(path)) for path in element.paths[:2]), (voice.frame("sheet_missing"),)


def _beside(voice: Voice, concept: Concept, one: Scenario) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each fact of the story that belongs to no element of what is indicated."""
    held = {fact for element in concept.element for fact in (*element.one_of, *element.all_of)}
    for fact, words in one.elements.items():
        if fact not in held:
            label, paths = _signal(voice, fact, None)
            yield (label,), tuple(map(voice.cite, paths)), (voice.story(words),)


def _signal(voice: Voice, fact: str, element: Element | None) -> tuple[Line, tuple[ProvisionPath, ...]]:
    for concept in voice.snapshot.data.concepts.values():
        for signal in concept.signal:
            if signal.id == fact:
                name = signal.name_sw if voice.lang == "sw" else signal.name
                return voice.name(name), tuple(ProvisionPath.parse(path) for path in signal.paths[:1])
    paths = element.paths[:1] if element is not None else ()
    return voice.frame("dash"), tuple(ProvisionPath.parse(path) for path in paths)
