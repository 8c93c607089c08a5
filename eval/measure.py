"""Measures of a ranking, with intervals and paired tests.

nDCG: Jarvelin and Kekalainen, ACM TOIS 20(4), 2002, by ir-measures. Intervals: percentile bootstrap over questions.
Paired test: Fisher's randomisation over the per-question differences (Smucker, Allan and Carterette, CIKM 2007).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import R, Success, nDCG
from numpy.typing import NDArray

from eval.asked import Asked

MEASURES = {"nDCG@10": nDCG @ 10, "hit@1": Success(rel=2) @ 1, "hit@5": Success(rel=2) @ 5, "recall@10": R @ 10}
Run = Mapping[str, Sequence[str]]
"""Paths, best first, by question id."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One system's values, by measure: an array over the questions, in their order."""

    system: str
    values: Mapping[str, NDArray[np.float64]]

    def mean(self, measure: str, where: NDArray[np.bool_] | None = None) -> float:
        """The mean over all questions, or over those where the mask holds."""
        values = self.values[measure] if where is None else self.values[measure][where]
        return float(values.mean()) if len(values) else float("nan")

    def interval(self, measure: str, seed: int = 0, draws: int = 2000) -> tuple[float, float]:
        """The 95 % bootstrap interval of the mean."""
        values = self.values[measure]
        chance = np.random.default_rng(seed)
        means = values[chance.integers(0, len(values), (draws, len(values)))].mean(axis=1)
        low, high = np.percentile(means, [2.5, 97.5])
        return float(low), float(high)


def score(system: str, run: Run, asked: Sequence[Asked]) -> Scored:
    """Measure a run against the graded paths. A question without results counts as nought."""
    qrels = [ir_measures.Qrel(one.id, path, grade) for one in asked for path, grade in one.paths.items()]
    ranked = [ir_measures.ScoredDoc(one.id, path, 1000.0 - n) for one in asked for n, path in enumerate(run.get(one.id, ()))]
    place = {one.id: n for n, one in enumerate(asked)}
    values = {name: np.zeros(len(asked)) for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), qrels, ranked):
        values[names[str(metric.measure)]][place[metric.query_id]] = metric.value
    return Scored(system, values)


def paired(one: Scored, other: Scored, measure: str = "nDCG@10", seed: int = 0, draws: int = 5000) -> float:
    """The two-sided p-value that the two systems differ, by randomising the signs of the differences."""
    differences = one.values[measure] - other.values[measure]
    observed = abs(differences.mean())
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], (draws, len(differences)))
    return float((np.abs((signs * differences).mean(axis=1)) >= observed - 1e-12).mean())
