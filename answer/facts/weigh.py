"""Weigh all signs together, where no strong rule decides, and where an element is told without the words of a rule.

Linear models (logistic regression) over what the rules know: signs found, signs denied, conclusions; over the story's
vector (English; the sentence model reads no Kiswahili, so there it counts for nothing); over the stems of its
words, each weighing more the rarer it is, the whole of unit length; and over what its sentences tell (`telling.py`). The
weights are data, `corpus/facts/weights.json`, fitted by `eval/facts_train.py` on the development cases.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from answer.facts.read import Evidence, Story
from answer.facts.rules import Ground, State
from answer.facts.telling import Teller, Telling
from answer.wording import Wording
from ingest.places import CORPUS
from ingest.table import decoded

_HELD = 0.7
"""The value of a feature that holds."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of one answer: a base, one a feature, a number of the story's vector, a stem, a thing that sentences tell;
    `least`: from where it counts.
    """

    base: float
    weight: tuple[float, ...]
    story: tuple[float, ...]
    stem: tuple[float, ...]
    told: tuple[float, ...]
    least: float = 0.5


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Features in order, the mean vector of the stories fitted on, how rare each stem is, and the heads.

    The stems count in the order of the languages and of their tables; there is a head for each indication and element.
    `harm` tells how often saying an indication does harm where another holds: said, then what holds.
    """

    features: tuple[str, ...]
    centre: tuple[float, ...]
    stems: Mapping[str, Mapping[str, float]]
    indications: Mapping[str, Head]
    elements: Mapping[str, Head]
    harm: Mapping[str, Mapping[str, float]]


@lru_cache(maxsize=2)
def read_weights(file: Path = CORPUS / "facts" / "weights.json") -> Weights | None:
    """Read the weights; None where there are none yet."""
    return decoded(file.read_bytes(), Weights) if file.exists() else None


@dataclass(frozen=True, slots=True)
class Start:
    """What a story as a whole weighs, whatever the rules make of it, and the sentence that tells most of each thing."""

    sums: NDArray[np.float64]
    speaks: Mapping[str, Evidence]


class Weigher:
    """Weighs grounds of one story after another."""

    def __init__(self, weights: Weights, telling: Telling) -> None:
        """Set the weights out as one matrix, indications first."""
        heads = (*weights.indications.values(), *weights.elements.values())
        self.names = tuple(weights.indications)
        self._harm = weights.harm
        self.least = {name: head.least for name, head in weights.elements.items()}
        self._column = {name: place for place, name in enumerate(weights.features)}
        self._centre = np.array(weights.centre)
        self._base = np.array([head.base for head in heads])
        self._weight = np.array([head.weight for head in heads])
        self._story = np.array([head.story for head in heads])
        self._stem = np.array([head.stem for head in heads])
        self._told = np.array([head.told for head in heads])
        self._stems = Wording(weights.stems)
        self._teller = Teller(telling)

    def start(self, story: Story) -> Start:
        """Give what the story as a whole weighs, whatever the rules make of it."""
        scores = self._teller.scores(story)
        sums = self._base + self._stem @ self._stems.row(story.text, story.lang) + self._told @ self._teller.whole(scores)
        if story.vector:
            sums = sums + self._story @ (np.asarray(story.vector) - self._centre)
        return Start(sums, self._teller.speaks(story, scores))

    def weigh(self, ground: Ground, start: Start) -> dict[str, float]:
        """Give the probability of each indication."""
        sums = self._sums(ground, start)[: len(self.names)]
        parts = np.exp(sums - sums.max())
        return dict(zip(self.names, (parts / parts.sum()).tolist(), strict=True))

    def best(self, likely: Mapping[str, float], cost: float) -> str:
        """Give the likeliest indication, each less the harm that saying it may do, which counts `cost` times."""

        def worth(said: str) -> float:
            return likely[said] - cost * sum(share * likely[holds] for holds, share in self._harm[said].items())

        return max(likely, key=worth)

    def elements(self, ground: Ground, start: Start) -> Iterator[tuple[str, bool]]:
        """Tell of each element that is weighed whether all signs together show it."""
        sums = self._sums(ground, start)[len(self.names) :]
        for (name, least), value in zip(self.least.items(), sums.tolist(), strict=True):
            yield name, value >= math.log(least / (1 - least))

    def because(self, name: str, ground: Ground) -> list[str]:
        """Give the things found that speak for an element, the weightiest first."""
        row = self._weight[len(self.names) + list(self.least).index(name)]
        found = [(row[self._column[about]], about) for about, _ in ground_features(ground) if about in self._column]
        return [about for weight, about in sorted(found, reverse=True) if weight > 0 and not about.startswith("denied:")]

    def _sums(self, ground: Ground, start: Start) -> NDArray[np.float64]:
        values = np.zeros(len(self._column))
        for name, value in ground_features(ground):
            if name in self._column:
                values[self._column[name]] = value
        sums: NDArray[np.float64] = start.sums + self._weight @ values
        return sums


def ground_features(ground: Ground) -> Iterator[tuple[str, float]]:
    """Give the features of a ground that are not nought: what is found, by name, and `denied:sign`."""
    yield from ((about, _HELD) for about, state in ground.states.items() if state is State.FOUND)
    yield from ((f"denied:{about}", _HELD) for about, found in ground.against.items() if found)
