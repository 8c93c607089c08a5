"""Read any supported document, or a file of the plain layer, into its provisions, without keeping anything."""

from __future__ import annotations

from pathlib import Path

from ingest.corpus import read_corpus
from ingest.library import own_slug, read_document, recognise, under
from ingest.model import Provision, Reading


def parse_file(file: Path, slug: str | None = None) -> tuple[Provision, ...]:
    """Give the top provisions of a document. `slug` begins their paths; without it the document must tell, or its name does."""
    reading = read_document(file, slug or "document")
    return (under(reading, _slug(reading, file)) if slug is None else reading).provisions


def _slug(reading: Reading, file: Path) -> str:
    """The slug that a document tells of itself; a file of the plain layer stands in the folder of its instrument."""
    known = read_corpus().instruments
    return recognise(reading, file, known) or own_slug(reading.title or file.stem)
