"""Questions on clauses: which says this, what does it say, which term is defined, which figure stands there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from answer.definition import is_definition
from index.rows import HOME_INSTRUMENT
from ingest.crossref import all_references
from ingest.model import Provision, Standing, quote
from ingest.path import ProvisionPath
from workshop.paper import Line
from workshop.plan import taught
from workshop.question import WRONG, Maker, Question, alike, related
from workshop.say import Voice

_SHORTEST, _LONGEST = 40, 420
_POINTS_ELSEWHERE = re.compile(r"section|paragraph|article|schedule|this part|kifungu|vifungu|aya |ibara|jedwali|sehemu hii", re.IGNORECASE)
_LEANS = re.compile(r"^(?:It |They |This |That |These |In that case|He |She |Hii |Hiyo |Hilo )")
_FIGURE = {
    "en": re.compile(r"(?<![\w(/.,-])(\d[\d,]*) (years|shillings|days|months|hours|members|weeks|persons|times)"),
    "sw": re.compile(r"(?:(miaka|shilingi|siku|miezi|saa|wajumbe|watu|mara) )(\d[\d,]*\d|\d)(?![\w)/])"),
}
_AROUND = 90


@dataclass(frozen=True, slots=True)
class Told:
    """A provision that says a whole sentence by itself, in one edition."""

    path: ProvisionPath
    provision: Provision
    edition: object
    line: Line


def on_clauses(maker: Maker) -> Iterator[Question]:
    """Give every question on the words of clauses."""
    broken = {reference.source for reference in all_references(maker.voice.book) if reference.kind == "broken"}
    told = [one for one in _told(maker.voice) if _taught(one.path, maker.voice) and one.path not in broken]
    by_law: dict[str, list[Told]] = {}
    for one in told:
        by_law.setdefault(one.path.instrument, []).append(one)
    for one in told:
        others = [o for o in by_law[one.path.instrument] if o.path != one.path and not alike(o.provision.text, one.provision.text)]
        made = (_which(maker, one, others), _what(maker, one, others))
        yield from (question for question in made if question is not None)
    yield from _terms(maker)
    yield from _figures(maker, told)


def _taught(path: ProvisionPath, voice: Voice) -> bool:
    """Whether a clause is taught: of the Act, or one on which a concept, a penalty or a topic rests."""
    return path.instrument == HOME_INSTRUMENT or any(related(path, place) for place in taught(voice.snapshot))


def _told(voice: Voice) -> Iterator[Told]:
    """Give the provisions whose words can stand alone: no items below, no opening words above, in force, of middle length."""
    for edition in voice.book.editions:
        for top in edition.provisions if edition.lang == voice.lang and edition.layer != "note" else ():
            for provision in _alone(top):
                shown = voice.book.text(provision.path, voice.lang)
                if shown.edition is edition and not is_definition(provision.path):
                    yield Told(provision.path, provision, edition, voice.quote(quote(provision, edition)))


def _alone(provision: Provision) -> Iterator[Provision]:
    if provision.children:
        if not provision.text:
            for child in provision.children:
                yield from _alone(child)
    elif provision.standing is Standing.IN_FORCE and _SHORTEST <= len(provision.text) <= _LONGEST and not _LEANS.match(provision.text):
        yield provision


def _which(maker: Maker, one: Told, others: list[Told]) -> Question | None:
    """Ask for the clause; words that point to another clause would give it away."""
    if _POINTS_ELSEWHERE.search(one.provision.text):
        return None
    voice = maker.voice
    name = voice.book.instruments[one.path.instrument].named(voice.lang)
    stem = voice.frame("q_which_clause", instrument=name, words=one.provision.text)
    near = sorted(others, key=lambda o: abs(_place(o) - _place(one)))[:6]
    return maker.make("which clause", stem, voice.cite(one.path), [voice.cite(o.path) for o in near], one.path)


def _place(one: Told) -> int:
    number = re.match(r"\d+", one.path.steps[0])
    return int(number.group()) if number else 0


def _what(maker: Maker, one: Told, others: list[Told]) -> Question | None:
    stem = maker.voice.frame("q_what_says", clause=one.path)
    fair = [o for o in others if 0.6 <= len(o.provision.text) / len(one.provision.text) <= 1.7]
    return maker.make("what it says", stem, one.line, [o.line for o in fair], one.path) if len(fair) > 2 else None


def _worth(figure: str) -> int:
    return max(1, int(figure.replace(",", "")))


def _terms(maker: Maker) -> Iterator[Question]:
    """Ask for a defined term, where its definition does not hold the term's own words."""
    voice = maker.voice
    found: dict[str, list[tuple[ProvisionPath, str, str]]] = {}
    for path in voice.book.paths:
        text = voice.book.text(path, voice.lang)
        if is_definition(path) and text.edition.lang == voice.lang and text.edition.layer != "note" and text.provision.heading:
            term, opening = text.provision.heading, text.provision.opening
            words = opening[len(term) :].strip() if opening.lower().startswith(term.lower()) else opening
            found.setdefault(path.instrument, []).append((path, term, words))
    for instrument, terms in found.items():
        name = voice.book.instruments[instrument].named(voice.lang)
        for path, term, words in terms:
            if len(words) < _SHORTEST or _tells(term, words) or voice.book.children(path) or _POINTS_ELSEWHERE.search(words):
                continue
            wrong = [voice.name(other, at) for at, other, its in terms if at != path and not alike(its, words)]
            question = maker.make("term", voice.frame("q_term", instrument=name, words=words), voice.name(term, path), wrong, path)
            if question is not None:
                yield question


def _tells(term: str, words: str) -> bool:
    return any(part.lower()[:5] in words.lower() for part in term.split() if len(part) > 3)


def _figures(maker: Maker, told: list[Told]) -> Iterator[Question]:
    """Ask for a figure of a clause; wrong answers are figures of other clauses in the same unit, a sentence's among sentences."""
    unit, figure = (1, 2) if maker.voice.lang == "sw" else (2, 1)
    pattern = _FIGURE[maker.voice.lang]
    found = [(one, match) for one in told for match in pattern.finditer(one.provision.text)]
    sentencing = {ProvisionPath.parse(p.sentenced_by) for p in maker.voice.snapshot.data.penalties.penalty}
    known: dict[tuple[str, bool], set[str]] = {}
    for one, match in found:
        known.setdefault((match.group(unit), one.path in sentencing), set()).add(match.group(figure))
    for one, match in found:
        question = _figure(maker, one, match.span(figure), match.group(figure), known[match.group(unit), one.path in sentencing])
        if question is not None:
            yield question


def _figure(maker: Maker, one: Told, span: tuple[int, int], right: str, known: set[str]) -> Question | None:
    text, voice = one.provision.text, maker.voice
    start = text.find(" ", max(0, span[0] - _AROUND)) + 1 if span[0] > _AROUND else 0
    end = text.rfind(" ", 0, span[1] + _AROUND) if len(text) > span[1] + _AROUND else len(text)
    before, after = text[start : span[0]].strip(), text[span[1] : end].strip()
    if not before or not after:
        return None
    stem = voice.frame("q_figure", clause=one.path, before=before, after=after)
    near = sorted((other for other in known if other != right), key=lambda other: abs(math.log(_worth(other) / _worth(right))))[:WRONG]
    wrong = [voice.frame("figure", number=other) for other in near]
    return maker.make("figure", stem, voice.frame("figure", number=right), wrong, one.path, in_order=True)
