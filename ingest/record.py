"""Editions and instruments as JSON records, and back. Used by the library and by snapshots."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from ingest.model import Box, Edition, Instrument, Layer, Provision, Standing
from ingest.path import ProvisionPath

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


def instrument_record(instrument: Instrument) -> Record:
    """Give an instrument."""
    return asdict(instrument)


def instrument_of(record: Record) -> Instrument:
    """Read what `instrument_record` gave."""
    tuples = {f.name for f in fields(Instrument) if "tuple" in str(f.type)}
    given: Record = {key: tuple(value) if key in tuples else value for key, value in record.items()}
    return Instrument(**given)
