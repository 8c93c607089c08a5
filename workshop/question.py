"""A question of a quiz: made from the structure of the law, one right answer, its key tied to a clause."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio

from answer.statement import quoted
from ingest.model import quote
from ingest.path import ProvisionPath
from workshop.paper import Line
from workshop.say import Voice

WRONG = 3
"""How many wrong answers a question has, where the law gives that many."""
ALIKE = 70.0
"""Texts as near as this (of 100, by shared words) may say the same; one is never the wrong answer to the other."""
_NEAR = 9
_SENTENCES = ("rule", "what it says")
"""Kinds whose options are whole sentences."""


@dataclass(frozen=True, slots=True)
class Question:
    """`key` is the place of the right answer in `options`; `why` quotes the clause; `places` are all that it touches."""

    kind: str
    stem: Line
    options: tuple[Line, ...]
    key: int
    why: tuple[Line, ...]
    clause: ProvisionPath
    places: tuple[ProvisionPath, ...]

    @property
    def id(self) -> str:
        """Name of the question: the same in every kit of the same law."""
        return digest(self.stem.text, self.right.text)

    @property
    def right(self) -> Line:
        """The right answer."""
        return self.options[self.key]

    @property
    def letter(self) -> str:
        """The letter of the right answer."""
        return letter(self.key)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of it."""
        return (self.stem, *self.options, *self.why)


def letter(place: int) -> str:
    """Give the letter of an option: A for the first."""
    return "ABCDE"[place]


def digest(*words: str) -> str:
    """Give a short digest of words."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


def related(one: ProvisionPath, other: ProvisionPath) -> bool:
    """Whether one provision is, holds or lies in the other."""
    return one.holds(other) or other.holds(one)


def alike(one: str, other: str) -> bool:
    """Whether two texts may say the same."""
    return token_set_ratio(one.lower(), other.lower()) >= ALIKE


def unlike(lines: Sequence[Line]) -> list[Line]:
    """Leave out a line that says nearly what one before it says: like wrong answers would point to the right one."""
    kept: list[Line] = []
    for line in lines:
        if not any(alike(line.text, other.text) for other in kept):
            kept.append(line)
    return kept


class Maker:
    """Puts questions together. What looks random follows from the question's own words, so that a kit can be made again."""

    def __init__(self, voice: Voice) -> None:
        """Hold the voice that speaks the lines."""
        self.voice = voice

    def make(
        self,
        kind: str,
        stem: Line,
        right: Line,
        wrong: Sequence[Line],
        clause: ProvisionPath,
        places: Iterable[ProvisionPath] = (),
        *,
        in_order: bool = False,
    ) -> Question | None:
        """Make a question; None where the law gives fewer than two wrong answers."""
        rng = random.Random(digest(kind, stem.text, right.text))  # noqa: S311
        near = sorted({w.text: w for w in wrong if w.text != right.text}.values(), key=lambda w: abs(len(w.text) - len(right.text)))[:_NEAR]
        if len(near) < 2:
            return None
        rng.shuffle(near)
        options = [right, *(unlike(near) if kind in _SENTENCES else near)[:WRONG]]
        rng.shuffle(options)
        if in_order:
            options.sort(key=lambda one: (len(one.text), one.text))
        key = options.index(right)
        return Question(kind, stem, tuple(options), key, self.why(clause), clause, tuple(dict.fromkeys((clause, *places))))

    def true_or_false(self, kind: str, stem: Line, right: bool, clause: ProvisionPath, why: tuple[Line, ...] = ()) -> Question:
        """Make a question that is answered with true or false."""
        options = (self.voice.frame("true"), self.voice.frame("false"))
        return Question(kind, stem, options, 0 if right else 1, why or self.why(clause), clause, (clause,))

    def why(self, clause: ProvisionPath) -> tuple[Line, ...]:
        """Quote the clause that the key rests on: its opening words, and its closing words where it has items between."""
        text = self.voice.book.text(clause, self.voice.lang)
        opening, closing = len(text.provision.opening), len(text.provision.closing)
        whole = len(text.provision.text)
        spans = [(0, opening), (whole - closing, whole)]
        return tuple(
            self.voice.law(quoted(quote(text.provision, text.edition, start, end), self.voice.lang)) for start, end in spans if start < end
        )
