"""Check a finished answer again, from its JSON alone, against the snapshot: `verify(record, snapshot)` gives what is wrong.

A statement stands if its text is an exact span of a provision that it cites, or one of the fixed sentences whose blanks
are filled with such spans, with the printed citations of provisions that it cites, with the corpus' own data, or with
names. A quote stands if its text is the span that it names in the edition that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any

from answer.facts.signs import read_lore
from answer.phrases import PHRASES
from answer.uses import all_uses
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
        if not _stands(statement, record, snapshot):
            yield f"Not proved: {statement['text'][:80]!r}."


def _stands(statement: Mapping[str, Any], record: Mapping[str, Any], snapshot: Snapshot) -> bool:
    lang = record["lang"]
    try:
        paths = [ProvisionPath.parse(path) for path in statement["citations"]]
    except BadInput:
        return False
    if any(path not in snapshot.book and path.steps for path in paths):
        return False
    spans = [t.provision.text for path in paths for t in snapshot.book.texts(path)]
    cited = {snapshot.book.cite(path, lang, long) for path in paths if path in snapshot.book for long in (False, True)}
    fills = cited | _data(snapshot)
    sources = {"words": spans, "asked": [record.get("question", ""), record.get("as_at", "")]}
    return any(_fits(statement["text"], pattern, sources, fills) for pattern in _patterns(lang))


def _fits(text: str, pattern: re.Pattern[str], sources: Mapping[str, list[str]], fills: set[str]) -> bool:
    """Whether a text is a phrase whose blanks are values of the corpus, spans of the provisions, or the user's own words."""
    match = pattern.fullmatch(text)
    if match is None:
        return False
    return all(
        value in (() if name == "asked" else fills) or _spanned(value, sources.get(name, ())) for name, value in match.groupdict().items()
    )


def _spanned(value: str, texts: Iterable[str]) -> bool:
    return bool(value) and any(value in text for text in texts)


@lru_cache(maxsize=2)
def _patterns(lang: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_pattern(phrases[lang]), re.DOTALL) for phrases in PHRASES.values())


def _pattern(phrase: str) -> str:
    out = ""
    for literal, name, _, _ in Formatter().parse(phrase):
        out += re.escape(literal) + (f"(?P<{name}>.+?)" if name else "")
    return out


@lru_cache(maxsize=2)
def _data(snapshot: Snapshot) -> frozenset[str]:
    """Every value of the corpus' data that a blank may hold."""
    data, out = snapshot.data, set[str]()
    for concept in data.concepts.values():
        out |= {words for points in concept.fields.values() for one in points for words in (one.en, one.sw)}
        out |= {concept.outside.en, concept.outside.sw} if concept.outside else set()
        out |= {concept.name, concept.name_sw}
        out |= {name for element in concept.element for name in (element.name, element.name_sw)}
        out |= {name for signal in concept.signal for name in (signal.name, signal.name_sw)}
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
    out |= {name for use in all_uses() for name in (use.name, use.name_sw)}
    out |= {words for question in read_lore().rules.ask for words in (question.en, question.sw)}
    out |= {edition.as_at for edition in snapshot.book.editions}
    out |= {instrument.as_at for instrument in snapshot.book.instruments.values()}
    return frozenset(out - {""})
