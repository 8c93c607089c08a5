"""The proof of a kit: every line is held against its source again, from its words, before a file is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from answer.penalty import later, sentence
from answer.verify import verify
from index.snapshot import Snapshot
from ingest.errors import KingaError
from ingest.model import Layer
from workshop.paper import Line, Source
from workshop.plan import lore
from workshop.say import BRIEF, phrases, without_name
from workshop.scenario import bank

_FIGURE = re.compile(r"[\d:,.–-]+|[A-E]|\d{4}-\d\d-\d\d")
_CODE = re.compile(r"[0-9a-f]{8,64}(?:-[0-9a-f]+)?|[\w.-]+")


class Unproved(KingaError):
    """A kit holds a sentence that neither the law nor Kinga's fixed words prove."""


def prove(lines: Iterable[Line], snapshot: Snapshot) -> int:
    """Hold every line against its source; give how many. Raises Unproved, which names the sentence."""
    count = 0
    stated = []
    for line in dict.fromkeys(lines):
        count += 1
        if line.source is Source.LAW:
            stated.append(line)
        elif not _stands(line, snapshot):
            raise _fault(line.text)
    _prove_law(stated, snapshot)
    return count


def _fault(words: str) -> Unproved:
    return Unproved(f"The kit was not written: nothing proves {words[:120]!r}.", "Mend the corpus file that it comes from, then run again.")


def _prove_law(lines: list[Line], snapshot: Snapshot) -> None:
    for lang in {line.lang for line in lines}:
        said = [line for line in lines if line.lang == lang]
        record: dict[str, Any] = {
            "lang": lang,
            "quotes": [
                {"path": str(q.path), "edition": q.edition, "start": q.start, "end": q.end, "text": q.text}
                for line in said
                if line.statement
                for q in line.statement.quotes
            ],
            "statements": [{"text": line.text, "citations": [str(path) for path in line.paths]} for line in said],
        }
        for wrong in verify(record, snapshot):
            raise _fault(wrong)


def _stands(line: Line, snapshot: Snapshot) -> bool:
    if line.source is Source.FRAME:
        return _framed(line, snapshot)
    if line.source is Source.STORY:
        return line.text in _stories()
    return line.text in names(snapshot) or line.text in _called(line, snapshot)


def _called(line: Line, snapshot: Snapshot) -> set[str]:
    """Give what the provisions of a line may be called: their paths, and their citations with the Act's name shortened."""
    known = [path for path in line.paths if path in snapshot.book]
    cites = {without_name(snapshot.book, snapshot.book.cite(path, line.lang), path.instrument, line.lang) for path in known}
    return {f"{cite}, {BRIEF[line.lang]}" for cite in cites} | {str(path) for path in known}


def _framed(line: Line, snapshot: Snapshot) -> bool:
    pattern = phrases().get(line.key, {}).get(line.lang)
    if isinstance(pattern, list):
        return line.text in pattern
    if pattern is None or line.text != pattern.format_map(dict(line.values)):
        return False
    cites = {snapshot.book.cite(path, line.lang) for path in line.paths if path in snapshot.book}
    return all(_filled(value, cites, snapshot) for _, value in line.values)


def _filled(value: str, cites: set[str], snapshot: Snapshot) -> bool:
    return (
        bool(_FIGURE.fullmatch(value) or _CODE.fullmatch(value)) or value in cites or value in names(snapshot) or _quoted(value, snapshot)
    )


def _quoted(value: str, snapshot: Snapshot) -> bool:
    """Whether the words stand in one provision."""
    return any(value in text for text in _texts(snapshot))


@lru_cache(maxsize=2)
def _texts(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(provision.text for edition in snapshot.book.editions for provision in edition.walk() if provision.text)


@lru_cache(maxsize=1)
def _stories() -> frozenset[str]:
    return frozenset(words for one in bank() for words in (one.story, *one.elements.values()))


@lru_cache(maxsize=2)
def names(snapshot: Snapshot) -> frozenset[str]:
    """Give every name and value of the corpus' data that a line may hold."""
    data, book = snapshot.data, snapshot.book
    out = {p.heading for edition in book.editions for p in edition.walk()} | {e.id for e in book.editions}
    for instrument in book.instruments.values():
        out |= {instrument.short, instrument.short_sw, instrument.title, instrument.title_sw}
    for concept in data.concepts.values():
        out |= {concept.name, concept.name_sw}
        out |= {name for element in concept.element for name in (element.name, element.name_sw)}
        out |= {name for signal in concept.signal for name in (signal.name, signal.name_sw)}
        out |= {words for points in concept.fields.values() for one in points for words in (one.en, one.sw)}
    for penalty in data.penalties.penalty:
        out |= {penalty.offence, penalty.offence_sw}
        out |= {s.text for lang in ("en", "sw") for s in (sentence(penalty, lang), later(penalty, lang)) if s is not None}
    for other in (*data.penalties.aggravation, *data.penalties.consequence):
        out |= {other.en, other.sw}
    for topic in lore().topic:
        out |= {topic.title, topic.title_sw, topic.aim, topic.aim_sw}
    for plan in lore().plan:
        out |= {plan.title, plan.title_sw, plan.audience, plan.audience_sw}
    for claim in lore().claim:
        out |= {claim.en, claim.sw}
    for one in bank():
        out |= {one.county, one.sector}
    out |= {said[lang] for said in phrases().values() for lang in ("en", "sw") if isinstance(said[lang], str)}  # type: ignore[misc]
    out |= {*map(str, Layer), *BRIEF.values()}
    return frozenset(out - {""})
