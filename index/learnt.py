"""Adapters that the snapshot before has learnt already from the same questions and the same clauses.

Fitting one takes longer than all else in a build that adds a few documents, and hangs on nothing but its inputs.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import meaning
from index.encode import Vectors
from index.meaning import Questions, Within

_NAMES = "learnt.json"


class Learnt:
    """Gives adapters: those of the snapshot before where their inputs are the same, else such as are fitted now."""

    def __init__(self, folder: Path | None) -> None:
        """Look into the folder `meaning` of a snapshot; None where there is none."""
        self._folder = folder
        self._known = _names(folder) if folder else {}
        self._names: list[str] = []

    def adapter(self, questions: Questions, centres: Vectors, own: Vectors, within: Within) -> Vectors:
        """Give the adapter that `index.meaning.adapter` gives."""
        name = _named(questions, centres, own, within)
        self._names.append(name)
        if self._folder and name in self._known:
            kept: Vectors = np.load(self._folder / f"adapter.{self._known[name]}.npy", allow_pickle=False)
            return kept
        return meaning.adapter(questions, centres, own, within)

    def save(self, langs: list[str], folder: Path) -> None:
        """Write what each adapter was fitted on, in the order in which they were asked for."""
        (folder / _NAMES).write_text(json.dumps(dict(zip(self._names, langs, strict=True)), indent=1), encoding="ascii")


def _names(folder: Path) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads((folder / _NAMES).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return known


def _named(questions: Questions, centres: Vectors, own: Vectors, within: Within) -> str:
    """Hash all that an adapter is fitted on: the code, numpy, and of every array the rows that count."""
    used, place = np.unique(questions.rows, return_inverse=True)
    parts: list[NDArray[Any]] = [
        questions.vectors,
        place.astype(np.int64),
        centres[used],
        own[used],
        *(part[used] for part in within or ()),
    ]
    said = hashlib.sha256(Path(meaning.__file__).read_bytes() + np.__version__.encode())
    for part in parts:
        said.update(repr((part.shape, part.dtype.str)).encode() + np.ascontiguousarray(part).tobytes())
    return said.hexdigest()
