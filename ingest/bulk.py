"""Many documents at once: read side by side over all cores, filed one after the other in the order of their names.

Each is read in a child process of its own (`ingest/limits.py`), and what was read is kept on the disk, not in memory. A
run that is stopped or killed loses the documents under way and no others: the next run passes over what the library has.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

from ingest.errors import BadDocument, BadInput, KingaError, NotWritten, Stopped
from ingest.frbr import work_of
from ingest.library import DRAFT, Imported, digest_of, file_reading, own_slug, read_before, read_document, recognise
from ingest.limits import MEMORY, Limits
from ingest.machine import cores, memory
from ingest.model import Edition, Instrument, Layer
from ingest.shelf import Held, Shelf, held
from ingest.visible import visible
from ingest.writing import writing

_KINDS = (".pdf", ".txt", ".html", ".htm", ".xhtml", ".xml", ".akn", ".docx", ".doc", ".rtf", ".odt")
MOST_DOUBTS = 20
"""An import tells no more doubts of a document than this one by one."""
_AHEAD = 4
"""How many documents a core are read before their turn to be filed."""


class State(StrEnum):
    """What became of a document."""

    NEW = "new"
    REPLACED = "replaced"
    AGAIN = "already there"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document: its name below the folder, what became of it, the edition that it is in the library, or the reason why not."""

    name: str
    state: State
    edition: str = ""
    provisions: int = 0
    doubts: tuple[str, ...] = ()
    error: KingaError | None = field(default=None, compare=False)

    def record(self) -> dict[str, Any]:
        """Give it for JSON."""
        if self.error is not None:
            return {"file": self.name, "reason": self.error.fault, "next": self.error.step}
        rest = {"provisions": self.provisions, "doubts": list(self.doubts)} if self.state is not State.AGAIN else {}
        return {"file": self.name, "state": str(self.state), "instrument": self.edition.split(":")[0], "edition": self.edition, **rest}


@dataclass(slots=True)
class Account:
    """The account of a run: every outcome so far, of how many documents, and whether it was stopped."""

    folder: Path
    files: int
    left_out: tuple[str, ...] = ()
    outcomes: list[Outcome] = field(default_factory=list)
    stopped: bool = False

    @property
    def failed(self) -> list[Outcome]:
        """Give the documents that are not in."""
        return [one for one in self.outcomes if one.error is not None]

    @property
    def exit_code(self) -> int:
        """0 where all are in; 2 where documents could not be read; 1 where it was something else; 130 where it was stopped."""
        if self.stopped:
            return 130
        return min((one.error.exit_code for one in self.failed if one.error is not None), default=0)

    def record(self) -> dict[str, Any]:
        """Give it for JSON."""
        inside = [one for one in self.outcomes if one.error is None]
        return {
            "folder": str(self.folder),
            "found": self.files,
            "imported": len(inside),
            "already_there": sum(one.state is State.AGAIN for one in inside),
            "stopped": self.stopped,
            "documents": [one.record() for one in inside],
            "failed": [one.record() for one in self.failed],
            "left_out": list(self.left_out),
        }

    def lines(self) -> Iterator[str]:
        """Tell it in sentences."""
        states = Counter(one.state for one in self.outcomes)
        inside = len(self.outcomes) - states[State.FAILED]
        yield f"{inside:,} of {self.files:,} documents are in your library; {states[State.AGAIN]:,} were there already."
        if states[State.REPLACED]:
            yield f"{states[State.REPLACED]:,} took the place of an older text from the same file, which is kept in editions/former."
        if doubtful := sum(bool(one.doubts) for one in self.outcomes):
            yield f"{doubtful:,} raise doubts; `kinga import FILE` tells them one by one."
        if self.left_out:
            kinds = Counter(Path(name).suffix or "no ending" for name in self.left_out)
            yield f"Left out as no documents: {len(self.left_out):,} ({', '.join(f'{kind} {n}' for kind, n in kinds.most_common(5))})."
        if failed := self.failed:
            yield f"Not in your library: {len(failed):,}:"
            yield from (f"  {one.name}: {one.error.fault}" for one in failed if one.error is not None)
        if self.stopped:
            yield "Stopped. Run the same command again; it goes on where it was."
        elif inside:
            yield "Run `kinga build` to search them."


def documents(folder: Path) -> tuple[list[Path], list[Path]]:
    """Give the documents below a folder in the order of their names, and the files that are none by the ending of their names."""
    files = sorted(f for f in folder.rglob("*") if f.is_file() and not f.name.startswith((".", "~$")))
    kinds = [f.suffix.lower() in _KINDS for f in files]
    return [f for f, good in zip(files, kinds, strict=True) if good], [f for f, good in zip(files, kinds, strict=True) if not good]


def account_of(folder: Path) -> tuple[Account, list[Path]]:
    """Begin the account of a folder, and give its documents. Raises BadInput where there are none."""
    found, others = documents(folder)
    if not found:
        raise BadInput(f"{folder} holds no document that Kinga reads.", f"It looks for files ending in {', '.join(_KINDS)}.")
    return Account(folder, len(found), tuple(_name(one, folder) for one in others)), found


def import_all(files: Sequence[Path], folder: Path, home: Path, instruments: Mapping[str, Instrument]) -> Iterator[Outcome]:
    """Import documents and give what became of each, in their order. A bad one never stops the others.

    Raises NotWritten where the disk does not take them, and BadInput where another import is at work. Whoever leaves the
    iterator early ends the readers at once.
    """
    with one_at_a_time(home):
        yield from _import_all(files, _Desk(folder, home, instruments, Shelf.of(home)))


def filed_meanwhile(under_way: Sequence[Path], folder: Path, home: Path) -> Iterator[Outcome]:
    """Give what became of documents that were under way when a run was stopped, where they had reached the library all the same."""
    shelf = Shelf.of(home)
    for file in under_way:
        if there := shelf.with_bytes(digest_of(file)):
            yield Outcome(_name(file, folder), State.AGAIN, there.id)


@contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Keep a second import of many out of the same library. Raises BadInput. Systems without such locks have none."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "importing.lock").open("wb")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BadInput("Another import is at work in this library.", "Wait for its end, then run the command again.") from error
        yield


def _import_all(files: Sequence[Path], desk: _Desk) -> Iterator[Outcome]:
    limits, pool = Limits(stop=Event()), ThreadPoolExecutor(workers())
    try:
        waiting: deque[tuple[Path, Future[Held | str]]] = deque()
        rest = iter(files)
        while True:
            ahead = islice(rest, workers() * _AHEAD - len(waiting))
            waiting.extend((file, pool.submit(desk.read, file, limits)) for file in ahead)
            if not waiting:
                return
            yield desk.outcome(*waiting.popleft())
    finally:
        assert limits.stop is not None
        limits.stop.set()
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where documents are read, by many at once, and filed, by one."""

    folder: Path
    home: Path
    instruments: Mapping[str, Instrument]
    shelf: Shelf

    def read(self, file: Path, limits: Limits) -> Held | str:
        """Give the edition that a document is in the library; else see to it that it has been read, and give the hash of its bytes.

        What was read is on the disk, not in memory.
        """
        digest = digest_of(file)
        if there := self._held(digest):
            return there
        read_document(file, DRAFT, self.home / "readings", limits)
        return digest

    def outcome(self, file: Path, reading: Future[Held | str]) -> Outcome:
        """File a document that was read. Raises NotWritten and Stopped; whatever else is wrong is the document's own fault."""
        name = _name(file, self.folder)
        try:
            read = reading.result()
            there = self._held(read) if isinstance(read, str) else read
            return Outcome(name, State.AGAIN, there.id) if there else self._filed(file, name, str(read))
        except (NotWritten, Stopped):
            raise
        except KingaError as error:
            return Outcome(name, State.FAILED, error=error)
        except Exception as error:  # one document must not end the import of a thousand
            fault = f"{file.name} could not be read ({type(error).__name__})."
            return Outcome(name, State.FAILED, error=BadDocument(fault, "Print it to PDF and import that."))

    def _filed(self, file: Path, name: str, digest: str) -> Outcome:
        reading = read_document(file, DRAFT, self.home / "readings")
        edition = Edition("", Layer.OFFICIAL, reading.lang, (), reading.as_at, digest, name)
        slug = recognise(reading, file, self.instruments)
        if slug:
            self.shelf.refuse_second(replace(edition, instrument=slug), name)
        else:
            slug = self.shelf.own_place(own_slug(reading.title or file.stem), edition, work_of(reading.frbr))
        done = file_reading(reading, slug, file, self.home, name)
        former = self.shelf.at(done.edition.id)
        self.shelf.put(held(done.edition, reading.frbr))
        return outcome_of(done, name, replaced=former is not None)

    def _held(self, digest: str) -> Held | None:
        """Give the edition that these bytes are in the library, where that is whole and was read by the readers of today."""
        there = self.shelf.with_bytes(digest)
        return there if there and read_before(digest, self.home) else None


def workers() -> int:
    """Give how many documents are read side by side: one a core, and no more than half of the memory bears at its limit."""
    borne = memory() // (2 * MEMORY) if memory() else cores()
    return max(1, min(cores(), borne))


def outcome_of(done: Imported, name: str, *, replaced: bool = False) -> Outcome:
    """Tell what became of a document that was filed."""
    state = State.AGAIN if done.again else State.REPLACED if replaced else State.NEW
    return Outcome(name, state, done.edition.id, sum(1 for _ in done.edition.walk()), done.reading.doubts[:MOST_DOUBTS])


def _name(file: Path, folder: Path) -> str:
    """Name a file as its place below the folder, without characters that could command a terminal."""
    return visible(file.relative_to(folder).as_posix())
