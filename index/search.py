"""A question in, ranked provisions out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.elsewhere import disowned
from index.engine import Narrow, Scores
from index.fuse import reciprocal_rank
from index.pool import ALL, pool
from index.ranking import Ranking
from index.reading import Reader, Reading
from index.rows import HOME_INSTRUMENT, Rows
from index.signals import asks_sentence, asks_treaty, signals, text_signals
from index.silence import Decision, decide
from index.snapshot import Snapshot
from ingest.citation import Citation, find_citations, is_enumerator, named_instruments, other_document, resolve
from ingest.errors import BadQuestion, UnknownProvision
from ingest.path import ProvisionPath, kebab

Paths = tuple[ProvisionPath, ...]
LIMIT_CHARACTERS = 20_000
REFERRED = 100.0
"""Added to a provision that the question cites; above any other score."""


AHEAD = 1.5
"""The most by which a provision may be ahead of its Kenyan twin, or of its sentence, and still be put behind it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision found: its path, its score, and what each signal added to it."""

    path: ProvisionPath
    score: float
    signals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A search: how the question was read, what was found, and whether the corpus answers at all."""

    reading: Reading
    hits: tuple[Hit, ...]
    decision: Decision
    cites: bool
    cited: tuple[ProvisionPath, ...]

    @property
    def answered(self) -> bool:
        """Whether the corpus answers: a citation decides by whether it exists, anything else by the signals."""
        return bool(self.cited) if self.cites else self.decision.answers


class Searcher(Protocol):
    """Anything that ranks provisions for a question: Kinga's own search, or a baseline."""

    def search(self, question: str, limit: int = 10, instrument: str | None = None) -> list[Hit]:
        """Give the best provisions, best first."""
        ...


def clean(question: str) -> str:
    """Give the question without control characters and lone surrogates. Raises BadQuestion if nothing is left."""
    if len(question) > LIMIT_CHARACTERS:
        raise BadQuestion(
            f"The question has {len(question):,} characters; {LIMIT_CHARACTERS:,} are read at most.",
            "Ask in a few sentences. For the facts of a case use `kinga facts`.",
        )
    text = question.encode("utf-8", "ignore").decode("utf-8")
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not text:
        raise BadQuestion("The question is empty.", 'Type a question, such as: kinga ask "is consent a defence?"')
    return text


class Search:
    """Searches one snapshot by weighted signals. `without` names signals to leave out, to see what each is worth."""

    def __init__(
        self, snapshot: Snapshot, without: tuple[str, ...] = (), ranking: Ranking | None = None, as_at: str = "", most: int = ALL
    ) -> None:
        """Hold the snapshot from question to answer. Of more provisions than `most` a question looks at a pool.

        `snapshot` has the book of the day `as_at` (ISO), of the latest editions where none is given; `every` has all editions.
        """
        book = snapshot.book.as_at(as_at)
        self.every = snapshot
        self.snapshot = snapshot if book is snapshot.book else replace(snapshot, book=book)
        self.as_at = as_at
        self._without = without
        self._most = most
        self._ranking = ranking or Ranking.shipped()

    @property
    def threshold(self) -> float:
        """The chance from which the corpus is taken to answer."""
        return self._ranking.answers["threshold"]

    @property
    def rows(self) -> Rows:
        """What is known of every provision before any question."""
        return self.every.rows

    @cached_property
    def _absent(self) -> NDArray[np.bool_]:
        """Which rows only editions of another day have."""
        if self.snapshot.book is self.every.book:
            return np.zeros(len(self.rows), dtype=np.bool_)
        return np.array([path not in self.snapshot.book for path in self.rows.paths], dtype=np.bool_)

    @cached_property
    def reader(self) -> Reader:
        """Reads questions against this snapshot's thesaurus and vocabulary."""
        stems: dict[str, set[str]] = {"en": set(), "sw": set()}
        for key, words in self.snapshot.words.items():
            stems[key.split(".")[1]] |= words.vocabulary
        return Reader(self.snapshot.data.terms, stems, self.snapshot.vocabulary)

    def read(self, question: str, exact: bool = False) -> Reading:
        """Read a question as search takes it; `exact` adds no terms and mends no spelling. Raises BadQuestion."""
        return self.reader.read(clean(question), exact)

    def search(self, question: str, limit: int = 10, instrument: str | None = None, exact: bool = False) -> list[Hit]:
        """Give the best provisions for a question, best first. Raises BadQuestion."""
        return list(self.find(question, limit, instrument, exact).hits)

    def find(self, question: str, limit: int = 10, instrument: str | None = None, exact: bool = False) -> Found:
        """Search, and tell how the question was read and whether the corpus answers it.

        With `exact` only the words typed are searched: the thesaurus adds nothing, no slip is mended. Raises BadQuestion, and
        UnknownProvision for an instrument that is not loaded.
        """
        if instrument and instrument not in self.snapshot.book.instruments:
            raise UnknownProvision(f"There is no instrument {instrument!r}.", f"One of: {', '.join(self.snapshot.book.instruments)}.")
        reading = self.read(question, exact)
        citations = find_citations(reading.text, self.snapshot.book.instruments.values())
        cited = self._loaded(reading.text, citations)
        rows, given = self.signals(reading, cited, instrument)
        decision = decide(self.snapshot, reading, given, self._ranking.answers)
        parts = {**self.weighed(reading, given), "cited": _cited_scores(rows, cited, reading.text)}
        parts["after its Kenyan twin"] = _after_twins(rows, np.sum(list(parts.values()), axis=0), given, reading)
        parts["sentence of the best"] = _sentence_first(rows, reading, np.sum(list(parts.values()), axis=0))
        return Found(reading, tuple(self._hits(rows, parts, limit, instrument)), decision, bool(citations), cited)

    def signals(self, reading: Reading, cited: Paths = (), instrument: str | None = None) -> tuple[Rows, dict[str, Scores]]:
        """Give the rows that a question looks at, and every signal for them; all rows where the corpus is small."""
        near = self.snapshot.within(Narrow(instrument)) if instrument else self.snapshot
        text = text_signals(near, len(self.rows), reading)
        rows = self.rows
        if len(rows) > self._most:
            slugs = named_instruments(reading.text, self.snapshot.book.instruments.values())
            together = np.zeros(len(rows), dtype=np.float32)
            for name, weight in self._weights(reading, text).items():
                together += text[name] * weight
            rows = pool(rows, text, together, (*map(ProvisionPath.parse, reading.paths), *cited), filter(None, (*slugs, instrument)))
        return rows, signals(near, rows, reading, text)

    def _hits(self, rows: Rows, parts: Mapping[str, Scores], limit: int, instrument: str | None) -> list[Hit]:
        total = np.where(rows.part(self._absent), -np.inf, np.sum(list(parts.values()), axis=0))
        if instrument:
            total = np.where(rows.within(instrument), total, -np.inf)
        order = np.argsort(-total, kind="stable")[:limit]
        return [_hit(rows, int(row), total, parts) for row in order if np.isfinite(total[row])]

    def weighed(self, reading: Reading, given: Mapping[str, Scores]) -> dict[str, Scores]:
        """Give what each signal adds to each provision."""
        return {name: given[name] * weight for name, weight in self._weights(reading, given).items()}

    def _weights(self, reading: Reading, names: Iterable[str]) -> dict[str, np.float32]:
        weights = self._ranking.weights(reading.lang)
        left = [name for name in names if weights.get(name) and not name.startswith(self._without or ("\0",))]
        return {name: np.float32(weights[name]) for name in left}

    def cited(self, question: str) -> tuple[ProvisionPath, ...]:
        """Give the provisions that the question cites and that are loaded."""
        return self._loaded(question, find_citations(question, self.snapshot.book.instruments.values()))

    def _loaded(self, question: str, citations: tuple[Citation, ...]) -> tuple[ProvisionPath, ...]:
        book = self.snapshot.book
        others = disowned(self.snapshot, question, HOME_INSTRUMENT) if citations else ()
        found: list[ProvisionPath] = []
        for citation in citations:
            stranger = citation.instrument is None and other_document(question, citation.end)
            if citation.instrument not in others and not stranger:
                found.extend(self._narrowed(path, question) for path in resolve(citation, book.instruments, book, HOME_INSTRUMENT))
        return tuple(dict.fromkeys(found))

    def _narrowed(self, path: ProvisionPath, question: str) -> ProvisionPath:
        """Give the definition below a cited section whose term the question names ("section 2 slavery"), else the section."""
        below = [child for child in self.snapshot.book.children(path) if not is_enumerator(child.steps[-1])]
        words = f"-{kebab(question)}-" if below else ""
        return max((child for child in below if f"-{child.steps[-1]}-" in words), key=lambda child: len(child.steps[-1]), default=path)


def _cited_scores(rows: Rows, cited: tuple[ProvisionPath, ...], question: str) -> Scores:
    """Lift what the question cites to the top, what stands below it next, and then the list that it stands in.

    Where a sentence is asked, the clause that gives it stands before the clause that is cited.
    """
    scores = np.zeros(len(rows), dtype=np.float32)
    for path in cited:
        for row in range(rows.find(path), len(rows)):
            if not path.holds(other := rows.path(row)):
                break
            scores[row] = REFERRED if path == other else REFERRED / (2 + len(other.steps) - len(path.steps))
        if path.parent is not None and path.parent.steps:
            scores[rows.find(path.parent)] = REFERRED / 10
    if asks_sentence(question):
        of = np.isin(rows.punished, [rows.find(path) for path in cited])
        scores[rows.sentenced_by[of]] = REFERRED * 1.1
    return scores


def _after_twins(rows: Rows, total: Scores, given: Mapping[str, Scores], reading: Reading) -> Scores:
    """Where a treaty says the same as Kenyan law and is little ahead of it, put it just behind; not where a treaty is asked for."""
    scores = np.zeros_like(total)
    if given["named"].any() or asks_treaty(reading.text):
        return scores
    have = np.flatnonzero(rows.twin >= 0)
    ahead = total[have] - total[rows.twin[have]]
    close = (ahead >= 0) & (ahead < AHEAD)
    scores[have[close]] = -ahead[close] - np.float32(0.01)
    return scores


def _sentence_first(rows: Rows, reading: Reading, total: Scores) -> Scores:
    """Where a sentence is asked, put the clause that gives it for the best provision before that provision, if it is close."""
    scores = np.zeros_like(total)
    best = int(total.argmax())
    giving = rows.sentenced_by[rows.punished == best]
    if asks_sentence(reading.text) and len(giving) and best not in giving:
        row = giving[total[giving].argmax()]
        if (behind := total[best] - total[row]) < AHEAD:
            scores[row] = behind + np.float32(0.01)
    return scores


def _hit(rows: Rows, row: int, total: Scores, parts: Mapping[str, Scores]) -> Hit:
    given = {name: round(float(scores[row]), 4) for name, scores in parts.items() if scores[row]}
    return Hit(rows.path(row), float(total[row]), dict(sorted(given.items(), key=lambda item: -abs(item[1]))))


class PlainFusion:
    """The ordinary design, for comparison and for engines without a ranking: signals fused by reciprocal rank."""

    def __init__(self, search: Search, names: tuple[str, ...]) -> None:
        """Fuse the signals whose names begin with one of `names`."""
        self._search = search
        self._names = names

    def search(self, question: str, limit: int = 10, instrument: str | None = None) -> list[Hit]:
        """Give the best provisions by reciprocal rank."""
        rows, given = self._search.signals(self._search.read(question))
        total = reciprocal_rank((scores, 1.0) for name, scores in given.items() if name.startswith(self._names))
        order = np.argsort(-total, kind="stable")[:limit]
        return [Hit(rows.path(int(row)), float(total[row]), {}) for row in order if total[row] > 0]
