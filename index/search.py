"""A question in, ranked provisions out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.engine import Scores
from index.fuse import reciprocal_rank
from index.snapshot import Snapshot
from index.words import tokens
from ingest.citation import find_citations, resolve
from ingest.errors import BadQuestion
from ingest.path import ProvisionPath

LIMIT_CHARACTERS = 20_000
HOME_INSTRUMENT = "ctip-act-2010"
REFERRED = 10.0
"""Score of a provision that the question cites; above any fused score."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision found: its path, its score, and what each signal gave."""

    path: ProvisionPath
    score: float
    signals: Mapping[str, float]


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
    """Searches one snapshot. `use` names the signals to fuse; leave it out for all of them."""

    def __init__(self, snapshot: Snapshot, use: frozenset[str] | None = None) -> None:
        """Hold the snapshot from question to answer."""
        self.snapshot = snapshot
        self.use = use
        book = snapshot.book
        self._row = {path: row for row, path in enumerate(book.paths)}
        self._instrument = np.array([path.instrument for path in book.paths])

    def search(self, question: str, limit: int = 10, instrument: str | None = None) -> list[Hit]:
        """Give the best provisions for a question, best first. Raises BadQuestion."""
        text = clean(question)
        signals = self._signals(text)
        total = reciprocal_rank((scores, 1.0) for scores in signals.values())
        for path in self.cited(text):
            total[self._row[path]] += REFERRED
        if instrument:
            total[self._instrument != instrument] = 0
        order = np.argsort(-total, kind="stable")[:limit]
        return [self._hit(int(row), total, signals) for row in order if total[row] > 0]

    def cited(self, question: str) -> tuple[ProvisionPath, ...]:
        """Give the provisions that the question cites and that are loaded."""
        book = self.snapshot.book
        found: list[ProvisionPath] = []
        for citation in find_citations(question, book.instruments.values()):
            found.extend(resolve(citation, book.instruments, self._row, HOME_INSTRUMENT))
        return tuple(dict.fromkeys(found))

    def _signals(self, question: str) -> dict[str, Scores]:
        snapshot, out = self.snapshot, dict[str, Scores]()
        vector = snapshot.encoder.encode([question])
        for key, dense in snapshot.vectors.items():
            out[f"dense {key}"] = dense.scores(vector, len(snapshot.book.paths))
        for key, words in snapshot.words.items():
            out[f"words {key}"] = words.scores(tokens(question, key.split(".")[1]))
        return {name: scores for name, scores in out.items() if self.use is None or name in self.use}

    def _hit(self, row: int, total: Scores, signals: Mapping[str, Scores]) -> Hit:
        given = {name: round(float(scores[row]), 4) for name, scores in signals.items()}
        return Hit(self.snapshot.book.paths[row], float(total[row]), given)
