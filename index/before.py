"""What the snapshot before has encoded already, so that a build encodes the passages whose words are new and no others.

A vector is a function of its passage's words and nothing else (`index/encode.py`), so a build that takes vectors over
gives the same snapshot, to the byte, as one that encodes everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import FLAT_LIMIT, DenseIndex
from index.encode import Encoder, Vectors

_NAMES = "passages.npy"
_CHECK = "vectors.sha256"
_RAW = "vectors.npy"
_STEP = 64
Names = NDArray[np.bytes_]
Told = Callable[[int, int], None]


@dataclass(slots=True)
class Spent:
    """How many passages a build has met, and how many of them it had to encode."""

    passages: int = 0
    encoded: int = 0


class Before:
    """Gives vectors: those of the snapshot before where it has the words, else the encoder's. `spent` counts both."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        """Look into a snapshot's folder, every file of which is held against its hash already; None where there is none."""
        self.encoder = encoder
        self.folder = folder
        self.spent = Spent()

    def encode(self, texts: Sequence[str], part: str, told: Told = lambda _done, _all: None) -> Vectors:
        """Give one unit vector a text, shape (len(texts), dimension). `part` is the folder of the snapshot where they will stand."""
        names = _named(texts)
        out, missing = self._found(names, part)
        first: dict[bytes, int] = {}
        for row in np.flatnonzero(missing):
            first.setdefault(bytes(names[row]), int(row))
        rows = list(first.values())
        for begin in range(0, len(rows), _STEP):
            some = rows[begin : begin + _STEP]
            out[some] = self.encoder.encode([texts[row] for row in some])
            told(min(begin + _STEP, len(rows)), len(rows))
        for row in np.flatnonzero(missing):
            out[row] = out[first[bytes(names[row])]]
        self.spent.passages += len(texts)
        self.spent.encoded += len(rows)
        return out

    def _found(self, names: Names, part: str) -> tuple[Vectors, NDArray[np.bool_]]:
        """Give the vectors that are known, and which rows are not."""
        out: Vectors = np.empty((len(names), self.encoder.dimension), dtype=np.float32)
        known = _kept(self.folder / part) if self.folder else None
        if known is None or not len(known[0]):
            return out, np.ones(len(names), dtype=np.bool_)
        kept, vectors = known
        order = np.argsort(kept, kind="stable")
        places = order[np.minimum(np.searchsorted(kept, names, sorter=order), len(kept) - 1)]
        found = kept[places] == names
        out[found] = vectors[places[found]]
        return out, ~found


def write_names(texts: Sequence[str], vectors: Vectors, folder: Path) -> None:
    """Write beside the vectors what each of them was made of, and what they must be when they are read again.

    Beyond the size of a flat index, which holds them as they are, they are kept beside it too.
    """
    np.save(folder / _NAMES, _named(texts), allow_pickle=False)
    (folder / _CHECK).write_text(_check(vectors) + "\n", encoding="ascii")
    if len(vectors) > FLAT_LIMIT:
        np.save(folder / _RAW, vectors, allow_pickle=False)


def _kept(folder: Path) -> tuple[Names, Vectors] | None:
    """Give names and vectors of a part; None where it has none, or where its index does not give back just what was put in."""
    try:
        names = np.load(folder / _NAMES, allow_pickle=False)
        raw = folder / _RAW
        vectors = np.load(raw, mmap_mode="r", allow_pickle=False) if raw.exists() else DenseIndex.open(folder).passages()[0]
        whole = (folder / _CHECK).read_text(encoding="ascii").strip() == _check(vectors)
    except (OSError, ValueError, RuntimeError):
        return None
    return (names, vectors) if whole else None


def _check(vectors: Vectors) -> str:
    return hashlib.sha256(np.ascontiguousarray(vectors, dtype=np.float32).reshape(-1).view(np.uint8).data).hexdigest()


def _named(texts: Sequence[str]) -> Names:
    """Name each text by 128 bits of its SHA-256."""
    digests = b"".join(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16] for text in texts)
    return np.frombuffer(digests, dtype="S16")
