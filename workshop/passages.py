"""Passages that several parts of a kit share: a topic's points, clauses quoted in full, the tables, the notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from answer.clause import clause
from answer.penalty import later, sentence
from answer.state import state
from answer.statement import Statement
from ingest.concepts import Concept
from ingest.model import Layer
from ingest.path import ProvisionPath
from workshop.paper import Block, Cell, Heading, Line, Para, Table
from workshop.plan import Topic, lore
from workshop.say import Voice

_TOLD_ONCE = ("quote", "plain", "unreviewed")


def notices(voice: Voice, paths: Iterable[ProvisionPath]) -> Iterator[Block]:
    """Say whose words the clauses are, so far as the clauses used call for it."""
    texts = [voice.book.text(path, voice.lang) for path in paths if path in voice.book]
    plain = [text for text in texts if text.edition.layer is Layer.PLAIN]
    yield Heading(voice.frame("head_notices"), 2)
    if plain:
        yield Para(voice.frame("plain_notice"), "note")
    if any(text.edition.lang != voice.lang for text in texts):
        yield Para(voice.frame("english_notice"), "note")
    if any(text.edition.lang == "sw" for text in plain):
        path = next(text.provision.path for text in plain)
        yield Para(voice.law(Statement("unreviewed", voice.lang, about=(path,)), cited=False), "note")
    if any(voice.book.instruments[text.edition.instrument].kind in ("plan", "guideline", "report") for text in texts):
        yield Para(voice.frame("policy_notice"), "note")
    yield Para(voice.frame("advice_notice"), "note")


def concepts_of(voice: Voice, topic: Topic) -> tuple[Concept, ...]:
    """Give the concepts of a topic."""
    return tuple(voice.snapshot.data.concepts[slug] for slug in topic.concepts)


def points(voice: Voice, topic: Topic) -> Iterator[Block]:
    """State what the corpus says of a topic's concepts, row by row."""
    for concept in concepts_of(voice, topic):
        yield Heading(voice.name(concept.title(voice.lang)), 2)
        for row in topic.rows:
            said = concept.fields[row]
            if said:
                yield Heading(voice.frame(f"row_{row}"), 3)
            for one in said:
                yield Para(voice.point(one), "bullet")


def clauses(voice: Voice, topic: Topic) -> Iterator[Block]:
    """Quote a topic's clauses in full, each under its citation, with what must be known of it."""
    told: set[str] = set()
    if topic.clauses:
        yield Heading(voice.frame("head_words"), 2)
    for path in map(ProvisionPath.parse, topic.clauses):
        found = clause(voice.book, path, voice.lang)
        yield Heading(voice.cite(path), 3)
        for part in found.parts:
            yield Para(voice.quote(part.words), "quote", max(0, part.depth - 1), part.number if part.depth else "")
        for statement in state(found, voice.book, voice.lang):
            if statement.phrase not in _TOLD_ONCE and statement.text not in told:
                told.add(statement.text)
                yield Para(voice.law(statement, cited=False), "note")


def compared(voice: Voice, short: bool = False) -> Table:
    """Lay the neighbours side by side; `short` takes the first point of each cell."""
    concepts = [voice.snapshot.data.concepts[slug] for slug in lore().compared]
    head = (voice.frame("dash"), *(voice.name(concept.title(voice.lang)) for concept in concepts))
    rows = tuple(
        ((voice.frame(f"row_{row}"),), *(_cell(voice, concept, row, short) for concept in concepts)) for row in lore().compared_rows
    )
    return Table(head, rows, (0.12, *((0.88 / len(concepts),) * len(concepts))))


def _cell(voice: Voice, concept: Concept, row: str, short: bool) -> Cell:
    said = concept.fields[row][: 1 if short else None]
    return tuple(voice.point(one) for one in said) or (voice.frame("dash"),)


def penalties(voice: Voice, instrument: str = "ctip-act-2010") -> Table:
    """Give the offences of a law with their sentences, from the corpus' data."""
    rows = []
    for one in voice.snapshot.data.penalties.penalty:
        said, again = sentence(one, voice.lang), later(one, voice.lang)
        where = ProvisionPath.parse(one.sentenced_by)
        if said is None or where.instrument != instrument:
            continue
        offence = voice.name(one.offence_sw if voice.lang == "sw" else one.offence, where)
        last = voice.law(again, cited=False) if again else voice.frame("dash")
        rows.append(((offence,), (voice.law(said, cited=False),), (last,), (voice.cite(where),)))
    head = tuple(voice.frame(key) for key in ("head_offence", "head_sentence", "head_repeat", "head_clause"))
    return Table(head, tuple(rows), (0.38, 0.27, 0.17, 0.18))


def penalties_in_short(voice: Voice, instrument: str = "ctip-act-2010") -> Table:
    """Give a row for each clause that sentences: its heading, or the offence where the heading stands above already."""
    rows, told = [], set[str]()
    for one in voice.snapshot.data.penalties.penalty:
        said, again = sentence(one, voice.lang), later(one, voice.lang)
        where = ProvisionPath.parse(one.sentenced_by)
        if said is None or where.instrument != instrument or one.sentenced_by in told:
            continue
        heading = voice.book.heading(where, voice.lang)
        offence = voice.name(heading if heading not in told else one.offence_sw if voice.lang == "sw" else one.offence, where)
        told |= {one.sentenced_by, heading}
        last = voice.law(again, cited=False) if again else voice.frame("dash")
        rows.append(((voice.cite(where),), (offence,), (voice.law(said, cited=False),), (last,)))
    head = tuple(voice.frame(key) for key in ("head_clause", "head_offence", "head_sentence", "head_repeat"))
    return Table(head, tuple(rows), (0.12, 0.31, 0.34, 0.23))


def first_things(voice: Voice) -> Iterator[Block]:
    """Give the first things to do for a victim, each a point of the corpus with its clause."""
    concept = voice.snapshot.data.concepts[lore().triangle]
    for path in lore().first:
        said: list[Line] = [voice.point(one) for one in concept.fields["protected"] if one.paths[0] == path]
        for line in said[:1]:
            yield Para(line, "bullet")


def used(voice: Voice, topics: Iterable[Topic]) -> tuple[ProvisionPath, ...]:
    """Give the provisions that topics quote or rest on."""
    paths = [path for topic in topics for path in topic.clauses]
    paths += [p for topic in topics for c in concepts_of(voice, topic) for row in topic.rows for one in c.fields[row] for p in one.paths]
    return tuple(ProvisionPath.parse(path) for path in dict.fromkeys(paths))
