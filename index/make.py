"""Build from start to end: corpus and library to a new snapshot, with an account of what was read and what failed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.snapshot import Built, Progress, build, current, is_current
from ingest.book import Book
from ingest.bulk import documents
from ingest.corpus import Corpus, read_corpus
from ingest.errors import KingaError
from ingest.library import import_document, imported_editions, mend_editions, whole_original
from ingest.model import Edition, Instrument, Layer


@dataclass(frozen=True, slots=True)
class Made:
    """A finished build: the snapshot's id, how much it holds, what could not be read and why, and the seconds it took."""

    snapshot: str
    provisions: int
    editions: int
    official: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    seconds: float
    mended: tuple[str, ...] = ()
    passages: int = 0
    encoded: int = 0

    def lines(self) -> Iterator[str]:
        """The account, in sentences."""
        yield f"Snapshot {self.snapshot}: {self.provisions:,} provisions in {self.editions} editions, {self.seconds:.0f} s."
        if self.passages:
            yield f"{self.encoded:,} of {self.passages:,} passages were new; the others were taken over."
        for edition in self.official:
            yield f"Official text loaded: {edition}."
        if not self.official:
            yield "No official text is loaded; answers quote Kinga's own plain words. See `kinga sources`."
        for name in self.mended:
            yield f"It was damaged and was read anew from its original: {name}."
        for name, why in self.failed:
            yield f"Not read: {name}: {why}"


def make(home: Path, corpus: Path, documents: Path | None, progress: Progress, *, if_needed: bool = False) -> Made:
    """Read everything, build a snapshot, make it current. Raises BadCorpus, and then the old snapshot stays.

    With `if_needed` nothing is built where the current snapshot already holds just these documents.
    """
    began = time.monotonic()
    known = read_corpus(corpus)
    failed = tuple(_import_all(documents, home, known)) if documents else ()
    mended = mend_editions(home)
    editions = [*known.editions, *imported_editions(home)]
    failed += tuple(_without_original(editions, home))
    instruments = {**_strangers(editions, known), **known.instruments}
    book = Book(instruments, editions)
    built = Built(current(home), 0, 0) if if_needed and is_current(book, known.data, home) else build(book, known.data, home, progress)
    official = tuple(edition.id for edition in editions if edition.layer == "official")
    seconds = time.monotonic() - began
    return Made(built.id, len(book.paths), len(editions), official, failed, seconds, mended, built.passages, built.encoded)


def _import_all(folder: Path, home: Path, known: Corpus) -> Iterator[tuple[str, str]]:
    """Import each document below a folder; give those that failed, with the reason."""
    for file in documents(folder)[0]:
        slug = file.parent.name if file.parent.name in known.instruments else None
        try:
            import_document(file, home, known.instruments, slug)
        except KingaError as error:
            yield str(file.relative_to(folder)), error.fault


def _without_original(editions: list[Edition], home: Path) -> Iterator[tuple[str, str]]:
    """Tell of originals that are no longer what was imported; the texts read from them are sealed and stay."""
    for edition in editions:
        if edition.layer is Layer.OFFICIAL and whole_original(home, edition.sha256) is None:
            yield f"the original of {edition.id}", f"originals/{edition.sha256}.* is missing or damaged; import {edition.source} again."


def _strangers(editions: list[Edition], known: Corpus) -> dict[str, Instrument]:
    """Instruments that the corpus does not know: documents of the user's own."""
    blank = Instrument(slug="", title="", short="", kind="report", unit="section", year=0, whole=False)
    slugs = {edition.instrument for edition in editions} - known.instruments.keys()
    return {slug: replace(blank, slug=slug, title=_title(slug), short=_title(slug)) for slug in slugs}


def _title(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
