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
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from answer.question import read_question
from answer.settle import Head, Weights, feature_names, features, vectors
from eval.ask import SHAPES
from eval.asked import kinds_asked, questions
from index.search import Search
from index.snapshot import open_snapshot
from ingest.places import CORPUS, home

_STRENGTH = 0.3
"""Inverse strength of the L2 penalty."""
_GRADED = 2.0
"""How much a question of the graded set counts beside one that was written for its kind alone."""
_Array = NDArray[np.float32]


def _rows(search: Search, said: Sequence[str]) -> _Array:
    """Give the features of every question, then the numbers of its vectors."""
    names = feature_names()
    rows = []
    for text in said:
        question, found = read_question(text, search.snapshot), search.find(text, 12)
        known = features(question, found, search.snapshot.book)
        if strange := known.keys() - set(names):
            raise SystemExit(f"features without a name: {sorted(strange)}")
        rows.append(np.concatenate([[known.get(name, 0.0) for name in names], *vectors(found, search.snapshot)]))
    return np.array(rows, dtype=np.float32)


def _fit(rows: _Array, kinds: _Array, counts: _Array) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=1000).fit(rows, kinds, sample_weight=counts)


def main() -> None:
    """Measure, fit, write."""
    search = Search(open_snapshot(home()))
    graded = [(one.question, SHAPES[one.kind]) for one in questions("dev") if one.kind in SHAPES]
    asked = [*graded, *((one.question, SHAPES[one.kind]) for one in kinds_asked("dev"))]
    rows, kinds = _rows(search, [text for text, _ in asked]), np.array([kind for _, kind in asked])
    counts = np.array([_GRADED] * len(graded) + [1.0] * (len(asked) - len(graded)))
    right = [
        _fit(rows[here], kinds[here], counts[here]).predict(rows[there]) == kinds[there]
        for here, there in KFold(5, shuffle=True, random_state=0).split(rows)
    ]
    sys.stdout.write(f"{len(asked)} questions; kind right on questions left out: {np.concatenate(right).mean():.3f}\n")
    model = _fit(rows, kinds, counts)
    names, dimension = feature_names(), (rows.shape[1] - len(feature_names())) // 2
    heads = {}
    for kind, base, coefficients in zip(model.classes_, model.intercept_, model.coef_, strict=True):
        rounded = [round(float(one), 3) for one in coefficients]
        parts = np.split(np.array(rounded), [len(names), len(names) + dimension])
        heads[str(kind)] = Head(round(float(base), 3), *(tuple(map(float, part)) for part in parts))
    (CORPUS / "kinds.json").write_bytes(msgspec.json.encode(Weights(names, heads)) + b"\n")


if __name__ == "__main__":
    main()
