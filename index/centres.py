"""The centres of a great corpus, one byte a number: which are near a question, and how near any of them is.

The bytes stand in the order of the rows, so that a question reads those of a section side by side; that is eight times as fast
as to read them out of the cells of an inverted file (`index/dense.py`). Cosines are 0.0004 off.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.dense import BLOCK, cells_of, looked_into
from index.encode import Vectors
from index.engine import Scores

_AT_ONCE = 1024
"""Centres measured at once: what they take stays in the processor's own memory."""

Rows = NDArray[np.int32]


@dataclass(frozen=True)
class Centres:
    """`codes`, shape (rows, dimension), times `scale[1]`, and `scale[0]` added, are the centres.

    `cells`, shape (cells, dimension), are places in space; `order` are the rows by the cell that they lie in, and `starts` tells
    where each cell begins there.
    """

    codes: NDArray[np.uint8]
    scale: Vectors
    cells: Vectors
    order: Rows
    starts: Rows

    @classmethod
    def build(cls, centres: Vectors) -> Centres:
        """Take centres to bytes, and find the cells that they lie in."""
        low = centres.min(axis=0)
        step = np.maximum((centres.max(axis=0) - low) / 255, np.float32(1e-9))
        index = cells_of(centres)  # owns the quantizer
        quantizer = faiss.downcast_index(index.quantizer)
        codes = np.empty(centres.shape, dtype=np.uint8)
        cell = np.empty(len(centres), dtype=np.int32)
        for begin in range(0, len(centres), BLOCK):
            block = np.ascontiguousarray(centres[begin : begin + BLOCK])
            codes[begin : begin + BLOCK] = np.rint((block - low) / step)
            cell[begin : begin + BLOCK] = quantizer.search(block, 1)[1][:, 0]
        order = np.argsort(cell, kind="stable").astype(np.int32)
        starts = np.searchsorted(cell[order], np.arange(quantizer.ntotal + 1)).astype(np.int32)
        return cls(codes, np.stack([low, step]), quantizer.reconstruct_n(0, quantizer.ntotal), order, starts)

    @classmethod
    def open(cls, folder: Path) -> Centres:
        """Open what `save` wrote; it is read from the file as it is needed."""
        return cls(*(np.asarray(np.load(folder / f"{one.name}.npy", mmap_mode="r", allow_pickle=False)) for one in fields(cls)))

    def save(self, folder: Path) -> None:
        """Write plain arrays."""
        folder.mkdir()
        for one in fields(self):
            np.save(folder / f"{one.name}.npy", getattr(self, one.name), allow_pickle=False)

    def scores(self, question: Vectors, nearest: int = 512) -> Scores:
        """Give the cosine of a question to the centres nearest to it, the lowest of these for all others, shape (rows,)."""
        looked = min(looked_into(len(self.cells)), len(self.cells) - 1)
        near = np.argpartition(np.einsum("ij,j->i", self.cells, -question), looked)[:looked]
        rows = np.concatenate([self.order[self.starts[cell] : self.starts[cell + 1]] for cell in near])
        cosines = self.cosines(question, rows)
        best = np.argpartition(-cosines, nearest)[:nearest] if len(rows) > nearest else slice(None)
        out = np.full(len(self.codes), cosines[best].min(initial=1.0), dtype=np.float32)
        out[rows[best]] = cosines[best]
        return out

    def cosines(self, question: Vectors, rows: Rows) -> Scores:
        """Give the cosine of a question to the centres of some rows, shape (len(rows),)."""
        low, step = self.scale
        weights = question * step
        out = np.empty(len(rows), dtype=np.float32)
        for begin in range(0, len(rows), _AT_ONCE):
            some = self.codes[rows[begin : begin + _AT_ONCE]].astype(np.float32)
            out[begin : begin + _AT_ONCE] = np.einsum("ij,j->i", some, weights)
        out += np.dot(question, low)
        return out
