"""Editions and instruments as JSON records, and back. Used by the library and by snapshots."""

from __future__ import annotations

import mmap
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, overload

import msgspec

from ingest.model import Box, Edition, Instrument, Layer, Provision, Standing
from ingest.path import ProvisionPath
from ingest.table import decoded

Record = dict[str, Any]


def provision_record(provision: Provision) -> Record:
    """Give a provision and all below it; fields that are empty are left out."""
    record: Record = {
        "path": str(provision.path),
        "number": provision.number,
        "heading": provision.heading,
        "opening": provision.opening,
        "closing": provision.closing,
        "division": provision.division,
        "standing": "" if provision.standing is Standing.IN_FORCE else str(provision.standing),
        "boxes": [[b.page, b.x0, b.top, b.x1, b.bottom] for b in provision.boxes],
        "children": [provision_record(child) for child in provision.children],
    }
    if provision.confidence < 1:
        record["confidence"] = provision.confidence
    return {key: value for key, value in record.items() if value or key == "path"}


def provision_of(record: Record) -> Provision:
    """Read what `provision_record` gave."""
    return Provision(
        path=ProvisionPath.parse(record["path"]),
        number=record.get("number", ""),
        heading=record.get("heading", ""),
        opening=record.get("opening", ""),
        closing=record.get("closing", ""),
        children=tuple(provision_of(child) for child in record.get("children", ())),
        standing=Standing(record["standing"]) if record.get("standing") else Standing.IN_FORCE,
        division=record.get("division", ""),
        boxes=tuple(Box(int(page), *place) for page, *place in record.get("boxes", ())),
        confidence=record.get("confidence", 1.0),
    )


def edition_record(edition: Edition) -> Record:
    """Give an edition with its provisions."""
    return {
        "instrument": edition.instrument,
        "layer": str(edition.layer),
        "lang": edition.lang,
        "as_at": edition.as_at,
        "sha256": edition.sha256,
        "source": edition.source,
        "review": edition.review,
        "provisions": [provision_record(provision) for provision in edition.provisions],
    }


def edition_of(record: Record) -> Edition:
    """Read what `edition_record` gave."""
    provisions = tuple(provision_of(provision) for provision in record["provisions"])
    return Edition(**{**record, "layer": Layer(record["layer"]), "provisions": provisions})


class Shelved(Sequence[Provision]):
    """The provisions of an edition as they lie in a file; read anew each time that they are asked for."""

    def __init__(self, record: msgspec.Raw) -> None:
        """Hold the record of the list, unread."""
        self._record = record

    def __iter__(self) -> Iterator[Provision]:
        """Read the provisions."""
        return map(provision_of, msgspec.json.decode(self._record))

    @overload
    def __getitem__(self, at: int) -> Provision: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Provision]: ...

    def __getitem__(self, at: int | slice) -> Provision | Sequence[Provision]:
        """Give one provision at the top, or some."""
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        """Whether the other holds the same provisions, wherever they lie."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """As the provisions themselves."""
        return hash(tuple(self))

    def __len__(self) -> int:
        """How many provisions stand at the top."""
        return len(msgspec.json.decode(self._record))


class _Head(msgspec.Struct):
    """An edition, its provisions unread."""

    instrument: str
    layer: str
    lang: str
    as_at: str
    sha256: str
    source: str
    review: str
    provisions: msgspec.Raw


class _Law(msgspec.Struct):
    """The law as a snapshot holds it."""

    instruments: list[Record]
    editions: list[_Head]


def law_record(instruments: Iterable[Instrument], editions: Iterable[Edition]) -> Record:
    """Give instruments with their editions."""
    return {"instruments": [instrument_record(one) for one in instruments], "editions": [edition_record(one) for one in editions]}


def read_law(file: Path) -> tuple[dict[str, Instrument], list[Edition]]:
    """Read what `law_record` gave; provisions stay in the file until they are asked for. Raises OSError or ValueError."""
    with file.open("rb") as stream:
        content = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    law = law_in(content)
    if sys.platform == "linux":
        content.madvise(mmap.MADV_DONTNEED)  # all of it was read to find where each edition lies; it need not stay in memory
    return law


def law_in(content: bytes | mmap.mmap) -> tuple[dict[str, Instrument], list[Edition]]:
    """Read what `law_record` gave, from bytes in memory. Raises ValueError."""
    law = decoded(content, _Law)
    editions = [
        Edition(one.instrument, Layer(one.layer), one.lang, Shelved(one.provisions), one.as_at, one.sha256, one.source, one.review)
        for one in law.editions
    ]
    return {record["slug"]: instrument_of(record) for record in law.instruments}, editions


def instrument_record(instrument: Instrument) -> Record:
    """Give an instrument."""
    return asdict(instrument)


def instrument_of(record: Record) -> Instrument:
    """Read what `instrument_record` gave."""
    tuples = {f.name for f in fields(Instrument) if "tuple" in str(f.type)}
    given: Record = {key: tuple(value) if key in tuples else value for key, value in record.items()}
    return Instrument(**given)
