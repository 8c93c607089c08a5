"""Whether the corpus answers a question at all: a calibrated decision from several signals, not one score.

A logistic model (weights in `corpus/ranking.toml`, table [answers]) over readable features: how near the question is to
what people ask of a provision, to the provisions' own words, and to what lies outside; to which side its words lean; how much
of it the best provisions cover; how many of its words the corpus does not know; what it names that is not loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.elsewhere import named_outside, names_country, names_law
from index.engine import Scores
from index.reading import Reading

if TYPE_CHECKING:
    from index.snapshot import Snapshot
    from ingest.scope import Topic


@dataclass(frozen=True, slots=True)
class Decision:
    """The chance that the corpus answers, 0 to 1, whether it is enough, and the topic outside that is nearest."""

    chance: float
    answers: bool
    topic: Topic | None
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Beyond:
    """How near a question lies to what is outside: the cosine of the nearest example, its topic, and what the words say."""

    near: float
    topic: Topic | None
    named: bool
    law: bool
    country: bool
    lean: float


def beyond(snapshot: Snapshot, reading: Reading, itself: bool = True) -> Beyond:
    """Tell how near a question lies to what is outside.

    Without `itself` an example that is the question does not count, so that examples can be held against each other.
    """
    topics, outside = snapshot.data.scope.topic, snapshot.outside
    cosines = outside.vectors @ snapshot.encoder.one(reading.mind)
    if not itself:
        cosines[cosines > 0.9999] = 0
    best = int(cosines.argmax()) if len(cosines) else None
    named = named_outside(snapshot, reading.text)
    nearest = None if best is None else topics[int(outside.topics[best])]
    lean = outside.lean(reading.words[reading.lang], reading.lang, itself)
    law, country = names_law(snapshot, reading.text), names_country(snapshot, reading.text)
    return Beyond(0.0 if best is None else float(cosines[best]), named or nearest, named is not None, law, country, lean)


def features(snapshot: Snapshot, reading: Reading, given: Mapping[str, Scores], out: Beyond) -> dict[str, float]:
    """Give the features of the decision; `given` are the signals of the question, `out` how near it is to what lies outside."""
    lang = reading.lang
    asked = max(_best(given, f"dense asked.{code}") for code in ("en", "sw"))
    covers = max(_best(given, f"covers whole.{code}") for code in ("en", "sw"))
    words = reading.words[lang]
    known = sum(any(word in index.vocabulary for index in snapshot.words.values()) for word in words)
    means = np.sort(given["means what is asked"])[::-1]
    return {
        "asked": asked,
        "means": float(means[0]),
        "means, lead": float(means[0] - means[min(9, len(means) - 1)]),
        "own words": _best(given, "dense own.en"),
        "covers": covers,
        "outside": out.near,
        "asked over outside": asked - out.near,
        "names what is outside": float(out.named),
        "names another law": float(out.law),
        "names a country": float(out.country),
        "words lean outside": out.lean,
        "unknown words": 1 - known / len(words) if words else 1.0,
        "thesaurus": float(bool(reading.shown)),
        "short": float(len(words) <= 1),
        "swahili": float(lang == "sw"),
    }


def _best(given: Mapping[str, Scores], name: str) -> float:
    return float(given[name].max(initial=0.0)) if name in given else 0.0


def decide(snapshot: Snapshot, reading: Reading, given: Mapping[str, Scores], weights: Mapping[str, float]) -> Decision:
    """Decide whether the corpus answers. `weights` hold a weight a feature, "bias" and "threshold"."""
    out = beyond(snapshot, reading)
    found = features(snapshot, reading, given, out)
    score = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in found.items())
    chance = float(1 / (1 + np.exp(-score)))
    return Decision(chance, chance >= weights["threshold"], out.topic, found)
