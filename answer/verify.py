"""Check a finished answer again, from its JSON alone, against the snapshot: `verify(record, snapshot)` gives what is wrong.

A statement stands if its text is an exact span of a provision that it cites, or one of the fixed sentences whose blanks
are filled with such spans, with the printed citations of provisions that it cites, with the corpus' own data, or with
names. A quote stands if its text is the span that it names in the edition that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any

from answer.phrases import PHRASES
from index.snapshot import Snapshot
from ingest.errors import BadInput
from ingest.path import ProvisionPath


def verify(record: Mapping[str, Any], snapshot: Snapshot) -> tuple[str, ...]:
    """Give a sentence for each quote or statement that does not stand; nothing where the answer is proved."""
    return (*_quotes(record, snapshot), *_statements(record, snapshot))


def _quotes(record: Mapping[str, Any], snapshot: Snapshot) -> Iterator[str]:
    for quote in record["quotes"]:
        texts = {t.edition.id: t.provision.text for t in snapshot.book.texts(ProvisionPath.parse(quote["path"]))}
        text = texts.get(quote["edition"])
        if text is None:
            yield f"{quote['path']} has no edition {quote['edition']}."
        elif not quote["text"] or text[quote["start"] : quote["end"]] != quote["text"]:
            yield f"{quote['path']} [{quote['start']}:{quote['end']}] does not read {quote['text'][:60]!r}."


def _statements(record: Mapping[str, Any], snapshot: Snapshot) -> Iterator[str]:
    cells = [cell for row in (record.get("table") or {}).get("rows", ()) for cell in row["cells"]]
    for statement in (*record["statements"], *(one for cell in cells for one in cell["statements"])):
        if not _stands(statement["text"], tuple(statement["citations"]), record["lang"], snapshot):
            yield f"Not proved: {statement['text'][:80]!r}."


def _stands(text: str, citations: tuple[str, ...], lang: str, snapshot: Snapshot) -> bool:
    try:
        paths = [ProvisionPath.parse(path) for path in citations]
    except BadInput:
        return False
    if any(path not in snapshot.book and path.steps for path in paths):
        return False
    spans = [t.provision.text for path in paths for t in snapshot.book.texts(path)]
    fills = {snapshot.book.cite(path, lang) for path in paths if path in snapshot.book} | _data(snapshot)
    return any(_fits(text, pattern, spans, fills) for pattern in _patterns(lang))


def _fits(text: str, pattern: re.Pattern[str], spans: list[str], fills: set[str] | frozenset[str]) -> bool:
    match = pattern.fullmatch(text)
    if match is None:
        return False
    return all(_filled(name, value, spans, fills) for name, value in match.groupdict().items())


def _filled(name: str, value: str, spans: list[str], fills: set[str] | frozenset[str]) -> bool:
    if name == "asked":  # the user's own words, repeated
        return True
    return bool(value) and (value in fills or (name == "words" and any(value in span for span in spans)))


@lru_cache(maxsize=2)
def _patterns(lang: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_pattern(phrases[lang]), re.DOTALL) for phrases in PHRASES.values())


def _pattern(phrase: str) -> str:
    out = ""
    for literal, name, _, _ in Formatter().parse(phrase):
        out += re.escape(literal) + (f"(?P<{name}>.+)" if name else "")
    return out


@lru_cache(maxsize=2)
def _data(snapshot: Snapshot) -> frozenset[str]:
    """Every value of the corpus' data that a blank may hold."""
    data, out = snapshot.data, set[str]()
    for concept in data.concepts.values():
        out |= {words for points in concept.fields.values() for one in points for words in (one.en, one.sw)}
        out |= {concept.outside.en, concept.outside.sw} if concept.outside else set()
    for penalty in data.penalties.penalty:
        parts = [p for p in (penalty.prison, penalty.fine, penalty.repeat, penalty.body_corporate) if p is not None]
        out |= {f"{getattr(part, name):,}" for part in parts for name in part.__struct_fields__}
        out |= {penalty.note, penalty.note_sw}
    for other in (*data.penalties.aggravation, *data.penalties.consequence):
        out |= {other.en, other.sw}
    for topic in data.scope.topic:
        out |= {topic.name, topic.name_sw, topic.look, topic.look_sw}
    for slug, instrument in snapshot.book.instruments.items():
        last = [path.steps[-1] for path in snapshot.book.children(ProvisionPath(slug))]
        out |= {instrument.short, instrument.short_sw, str(instrument.last), *last[-1:]}
    return frozenset(out - {""})
