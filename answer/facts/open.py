"""Open the engine on a snapshot."""

from __future__ import annotations

from answer.facts.likeness import Likeness
from answer.facts.outcome import FactsEngine
from answer.facts.read import StoryReader
from answer.facts.signs import read_lore
from index.snapshot import Snapshot
from ingest.places import home


def open_engine(snapshot: Snapshot) -> FactsEngine:
    """Give the engine on a snapshot's concepts, thesaurus and sentence model."""
    lore = read_lore()
    likeness = Likeness(snapshot.encoder, lore.like, lore.rules.limits, home() / "facts")
    return FactsEngine(StoryReader(lore, snapshot.data.terms, likeness), snapshot.data, snapshot.id)
