"""What kind of answer a question gets, weighed from its cues, its meaning, and what the clauses found are for.

A linear model (multinomial logistic regression): one weight a feature and kind, and one for each number of two vectors of
the sentence model, the question as it was typed and as it reads in the law's English terms. The weights are data,
`corpus/kinds.json`, fitted by `eval/kinds_train.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from answer.kinds import kind_of, kinds
from answer.penalty import asked_for
from answer.question import EITHER, Question
from answer.uses import use_of
from index.encode import Vectors
from index.search import Found, Hit
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.model import Layer
from ingest.places import CORPUS
from ingest.table import decoded

_LOOKED_AT = 6
"""Hits whose use is asked; the nearer in score to the best, the more each counts."""
_ASKED_FOR = 3
_SHORT = 6
_CUED = 2.0
_USED = 2.0
_MEANT = 5.0
"""How much a cue, a use and a vector of unit length count beside the features that are 0 or 1."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of one kind: a base, one a feature, one a number of each vector."""

    base: float
    weight: tuple[float, ...]
    typed: tuple[float, ...]
    english: tuple[float, ...]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Features in order, and the weights of each kind."""

    features: tuple[str, ...]
    heads: Mapping[str, Head]


@lru_cache(maxsize=1)
def read_weights(file: Path = CORPUS / "kinds.json") -> Weights:
    """Read the weights."""
    return decoded(file.read_bytes(), Weights)


def settled(question: Question, found: Found, snapshot: Snapshot) -> str:
    """Give the kind of answer.

    What can be answered by yes or no is of that kind, unless it compares or asks of policy. A sentence that is asked in so
    many words is a penalty, where an offence with a sentence is cited or among the best hits. "Section 6 or section 8" compares.
    """
    best_hits = (hit.path for hit in found.hits[:_ASKED_FOR])
    if question.kind == "penalty" and asked_for(snapshot.data.penalties.penalty, best_hits, found.cited):
        return "penalty"
    best = _best(features(question, found, snapshot.book), vectors(found, snapshot))
    if best == "reference" and len(found.cited) > 1 and EITHER.search(question.text):
        return "comparison"
    return "yes-no" if question.kind == "yes-no" and best not in ("comparison", "policy") else best


def features(question: Question, found: Found, book: Book) -> dict[str, float]:
    """Give what is known of a question besides its meaning: features by name, those that are 0 left out."""
    cue = question.kind
    if cue == "clauses" and found.reading.mended:
        cue = kind_of(found.reading.mind, question.concepts)
    known = {
        "cites": found.cites,
        "cites what is loaded": bool(found.cited),
        "cites several": len(found.cited) > 1,
        "a concept": bool(question.concepts),
        "several concepts": len(question.concepts) > 1,
        "Kiswahili": found.reading.lang == "sw",
        "short": len(question.text.split()) <= _SHORT,
    }
    out = {f"cue {cue}": _CUED, **{name: 1.0 for name, holds in known.items() if holds}}
    near = found.hits[:_LOOKED_AT]
    shares = np.exp(2 * np.array([hit.score - near[0].score for hit in near])) if near else np.zeros(0)
    for hit, share in zip(near, shares / max(float(shares.sum()), 1e-9), strict=True):
        for name in _used(hit, book):
            out[name] = out.get(name, 0.0) + _USED * float(share)
    return out | {f"best: {name}": 1.0 for hit in near[:1] for name in _used(hit, book)}


def _used(hit: Hit, book: Book) -> tuple[str, ...]:
    """Tell what a provision is for, and what sort of document it stands in."""
    use, kind = use_of(hit.path), book.instruments[hit.path.instrument].kind
    noted = kind in ("plan", "guideline") or book.text(hit.path).edition.layer is Layer.NOTE
    return f"use {use.kind if use else 'none'}", "in policy" if noted else f"in {kind}"


def feature_names() -> tuple[str, ...]:
    """Name every feature that a question can have."""
    hits = [f"use {use}" for use in ("none", "who", "procedure", "remedy", "definition", "penalty")]
    hits += [f"in {kind}" for kind in ("policy", "report", "act", "constitution", "treaty")]
    known = ("cites", "cites what is loaded", "cites several", "a concept", "several concepts", "Kiswahili", "short")
    return (*(f"cue {kind}" for kind in (*kinds(), "clauses")), *known, *hits, *(f"best: {name}" for name in hits))


def vectors(found: Found, snapshot: Snapshot) -> tuple[Vectors, Vectors]:
    """Give the question's vector as it was typed, slips mended, and in the law's English terms; shape (dimension,) each."""
    encoder = snapshot.encoder
    return encoder.one(found.reading.mind) * np.float32(_MEANT), encoder.one(found.reading.english) * np.float32(_MEANT)


def _best(known: Mapping[str, float], meant: tuple[Vectors, Vectors]) -> str:
    names, kinds_, base, weight, typed, english = _arrays()
    row = np.array([known.get(name, 0.0) for name in names], dtype=np.float32)
    scores = base + weight @ row
    if len(meant[0]) == typed.shape[1]:  # another model than the one fitted on: the features decide alone
        scores = scores + typed @ meant[0] + english @ meant[1]
    return kinds_[int(scores.argmax())]


_Array = NDArray[np.float32]


@lru_cache(maxsize=1)
def _arrays() -> tuple[tuple[str, ...], tuple[str, ...], _Array, _Array, _Array, _Array]:
    """The weights as arrays, one row a kind."""
    weights = read_weights()
    heads = list(weights.heads.values())
    parts = ([head.base for head in heads], *([getattr(head, name) for head in heads] for name in ("weight", "typed", "english")))
    base, weight, typed, english = (np.array(part, dtype=np.float32) for part in parts)
    return weights.features, tuple(weights.heads), base, weight, typed, english
