"""Vectors of passages in FAISS: exact inner product over unit vectors, that is cosine.

Flat to about 100,000 passages: exact, 15 ms there and far less here; an approximate index only beyond
(Johnson, Douze and Jegou, IEEE Trans. Big Data 7(3), 2021).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encode import Vectors
from index.engine import Scores, VectorIndex

FLAT_LIMIT = 100_000


class DenseIndex(VectorIndex):
    """Nearest passages of a question. Several passages may belong to one row; the best of them counts."""

    def __init__(self, index: Any, rows: NDArray[np.int32]) -> None:
        """Wrap a FAISS index whose passage n belongs to row rows[n]."""
        self._index = index
        self._rows = rows

    @classmethod
    def build(cls, vectors: Vectors, rows: NDArray[np.int32]) -> DenseIndex:
        """Index unit vectors, shape (passages, dimension)."""
        dimension = vectors.shape[1]
        index: Any
        if len(vectors) <= FLAT_LIMIT:
            index = faiss.IndexFlatIP(dimension)
        else:
            cells = int(4 * np.sqrt(len(vectors)))
            index = faiss.index_factory(dimension, f"IVF{cells},Flat", faiss.METRIC_INNER_PRODUCT)
            index.train(vectors[:: max(1, len(vectors) // (cells * 50))])
            index.nprobe = max(16, cells // 32)
        index.add(vectors)
        return cls(index, rows.astype(np.int32))

    @classmethod
    def open(cls, folder: Path) -> DenseIndex:
        """Open an index that `save` wrote."""
        return cls(faiss.read_index(str(folder / "vectors.faiss")), np.load(folder / "rows.npy", allow_pickle=False))

    def save(self, folder: Path) -> None:
        """Write the FAISS index and the rows."""
        (folder / "vectors.faiss").write_bytes(faiss.serialize_index(self._index).tobytes())
        np.save(folder / "rows.npy", self._rows, allow_pickle=False)

    def scores(self, question: Vectors, rows: int, nearest: int = 512) -> Scores:
        """Give the cosine of the best passage of each row, shape (rows,).

        `question` is one unit vector. Rows none of whose passages is among the `nearest` get the lowest cosine seen.
        """
        count = min(nearest, self._index.ntotal)
        cosines, passages = self._index.search(question.reshape(1, -1), count)
        found = passages[0] >= 0
        out = np.full(rows, cosines[0][found].min() if found.any() else 0.0, dtype=np.float32)
        np.maximum.at(out, self._rows[passages[0][found]], cosines[0][found])
        return out

    def passages(self) -> tuple[Vectors, NDArray[np.int32]]:
        """Give every passage's vector, shape (passages, dimension), and the row that each belongs to."""
        return self._index.reconstruct_n(0, self._index.ntotal), self._rows
