"""`python -m eval.kinds_train`: fit the weights of `answer/settle.py` on the development questions and write them as data.

Prints first what they are worth on questions that they were not fitted on (five parts, each by weights of the other four).
Needs scikit-learn, which the product does not: it is a tool of the developer. Nothing of the splits test and blind is read.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from answer.question import read_question
from answer.settle import LETTERS, WORDS, Head, Weights, feature_names, features, vectors, worded, words_in
from answer.wording import Rarity, Wording
from eval.asked import kinds_asked, questions
from eval.wordings import rarity, sparse_rows
from index.search import Search
from index.snapshot import open_snapshot
from ingest.places import CORPUS, home

_STRENGTH = 0.1
"""Inverse strength of the L2 penalty."""
_SEEN = {WORDS: 3, LETTERS: 5}
"""In how many questions a word must stand to count."""


class Fitter:
    """Reads the questions once and fits weights on any part of them."""

    def __init__(self, search: Search, asked: Sequence[tuple[str, str]]) -> None:
        """Read every question, with the kind that it wants."""
        self.kinds = np.array([kind for _, kind in asked])
        self._said = [words_in(read_question(text, search.snapshot), search.snapshot.book.instruments) for text, _ in asked]
        self._rows = np.array([_row(search, text) for text, _ in asked], dtype=np.float32)

    def words(self, places: Sequence[int]) -> dict[str, dict[str, float]]:
        """Tell how rare each word is among the questions at these places."""
        texts = [self._said[place] for place in places]
        return {kind: rarity(texts, kind, least) for kind, least in _SEEN.items()}

    def values(self, places: Sequence[int], rare: Rarity) -> sparse.csr_matrix:
        """Give the features, the numbers of the vectors and the words of the questions at these places, one a row."""
        wording = Wording(rare)
        found = [worded(wording, self._said[place]) for place in places]
        return sparse.hstack([sparse.csr_matrix(self._rows[list(places)]), sparse_rows(found, len(wording))]).tocsr()

    def fit(self, places: Sequence[int], rare: Rarity) -> LogisticRegression:
        """Fit on the questions at these places."""
        return LogisticRegression(C=_STRENGTH, max_iter=3000).fit(self.values(places, rare), self.kinds[list(places)])

    def left_out(self) -> float:
        """Give the share of questions whose kind is told by weights that were not fitted on them: five parts."""
        right = []
        for here, there in KFold(5, shuffle=True, random_state=0).split(self.kinds):
            rare = self.words(here.tolist())
            right.append(self.fit(here.tolist(), rare).predict(self.values(there.tolist(), rare)) == self.kinds[there])
        return float(np.concatenate(right).mean())


def _row(search: Search, text: str) -> NDArray[np.float32]:
    """Give the features of a question, then the numbers of its vectors."""
    question, found = read_question(text, search.snapshot), search.find(text, 12)
    known, names = features(question, found, search.snapshot.book), feature_names()
    if strange := known.keys() - set(names):
        raise SystemExit(f"features without a name: {sorted(strange)}")
    return np.concatenate([[known.get(name, 0.0) for name in names], *vectors(found, search.snapshot)])


def main() -> None:
    """Measure, fit, write."""
    search = Search(open_snapshot(home()))
    graded = [(one.question, one.wants) for one in questions("dev") if one.wants]
    fitter = Fitter(search, [*graded, *((one.question, one.kind) for one in kinds_asked("dev"))])
    sys.stdout.write(f"{len(fitter.kinds)} questions; kind right on questions left out: {fitter.left_out():.3f}\n")
    every = range(len(fitter.kinds))
    rare = fitter.words(every)
    model, names = fitter.fit(every, rare), feature_names()
    words = sum(map(len, rare.values()))
    dimension = (model.coef_.shape[1] - len(names) - words) // 2
    heads = {}
    for kind, base, row in zip(model.classes_, model.intercept_, model.coef_, strict=True):
        parts = np.split(np.round(row, 3) + 0.0, np.cumsum([len(names), dimension, dimension]))
        heads[str(kind)] = Head(round(float(base), 3), *(tuple(map(float, part)) for part in parts))
    (CORPUS / "kinds.json").write_bytes(msgspec.json.encode(Weights(names, rare, heads)) + b"\n")


if __name__ == "__main__":
    main()
