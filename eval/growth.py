"""A greater corpus than there is, made by varying the real one, to see how time and memory grow: used by `python -m eval scale`.

The provisions beyond the real ones are synthetic: whole copies of the English corpus as documents of their own, with a fifth
of the words of every clause replaced by others drawn at random from the words of the corpus (so common words stay common),
and with the vectors of the real clauses turned by a random direction of a third of their length, so that no two are alike and
near clauses stay near. Encoding a million texts would take a working day and says nothing of search. As with a user's own
documents, nobody has written down what people ask of them. Everything else of a snapshot is made as it is in use.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.encode import Vectors
from index.meaning import Meaning
from index.passages import Field, fields
from index.rows import Rows
from index.snapshot import Snapshot, law_of, write_manifest
from index.words import WordIndex
from ingest.book import Book
from ingest.model import Edition, Instrument, Layer, Provision
from ingest.path import ProvisionPath

REPLACED = 0.2
TURNED = 1 / 3
EXACT = "exact"
"""Folder beside the snapshots, with the vectors as they were before they were indexed."""


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


@dataclasses.dataclass(frozen=True)
class Grown:
    """Where things of the real corpus stand in the greater one.

    `here` is the new row of each real row; `new` and `source` are pairs: a synthetic row, and the real row it was made from.
    """

    here: NDArray[np.int32]
    new: NDArray[np.int32]
    source: NDArray[np.int32]

    @classmethod
    def of(cls, real: Book, copies: Copies) -> Grown:
        """Pair the rows of both books."""
        row = {path: n for n, path in enumerate(copies.book.paths)}
        source = {path: n for n, path in enumerate(real.paths)}
        pairs = np.array([(row[path], source[origin]) for path, origin in copies.made_from.items()], dtype=np.int32).reshape(-1, 2)
        return cls(np.array([row[path] for path in real.paths], dtype=np.int32), pairs[:, 0], pairs[:, 1])

    def passages(self, vectors: Vectors, rows: NDArray[np.int32], copied: bool) -> tuple[Vectors, NDArray[np.int32]]:
        """Give the real passages at their new rows, and where `copied` for each synthetic row turned ones of its origin."""
        order = np.argsort(rows, kind="stable")
        first, last = (np.searchsorted(rows[order], self.source, side) for side in ("left", "right"))
        counts = (last - first) * copied
        taken = order[np.repeat(last - counts.cumsum(), counts) + np.arange(counts.sum())]
        places = np.concatenate([self.here[rows], np.repeat(self.new, counts)])
        return _with_turned(vectors, taken), places.astype(np.int32)

    def centres(self, real: Vectors) -> Vectors:
        """Give the real centres at their new rows, and turned ones for the synthetic rows."""
        out = np.empty((len(self.here) + len(self.new), real.shape[1]), dtype=np.float32)
        both = _with_turned(real, self.source)
        out[self.here], out[self.new] = both[: len(real)], both[len(real) :]
        return out


def _with_turned(vectors: Vectors, taken: NDArray[np.int32]) -> Vectors:
    """Give unit vectors, and after them those `taken`, each turned by a random direction."""
    out = np.empty((len(vectors) + len(taken), vectors.shape[1]), dtype=np.float32)
    out[: len(vectors)] = vectors
    chance = np.random.default_rng(len(taken))
    for begin in range(0, len(taken), 1 << 16):
        own = vectors[taken[begin : begin + (1 << 16)]]
        noise = chance.standard_normal(own.shape, dtype=np.float32)
        moved = own + TURNED * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        out[len(vectors) + begin :][: len(own)] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return out


def grow(real: Snapshot, models: Path, home: Path, wanted: int) -> Iterator[tuple[str, float]]:
    """Make a data folder whose snapshot has that many provisions; tell each step and the seconds that it took.

    `models` is the folder of the real data folder's models. `home` must be empty.
    """
    began = time.perf_counter()

    def done(step: str) -> tuple[str, float]:
        nonlocal began
        before, began = began, time.perf_counter()
        return step, began - before

    folder = home / "snapshots" / "growing"
    folder.mkdir(parents=True)
    (home / EXACT).mkdir()
    (home / "models").symlink_to(models.resolve())
    copies = Copies(real.book, wanted)
    book, places = copies.book, Grown.of(real.book, copies)
    yield done("texts made")
    (folder / "law.json").write_bytes(law_of(book))
    (folder / "data.json").write_bytes(msgspec.json.encode(real.data))
    (folder / "vocabulary.json").write_bytes(msgspec.json.encode(real.vocabulary))
    real.outside.save(folder / "outside")
    yield done("law written")
    for field in fields(book, real.data.asked):
        _write_words(field, len(book.paths), folder / field.key / "words")
        yield done(f"words {field.key}")
        if field.key in real.vectors:
            vectors, rows = places.passages(*real.vectors[field.key].passages(), field.name != "asked")
            DenseIndex.build(vectors, rows).save(folder / field.key)
            np.save(home / EXACT / f"{field.key}.npy", vectors, allow_pickle=False)
            yield done(f"vectors {field.key}")
    meaning = Meaning.around(places.centres(real.meaning.centres), real.meaning.adapters)
    meaning.save(folder / "meaning")
    yield done("centres")
    Rows.of(book, real.data, meaning.centres).save(folder / "rows")
    yield done("rows")
    identity = write_manifest(book, real.encoder, folder)
    folder.rename(folder.with_name(identity))
    (home / "current").write_text(f"{identity}\n")
    yield done("files hashed")


def _write_words(field: Field, rows: int, folder: Path) -> None:
    together: list[list[str]] = [[] for _ in range(rows)]
    for at, text in field.passages:
        together[at].append(text)
    folder.mkdir(parents=True)
    WordIndex.build(["\n".join(texts) for texts in together], field.lang).save(folder)
