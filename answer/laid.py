"""What is shown of an outcome: every part with its clauses as cited, in one language, with names hidden unless asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from answer.facts.mask import mask
from answer.facts.outcome import FactsEngine, Outcome
from answer.facts.read import Evidence
from answer.facts.rules import State
from answer.penalty import table
from answer.table import Table
from ingest.book import Book
from ingest.path import ProvisionPath

TITLES = {
    "trafficking": ("trafficking in persons", "usafirishaji haramu wa binadamu"),
    "child_trafficking": ("trafficking of a child", "usafirishaji haramu wa mtoto"),
    "smuggling": ("smuggling of migrants", "magendo ya wahamiaji"),
    "forced_labour_not_trafficking": ("forced labour, not trafficking", "kazi ya kulazimishwa, si usafirishaji haramu"),
    "labour_rights_violation": ("a breach of labour rights", "ukiukaji wa haki za kazi"),
    "other_offence": ("another offence", "kosa lingine"),
    "insufficient_facts": ("too little is told", "maelezo hayatoshi"),
}
"""How each indication reads, in English and Kiswahili."""
_STATES = {
    State.FOUND: ("found", "kimepatikana"),
    State.UNCLEAR: ("unclear", "hakiko wazi"),
    State.NOT_FOUND: ("not found", "hakijapatikana"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is shown: what it says, the words of the facts for and against it, its clauses as paths and as cited."""

    said: str
    paths: tuple[str, ...]
    cited: tuple[str, ...]
    words: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    state: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """An outcome, ready to be shown. `missing` are the elements of which nothing is told."""

    lang: str
    indication: str
    confidence: float
    why: str
    further: tuple[str, ...]
    elements: tuple[Line, ...]
    missing: tuple[Line, ...]
    heavier: tuple[Line, ...]
    offences: Table
    indicators: tuple[Line, ...]
    asks: tuple[Line, ...]
    notes: tuple[Line, ...]


def said_as(indication: str, lang: str) -> str:
    """Give how an indication reads in a language."""
    return TITLES[indication][lang == "sw"]


def state_as(state: State, lang: str) -> str:
    """Give how the state of an element reads in a language."""
    return _STATES[state][lang == "sw"]


def laid(engine: FactsEngine, outcome: Outcome, book: Book, *, names: bool = False) -> Laid:
    """Give what is shown of an outcome. `names` shows the facts' words as they were typed, for the screen only."""
    lang = outcome.story.lang
    words = _typed if names else _hidden(outcome.story.text)
    data, swahili = engine.data, lang == "sw"

    def line(said: str, paths: Iterable[str], found: Iterable[Evidence] = (), against: Iterable[Evidence] = (), state: str = "") -> Line:
        places = tuple(paths)
        return Line(said, places, _cited(places, book, lang), words(found), words(against), state)

    rows = [line(r.name, r.provisions, r.evidence, r.against, state_as(r.state, lang)) for r in outcome.rows]
    told = [r.state is not State.NOT_FOUND or bool(r.against) for r in outcome.rows]
    heavier = {one.id: one for one in data.penalties.aggravation}
    return Laid(
        lang=lang,
        indication=said_as(outcome.indication, lang),
        confidence=outcome.confidence,
        why=outcome.why,
        further=tuple(said_as(one, lang) for one in outcome.further),
        elements=tuple(row for row, shown in zip(rows, told, strict=True) if shown),
        missing=tuple(row for row, shown in zip(rows, told, strict=True) if not shown),
        heavier=tuple(line(one.sw if swahili else one.en, one.paths) for one in (heavier[id_] for id_ in outcome.heavier)),
        offences=table([p for id_ in outcome.related for p in data.penalties.penalty if p.id == id_], book, lang),
        indicators=tuple(line(book.heading(ProvisionPath.parse(path), lang), (path,), found) for path, found in outcome.indicators),
        asks=tuple(Line(a.question, a.provisions, _cited(a.provisions, book, lang), reason=a.reason) for a in outcome.asks),
        notes=tuple(line(n.sw if swahili else n.en, n.paths) for n in outcome.notes),
    )


def _cited(paths: Iterable[str], book: Book, lang: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(book.cite(ProvisionPath.parse(path), lang) for path in paths))


def _typed(found: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.text for e in found if e.end > e.start))


def _hidden(text: str) -> Callable[[Iterable[Evidence]], tuple[str, ...]]:
    """Give the words of evidence as they stand in the masked text."""
    masked = mask(text)

    def words(found: Iterable[Evidence]) -> tuple[str, ...]:
        spans = dict.fromkeys(masked.place(e.start, e.end) for e in found if e.end > e.start)
        return tuple(dict.fromkeys(masked.text[a:b] for a, b in spans))

    return words
