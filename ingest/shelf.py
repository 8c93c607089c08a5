"""What the library holds, at a glance: each imported edition by its name and by the bytes that it was read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import BadInput
from ingest.frbr import work_of
from ingest.model import Edition, Layer
from ingest.seal import unsealed


@dataclass(frozen=True, slots=True)
class Held:
    """An edition of the library: its name, its instrument, the hash of its original, where that came from, its FRBR work."""

    id: str
    instrument: str
    sha256: str
    source: str
    work: str


class Shelf:
    """Finds editions of the library, and a place for a new one at which none is lost."""

    def __init__(self, held: Iterable[Held]) -> None:
        """Remember editions."""
        self._by_id: dict[str, Held] = {}
        self._by_bytes: dict[str, Held] = {}
        self._by_slug: dict[str, set[str]] = {}
        for one in held:
            self.put(one)

    @classmethod
    def of(cls, home: Path) -> Shelf:
        """Look through the library below `home`; a damaged record is left out, so that what is imported takes its place."""
        return cls(one for file in sorted((home / "editions").glob("*.json")) if (one := _held(file)))

    def put(self, one: Held) -> None:
        """Remember one edition more; it takes the place of the one of its name."""
        if former := self._by_id.get(one.id):
            self._by_bytes.pop(former.sha256, None)
        self._by_id[one.id] = self._by_bytes[one.sha256] = one
        self._by_slug.setdefault(one.instrument, set()).add(one.id)

    def with_bytes(self, digest: str) -> Held | None:
        """Give the edition that was read from a file with this hash."""
        return self._by_bytes.get(digest)

    def at(self, edition: str) -> Held | None:
        """Give the edition of a name."""
        return self._by_id.get(edition)

    def own_place(self, slug: str, edition: Edition, work: str) -> str:
        """Give the slug of a document that the corpus does not know: `slug`, or one beside it.

        It shares a slug with what came from the same place before, and with other days' editions of the same FRBR work.
        Else another document of the same title stands there, and a few letters, by where it came from, keep both.
        """
        others = [self._by_id[name] for name in self._by_slug.get(slug, ())]
        same = [one for one in others if one.id == replace(edition, instrument=slug).id]
        kin = [one for one in same or others if one.source == edition.source or (work and one.work == work and not same)]
        if kin or not others:
            return slug
        return f"{slug}-{hashlib.sha256(edition.source.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"

    def refuse_second(self, edition: Edition, name: str) -> None:
        """Refuse a text of an instrument of the corpus whose place another file's has. Raises BadInput."""
        there = self.at(edition.id)
        if there and edition.sha256 != there.sha256 and edition.source != there.source:
            raise BadInput(
                f"{name} is another text of {edition.id}, which your library has from {there.source}.",
                f"If it is the better one, import it alone: kinga import FILE --instrument {edition.instrument}",
            )


def held(edition: Edition, frbr: str) -> Held:
    """Give what a shelf remembers of an edition."""
    return Held(edition.id, edition.instrument, edition.sha256, edition.source, work_of(frbr))


def _held(file: Path) -> Held | None:
    try:
        record = unsealed(file.read_bytes())
        named = {key: record[key] for key in ("instrument", "lang", "as_at", "sha256", "source")}
        edition = Edition(layer=Layer(record["layer"]), provisions=(), **named)
        return held(edition, record["frbr"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
