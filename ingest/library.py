"""The user's library: documents that were imported on this machine, and the editions read from them.

Originals are kept under the SHA-256 of their bytes, editions as JSON. Both are written beside and moved into place. What
was read from a file is kept by its hash too, so that the same bytes are not read twice. An edition that another text of
the same day replaces goes to `editions/former`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from ingest.citation import named_instruments
from ingest.digest import sha256 as sha256_of
from ingest.errors import BadDocument, BadInput, KingaError
from ingest.frbr import work_of
from ingest.limits import Limits, read_limited, reading_of, reading_record
from ingest.model import Edition, Instrument, Layer, Provision, Reading
from ingest.path import ProvisionPath, kebab
from ingest.record import edition_of, edition_record
from ingest.seal import sealed, unsealed
from ingest.sniff import Format, format_of
from ingest.writing import write_beside

LIMIT_BYTES = 200_000_000
_LONGEST = 80
DRAFT = "draft-of-a-document"
"""The slug of a document that is read before it is known which it is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave: the edition, and what its reader has to say."""

    edition: Edition
    reading: Reading
    original: Path
    again: bool = False
    """Whether the library held just this already."""


def read_document(file: Path, slug: str, cache: Path | None = None, limits: Limits | None = None) -> Reading:
    """Read a document of any format into a clause tree whose paths begin with `slug`. Raises BadDocument.

    The file is read in a child process with limits on time and memory. With `cache`, a folder, what was read is kept
    there by the hash of the file. Raises BadInput for a slug that is none.
    """
    if ProvisionPath.parse(slug).steps:
        raise BadInput(f"{slug[:80]!r} is not a slug.", "Write it like lamp-act-2020; `kinga sources` lists those in use.")
    digest = digest_of(file)
    kept = cache / _kept_name(digest) if cache else None
    reading = _kept(kept) if kept else None
    if reading is None:
        reading = read_limited(file, DRAFT, limits)
        if kept:
            for older in kept.parent.glob(f"{digest}.*"):
                older.unlink(missing_ok=True)
            write_beside(kept, sealed(reading_record(reading)))
    return under(reading, slug)


def _kept_name(digest: str) -> str:
    return f"{digest}.{_readers()}.json"


def read_before(digest: str, home: Path) -> bool:
    """Whether the readers of today have read these bytes, and their original is whole."""
    return (home / "readings" / _kept_name(digest)).exists() and whole_original(home, digest) is not None


def _kept(file: Path) -> Reading | None:
    """Give what was read before; None where nothing was, or the record is damaged."""
    try:
        return reading_of(unsealed(file.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, KingaError):
        return None


@lru_cache(maxsize=1)
def _readers() -> str:
    """The version of the readers: a hash of their code, so that a better reader reads again."""
    code = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        code.update(file.read_bytes())
    return code.hexdigest()[:12]


def under(reading: Reading, slug: str) -> Reading:
    """Give a reading whose paths begin with `slug`."""
    doubts = tuple(re.sub(rf"\b{DRAFT}(?=/)", slug, doubt) for doubt in reading.doubts)
    return replace(reading, provisions=tuple(_under(one, slug) for one in reading.provisions), doubts=doubts)


def _under(provision: Provision, slug: str) -> Provision:
    path = ProvisionPath(slug, provision.path.steps)
    return replace(provision, path=path, children=tuple(_under(child, slug) for child in provision.children))


def digest_of(file: Path) -> str:
    """Give the SHA-256 of a file. Raises BadDocument for one that is missing, empty or larger than 200 MB."""
    try:
        size = file.stat().st_size
        if size > LIMIT_BYTES:
            raise BadDocument(f"{file.name} is larger than 200 MB.", "Split it, or import the part that you need.")
        digest = sha256_of(file)
    except OSError as error:
        raise BadDocument(f"{file} cannot be opened: {error.strerror}.", "Check the path and try again.") from error
    if not size:
        raise BadDocument(f"{file.name} is empty.", "Download it again.")
    return digest


def recognise(reading: Reading, file: Path, instruments: Mapping[str, Instrument]) -> str | None:
    """Tell which instrument a document is: by its FRBR URI, its title, its folder; None where nothing tells."""
    work = work_of(reading.frbr)
    for instrument in instruments.values():
        if work and instrument.frbr == work:
            return instrument.slug
    named = named_instruments(reading.title, instruments.values()) if not work else ()
    if named:
        return named[0]
    return file.parent.name if not work and file.parent.name in instruments else None


def import_document(file: Path, home: Path, instruments: Mapping[str, Instrument], slug: str | None = None, source: str = "") -> Imported:
    """Read a document, keep its original, file it as an official edition. Raises BadDocument; then nothing changed.

    `source` is the address that it came from, if it was fetched. Bytes that were read before are not read again.
    """
    reading = read_document(file, DRAFT if slug is None else slug, home / "readings")
    if slug is None:
        slug = recognise(reading, file, instruments)
        if slug is None and not reading.title:
            raise BadDocument(f"{file.name} does not say which instrument it is.", "Name it: --instrument SLUG (see `kinga sources`).")
        slug = slug or own_slug(reading.title)
    return file_reading(reading, slug, file, home, source or file.name)


def file_reading(reading: Reading, slug: str, file: Path, home: Path, source: str) -> Imported:
    """File what was read from a document under a slug, and keep its original. Raises NotWritten; then nothing changed."""
    reading = _dated(under(reading, slug))
    digest = digest_of(file)
    known = whole_original(home, digest)
    original = known or home / "originals" / f"{digest}.{_suffix(file)}"
    edition = Edition(slug, Layer.OFFICIAL, reading.lang, reading.provisions, reading.as_at, digest, source)
    if known is None:
        write_beside(original, file.read_bytes())
    again = _file(edition, reading, home)
    return Imported(edition, reading, original, again)


def _dated(reading: Reading) -> Reading:
    """Doubt a document that says it speaks of a day to come: it would stand before every other."""
    if reading.as_at <= datetime.now(UTC).date().isoformat():
        return reading
    return replace(reading, doubts=(*reading.doubts, f"It says that it is as at {reading.as_at}, a day to come; check where it is from."))


def whole_original(home: Path, digest: str) -> Path | None:
    """Give the kept original of these bytes; None where there is none, or where it is no longer what was imported."""
    if not digest:
        return None
    folder = home / "originals"
    named = [file for kind in Format if (file := folder / f"{digest}.{kind}").is_file()]  # looking through thousands takes long
    return next((file for file in named or folder.glob(f"{digest}.*") if sha256_of(file) == digest), None)


def own_slug(title: str) -> str:
    """Give a document that is no instrument of the corpus a slug by its title, or by the name of its file."""
    slug = kebab(title)[:_LONGEST].strip("-")
    return slug if slug[:1].isalpha() else f"document-{slug}".strip("-")


def _suffix(file: Path) -> str:
    with file.open("rb") as stream:
        head = stream.read(1_000_000)
    try:
        return str(format_of(head if not head.startswith(b"PK") else file.read_bytes(), file.name))
    except BadDocument:
        return file.suffix.lower().lstrip(".") or "bin"


def _file(edition: Edition, reading: Reading, home: Path) -> bool:
    """File an edition; True where the same bytes stand there already. Another text of the same day is kept as a former one."""
    record = edition_record(edition) | {"title": reading.title, "frbr": reading.frbr, "layout": reading.layout}
    file = home / "editions" / f"{edition.id.replace(':', '_')}.json"
    before = file.read_bytes() if file.exists() else b""
    kept = _kept_record(before)
    if kept and kept | {"source": ""} == record | {"source": ""}:
        return True
    sha256 = str(kept.get("sha256") or "")
    if sha256 and sha256 != edition.sha256:
        write_beside(home / "editions" / "former" / f"{file.stem}.{sha256[:12]}.json", before)
    write_beside(file, sealed(record))
    return False


def _kept_record(content: bytes) -> dict[str, object]:
    """Give the record that stands in a file; nothing where it is damaged."""
    try:
        return unsealed(content or b"{}")
    except ValueError:
        return {}


def imported_editions(home: Path) -> Iterator[Edition]:
    """Give the editions filed below `home`, in the order of their names. Raises BadDocument for a damaged record."""
    for file in sorted((home / "editions").glob("*.json")):
        try:
            record = unsealed(file.read_bytes())
            yield edition_of({key: record[key] for key in Edition.__dataclass_fields__})
        except (ValueError, KeyError, TypeError) as error:
            raise BadDocument(f"{file} is damaged.", "Run `kinga build`; if that cannot mend it, import the document again.") from error


def mend_editions(home: Path) -> tuple[str, ...]:
    """Make each damaged record anew from its original, where that is whole; give the names of those that were mended."""
    damaged = [file for file in sorted((home / "editions").glob("*.json")) if not _kept_record(file.read_bytes())]
    return tuple(file.name for file in damaged if _mend(file, home))


def _mend(file: Path, home: Path) -> bool:
    slug = file.stem.split("_")[0]
    for original in sorted((home / "originals").iterdir()) if (home / "originals").is_dir() else ():
        digest = original.stem
        if whole_original(home, digest) is None:
            continue
        try:
            reading = read_document(original, slug, home / "readings")
        except KingaError:
            continue
        edition = Edition(slug, Layer.OFFICIAL, reading.lang, reading.provisions, reading.as_at, digest, original.name)
        if edition.id.replace(":", "_") == file.stem:
            _file(edition, reading, home)
            return True
    return False
