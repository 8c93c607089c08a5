"""A field of a snapshot in the engine: the passages' vectors, and the words.

The snapshot never changes, so a reader asks with bounded staleness: no wait for the newest write, and none can be missed,
because a publish loads every collection whole before the alias names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encode import Vectors
from index.engine import KeywordIndex, Scores, VectorIndex
from index.milvus.connection import Engine
from index.milvus.names import spelled

READING = "Bounded"
PASSAGE_BITS = 20
"""A passage's key is its row, shifted by so many bits, plus its number: so a hit needs no other field to tell its row."""
MOST = 16_384
"""The most that the engine gives at once."""
NEAREST = 1024
"""How many rows of a word search are asked for; the rest get nought."""
HERE = 0
"""The dimension that every row has, so that no sparse vector is empty; no question asks for it."""


class Passages(VectorIndex):
    """Vectors of passages in one collection."""

    def __init__(self, engine: Engine, collection: str, rows: int, count: int) -> None:
        """Read a collection that holds `count` passages of `rows` rows."""
        self._engine = engine
        self._collection = collection
        self._rows = rows
        self._count = count

    def scores(self, question: Vectors, rows: int, nearest: int = 512) -> Scores:
        """Give the cosine of the best passage of each row, shape (rows,).

        Rows none of whose passages is among the `nearest` get the lowest cosine seen.
        """
        keys, cosines = _found(self._engine, self._collection, question.reshape(-1).tolist(), "vector", min(nearest, self._count))
        out = np.full(rows, cosines.min(initial=1.0) if len(cosines) else 0.0, dtype=np.float32)
        np.maximum.at(out, keys >> PASSAGE_BITS, cosines)
        return out

    def passages(self) -> tuple[Vectors, NDArray[np.int32]]:
        """Give every passage's vector, shape (passages, dimension), and the row that each belongs to."""
        held = every(self._engine, self._collection, ["vector"], self._rows << PASSAGE_BITS, 256 << PASSAGE_BITS)
        vectors = np.array([record["vector"] for record in held], dtype=np.float32)
        return vectors, np.array([record["key"] >> PASSAGE_BITS for record in held], dtype=np.int32)


class Words(KeywordIndex):
    """Stems of one text a row in one collection, ranked by the engine's own BM25."""

    def __init__(self, engine: Engine, collection: str, rows: int, counts: Mapping[str, int]) -> None:
        """Read a collection of `rows` texts; `counts` tells in how many of them each stem occurs."""
        self._engine = engine
        self._collection = collection
        self._rows = rows
        self._counts = counts
        self._dimensions = dimensions(counts)
        self.vocabulary: frozenset[str] = frozenset(counts)

    def scores(self, words: Sequence[str]) -> Scores:
        """Give the score of every row for these stems, shape (rows,)."""
        known = " ".join(spelled(word) for word in words if word in self.vocabulary)
        return self._scores(known, "bm25") if known else np.zeros(self._rows, dtype=np.float32)

    def coverage(self, words: Sequence[str]) -> Scores:
        """Give for every row the share of the stems that occur in it, rare ones weighing more, shape (rows,)."""
        weights = {word: self._rarity(self._counts.get(word, 0)) for word in dict.fromkeys(words)}
        total = sum(weights.values())
        asked = {self._dimensions[word]: weight / total for word, weight in weights.items() if word in self.vocabulary}
        return self._scores(asked, "held") if asked else np.zeros(self._rows, dtype=np.float32)

    def _rarity(self, count: int) -> float:
        return log(1 + (self._rows - count + 0.5) / (count + 0.5))

    def _scores(self, asked: Any, field: str) -> Scores:
        keys, scores = _found(self._engine, self._collection, asked, field, min(NEAREST, self._rows))
        out = np.zeros(self._rows, dtype=np.float32)
        out[keys] = scores
        return out


def dimensions(counts: Iterable[str]) -> dict[str, int]:
    """Number the stems of a field as the dimensions of its sparse vectors."""
    return {stem: n for n, stem in enumerate(sorted(counts), HERE + 1)}


def _found(engine: Engine, collection: str, asked: Any, field: str, limit: int) -> tuple[NDArray[np.int64], Scores]:
    """Search, and give keys and scores. Some engines give a score of BM25 with its sign turned."""
    found = engine.do("search", collection, data=[asked], anns_field=field, limit=limit, output_fields=["key"], consistency_level=READING)[
        0
    ]
    keys = np.array([hit["key"] for hit in found], dtype=np.int64)
    scores = np.array([hit["distance"] for hit in found], dtype=np.float32)
    return keys, np.abs(scores) if field == "bm25" else scores


def every(engine: Engine, collection: str, fields: Sequence[str], end: int, step: int) -> list[dict[str, Any]]:
    """Give the fields of every entity whose key is below `end`, in the order of the keys, `step` keys at a time."""
    out: list[dict[str, Any]] = []
    for begin in range(0, end, step):
        wanted = f"key >= {begin} and key < {min(begin + step, end)}"
        out += engine.do("query", collection, filter=wanted, output_fields=["key", *fields], limit=MOST, consistency_level="Strong")
    return sorted(out, key=lambda record: int(record["key"]))
