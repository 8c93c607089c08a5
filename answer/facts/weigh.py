"""Weigh all signs together, where no strong rule decides.

A linear model (multinomial logistic regression) over what the rules know: signs found, signs denied, conclusions, and
how near the story's sentences come to the exemplars. Its weights are data, `corpus/facts/weights.json`, fitted by
`eval/facts_train.py` on the development cases; it also says how far the rules' outcome is borne out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from answer.facts.read import Story
from answer.facts.rules import Ground, State
from ingest.places import CORPUS

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


def feature(name: str, ground: Ground, story: Story) -> float:
    """Give the value of a feature: `sign`, `denied:sign`, or `like:sign`."""
    kind, _, about = name.partition(":")
    if kind == "like":
        return max(0.0, story.nearest[about] - 0.3) * 3 if story.nearest else _UNREAD * 1.5
    if kind == "denied":
        return 0.7 if ground.against.get(about) else 0.0
    return 0.7 if ground.state(name) is State.FOUND else 0.0


def weigh(weights: Weights, ground: Ground, story: Story) -> dict[str, float]:
    """Give the probability of each indication."""
    values = [feature(name, ground, story) for name in weights.features]
    sums = {key: base + sum(w * v for w, v in zip(weights.weight[key], values, strict=True) if v) for key, base in weights.base.items()}
    top = max(sums.values())
    parts = {key: math.exp(value - top) for key, value in sums.items()}
    whole = sum(parts.values())
    return {key: part / whole for key, part in parts.items()}
