"""What each sentence tells of means, liberty, a passage over a border, or ignorance, whatever words it has for it.

A linear model (logistic regression) a thing: over the signs of the sentence and of its neighbours, its words, and its
vector (English). The sentences that tell a thing were marked by hand (`eval/questions/told.jsonl`); `eval/facts_train.py`
fits the weights. A story's sentences together are features of the weights of `weigh.py`, and the sentence that tells most
of an element gives its words, where no rule has any.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from answer.facts.read import Evidence, Sentence, Story
from answer.facts.scope import Told
from answer.wording import Wording
from ingest.places import CORPUS
from ingest.table import decoded

_HELD = 0.7
"""The value of a sign that stands in a sentence."""

Rows = NDArray[np.float64]


class SentenceHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of one thing: a base, the signs in the sentence, before it and after it, its vector, its words."""

    base: float
    signs: tuple[float, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    vector: tuple[float, ...]
    words: tuple[float, ...]


class Telling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signs in order (first as told, then as denied), the mean vector of sentences, how rare each word is, a head a
    thing; and the mean and the spread of what whole stories tell, by thing: the most and the sum.
    """

    signs: tuple[str, ...]
    centre: tuple[float, ...]
    words: Mapping[str, Mapping[str, float]]
    heads: Mapping[str, SentenceHead]
    middle: tuple[float, ...] = ()
    spread: tuple[float, ...] = ()


@lru_cache(maxsize=2)
def read_telling(file: Path = CORPUS / "facts" / "telling.json") -> Telling | None:
    """Read the weights; None where there are none yet."""
    return decoded(file.read_bytes(), Telling) if file.exists() else None


def sign_rows(story: Story, signs: tuple[str, ...]) -> Rows:
    """Give the signs of each sentence, shape (sentences, 2 x signs): those told, then those denied."""
    column = {sign: place for place, sign in enumerate(signs)}
    out = np.zeros((len(story.sentences), 2 * len(signs)))
    for row, sentence in enumerate(story.sentences):
        for one in story.evidence:
            if one.sign in column and one.start >= sentence.start and one.end <= sentence.end:
                out[row, column[one.sign] + (len(signs) if one.told is Told.DENIED else 0)] = _HELD
    return out


def shifted(rows: Rows, by: int) -> Rows:
    """Give every sentence the signs of the one that stands `by` places further on; none at the ends."""
    out = np.zeros_like(rows)
    if by > 0:
        out[:-by] = rows[by:]
    else:
        out[-by:] = rows[:by]
    return out


def pooled(scores: Rows) -> Rows:
    """Give what a story tells, shape (2 x things,): of each thing the most that a sentence tells, and all of them together."""
    if not len(scores):
        return np.zeros(2 * scores.shape[1])
    return np.concatenate([scores.max(axis=0), np.log1p(np.exp(np.minimum(scores, 30))).sum(axis=0)])


class Teller:
    """Tells of each sentence of a story how much it tells of each thing."""

    def __init__(self, telling: Telling) -> None:
        """Set the weights out as matrices."""
        heads = tuple(telling.heads.values())
        self.things = tuple(telling.heads)
        self._signs = telling.signs
        self._wording = Wording(telling.words)
        self._centre = np.array(telling.centre)
        self._base = np.array([head.base for head in heads])
        self._own, self._before, self._after, self._vector, self._words = (
            np.array([getattr(head, part) for head in heads]).T for part in ("signs", "before", "after", "vector", "words")
        )
        self._middle, self._spread = np.array(telling.middle), np.array(telling.spread)

    def scores(self, story: Story) -> Rows:
        """Give the log odds of every thing in every sentence, shape (sentences, things)."""
        rows = sign_rows(story, self._signs)
        out: Rows = self._base + rows @ self._own + shifted(rows, -1) @ self._before + shifted(rows, 1) @ self._after
        for number, sentence in enumerate(story.sentences):
            places, values = self._wording.values(sentence.text, story.lang)
            out[number] += values @ self._words[places]
            if sentence.vector:
                out[number] += (np.asarray(sentence.vector) - self._centre) @ self._vector
        return out

    def whole(self, scores: Rows) -> Rows:
        """Give what the story as a whole tells, beside what stories tell on the whole."""
        told: Rows = (pooled(scores) - self._middle) / self._spread
        return told

    def speaks(self, story: Story, scores: Rows) -> dict[str, Evidence]:
        """Give the sentence that tells most of each thing, as words of the story."""
        if not len(scores):
            return {}
        best = scores.argmax(axis=0)
        return {thing: _words(thing, story.sentences[int(row)]) for thing, row in zip(self.things, best, strict=True)}


def _words(thing: str, sentence: Sentence) -> Evidence:
    return Evidence(thing, sentence.start, sentence.end, sentence.text, Told.FACT, "sentence")
