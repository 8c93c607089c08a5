"""Two readers in one process: each asks of the current snapshot, again and again, while others replace it. Run as a module.

Each asks a number of questions at least, and goes on until standard input ends. Writes one JSON line: how many questions
were asked, of how many snapshots, and what went wrong.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from answer.ask import ask
from answer.verify import verify
from index.search import Search
from index.snapshot import current, open_snapshot

QUESTIONS = (
    "when must a lamp be lit?",
    "s. 1 of the Lamp Act",
    "what is the fine?",
    "taa iwashwe lini?",
    "s. 99",
    "penalty for a dark lamp",
)


class Reader(threading.Thread):
    """Asks a number of questions at least, and until it is told to end."""

    def __init__(self, home: Path, least: int, ended: threading.Event) -> None:
        super().__init__()
        self.home, self.least, self.ended = home, least, ended
        self.asked = 0
        self.seen: set[str] = set()
        self.faults: list[str] = []

    def run(self) -> None:
        """Ask; take a new snapshot where there is one, between two questions."""
        search: Search | None = None
        while self.asked < self.least or not self.ended.is_set():
            try:
                if search is None or search.snapshot.id != current(self.home):
                    search = Search(open_snapshot(self.home))
                self._one(search)
            except Exception as error:
                self.faults.append(f"{type(error).__name__}: {error}")
            self.asked += 1

    def _one(self, search: Search) -> None:
        found = ask(QUESTIONS[self.asked % len(QUESTIONS)], search).record()
        self.seen.add(search.snapshot.id)
        wrong = verify(found, search.snapshot)
        if wrong or found["snapshot"] != search.snapshot.id:
            self.faults.append(f"{wrong} {found['snapshot']} {search.snapshot.id}")


def main(home: str, least: str) -> None:
    """Read with two threads, `least` questions each or more."""
    ended = threading.Event()
    readers = [Reader(Path(home), int(least), ended) for _ in range(2)]
    for reader in readers:
        reader.start()
    sys.stdin.read()
    ended.set()
    for reader in readers:
        reader.join()
    told = {
        "asked": sum(reader.asked for reader in readers),
        "seen": sorted({one for reader in readers for one in reader.seen}),
        "faults": [fault for reader in readers for fault in reader.faults],
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
