"""The rows of a snapshot's collections: what is searched, and what a search may be narrowed by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.milvus.field import HERE, PASSAGE_BITS, dimensions
from index.milvus.names import spelled
from index.passages import Field, fields
from index.snapshot import Snapshot
from index.words import tokens
from ingest.book import Book

_LONGEST = 60_000
"""The most bytes of stems in a row; the engine bears 65,535."""
_NOTHING = "nothing0here"
"""Stands for a text without any word: not every engine takes an empty one."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """What fills one collection: the field, "passages" or "words", the rows and their number; of words, how many rows have each."""

    field: str
    kind: str
    rows: Iterator[Row]
    count: int
    dimension: int = 0
    stems: Mapping[str, int] | None = None


def loads(snapshot: Snapshot) -> Iterator[Load]:
    """Give what fills every collection of a snapshot, field by field."""
    about = [_about(snapshot.book, row) for row in range(len(snapshot.book.paths))]
    for field in fields(snapshot.book, snapshot.data.asked):
        texts = _stems(field, len(about))
        counts = Counter(stem for text in texts for stem in set(text))
        yield Load(field.key, "words", _words(texts, counts, about, field.lang), len(texts), stems=dict(sorted(counts.items())))
        if field.key in snapshot.vectors:
            vectors, rows = snapshot.vectors[field.key].passages()
            yield Load(field.key, "passages", _passages(vectors, rows.tolist(), about, field.lang), len(rows), vectors.shape[1])


def _stems(field: Field, rows: int) -> list[list[str]]:
    together: list[list[str]] = [[] for _ in range(rows)]
    for row, text in field.passages:
        together[row] += tokens(text, field.lang)
    return together


def _words(texts: Sequence[Sequence[str]], counts: Iterable[str], about: Sequence[Row], lang: str) -> Iterator[Row]:
    numbers = dimensions(counts)
    for row, stems in enumerate(texts):
        held = {HERE: 1.0} | {numbers[stem]: 1.0 for stem in set(stems)}
        yield {"key": row, "stems": _text(stems), "held": held, "lang": lang, **about[row]}


def _text(stems: Sequence[str]) -> str:
    """Write the stems as one text. One that is longer than the engine bears keeps each stem, and as many repeats as fit."""
    text = " ".join(spelled(stem) for stem in stems) or _NOTHING
    if len(text) <= _LONGEST:
        return text
    words = text.split()
    return " ".join((*dict.fromkeys(words), *words))[: _LONGEST + 1].rpartition(" ")[0]


def _passages(vectors: Iterable[Any], rows: Sequence[int], about: Sequence[Row], lang: str) -> Iterator[Row]:
    seen: Counter[int] = Counter()
    for vector, row in zip(vectors, rows, strict=True):
        yield {"key": (row << PASSAGE_BITS) + seen[row], "vector": vector, "lang": lang, **about[row]}
        seen[row] += 1


def _about(book: Book, row: int) -> Row:
    path = book.paths[row]
    edition, instrument = book.text(path).edition, book.instruments[path.instrument]
    return {
        "path": str(path),
        "instrument": path.instrument,
        "kind": instrument.kind,
        "layer": str(edition.layer),
        "as_at": edition.as_at,
    }
