"""Read any supported document, or a file of the plain layer, into its provisions, without keeping anything."""

from __future__ import annotations

from pathlib import Path

from ingest.corpus import read_corpus
from ingest.library import read_document, recognise
from ingest.markdown import read_markdown
from ingest.model import Provision
from ingest.path import kebab


def parse_file(file: Path, slug: str | None = None) -> tuple[Provision, ...]:
    """Give the top provisions of a document. `slug` begins their paths; without it the document must tell, or its name does."""
    if file.suffix == ".md":
        return read_markdown(file, slug or file.resolve().parent.name)
    reading = read_document(file, slug or "document")
    if slug is None:
        known = read_corpus().instruments
        slug = recognise(reading, file, known) or kebab(reading.title or file.stem) or "document"
        if not slug[0].isalpha():
            slug = f"document-{slug}"
        reading = read_document(file, slug)
    return reading.provisions
