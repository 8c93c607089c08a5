"""The words of a text as numbers: stems, pairs of words that follow each other, and groups of letters inside words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.words import tokens, words_of

Rarity = Mapping[str, Mapping[str, float]]
"""How rare each item is among the texts fitted on, by its kind: a language for stems, `en pairs`, `sw letters`."""

_LETTERS = (3, 4)
"""How many letters stand in a group. Kiswahili builds a verb from many parts; groups of letters find them where stems differ."""


def items(text: str, kind: str) -> frozenset[str]:
    """Give the items of a kind in a text."""
    lang, _, what = kind.partition(" ")
    if what == "pairs":
        words = words_of(text)
        return frozenset((*words, *(" ".join(pair) for pair in pairwise(words))))
    if what == "letters":
        return frozenset(group for word in set(words_of(text)) for group in _groups(f" {word} "))
    return frozenset(tokens(text, lang))


def _groups(word: str) -> Iterator[str]:
    for length in _LETTERS:
        yield from (word[start : start + length] for start in range(len(word) - length + 1))


class Wording:
    """Turns texts into vectors: one place an item, each weighing more the rarer it is, the items of a kind of unit length."""

    def __init__(self, rarity: Rarity) -> None:
        """Number the items, kind by kind."""
        self._kinds = tuple(rarity)
        known = [(kind, item, rare) for kind, table in rarity.items() for item, rare in table.items()]
        self._place = {(kind, item): place for place, (kind, item, _) in enumerate(known)}
        self._rare = np.array([rare for _, _, rare in known])

    def __len__(self) -> int:
        """Give the number of places."""
        return len(self._place)

    def values(self, text: str, lang: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Give the places of a text that are not nought, and their values."""
        places: list[int] = []
        values: list[NDArray[np.float64]] = []
        for kind in self._kinds:
            if kind.partition(" ")[0] != lang:
                continue
            own = [place for item in items(text, kind) if (place := self._place.get((kind, item))) is not None]
            rare = self._rare[own]
            values.append(rare / (float(np.linalg.norm(rare)) or 1.0))
            places.extend(own)
        return np.array(places, dtype=np.intp), np.concatenate(values) if values else np.zeros(0)

    def row(self, text: str, lang: str) -> NDArray[np.float64]:
        """Give a text as one row, shape (items,)."""
        out = np.zeros(len(self))
        places, values = self.values(text, lang)
        out[places] = values
        return out
