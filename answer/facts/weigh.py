"""Weigh all signs together, where no strong rule decides.

A linear model (multinomial logistic regression) over what the rules know: signs found, signs denied, conclusions, and
how near the story's sentences come to the exemplars. Its weights are data, `corpus/facts/weights.json`, fitted by
`eval/facts_train.py` on the development cases; it also says how far the rules' outcome is borne out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from answer.facts.read import Story
from answer.facts.rules import Ground, State
from ingest.places import CORPUS

_HELD = 0.7
"""The value of a feature that holds."""
_UNREAD = 0.2
"""What stands for nearness where no sentence was compared, as in Kiswahili: about its mean elsewhere."""


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For each indication a base and a weight a feature, in the order of `features`."""

    features: tuple[str, ...]
    base: Mapping[str, float]
    weight: Mapping[str, tuple[float, ...]]


@lru_cache(maxsize=2)
def read_weights(file: Path = CORPUS / "facts" / "weights.json") -> Weights | None:
    """Read the weights; None where there are none yet."""
    return msgspec.json.decode(file.read_bytes(), type=Weights) if file.exists() else None


class Weigher:
    """Weighs grounds of one story after another."""

    def __init__(self, weights: Weights) -> None:
        """Set the weights out by feature."""
        self.names = tuple(weights.base)
        self._base = [weights.base[key] for key in self.names]
        self._columns = {name: [weights.weight[key][place] for key in self.names] for place, name in enumerate(weights.features)}

    def start(self, story: Story) -> list[float]:
        """Give what the story's sentences weigh, whatever the rules make of it."""
        return self._sums(self._base, ((name, value) for name in self._columns if (value := nearness(name, story))))

    def weigh(self, ground: Ground, start: list[float]) -> dict[str, float]:
        """Give the probability of each indication."""
        sums = self._sums(start, ground_features(ground))
        top = max(sums)
        parts = [math.exp(value - top) for value in sums]
        return {key: part / sum(parts) for key, part in zip(self.names, parts, strict=True)}

    def _sums(self, start: list[float], values: Iterable[tuple[str, float]]) -> list[float]:
        sums = list(start)
        for name, value in values:
            for place, weight in enumerate(self._columns.get(name, ())):
                sums[place] += weight * value
        return sums


def nearness(name: str, story: Story) -> float:
    """Give the value of a feature `like:sign`; nought for another."""
    kind, _, about = name.partition(":")
    if kind != "like":
        return 0.0
    return max(0.0, story.nearest.get(about, 0.0) - 0.3) * 3 if story.nearest else _UNREAD * 1.5


def ground_features(ground: Ground) -> Iterator[tuple[str, float]]:
    """Give the features of a ground that are not nought: what is found, by name, and `denied:sign`."""
    yield from ((about, _HELD) for about, state in ground.states.items() if state is State.FOUND)
    yield from ((f"denied:{about}", _HELD) for about, found in ground.against.items() if found)
