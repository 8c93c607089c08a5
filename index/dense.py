"""Vectors of passages in FAISS: exact inner product over unit vectors, that is cosine.

Flat to about 100,000 passages: exact, 15 ms there and far less here. Beyond, an inverted file over vectors of one byte a
number (Johnson, Douze and Jegou, IEEE Trans. Big Data 7(3), 2021): its cosines are 0.0004 off. All of it is read from the file
as it is needed, so that processes share one copy in memory.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encode import Vectors
from index.engine import Scores, VectorIndex

FLAT_LIMIT = 100_000
_PER_CELL = 50
"""Vectors a cell from which the cells are learned."""
_ROUNDS = 10
_LOOKED_INTO = 1 / 32
"""Share of the cells that a question looks into."""
BLOCK = 1 << 16
"""Vectors taken at once while an index is built."""


class DenseIndex(VectorIndex):
    """Nearest passages of a question. Several passages may belong to one row; the best of them counts."""

    def __init__(self, index: Any, rows: NDArray[np.int32]) -> None:
        """Wrap a FAISS index whose passage n belongs to row rows[n]."""
        self._index = index
        self._rows = rows

    @classmethod
    def build(cls, vectors: Vectors, rows: NDArray[np.int32]) -> DenseIndex:
        """Index unit vectors, shape (passages, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1]) if len(vectors) <= FLAT_LIMIT else cells_of(vectors)
        return cls(_filled(index, vectors), rows.astype(np.int32))

    @classmethod
    def open(cls, folder: Path) -> DenseIndex:
        """Open an index that `save` wrote."""
        index = faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP_IFC)
        return cls(index, np.load(folder / "rows.npy", mmap_mode="r", allow_pickle=False))

    def save(self, folder: Path) -> None:
        """Write the FAISS index and the rows."""
        (folder / "vectors.faiss").write_bytes(faiss.serialize_index(self._index).data)
        np.save(folder / "rows.npy", self._rows, allow_pickle=False)

    def scores(self, question: Vectors, rows: int, nearest: int = 512) -> Scores:
        """Give the cosine of the best passage of each row, shape (rows,).

        `question` is one unit vector. Rows none of whose passages is among the `nearest` get the lowest cosine seen.
        """
        faiss.omp_set_num_threads(1)  # a question takes one core: two would only wait for each other where many ask
        count = min(nearest, self._index.ntotal)
        cosines, passages = self._index.search(question.reshape(1, -1), count)
        found = passages[0] >= 0
        out = np.full(rows, cosines[0][found].min() if found.any() else 0.0, dtype=np.float32)
        np.maximum.at(out, self._rows[passages[0][found]], cosines[0][found])
        return out

    def passages(self) -> tuple[Vectors, NDArray[np.int32]]:
        """Give every passage's vector, shape (passages, dimension), and the row that each belongs to."""
        return self._index.reconstruct_n(0, self._index.ntotal), self._rows


def _filled(index: Any, vectors: Vectors) -> Any:
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    for begin in range(0, len(vectors), BLOCK):
        index.add(np.ascontiguousarray(vectors[begin : begin + BLOCK]))
    return index


def cells_of(vectors: Vectors) -> Any:
    """Give an inverted file fit for these vectors, still empty: cells by k-means, how many of them a question looks into."""
    cells = int(2 * np.sqrt(len(vectors)))
    index: Any = faiss.index_factory(vectors.shape[1], f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = _ROUNDS
    index.nprobe = looked_into(cells)
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    index.by_residual = False
    index.train(np.ascontiguousarray(vectors[:: max(1, len(vectors) // (cells * _PER_CELL))]))
    low, high = vectors.min(axis=0), vectors.max(axis=0)  # of all: a clause unlike all those learned from must not be cut short
    faiss.copy_array_to_vector(np.concatenate([low, high - low]), index.sq.trained)
    return index


def looked_into(cells: int) -> int:
    """How many of so many cells a question looks into."""
    return max(16, int(cells * _LOOKED_INTO))
