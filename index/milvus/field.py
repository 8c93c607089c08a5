"""A field of a snapshot in the engine: the passages' vectors, and the words.

The snapshot never changes, so a reader asks with bounded staleness: no wait for the newest write, and none can be missed,
because a publish loads every collection whole before the alias names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.dense import FLAT_LIMIT
from index.encode import Vectors
from index.engine import KeywordIndex, Narrow, Scores, VectorIndex
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


@dataclass(frozen=True)
class Source:
    """Where a field is searched: the collection, and what a search is also narrowed to, as the engine reads it."""

    engine: Engine
    collection: str
    narrowed: str = ""

    def within(self, narrow: Narrow) -> Source:
        """Give the same, narrowed."""
        given = {name: value for name in ("instrument", "kind", "layer", "lang") if (value := getattr(narrow, name))}
        said = [f"{name} == {json.dumps(value)}" for name, value in given.items()]
        said += [f'as_at != "" and as_at <= {json.dumps(narrow.as_at)}'] if narrow.as_at else []
        return replace(self, narrowed=" and ".join(said))

    def nearest(self, asked: Any, field: str, limit: int) -> tuple[NDArray[np.int64], Scores]:
        """Give keys and scores of the best of all, and of the best of what is narrowed to. Some engines turn the sign of BM25."""
        found = self._search(asked, field, limit, "")
        found += self._search(asked, field, limit, self.narrowed) if self.narrowed else []
        keys = np.array([hit["key"] for hit in found], dtype=np.int64)
        scores = np.array([hit["distance"] for hit in found], dtype=np.float32)
        return keys, np.abs(scores) if field == "bm25" else scores

    def _search(self, asked: Any, field: str, limit: int, narrowed: str) -> list[Any]:
        how = {"anns_field": field, "limit": limit, "filter": narrowed, "output_fields": ["key"], "consistency_level": READING}
        return list(self.engine.do("search", self.collection, data=[asked], **how)[0])


class Passages(VectorIndex):
    """Vectors of passages in one collection."""

    def __init__(self, source: Source, rows: int, count: int) -> None:
        """Read a collection that holds `count` passages of `rows` rows."""
        self._source = source
        self._rows = rows
        self._count = count

    def within(self, narrow: Narrow) -> Passages:
        """Give an index that also looks for the nearest among what is narrowed to.

        Not below the number up to which the index on this machine is exact: there both leave the rest at the lowest cosine seen.
        """
        return self if self._count <= FLAT_LIMIT else Passages(self._source.within(narrow), self._rows, self._count)

    def scores(self, question: Vectors, rows: int, nearest: int = 512) -> Scores:
        """Give the cosine of the best passage of each row, shape (rows,).

        Rows none of whose passages is among the `nearest` get the lowest cosine seen.
        """
        keys, cosines = self._source.nearest(question.reshape(-1).tolist(), "vector", min(nearest, self._count))
        out = np.full(rows, cosines.min(initial=1.0) if len(cosines) else 0.0, dtype=np.float32)
        np.maximum.at(out, keys >> PASSAGE_BITS, cosines)
        return out

    def passages(self) -> tuple[Vectors, NDArray[np.int32]]:
        """Give every passage's vector, shape (passages, dimension), and the row that each belongs to."""
        held = every(self._source, ["vector"], self._rows << PASSAGE_BITS, 256 << PASSAGE_BITS)
        vectors = np.array([record["vector"] for record in held], dtype=np.float32)
        return vectors, np.array([record["key"] >> PASSAGE_BITS for record in held], dtype=np.int32)


class Words(KeywordIndex):
    """Stems of one text a row in one collection, ranked by the engine's own BM25."""

    far = True

    def __init__(self, source: Source, rows: int, counts: Mapping[str, int]) -> None:
        """Read a collection of `rows` texts; `counts` tells in how many of them each stem occurs."""
        self._source = source
        self._rows = rows
        self._counts = counts
        self._dimensions = dimensions(counts)
        self.vocabulary: frozenset[str] = frozenset(counts)

    def within(self, narrow: Narrow) -> Words:
        """Give an index that also scores the best of what is narrowed to."""
        narrowed = copy(self)
        narrowed._source = self._source.within(narrow)
        return narrowed

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
        keys, scores = self._source.nearest(asked, field, min(NEAREST, self._rows))
        out = np.zeros(self._rows, dtype=np.float32)
        out[keys] = scores
        return out


def dimensions(counts: Iterable[str]) -> dict[str, int]:
    """Number the stems of a field as the dimensions of its sparse vectors."""
    return {stem: n for n, stem in enumerate(sorted(counts), HERE + 1)}


def every(source: Source, fields: Sequence[str], end: int, step: int) -> list[dict[str, Any]]:
    """Give the fields of every entity whose key is below `end`, in the order of the keys, `step` keys at a time."""
    out: list[dict[str, Any]] = []
    how = {"output_fields": ["key", *fields], "limit": MOST, "consistency_level": "Strong"}
    for begin in range(0, end, step):
        wanted = f"key >= {begin} and key < {min(begin + step, end)}"
        out += source.engine.do("query", source.collection, filter=wanted, **how)
    return sorted(out, key=lambda record: int(record["key"]))
