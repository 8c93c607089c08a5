"""Where a provision stands in the space of questions, and the way there from a question as people ask it.

The centre of a provision is the mean of the questions that the corpus lists for it, with its own words. A linear adapter,
one a language, carries a question's vector towards the centre of the provision that answers it. It is fitted when the
snapshot is built, from the corpus' own lists and nothing else, by the InfoNCE loss (van den Oord, Li and Vinyals, 2018)
with Adam (Kingma and Ba, ICLR 2015), held near the identity. A question never counts in the centre that it is drawn to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.centres import Centres
from index.dense import FLAT_LIMIT
from index.encode import Vectors
from index.engine import Scores

OWN = 0.5
"""Weight of a provision's own words beside the mean of its questions."""
TEMPERATURE = 0.05
EPOCHS = 60
RATE = 1e-3
HOLD = 0.01
_BATCH = 512

Rows = NDArray[np.int32]
Within = tuple[Vectors, Scores] | None


@dataclass(frozen=True)
class Questions:
    """Encoded questions of one language: vectors, shape (questions, dimension), and the row that each belongs to."""

    vectors: Vectors
    rows: Rows


Learn = Callable[[Questions, Vectors, Vectors, Within], Vectors]


@dataclass(frozen=True)
class Meaning:
    """Centres, shape (rows, dimension), and an adapter by language, shape (dimension, dimension).

    `near` finds the nearest centres where there are too many to measure each; then `centres` are not looked at any more.
    """

    centres: Vectors
    adapters: Mapping[str, Vectors]
    near: Centres | None = None

    @classmethod
    def fit(cls, own: Vectors, asked: Mapping[str, Questions], learn: Learn | None = None) -> Meaning:
        """Fit on the vectors of all provisions' own words and on what is asked of them. English questions make the centres.

        `learn` may give an adapter that is known already in place of `adapter`.
        """
        total, count = _sums(asked["en"], len(own)) if "en" in asked else (np.zeros_like(own), np.zeros(len(own), np.float32))
        centres = _unit(total / np.maximum(count, 1)[:, None] + OWN * own)
        adapters = {}
        for lang, questions in asked.items():
            within = (total, count) if lang == "en" else None
            adapters[lang] = (learn or adapter)(questions, centres, own, within)
        return cls.around(centres, adapters)

    @classmethod
    def around(cls, centres: Vectors, adapters: Mapping[str, Vectors]) -> Meaning:
        """Hold centres and adapters, and their bytes and cells where they are many."""
        return cls(centres, adapters, Centres.build(centres) if len(centres) > FLAT_LIMIT else None)

    @classmethod
    def open(cls, folder: Path) -> Meaning:
        """Open what `save` wrote."""
        adapters = {f.stem.split(".")[1]: np.load(f, allow_pickle=False) for f in sorted(folder.glob("adapter.*.npy"))}
        near = Centres.open(folder / "near") if (folder / "near").is_dir() else None
        return cls(np.load(folder / "centres.npy", mmap_mode="r", allow_pickle=False), adapters, near)

    def save(self, folder: Path) -> None:
        """Write centres and adapters as plain arrays."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "centres.npy", self.centres, allow_pickle=False)
        for lang, adapter in self.adapters.items():
            np.save(folder / f"adapter.{lang}.npy", adapter, allow_pickle=False)
        if self.near is not None:
            self.near.save(folder / "near")

    def carry(self, question: Vectors, lang: str) -> Vectors:
        """Give the question's vector as the adapter carries it, of unit length."""
        if lang not in self.adapters:
            return question
        moved: Vectors = self.adapters[lang] @ question
        return moved / max(float(np.linalg.norm(moved)), 1e-9)

    def scores(self, carried: Vectors) -> Scores:
        """Give the cosine of a carried question to every centre, shape (rows,); with `near`, nearly, and the lowest seen for the rest."""
        if self.near is not None:
            return self.near.scores(carried)
        found: Scores = self.centres @ carried
        return found

    def of(self, carried: Vectors, rows: Rows) -> Scores:
        """Give the cosine of a carried question to the centres of some rows, shape (len(rows),); with `near`, nearly."""
        if self.near is not None:
            return self.near.cosines(carried, rows)
        found: Scores = np.einsum("ij,j->i", self.centres[rows], carried)  # on one core: two would wait for each other
        return found


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def _sums(questions: Questions, rows: int) -> tuple[Vectors, Scores]:
    total = np.zeros((rows, questions.vectors.shape[1]), dtype=np.float32)
    np.add.at(total, questions.rows, questions.vectors)
    return total, np.bincount(questions.rows, minlength=rows).astype(np.float32)


def adapter(questions: Questions, centres: Vectors, own: Vectors, within: Within) -> Vectors:
    """Fit one adapter, shape (dimension, dimension); of `centres` and `own` it sees only rows that have questions.

    `within` holds the sums that the questions themselves are part of, so that each can be left out.
    """
    used, place = np.unique(questions.rows, return_inverse=True)
    dimension = centres.shape[1]
    weights = np.eye(dimension, dtype=np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    chance = np.random.default_rng(0)
    step = 0
    for _ in range(EPOCHS):
        for batch in np.array_split(chance.permutation(len(place)), max(1, len(place) // _BATCH)):
            aims = _aims(questions, batch, centres, own, within)
            slope = _slope(weights, questions.vectors[batch], centres[used], place[batch], aims)
            slope += 2 * HOLD * (weights - np.eye(dimension, dtype=np.float32))
            step += 1
            first = 0.9 * first + 0.1 * slope
            second = 0.999 * second + 0.001 * slope**2
            weights -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return np.asarray(weights, dtype=np.float32)


def _aims(questions: Questions, batch: NDArray[np.intp], centres: Vectors, own: Vectors, within: Within) -> Vectors:
    """The centre that each question is drawn to, the question itself left out of it."""
    rows = questions.rows[batch]
    if within is None:
        return centres[rows]
    total, count = within
    rest = (total[rows] - questions.vectors[batch]) / np.maximum(count[rows] - 1, 1)[:, None]
    return _unit(rest + OWN * own[rows])


def _slope(weights: Vectors, vectors: Vectors, centres: Vectors, place: NDArray[np.intp], aims: Vectors) -> Vectors:
    """The gradient of the mean InfoNCE loss in the weights."""
    moved = vectors @ weights.T
    lengths = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    carried = moved / lengths
    logits = carried @ centres.T
    each = np.arange(len(place))
    logits[each, place] = (carried * aims).sum(axis=1)
    logits /= TEMPERATURE
    logits -= logits.max(axis=1, keepdims=True)
    chances = np.exp(logits)
    chances /= chances.sum(axis=1, keepdims=True)
    self_error = chances[each, place] - 1
    chances[each, place] = 0
    error = (chances @ centres + self_error[:, None] * aims) / (TEMPERATURE * len(place))
    through = (error - (error * carried).sum(axis=1, keepdims=True) * carried) / lengths
    slope: Vectors = through.T @ vectors
    return slope
