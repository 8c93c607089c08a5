"""What kind of answer a question gets, weighed from its cues, its meaning, and what the clauses found are for.

A linear model (multinomial logistic regression): one weight a feature and kind, one for each number of two vectors of the
sentence model, the question as it was typed and as it reads in the law's English terms, and one for each of its words,
pairs of words and groups of letters, whatever the language: many ask in two at once. The weights are data,
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
from answer.wording import Rarity, Wording
from index.encode import Vectors
from index.search import Found, Hit
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.citation import named
from ingest.model import Instrument, Layer
from ingest.places import CORPUS
from ingest.table import decoded

_LOOKED_AT = 6
"""Hits whose use is asked; the nearer in score to the best, the more each counts."""
_SHORT = 6
_CUED = 2.0
_USED = 2.0
_MEANT = 5.0
_WORDED = 8.0
"""How much a cue, a use, a vector and a kind of words of unit length count beside the features that are 0 or 1."""
WORDS = "any pairs"
LETTERS = "any letters"
"""The kinds of words."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of one kind: a base, one a feature, one a number of each vector, one a word."""

    base: float
    weight: tuple[float, ...]
    typed: tuple[float, ...]
    english: tuple[float, ...]
    words: tuple[float, ...]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Features in order, how rare each word is by the kind of words, and the weights of each kind."""

    features: tuple[str, ...]
    words: Rarity
    heads: Mapping[str, Head]


@lru_cache(maxsize=1)
def read_weights(file: Path = CORPUS / "kinds.json") -> Weights:
    """Read the weights."""
    return decoded(file.read_bytes(), Weights)


def settled(question: Question, found: Found, snapshot: Snapshot) -> str:
    """Give the kind of answer.

    What can be answered by yes or no is of that kind, unless it compares or asks of policy. "Section 6 or section 8" compares,
    and so do two concepts with a word that compares. Who asks in so many words for the sentence of a clause wants its penalty.
    """
    if question.kind == "comparison" and len(question.concepts) > 1:
        return "comparison"
    said = words_in(question, snapshot.book.instruments)
    best = _best(features(question, found, snapshot.book), vectors(found, snapshot), said)
    if question.kind == "penalty" and found.cited and (best == "reference" or len(said.split()) <= _SHORT):
        best = "penalty" if asked_for(snapshot.data.penalties.penalty, (), found.cited) else best
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


def worded(wording: Wording, words: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Give the places of a question's words (`words_in`) that are not nought, and how much each counts."""
    places, values = wording.values(words, "any")
    return places, values * _WORDED


def words_in(question: Question, instruments: Mapping[str, Instrument]) -> str:
    """Give the words of a question, one word in place of each citation and of each name of a document: such a name has words
    (penal, trafficking, protection) that say nothing of what is asked.
    """
    names = [(one.start, one.end, f"named{instruments[one.slug].kind}") for one in named(question.text, instruments.values())]
    cites = [(one.start, one.end, "citedclause") for one in question.citations]
    out, end = "", 0
    for start, until, word in sorted((*cites, *names)):
        out += f"{question.text[end:start]} {word} " if start >= end else ""
        end = max(end, until)
    return out + question.text[end:]


def _best(known: Mapping[str, float], meant: tuple[Vectors, Vectors], said: str) -> str:
    names, kinds_, wording, (base, weight, typed, english, words) = _arrays()
    row = np.array([known.get(name, 0.0) for name in names], dtype=np.float32)
    places, values = worded(wording, said)
    scores = base + weight @ row + words[:, places] @ values
    if len(meant[0]) == typed.shape[1]:  # another model than the one fitted on: the features decide alone
        scores = scores + typed @ meant[0] + english @ meant[1]
    return kinds_[int(scores.argmax())]


@lru_cache(maxsize=1)
def _arrays() -> tuple[tuple[str, ...], tuple[str, ...], Wording, list[NDArray[np.float32]]]:
    """The features, the kinds, the words, and the weights as arrays, one row a kind."""
    weights = read_weights()
    heads = list(weights.heads.values())
    parts = [[getattr(head, name) for head in heads] for name in ("base", "weight", "typed", "english", "words")]
    return weights.features, tuple(weights.heads), Wording(weights.words), [np.array(part, dtype=np.float32) for part in parts]
