"""An answer: statements, the clauses they rest on, and whether the corpus answers at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from answer.clause import Clause
from answer.statement import Statement
from answer.table import Table
from index.search import Hit
from ingest.model import Quote
from ingest.path import ProvisionPath


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown. `reason` says in one fixed sentence why, where the question is not answered.

    `terms` are the defined terms in the clauses shown, each with its definition.
    """

    question: str
    lang: str
    kind: str
    answered: bool
    statements: tuple[Statement, ...]
    clauses: tuple[Clause, ...] = ()
    reason: str = ""
    snapshot: str = ""
    as_at: str = ""
    table: Table | None = None
    terms: tuple[tuple[str, ProvisionPath], ...] = ()
    also_searched: tuple[str, ...] = ()
    mended: Mapping[str, str] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()

    @property
    def said(self) -> tuple[Statement, ...]:
        """Every statement of the answer, those of the table last."""
        return (*self.statements, *(self.table.statements if self.table else ()))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote of the answer, each once, in order."""
        stated = [words for statement in self.said for words in statement.quotes]
        shown = [words for found in self.clauses for words in found.quotes]
        return tuple(dict.fromkeys([*stated, *shown]))

    @property
    def provisions(self) -> tuple[ProvisionPath, ...]:
        """The provisions that the answer rests on, best first: the clauses shown, then others that statements cite."""
        stated = [path for statement in self.said for path in statement.citations]
        return tuple(dict.fromkeys([*(found.path for found in self.clauses), *stated]))

    def record(self) -> dict[str, Any]:
        """Give the answer as the command line's JSON."""
        return {
            "question": self.question,
            "lang": self.lang,
            "kind": self.kind,
            "answered": self.answered,
            "reason": self.reason,
            "statements": [{"text": s.text, "citations": [str(p) for p in s.citations]} for s in self.statements],
            "quotes": [
                {"path": str(q.path), "edition": q.edition, "start": q.start, "end": q.end, "text": q.text, "as_at": q.as_at}
                for q in self.quotes
            ],
            "provisions": [str(path) for path in self.provisions],
            "table": self.table.record() if self.table else None,
            "terms": [{"term": term, "path": str(path)} for term, path in self.terms],
            "also_searched": list(self.also_searched),
            "mended": dict(self.mended),
            "as_at": self.as_at,
            "snapshot": self.snapshot,
        }
