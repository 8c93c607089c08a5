"""What a search engine must do for Kinga. FAISS and bm25s do it on one machine, Milvus on many."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encode import Vectors

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a search is narrowed to; an empty value narrows nothing. `as_at` is a day (ISO): texts of that day or before."""

    instrument: str = ""
    kind: str = ""
    layer: str = ""
    lang: str = ""
    as_at: str = ""


class VectorIndex(ABC):
    """Vectors of passages, each of which belongs to a row (a provision)."""

    @abstractmethod
    def scores(self, question: Vectors, rows: int, nearest: int = 512) -> Scores:
        """Give the cosine of the best passage of each row, shape (rows,)."""

    def within(self, _narrow: Narrow) -> VectorIndex:
        """Give an index that also looks for the nearest among what is narrowed to; one that looks at all is that already."""
        return self

    @abstractmethod
    def passages(self) -> tuple[Vectors, NDArray[np.int32]]:
        """Give every passage's vector, and the row that each belongs to."""


class KeywordIndex(ABC):
    """Stemmed words of one text a row. `far` is one that is asked over a network."""

    far = False
    vocabulary: frozenset[str]

    @abstractmethod
    def scores(self, words: Sequence[str]) -> Scores:
        """Give the score of every row for these stems, shape (rows,)."""

    @abstractmethod
    def coverage(self, words: Sequence[str]) -> Scores:
        """Give for every row the share of the stems that occur in it, rare ones weighing more, shape (rows,)."""

    def within(self, _narrow: Narrow) -> KeywordIndex:
        """Give an index that also scores the best of what is narrowed to; one that scores all is that already."""
        return self
