"""Whether the corpus answers a question at all: a calibrated decision from several signals, not one score.

A logistic model (weights in `corpus/ranking.toml`, table [answers]) over readable features: how near the question is to
what people ask of a provision, to the provisions' own words, and to what lies outside; how much of it the best provisions
cover; how many of its words the corpus does not know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.engine import Scores
from index.reading import Reading
from index.words import folded
from ingest.names import any_of

if TYPE_CHECKING:
    from index.snapshot import Snapshot
    from ingest.scope import Topic


_LAW = re.compile(r"\b(?:laws?|acts?|code|statutes?|legislation|penal|courts?|sheria|mahakama|kanuni)\b")


@dataclass(frozen=True, slots=True)
class Decision:
    """The chance that the corpus answers, 0 to 1, whether it is enough, and the topic outside that is nearest."""

    chance: float
    answers: bool
    topic: Topic | None
    features: Mapping[str, float]


def named_outside(snapshot: Snapshot, text: str) -> Topic | None:
    """Give the topic whose laws, courts or countries a text names; a country counts only beside a word for law."""
    words = folded(text)
    for topic in snapshot.data.scope.topic:
        names = topic.names + (topic.countries if _LAW.search(words) else ())
        if any_of(names).search(words):
            return topic
    return None


def outside(snapshot: Snapshot, reading: Reading, itself: bool = True) -> tuple[float, Topic | None, bool]:
    """Give the cosine to the nearest example outside, its topic, and whether a name of that topic stands in the question.

    Without `itself` an example that is the question does not count, so that examples can be held against each other.
    """
    if (named := named_outside(snapshot, reading.text)) is not None:
        return 1.0, named, True
    topics = snapshot.data.scope.topic
    if not len(snapshot.outside.rows):
        return 0.0, None, False
    cosines = snapshot.outside.vectors @ snapshot.encoder.one(reading.mind)
    if not itself:
        cosines[cosines > 0.9999] = 0
    best = int(cosines.argmax())
    return float(cosines[best]), topics[int(snapshot.outside.rows[best])], False


def features(snapshot: Snapshot, reading: Reading, given: Mapping[str, Scores], beyond: tuple[float, bool]) -> dict[str, float]:
    """Give the features of the decision; `given` are the signals of the question, `beyond` how near it is to what lies outside."""
    lang = reading.lang
    near, named = beyond
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
        "outside": 0.0 if named else near,
        "asked over outside": 0.0 if named else asked - near,
        "names what is outside": float(named),
        "unknown words": 1 - known / len(words) if words else 1.0,
        "thesaurus": float(bool(reading.shown)),
        "short": float(len(words) <= 1),
        "swahili": float(lang == "sw"),
    }


def _best(given: Mapping[str, Scores], name: str) -> float:
    return float(given[name].max(initial=0.0)) if name in given else 0.0


def decide(snapshot: Snapshot, reading: Reading, given: Mapping[str, Scores], weights: Mapping[str, float]) -> Decision:
    """Decide whether the corpus answers. `weights` hold a weight a feature, "bias" and "threshold"."""
    near, topic, named = outside(snapshot, reading)
    found = features(snapshot, reading, given, (near, named))
    score = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in found.items())
    chance = float(1 / (1 + np.exp(-score)))
    return Decision(chance, chance >= weights["threshold"], topic, found)
