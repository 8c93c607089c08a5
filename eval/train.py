"""Fit the ranking's weights on the `dev` questions: `python -m eval train`. Writes corpus/ranking.toml.

Listwise softmax regression (ListNet's top-one loss: Cao, Qin, Liu, Tsai and Li, ICML 2007) over the signals, one set of
weights a language, pulled towards nought by a quadratic penalty whose strength is chosen by five folds inside `dev`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval import silence
from eval.asked import Asked, questions
from index.search import Search
from index.snapshot import Snapshot
from ingest.places import CORPUS

PENALTIES = (0.0003, 0.001, 0.003, 0.01)
FOLDS = 5
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """Signals by question, shape (questions, rows, signals), and grades, shape (questions, rows)."""

    names: tuple[str, ...]
    signals: NDArray[np.float32]
    grades: NDArray[np.float32]

    def take(self, which: NDArray[np.intp]) -> Examples:
        """Give some of the questions."""
        return Examples(self.names, self.signals[which], self.grades[which])


def examples(search: Search, asked: Sequence[Asked]) -> Examples:
    """Compute every signal for every question; a policy question's instrument counts for all of its notes."""
    names: tuple[str, ...] = ()
    given, grades = [], []
    for one in asked:
        rows, found = search.signals(search.read(one.question))
        names = names or tuple(found)
        given.append(np.stack([found[name] for name in names], axis=1))
        grades.append(np.array([grade_of(str(path), one) for path in map(rows.path, range(len(rows)))], dtype=np.float32))
    return Examples(names, np.stack(given), np.stack(grades))


def grade_of(path: str, one: Asked) -> int:
    """The grade of a provision for a question."""
    return max(one.paths.get(path, 0), one.paths.get(path.split("/", maxsplit=1)[0], 0) if "/notes/" in path else 0)


def fit(data: Examples, penalty: float) -> Array:
    """Give the weights that minimise the loss."""
    targets = data.grades**1.5
    targets = targets / np.maximum(targets.sum(axis=1, keepdims=True), 1e-9)

    def loss(weights: Array) -> tuple[float, Array]:
        scores = data.signals @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        cost = -(targets * np.log(np.maximum(chances, 1e-12))).sum(axis=1).mean()
        slope = np.einsum("qrs,qr->s", data.signals, (chances - targets) / len(targets))
        return float(cost + penalty * weights @ weights), slope + 2 * penalty * weights

    start = np.zeros(len(data.names))
    result: Array = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return result


def ndcg(data: Examples, weights: Array, depth: int = 10) -> Array:
    """The nDCG@10 of each question under these weights."""
    order = np.argsort(-(data.signals @ weights), axis=1, kind="stable")[:, :depth]
    discount = 1 / np.log2(np.arange(2, depth + 2))
    got = (np.take_along_axis(data.grades, order, axis=1) * discount).sum(axis=1)
    best = (-np.sort(-data.grades, axis=1)[:, :depth] * discount).sum(axis=1)
    value: Array = got / np.maximum(best, 1e-9)
    return value


def crossed(data: Examples, penalty: float) -> float:
    """The mean nDCG@10 over five folds, each measured with weights fitted on the other four."""
    fold = np.arange(len(data.grades)) % FOLDS
    parts = [ndcg(data.take(np.flatnonzero(fold == n)), fit(data.take(np.flatnonzero(fold != n)), penalty)) for n in range(FOLDS)]
    return float(np.concatenate(parts).mean())


def report(snapshot: Snapshot) -> Iterator[str]:
    """Fit both languages, write the weights, tell what was found."""
    search = Search(snapshot)
    text = [
        "# Weights of the signals by which search ranks provisions, by language of the question.",
        "# Made by `python -m eval train` from the `dev` questions of eval/questions/search.jsonl and nothing else.",
    ]
    for lang in ("en", "sw"):
        asked = [one for one in questions("dev") if search.read(one.question).lang == lang and one.kind != "reference"]
        data = examples(search, asked)
        values = {penalty: crossed(data, penalty) for penalty in PENALTIES}
        chosen = max(values, key=lambda penalty: values[penalty])
        weights = fit(data, chosen)
        yield f"{lang}: {len(asked)} questions; five-fold nDCG@10 by penalty { ({p: round(v, 3) for p, v in values.items()}) }"
        text += ["", f"[{lang}]  # {len(asked)} questions, penalty {chosen}, five-fold nDCG@10 {values[chosen]:.3f}"]
        text += [f'"{name}" = {_rounded(weight)}' for name, weight in zip(data.names, weights, strict=True) if abs(weight) > 0.01]
    text += ["", *silence.fitted(search)]
    (CORPUS / "ranking.toml").write_text("\n".join(text) + "\n", encoding="utf-8")
    yield f"written: {CORPUS / 'ranking.toml'}"


def _rounded(weight: float) -> float:
    return round(weight, 2 - min(0, math.floor(math.log10(abs(weight)))))
