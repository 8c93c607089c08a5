"""The user's library: documents that were imported on this machine, and the editions read from them.

Originals are kept under the SHA-256 of their bytes, editions as JSON. Both are written beside and moved into place.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.citation import named_instruments
from ingest.errors import BadDocument
from ingest.model import Edition, Instrument, Layer, Reading
from ingest.path import kebab
from ingest.record import edition_of, edition_record
from ingest.text import read_text

LIMIT_BYTES = 200_000_000
_READERS = {".pdf": "pdf", ".txt": "text"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave: the edition, and what its reader has to say."""

    edition: Edition
    reading: Reading
    original: Path


def write_beside(file: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old or the new one, never a half."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".beside-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_document(file: Path, slug: str) -> Reading:
    """Read a PDF or a plain text into a clause tree whose paths begin with `slug`. Raises BadDocument."""
    content = _bytes(file)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        from ingest.pdf import read_pdf

        return read_pdf(file, slug)
    if file.suffix.lower() == ".pdf":
        raise BadDocument(f"{file.name} is not a PDF.", "Open it in a viewer; if it opens there, save it again as PDF.")
    return _plain_text(file, content, slug)


def _plain_text(file: Path, content: bytes, slug: str) -> Reading:
    try:
        text = content.decode("utf-8")
        if "\0" in text:
            raise ValueError
    except ValueError as error:
        raise BadDocument(f"{file.name} is neither a PDF nor UTF-8 text.", "Import a PDF, or save it as text.") from error
    reading = read_text(text, slug)
    if not reading.provisions:
        raise BadDocument(f"{file.name}: no clauses were recognised.", "A statute has lines like `3. Heading` and `(1) ...`.")
    return reading


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LIMIT_BYTES:
            raise BadDocument(f"{file.name} is larger than 200 MB.", "Split it, or import the part that you need.")
        content = file.read_bytes()
    except OSError as error:
        raise BadDocument(f"{file} cannot be opened: {error.strerror}.", "Check the path and try again.") from error
    if not content:
        raise BadDocument(f"{file.name} is empty.", "Download it again.")
    return content


def recognise(reading: Reading, file: Path, instruments: Mapping[str, Instrument]) -> str | None:
    """Tell which instrument a document is: by its FRBR URI, its title, its folder; None where nothing tells."""
    work = re.sub(r"/eng@.*", "", reading.frbr)
    for instrument in instruments.values():
        if work and instrument.frbr == work:
            return instrument.slug
    named = named_instruments(reading.title, instruments.values()) if not work else ()
    if named:
        return named[0]
    return file.parent.name if not work and file.parent.name in instruments else None


def import_document(file: Path, home: Path, instruments: Mapping[str, Instrument], slug: str | None = None) -> Imported:
    """Read a document, keep its original, file it as an official edition. Raises BadDocument; then nothing changed."""
    draft = slug or "unknown"
    reading = read_document(file, draft)
    if slug is None:
        slug = recognise(reading, file, instruments)
        if slug is None and not reading.title:
            raise BadDocument(f"{file.name} does not say which instrument it is.", "Name it: --instrument SLUG (see `kinga sources`).")
        slug = slug or kebab(reading.title)
        reading = read_document(file, slug)
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    edition = Edition(slug, Layer.OFFICIAL, reading.lang, reading.provisions, reading.as_at, digest, file.name)
    original = home / "originals" / f"{digest}{file.suffix.lower()}"
    write_beside(original, content)
    record = edition_record(edition) | {"title": reading.title, "frbr": reading.frbr, "layout": reading.layout}
    write_beside(home / "editions" / f"{edition.id.replace(':', '_')}.json", json.dumps(record, ensure_ascii=False).encode())
    return Imported(edition, reading, original)


def imported_editions(home: Path) -> Iterator[Edition]:
    """Give the editions filed below `home`, in the order of their names. Raises BadDocument for a damaged record."""
    for file in sorted((home / "editions").glob("*.json")):
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            yield edition_of({key: record[key] for key in Edition.__dataclass_fields__})
        except (ValueError, KeyError, TypeError) as error:
            raise BadDocument(f"{file} is damaged.", "Delete it and import the document again.") from error
