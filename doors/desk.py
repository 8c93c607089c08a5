"""The desk behind every door: a request in, the same record as the command line's JSON out, from one snapshot."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from answer import show
from answer.ask import ask
from answer.check import check
from answer.told import engine
from index.search import Search
from index.snapshot import current, open_snapshot

Record = dict[str, Any]
_FIRST = "what is trafficking?"
"""Asked of a snapshot before anybody asks, so that all is at hand."""


class Desk:
    """Answers from the current snapshot below a data folder.

    Each request takes one search and holds it to its end, so that no answer mixes two snapshots. When a build has made
    another snapshot current, the next request opens it; those under way, and those that come meanwhile, are answered from theirs.
    Every verb raises KingaError, as the command line does.
    """

    def __init__(self, home: Path) -> None:
        """Remember the data folder; nothing is opened yet."""
        self._home = home
        self._lock = threading.Lock()
        self._open: Search | None = None

    def _current(self) -> Search:
        """Give the search on the current snapshot. Raises SnapshotMissing or SnapshotDamaged."""
        wanted, held = current(self._home), self._open
        if held is None:
            with self._lock:
                return self._opened(wanted)
        if held.snapshot.id != wanted and self._lock.acquire(blocking=False):
            try:
                return self._opened(wanted)
            finally:
                self._lock.release()
        return held

    def _opened(self, wanted: str) -> Search:
        if self._open is None or self._open.snapshot.id != wanted:
            newer = Search(open_snapshot(self._home))
            newer.find(_FIRST)
            engine(newer.snapshot)
            self._open = newer  # only now: else all that come meanwhile would wait for what is not yet at hand, each on its own
        return self._open

    def search(self, question: str, limit: int = 10, instrument: str | None = None, *, explain: bool = False) -> Record:
        """Give the ranked provisions for a question, as `kinga search --json`."""
        search = self._current()
        return show.results(search.find(question, limit, instrument), question, search.snapshot.book, explain)

    def ask(self, question: str, lang: str | None = None) -> Record:
        """Answer a question with quoted clauses, as `kinga ask --json`."""
        return ask(question, self._current(), lang).record()

    def facts(self, facts: str, lang: str | None = None) -> Record:
        """Lay the facts of a case against the elements of the law, as `kinga facts --json`."""
        return engine(self._current().snapshot).lay(facts, lang).record()

    def check(self, text: str, as_at: str = "", lang: str | None = None) -> Record:
        """Hold every quotation and citation of a finished text against the law, as `kinga check --json`."""
        return check(text, self._current().snapshot, as_at, lang).record()

    def provision(self, place: str, lang: str = "en") -> Record:
        """Give one provision in every layer, as `kinga show --json`."""
        return show.show(self._current().snapshot.book, place, lang)

    def instrument(self, slug: str, lang: str = "en") -> Record:
        """Give an instrument and its contents."""
        return show.contents(self._current().snapshot.book, slug, lang)

    def sources(self) -> Record:
        """Tell what is loaded and what is missing, as `kinga sources --json`."""
        return show.loaded(self._current().snapshot.book)

    def health(self) -> Record:
        """Tell which snapshot answers, and how much it holds."""
        snapshot = self._current().snapshot
        return {"snapshot": snapshot.id, "provisions": len(snapshot.book.paths), "editions": len(snapshot.book.editions)}
