"""The desk behind every door: a request in, the same record as the command line's JSON out, from one snapshot."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from answer import show
from answer.ask import ask
from answer.check import check
from answer.facts import FactsEngine, open_engine
from index.search import Search
from index.snapshot import current, open_snapshot

Record = dict[str, Any]


@dataclass(frozen=True)
class Shelf:
    """An opened snapshot and the facts engine on it. The engine opens when it is first asked for."""

    search: Search

    @cached_property
    def engine(self) -> FactsEngine:
        """Give the facts engine."""
        return open_engine(self.search.snapshot)


class Desk:
    """Answers from the current snapshot below a data folder.

    Each request takes one shelf and holds it to its end, so that no answer mixes two snapshots. When a build has made
    another snapshot current, the next request opens it; requests under way finish on theirs.
    Every verb raises KingaError, as the command line does.
    """

    def __init__(self, home: Path) -> None:
        """Remember the data folder; nothing is opened yet."""
        self._home = home
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None

    def shelf(self) -> Shelf:
        """Give the shelf of the current snapshot. Raises SnapshotMissing or SnapshotDamaged."""
        wanted = current(self._home)
        with self._lock:
            if self._shelf is None or self._shelf.search.snapshot.id != wanted:
                self._shelf = Shelf(Search(open_snapshot(self._home)))
            return self._shelf

    def search(self, question: str, limit: int = 10, instrument: str | None = None, *, explain: bool = False) -> Record:
        """Give the ranked provisions for a question, as `kinga search --json`."""
        search = self.shelf().search
        return show.results(search.find(question, limit, instrument), question, search.snapshot.book, explain)

    def ask(self, question: str, lang: str | None = None) -> Record:
        """Answer a question with quoted clauses, as `kinga ask --json`."""
        return ask(question, self.shelf().search, lang).record()

    def facts(self, facts: str, lang: str | None = None) -> Record:
        """Lay the facts of a case against the elements of the law, as `kinga facts --json`."""
        return self.shelf().engine.lay(facts, lang).record()

    def check(self, text: str, as_at: str = "", lang: str | None = None) -> Record:
        """Hold every quotation and citation of a finished text against the law, as `kinga check --json`."""
        return check(text, self.shelf().search.snapshot, as_at, lang).record()

    def provision(self, place: str, lang: str = "en") -> Record:
        """Give one provision in every layer, as `kinga show --json`."""
        return show.show(self.shelf().search.snapshot.book, place, lang)

    def instrument(self, slug: str, lang: str = "en") -> Record:
        """Give an instrument and its contents."""
        return show.contents(self.shelf().search.snapshot.book, slug, lang)

    def sources(self) -> Record:
        """Tell what is loaded and what is missing, as `kinga sources --json`."""
        return show.loaded(self.shelf().search.snapshot.book)

    def health(self) -> Record:
        """Tell which snapshot answers, and how much it holds."""
        snapshot = self.shelf().search.snapshot
        return {"snapshot": snapshot.id, "provisions": len(snapshot.book.paths), "editions": len(snapshot.book.editions)}
