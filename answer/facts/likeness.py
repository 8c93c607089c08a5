"""Sentences like the exemplars: what the cues have no words for, found by the sentence model (English only)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from answer.facts.scope import Scoping, Told
from answer.facts.signs import Limits
from ingest.errors import NotWritten
from ingest.writing import write_beside

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from index.encode import Vectors

NOTHING = "none"
_SEAL = 32
"""Bytes of the hash that stands before kept vectors."""


class Encodes(Protocol):
    """Anything that gives unit vectors for texts."""

    sha256: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one vector a text."""
        ...


@dataclass(frozen=True, slots=True)
class Like:
    """A sentence that is like an exemplar of a sign: where it stands, how it is told, the cosine."""

    sign: str
    start: int
    end: int
    told: Told
    score: float


class Likeness:
    """Compares sentences with exemplars. Vectors of exemplars are kept in `folder`, by the hash of model and exemplars."""

    def __init__(self, encoder: Encodes, exemplars: Mapping[str, Sequence[str]], limits: Limits, folder: Path | None = None) -> None:
        """`limits.near` is the least cosine, `limits.lead` how much nearer it must be than the nearest sentence that tells nothing."""
        self._encoder = encoder
        self._limits = limits
        self.names = tuple(exemplars)
        counts = [len(sentences) for sentences in exemplars.values()]
        self._begins = np.cumsum([0, *counts[:-1]])
        self._vectors = _kept(encoder, [s for sentences in exemplars.values() for s in sentences], folder)

    def encode(self, sentences: Sequence[Span]) -> Vectors:
        """Give the vectors of sentences, one row each."""
        return self._encoder.encode([sentence.text for sentence in sentences])

    def compare(self, sentences: Sequence[Span], vectors: Vectors, scoping: Scoping, told: Collection[int] = ()) -> list[Like]:
        """Give the sentences that are like a sign. `told` names sentences, by their first token, of which the cues told enough."""
        likes: list[Like] = []
        for sentence, vector in zip(sentences, vectors, strict=True):
            if sentence.start not in told:
                row = np.maximum.reduceat(self._vectors @ vector, self._begins)
                likes.extend(self._like(sentence.doc, sentence, row, scoping))
        return likes

    def _like(self, doc: Doc, sentence: Span, row: Vectors, scoping: Scoping) -> list[Like]:
        scores = dict(zip(self.names, map(float, row), strict=True))
        floor = max(self._limits.near, scores.pop(NOTHING, 0.0) + self._limits.lead)
        best = sorted(((score, name) for name, score in scores.items() if score >= floor), reverse=True)[:2]
        told = scoping.told(doc, sentence, sentence.end - 1, sentence.end) if best else Told.FACT
        if told not in (Told.FACT, Told.ALLEGED):
            return []
        return [Like(name, sentence.start_char, sentence.end_char, told, round(score, 3)) for score, name in best]


def _kept(encoder: Encodes, sentences: list[str], folder: Path | None) -> Vectors:
    """Give the exemplars' vectors: read where they are kept whole, else encoded and kept, behind the hash of their bytes."""
    if folder is None:
        return encoder.encode(sentences)
    file = folder / f"{hashlib.sha256(chr(10).join([encoder.sha256, *sentences]).encode()).hexdigest()[:16]}.kept"
    try:
        content = file.read_bytes()
        if content[:_SEAL] == hashlib.sha256(content[_SEAL:]).digest():
            vectors: Vectors = np.load(BytesIO(content[_SEAL:]), allow_pickle=False)
            return vectors
    except (OSError, ValueError):
        pass
    vectors = encoder.encode(sentences)
    packed = BytesIO()
    np.save(packed, vectors, allow_pickle=False)
    with suppress(NotWritten):  # a folder that cannot be written is no fault
        write_beside(file, hashlib.sha256(packed.getvalue()).digest() + packed.getvalue())
    return vectors
