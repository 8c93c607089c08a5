"""How time and memory grow with the corpus: the real one, 10,000 and 100,000 provisions, part of `python -m eval bench`.

The provisions beyond the real ones are synthetic: whole copies of the English corpus as documents of their own, with a fifth
of the words of every clause replaced by others drawn at random from the words of the corpus (so common words stay common),
and with the vectors of the real clauses turned by a random direction of a third of their length, so that no two are alike and
near clauses stay near. Encoding 100,000 texts would take the better part of an hour and says nothing of search. As with a
user's own documents, nobody has written down what people ask of them. Everything else of a search runs as it does in use.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.dense import DenseIndex
from index.encode import Vectors
from index.engine import KeywordIndex, VectorIndex
from index.meaning import Meaning
from index.passages import fields
from index.search import Search
from index.snapshot import Snapshot
from index.words import WordIndex
from ingest.book import Book
from ingest.model import Edition, Instrument, Layer, Provision
from ingest.path import ProvisionPath

SIZES = (10_000, 100_000)
REPLACED = 0.2
TURNED = 1 / 3
QUESTIONS = 60


class Copies:
    """Synthetic documents, each a copy of the English corpus, and the real provision that each of theirs was made from."""

    def __init__(self, real: Book, wanted: int) -> None:
        """Make copies until there are `wanted` provisions, the real ones included."""
        self._chance = np.random.default_rng(0)
        tops = [top for edition in real.editions if edition.layer is Layer.PLAIN and edition.lang == "en" for top in edition.provisions]
        self._words = [word for top in tops for one in top.walk() for word in one.text.split()]
        self.made_from: dict[ProvisionPath, ProvisionPath] = {}
        instruments, editions = dict(real.instruments), list(real.editions)
        while (left := wanted - len(real.paths) - len(self.made_from)) > 0:
            slug = f"document-{len(instruments)}"
            instruments[slug] = Instrument(slug, f"Document {slug}", slug, kind="report", unit="section", year=0, whole=False)
            editions.append(Edition(slug, Layer.PLAIN, "en", self._copied(tops, slug, left)))
        self.book = Book(instruments, editions)

    def _copied(self, tops: list[Provision], slug: str, most: int) -> tuple[Provision, ...]:
        """Copy provisions as one document, until `most` are reached."""
        before = len(self.made_from)
        made: list[Provision] = []
        for number, top in enumerate(tops, 1):
            if len(self.made_from) - before >= most:
                break
            made.append(self._varied(top, slug, str(number)))
        return tuple(made)

    def _varied(self, one: Provision, slug: str, first: str) -> Provision:
        path = ProvisionPath(slug, (first, *one.path.steps[1:]))
        self.made_from[path] = one.path
        below = tuple(self._varied(child, slug, first) for child in one.children)
        return dataclasses.replace(one, path=path, opening=self._other(one.opening), closing=self._other(one.closing), children=below)

    def _other(self, text: str) -> str:
        words = text.split()
        for n in np.flatnonzero(self._chance.random(len(words)) < REPLACED):
            words[n] = self._words[int(self._chance.integers(len(self._words)))]
        return " ".join(words)


def grown(real: Snapshot, wanted: int) -> Snapshot:
    """Give a snapshot in memory with that many provisions."""
    copies = Copies(real.book, wanted)
    book = copies.book
    row = {path: n for n, path in enumerate(book.paths)}
    here = np.array([row[path] for path in real.book.paths])
    source = {path: n for n, path in enumerate(real.book.paths)}
    pairs = [(row[path], source[origin]) for path, origin in copies.made_from.items()]
    words: dict[str, KeywordIndex] = {}
    vectors: dict[str, VectorIndex] = {}
    for field in fields(book, real.data.asked):
        together: list[list[str]] = [[] for _ in book.paths]
        for at, text in field.passages:
            together[at].append(text)
        words[field.key] = WordIndex.build(["\n".join(texts) for texts in together], field.lang)
        if field.key in real.vectors:
            vectors[field.key] = _vectors(real.vectors[field.key], here, [] if field.name == "asked" else pairs)
    centres = _centres(real, len(book.paths), here, pairs)
    return dataclasses.replace(real, book=book, words=words, vectors=vectors, meaning=Meaning.around(centres, real.meaning.adapters))


def _turned(vectors: Vectors) -> Vectors:
    """Turn unit vectors by a random direction each."""
    chance = np.random.default_rng(len(vectors))
    noise = chance.standard_normal(vectors.shape, dtype=np.float32)
    moved = vectors + TURNED * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


def _vectors(real: VectorIndex, here: np.ndarray, pairs: list[tuple[int, int]]) -> DenseIndex:
    """The real passages at their new rows, and for each synthetic row turned copies of those it was made from."""
    own, rows = real.passages()
    of = {int(row): np.flatnonzero(rows == row) for row in np.unique(rows)}
    taken = [(new, passage) for new, source in pairs for passage in of.get(source, ())]
    copied = _turned(own[[passage for _, passage in taken]]) if taken else own[:0]
    places = np.array([new for new, _ in taken], dtype=np.int32)
    return DenseIndex.build(np.vstack([own, copied]), np.concatenate([here[rows], places]).astype(np.int32))


def _centres(real: Snapshot, count: int, here: np.ndarray, pairs: list[tuple[int, int]]) -> Vectors:
    centres = np.zeros((count, real.meaning.centres.shape[1]), dtype=np.float32)
    centres[here] = real.meaning.centres
    if pairs:
        new, source = np.array(pairs).T
        centres[new] = _turned(real.meaning.centres[source])
    return centres


def report(real: Snapshot, questions: list[str]) -> Iterator[str]:
    """Give a line for each size, the real corpus first: provisions, passages, indexing, memory, and times of warm search."""
    asked = questions[:: max(1, len(questions) // QUESTIONS)]
    for wanted in (0, *SIZES):
        before, began = _resident(), time.perf_counter()
        snapshot = grown(real, wanted) if wanted else real
        made = time.perf_counter() - began
        search = Search(snapshot)
        search.search(asked[0])
        first = time.perf_counter() - began - made
        p50, p95 = np.percentile([_milliseconds(search, question) for question in asked], [50, 95])
        yield (
            f"{len(snapshot.book.paths):>7,} provisions: warm search p50 {p50:.1f} ms, p95 {p95:.1f} ms; first search {first:.1f} s; "
            f"made and indexed without encoding in {made:.0f} s; memory {_resident() - before:+,.0f} MB"
        )


def _milliseconds(search: Search, question: str) -> float:
    began = time.perf_counter()
    search.search(question)
    return 1000 * (time.perf_counter() - began)


def _resident() -> float:
    """Memory that this process holds now, in MB; 0 where the system does not tell."""
    file = Path("/proc/self/statm")
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if file.exists() else 0.0
