"""Sentences like the exemplars: what the cues have no words for, found by the sentence model (English only)."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from answer.facts.scope import Scoping, Told
from answer.facts.signs import Limits

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from index.encode import Vectors

NOTHING = "none"
_MOST = 40
"""How many sentences of a story are compared."""


class Encodes(Protocol):
    """Anything that gives unit vectors for texts."""

    sha256: str

    def encode(self, texts: Sequence[str], batch: int = 8) -> Vectors:
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

    def compare(self, doc: Doc, scoping: Scoping, read: Collection[int] = ()) -> tuple[list[Like], tuple[float, ...]]:
        """Give the sentences that are like a sign, and the vector of the whole story.

        `read` names sentences, by their first token, of which the cues told enough.
        """
        sentences = [s for s in doc.sents if len(s) > 3 and s.start not in read][:_MOST]
        whole = self._encoder.encode([doc.text])[0]  # alone: a batch is as slow as its longest text times its size
        likes: list[Like] = []
        for sentence, vector in zip(sentences, self._encoder.encode([s.text for s in sentences]), strict=True):
            row = np.maximum.reduceat(self._vectors @ vector, self._begins)
            likes.extend(self._like(doc, sentence, row, scoping))
        return likes, tuple(whole.tolist())

    def _like(self, doc: Doc, sentence: Span, row: Vectors, scoping: Scoping) -> list[Like]:
        scores = dict(zip(self.names, map(float, row), strict=True))
        floor = max(self._limits.near, scores.pop(NOTHING, 0.0) + self._limits.lead)
        best = sorted(((score, name) for name, score in scores.items() if score >= floor), reverse=True)[:2]
        told = scoping.told(doc, sentence, sentence.end - 1, sentence.end) if best else Told.FACT
        if told not in (Told.FACT, Told.ALLEGED):
            return []
        return [Like(name, sentence.start_char, sentence.end_char, told, round(score, 3)) for score, name in best]


def _kept(encoder: Encodes, sentences: list[str], folder: Path | None) -> Vectors:
    """Give the exemplars' vectors: read where they are kept, else encoded and kept."""
    if folder is None:
        return encoder.encode(sentences)
    file = folder / f"{hashlib.sha256(chr(10).join([encoder.sha256, *sentences]).encode()).hexdigest()[:16]}.npy"
    try:
        vectors: Vectors = np.load(file, allow_pickle=False)
        if vectors.shape[0] == len(sentences):
            return vectors
    except (OSError, ValueError):
        pass
    vectors = encoder.encode(sentences)
    _keep(vectors, file)
    return vectors


def _keep(vectors: Vectors, file: Path) -> None:
    """Write beside and rename; a folder that cannot be written is no fault."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".npy", delete=False) as beside:
            np.save(beside, vectors, allow_pickle=False)
        Path(beside.name).replace(file)
    except OSError:
        return
