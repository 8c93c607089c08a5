"""The penalty table: each offence with its sentence, from the corpus' data, beside the words of the clause that gives it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from answer.statement import Cited, Datum, Statement
from answer.table import Cell, Row, Table
from index.reading import Reading
from index.words import is_stop, stem, words_of
from ingest.book import Book
from ingest.model import quote
from ingest.path import ProvisionPath
from ingest.penalties import Consequence, Fine, Penalty, Prison, Repeat

_CALLED = 0.8
"""The share of the words of an offence's name that a question must have to call it by name."""
_COLUMNS = {
    "en": ("Prison", "Fine", "Together", "On a later conviction", "A company", "The words of the clause", "Clause"),
    "sw": ("Kifungo", "Faini", "Pamoja", "Akipatikana na hatia tena", "Shirika", "Maneno ya kifungu", "Kifungu"),
}


def table(penalties: Iterable[Penalty], book: Book, lang: str) -> Table:
    """Give the table of these offences."""
    return Table(_COLUMNS[lang], tuple(_row(penalty, book, lang) for penalty in penalties))


def _row(penalty: Penalty, book: Book, lang: str) -> Row:
    where = ProvisionPath.parse(penalty.sentenced_by)
    paths = (where,)

    def said(words: tuple[str, dict[str, int]]) -> Cell:
        phrase, values = words
        filled = {name: Datum(f"{value:,}", paths) for name, value in values.items()}
        return Cell((Statement(phrase, lang, filled, about=paths),))

    nothing: tuple[str, dict[str, int]] = ("nothing stated" if penalty.choice else "no sentence stated", {})
    company = penalty.body_corporate
    cells = (
        said(_prison(penalty.prison) if penalty.prison else nothing),
        said(_fine(penalty.fine) if penalty.fine else nothing),
        said((penalty.choice, {}) if penalty.choice else nothing),
        said(_repeat(penalty.repeat) if penalty.repeat else nothing),
        said(("fine at least", {"kes": company.min_fine_kes}) if company else nothing),
        _words(penalty, book, lang),
        Cell((Statement("cited", lang, {"clause": Cited.of(book, where, lang)}),)),
    )
    return Row(named(penalty, lang), cells)


def _prison(prison: Prison) -> tuple[str, dict[str, int]]:
    if prison.life:
        return "prison for life", {}
    if prison.min_years:
        return "prison at least", {"years": prison.min_years}
    if prison.max_years:
        return "prison at most", {"years": prison.max_years}
    if prison.max_months:
        return "prison at most, months", {"months": prison.max_months}
    return ("prison, one year", {}) if prison.years == 1 else ("prison", {"years": prison.years})


def _fine(fine: Fine) -> tuple[str, dict[str, int]]:
    if fine.min_kes:
        return "fine at least", {"kes": fine.min_kes}
    if fine.max_kes:
        return "fine at most", {"kes": fine.max_kes}
    return "fine", {"kes": fine.kes}


def _repeat(repeat: Repeat) -> tuple[str, dict[str, int]]:
    if repeat.life:
        return "prison for life", {}
    phrase = "prison at least" if repeat.fine_option else "prison at least, no fine instead"
    return phrase, {"years": repeat.min_years}


def sentence(penalty: Penalty, lang: str) -> Statement | None:
    """State the sentence of an offence in one phrase; None where its clause names none."""
    said = [part for part in (penalty.prison and _prison(penalty.prison), penalty.fine and _fine(penalty.fine)) if part]
    return _stated(" / ".join((*(phrase for phrase, _ in said), penalty.choice)), said, penalty, lang) if said else None


def later(penalty: Penalty, lang: str) -> Statement | None:
    """State what a later conviction brings; None where the clause says nothing of it."""
    if penalty.repeat is None:
        return None
    said = _repeat(penalty.repeat)
    return _stated(f"later: {said[0]}", [said], penalty, lang)


def _stated(phrase: str, said: list[tuple[str, dict[str, int]]], penalty: Penalty, lang: str) -> Statement:
    paths = (ProvisionPath.parse(penalty.sentenced_by),)
    values = {name: Datum(f"{value:,}", paths) for _, figures in said for name, value in figures.items()}
    return Statement(phrase, lang, values, about=paths)


def figures(penalty: Penalty) -> tuple[str, ...]:
    """Give every figure of a sentence as the table prints it."""
    parts = [part for part in (penalty.prison, penalty.fine, penalty.repeat, penalty.body_corporate) if part is not None]
    values = (getattr(part, name) for part in parts for name in part.__struct_fields__)
    return tuple(f"{value:,}" for value in values if value > 1 and not isinstance(value, bool))


def _words(penalty: Penalty, book: Book, lang: str) -> Cell:
    text = book.text(ProvisionPath.parse(penalty.sentenced_by), lang)
    length, closing = len(text.provision.text), len(text.provision.closing)
    start, end = (length - closing, length) if penalty.part == "closing" and closing else (0, len(text.provision.opening) or length)
    return Cell((Statement("quote", lang, {"words": quote(text.provision, text.edition, start, end)}),))


def notes(penalties: Iterable[Penalty], lang: str) -> tuple[Statement, ...]:
    """Say what the text leaves open, offence by offence."""
    found = [(p.note_sw if lang == "sw" else p.note, (p.sentenced_by, *p.created_by, *p.note_paths)) for p in penalties]
    cited = ((note, tuple(map(ProvisionPath.parse, dict.fromkeys(paths)))) for note, paths in found if note)
    return tuple(Statement("point", lang, {"words": Datum(note, paths)}) for note, paths in cited)


ORDERS = ("law", "offence", "prison", "fine")
"""How the table can be put in order: as the law stands, by name, by the longest prison term, by the highest fine."""


def ordered(penalties: Iterable[Penalty], by: str, lang: str) -> tuple[Penalty, ...]:
    """Put offences in order, the heaviest first where the order is by sentence. Raises KeyError for another order."""
    keys: dict[str, Callable[[Penalty], tuple[float | str, ...]]] = {
        "law": lambda _: (),
        "offence": lambda one: (named(one, lang).lower(),),
        "prison": lambda one: (-_months(one.prison),),
        "fine": lambda one: (-_shillings(one.fine),),
    }
    return tuple(sorted(penalties, key=keys[by]))


def fitting(penalties: Iterable[Penalty], documents: Sequence[str], words: str, lang: str) -> tuple[Penalty, ...]:
    """Give the offences of these documents, of all if none is named, whose names hold each of the words."""
    wanted = words.lower().split()

    def fits(one: Penalty) -> bool:
        return all(word in named(one, lang).lower() for word in wanted)

    return tuple(p for p in penalties if fits(p) and (not documents or p.sentenced_by.split("/")[0] in documents))


def consequences(found: Iterable[Consequence], lang: str) -> tuple[Statement, ...]:
    """State what makes a sentence heavier, or what else follows a conviction."""
    return tuple(
        Statement("point", lang, {"words": Datum(one.sw if lang == "sw" else one.en, tuple(map(ProvisionPath.parse, one.paths)))})
        for one in found
    )


def named(penalty: Penalty, lang: str) -> str:
    """Give the name of an offence in a language."""
    return penalty.offence_sw if lang == "sw" else penalty.offence


def _months(prison: Prison | None) -> float:
    if prison is None:
        return -1
    return math.inf if prison.life else max(12 * prison.min_years, 12 * prison.max_years, 12 * prison.years, prison.max_months)


def _shillings(fine: Fine | None) -> float:
    return -1 if fine is None else max(fine.min_kes, fine.max_kes, fine.kes)


def by_name(penalties: tuple[Penalty, ...], reading: Reading, lang: str) -> tuple[Penalty, ...]:
    """Choose the offences that a question calls by name, nearly every word of it; the one with the longest name first."""
    asked = set(reading.words[lang])
    found = []
    for penalty in penalties:
        words = _name(penalty, lang)
        if len(words) > 1 and len(words & asked) >= _CALLED * len(words):
            found.append((len(words & asked), penalty))
    return tuple(penalty for _, penalty in sorted(found, key=lambda pair: -pair[0]))


@cache
def _name(penalty: Penalty, lang: str) -> frozenset[str]:
    return frozenset(stem(word, lang) for word in words_of(named(penalty, lang)) if not is_stop(word, lang))


@cache
def _places(penalty: Penalty) -> tuple[ProvisionPath, ...]:
    return tuple(ProvisionPath.parse(path) for path in (*penalty.created_by, penalty.sentenced_by))


def asked_for(penalties: tuple[Penalty, ...], hits: Iterable[ProvisionPath], cited: Iterable[ProvisionPath]) -> tuple[Penalty, ...]:
    """Choose the offences that a question is about: those cited, else those of the best hits, best first.

    A hit counts for an offence that it creates or sentences; a section counts for the offences of its clauses.
    """
    cited = tuple(cited)
    chosen: list[Penalty] = []
    for path in cited or tuple(hits):
        for penalty in penalties:
            if penalty not in chosen and any(place.holds(path) or path.holds(place) for place in _places(penalty)):
                chosen.append(penalty)
    return tuple(chosen)
