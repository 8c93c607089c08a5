"""What lies outside the corpus, as a snapshot holds it: examples of such questions by meaning, and words by how often they stand there.

Vectors tell which example is nearest. Counts tell to which side a question's words lean: naive Bayes over stems, with the
examples outside on one side and what people ask of the provisions on the other (Maron, JACM 8(3), 1961).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.before import Before, write_names
from index.encode import Vectors
from index.words import tokens
from ingest.corpus import Data
from ingest.table import decoded

MOST = 3.0
"""The most that one word may say, in natural logarithms."""


class Side(msgspec.Struct, frozen=True):
    """How many questions lie outside and inside, and in how many of each a stem stands."""

    outside: int
    inside: int
    stems: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Outside:
    """Examples' unit vectors, shape (examples, dimension), the topic number of each, and the words by language."""

    vectors: Vectors
    topics: NDArray[np.int32]
    sides: Mapping[str, Side]

    @classmethod
    def build(cls, data: Data, before: Before, folder: Path) -> Outside:
        """Encode and count the examples of the topics, count what people ask of the corpus, write all of it into a new folder."""
        examples = [(n, said) for n, topic in enumerate(data.scope.topic) for said in (*topic.say, *topic.say_sw)]
        sides = {
            "en": _side([s for t in data.scope.topic for s in t.say], [q for asked in data.asked.values() for q in asked.en], "en"),
            "sw": _side([s for t in data.scope.topic for s in t.say_sw], [q for asked in data.asked.values() for q in asked.sw], "sw"),
        }
        texts = [said for _, said in examples]
        outside = cls(before.encode(texts, folder.name), np.array([n for n, _ in examples], dtype=np.int32), sides)
        outside.save(folder)
        write_names(texts, outside.vectors, folder)
        return outside

    @classmethod
    def open(cls, folder: Path) -> Outside:
        """Open what `build` wrote."""
        vectors, topics = (np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("vectors", "topics"))
        return cls(vectors, topics, decoded((folder / "words.json").read_bytes(), dict[str, Side]))

    def save(self, folder: Path) -> None:
        """Write vectors, topics and words into a new folder."""
        folder.mkdir()
        np.save(folder / "vectors.npy", self.vectors, allow_pickle=False)
        np.save(folder / "topics.npy", self.topics, allow_pickle=False)
        (folder / "words.json").write_bytes(msgspec.json.encode(self.sides))

    def lean(self, stems: Iterable[str], lang: str, itself: bool = True) -> float:
        """Give to which side the words lean: above nought to what lies outside. Unknown words say nothing.

        Without `itself` one example that holds each word does not count, so that examples can be held against each other.
        """
        side = self.sides[lang]
        said = [_odds(side, *side.stems[stem], itself) for stem in dict.fromkeys(stems) if stem in side.stems]
        return sum(said) / sqrt(len(said)) if said else 0.0


def _side(outside: Sequence[str], inside: Sequence[str], lang: str) -> Side:
    beyond = Counter(stem for text in outside for stem in set(tokens(text, lang)))
    within = Counter(stem for text in inside for stem in set(tokens(text, lang)))
    return Side(len(outside), len(inside), {stem: (beyond[stem], within[stem]) for stem in sorted({*beyond, *within})})


def _odds(side: Side, beyond: int, within: int, itself: bool) -> float:
    beyond = beyond if itself else max(0, beyond - 1)
    value = log((beyond + 0.5) / (side.outside + 1)) - log((within + 0.5) / (side.inside + 1))
    return max(-MOST, min(MOST, value))
