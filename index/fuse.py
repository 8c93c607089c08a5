"""Put rankings together: reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from index.engine import Scores

K = 60
"""The constant of the paper: it damps the weight of the first ranks."""


def reciprocal_rank(rankings: Iterable[tuple[Scores, float]], depth: int = 200) -> Scores:
    """Fuse score arrays over the same rows, each with its weight, into one: sum of weight / (K + rank).

    Only the first `depth` rows of each ranking count, and only rows with a score above the array's lowest.
    """
    out: Scores | None = None
    for scores, weight in rankings:
        if out is None:
            out = np.zeros(len(scores), dtype=np.float32)
        order = np.argsort(-scores, kind="stable")[:depth]
        order = order[scores[order] > scores.min()]
        out[order] += weight / (K + 1 + np.arange(len(order), dtype=np.float32))
    if out is None:
        raise ValueError("nothing to fuse")
    return out
