"""The definition of trafficking, corner by corner, as the corpus' data has it."""

from __future__ import annotations

from index.snapshot import Snapshot
from ingest.concepts import Signal
from ingest.path import ProvisionPath
from workshop.plan import lore

CORNERS = ("act", "means", "purpose")
_BY_LIKENESS = "b"
"""The paragraph of the list of exploitation that names practices by their likeness to slavery, not one by one."""


def named(snapshot: Snapshot) -> dict[str, tuple[Signal, ...]]:
    """Give the acts, means and purposes that the Act names each by itself."""
    signals = snapshot.data.concepts[lore().triangle].signal
    return {corner: tuple(one for one in signals if one.id.startswith(f"{corner}:") and _named_by_itself(one)) for corner in CORNERS}


def _named_by_itself(signal: Signal) -> bool:
    """Whether the signal's clause is its own: a purpose that rests on the open list as a whole is not named."""
    steps = ProvisionPath.parse(signal.paths[0]).steps
    return not signal.id.startswith("purpose:") or (len(steps) > 2 and steps[-1] != _BY_LIKENESS)
