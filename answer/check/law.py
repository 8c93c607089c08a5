"""The law as running text, section by section and edition by edition, and the place in it that words come nearest to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from answer.check.quoting import Quotation
from answer.check.tokens import Token, tokens
from ingest.book import Book
from ingest.model import Edition, Provision
from ingest.path import ProvisionPath

_LOOKED_AT = 12
"""Passages that are compared word by word; those that share most runs of words with a quotation."""
_RUN = 3
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Passage:
    """A section, an article or a schedule of one edition. `optional` marks numbers and headings, which a quotation may leave out."""

    edition: Edition
    top: ProvisionPath
    words: tuple[str, ...]
    shown: tuple[str, ...]
    paths: tuple[ProvisionPath, ...]
    optional: tuple[bool, ...]
    keys: Ints
    cost: Ints
    """What leaving out each word costs: 0 for one that is optional."""


@dataclass(frozen=True, slots=True)
class Match:
    """The place in a passage that a quotation comes nearest to: `spans` count tokens, one for each piece. `cost` counts changed words."""

    passage: Passage
    spans: tuple[tuple[int, int], ...]
    cost: int

    @property
    def path(self) -> ProvisionPath:
        """The provision whose words they are; the one above, where they are of several."""
        paths = self.paths
        steps = paths[0].steps
        for path in paths[1:]:
            steps = tuple(one for n, one in enumerate(steps) if path.steps[: n + 1] == steps[: n + 1])
        return ProvisionPath(paths[0].instrument, steps)

    @property
    def paths(self) -> tuple[ProvisionPath, ...]:
        """Every provision whose own words are matched."""
        own = [
            self.passage.paths[n]
            for start, end in self.spans
            for n in range(start, end)
            if not self.passage.optional[n] and self.passage.words[n][0].isalnum()
        ]
        return tuple(dict.fromkeys(own)) or (self.passage.top,)


class Law:
    """Every passage of a book, found by the runs of words that a quotation shares with it."""

    def __init__(self, book: Book) -> None:
        """Set the words of every edition in order."""
        self._ids: dict[str, int] = {}
        self.passages = tuple(self._passage(edition, top) for edition in book.editions for top in edition.provisions)
        self._runs: dict[tuple[int, ...], list[int]] = {}
        for number, passage in enumerate(self.passages):
            own = [int(key) for key, free in zip(passage.keys, passage.optional, strict=True) if not free]
            for run in set(_runs(own)):
                self._runs.setdefault(run, []).append(number)

    def _passage(self, edition: Edition, top: Provision) -> Passage:
        rows = list(_words(top))
        keys = [self._ids.setdefault(token.key, len(self._ids)) for token, *_ in rows]
        return Passage(
            edition,
            top.path,
            tuple(token.word for token, *_ in rows),
            tuple(shown for *_, shown in rows),
            tuple(path for _, path, _, _ in rows),
            tuple(free for _, _, free, _ in rows),
            np.array(keys, dtype=np.int64),
            np.array([not free for _, _, free, _ in rows], dtype=np.int64),
        )

    def keys(self, words: Iterable[Token]) -> list[int]:
        """Give the number of each word; -1 for one that no text has."""
        return [self._ids.get(token.key, -1) for token in words]

    def inside(self, quotation: Quotation, cited: Iterable[ProvisionPath]) -> list[Match]:
        """Give the nearest place in each edition of the provisions cited, the nearest first."""
        pieces = [self.keys(piece) for piece in quotation.pieces]
        parts = (_part(passage, path) for path in cited for passage in self.passages if passage.top.holds(path))
        return _nearest(_match(pieces, part) for part in parts)

    def matches(self, quotation: Quotation) -> list[Match]:
        """Give the nearest places in all texts, one a section, the nearest first."""
        pieces = [self.keys(piece) for piece in quotation.pieces]
        shared: Counter[int] = Counter()
        for piece in pieces:
            for run in set(_runs(piece)):
                shared.update(self._runs.get(run, ()))
        chosen = sorted(number for number, _ in shared.most_common(_LOOKED_AT))
        return _nearest(_match(pieces, self.passages[number]) for number in chosen)


def _nearest(found: Iterable[Match | None]) -> list[Match]:
    return sorted((one for one in found if one is not None), key=lambda one: one.cost)


def _part(passage: Passage, cited: ProvisionPath) -> Passage:
    """Give the words of a provision, with the opening and closing words that govern it."""
    at = [n for n, path in enumerate(passage.paths) if cited.holds(path) or path.holds(cited)]
    return Passage(
        passage.edition,
        passage.top,
        tuple(passage.words[n] for n in at),
        tuple(passage.shown[n] for n in at),
        tuple(passage.paths[n] for n in at),
        tuple(passage.optional[n] for n in at),
        passage.keys[at],
        passage.cost[at],
    )


@lru_cache(maxsize=2)
def law_of(book: Book) -> Law:
    """Give the running text of a book, made once."""
    return Law(book)


def _words(provision: Provision) -> Iterator[tuple[Token, ProvisionPath, bool, str]]:
    def own(text: str, optional: bool) -> Iterator[tuple[Token, ProvisionPath, bool, str]]:
        for token in tokens(text):
            yield token, provision.path, optional, text[token.start : token.end]

    yield from own(provision.number, True)
    yield from own(provision.heading, True)
    yield from own(provision.opening, False)
    for child in provision.children:
        yield from _words(child)
    yield from own(provision.closing, False)


def _runs(keys: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for n in range(len(keys) - _RUN + 1):
        yield tuple(keys[n : n + _RUN])


def _match(pieces: list[list[int]], passage: Passage) -> Match | None:
    """Set the pieces in their order into a passage, each where it costs least; None where a passage is too short."""
    spans, whole, at = [], 0, 0
    for piece in pieces:
        keys, cost = passage.keys[at:], passage.cost[at:]
        if not len(keys):
            return None
        costs = _costs(piece, keys, cost)
        end = _end(costs, cost)
        start = end - _end(_costs(piece[::-1], keys[:end][::-1], cost[:end][::-1]), cost[:end][::-1])
        spans.append((at + start, at + end))
        whole += int(costs[end])
        at += end
    return Match(passage, tuple(spans), whole)


def _end(costs: Ints, cost: Ints) -> int:
    """Give the place that costs least; where further words cost no more, the last words were changed and not added."""
    end = int(np.argmin(costs))
    while costs[end] and end < len(cost) and cost[end] and costs[end + 1] == costs[end]:
        end += 1
    return end


def _costs(piece: Sequence[int], keys: Ints, cost: Ints) -> Ints:
    """Give for each end in `keys` what it costs to make the piece of the words that end there (Sellers 1980)."""
    left_out = np.concatenate([[0], np.cumsum(cost)])
    row = np.zeros(len(keys) + 1, dtype=np.int64)
    for key in piece:
        step = row + 1
        step[1:] = np.minimum(step[1:], row[:-1] + (keys != key))
        row = np.minimum.accumulate(step - left_out) + left_out
    return row
