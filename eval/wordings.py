"""The words of texts as rows to fit weights on; a tool of the developer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from answer.wording import items


def rarity(texts: Sequence[str], kind: str, least: int) -> dict[str, float]:
    """Tell how rare each word of a kind is among texts (idf), of those that stand in `least` of them or more."""
    seen = Counter(item for text in texts for item in items(text, kind))
    return {item: round(math.log(1 + len(texts) / count), 2) for item, count in sorted(seen.items()) if count >= least}


def sparse_rows(found: Sequence[tuple[NDArray[np.intp], NDArray[Any]]], width: int) -> sparse.csr_matrix:
    """Give rows, shape (len(found), width), of which only these places, with their values, are not nought."""
    ends = np.cumsum([0, *(len(places) for places, _ in found)])
    places, values = (np.concatenate(part) for part in zip(*found, strict=True))
    return sparse.csr_matrix((values, places, ends), shape=(len(found), width))
