"""What a check finds: each quotation and each citation of a document, with a verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ingest.path import ProvisionPath


class Verdict(StrEnum):
    """What became of a quotation or a citation. `EXISTS` is a citation, without a quotation, of a clause that is there."""

    EXACT = "exact"
    ALTERED = "altered"
    OTHER_CLAUSE = "other clause"
    NOT_FOUND = "not found"
    NO_SUCH_CLAUSE = "no such clause"
    TEXT_CHANGED = "text changed"
    UNCLEAR = "unclear"
    EXISTS = "exists"


SOUND = (Verdict.EXACT, Verdict.EXISTS)
"""Verdicts with which a document may go out."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the law's words. `kind` is changed, added, left out or order; `ours` stands in the document."""

    kind: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One quotation or citation: its span in the document, the verdict, and why in a sentence.

    `citation` is the citation beside a quotation as the document has it, or the citation itself; `path` the provision
    where the words stand, or that is cited; None where there is none.
    """

    start: int
    end: int
    text: str
    quotation: bool
    verdict: Verdict
    citation: str
    path: ProvisionPath | None
    difference: tuple[Change, ...]
    says: str

    def record(self) -> dict[str, Any]:
        """Give the finding as plain values."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": "quotation" if self.quotation else "citation",
            "verdict": str(self.verdict),
            "citation": self.citation,
            "path": str(self.path) if self.path else "",
            "difference": [{"kind": c.kind, "document": c.ours, "law": c.theirs} for c in self.difference],
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that a check found, in the order of the document."""

    findings: tuple[Finding, ...]
    lang: str
    snapshot: str
    as_at: str = ""

    @property
    def sound(self) -> bool:
        """Whether every quotation is exact and every citation exists."""
        return all(finding.verdict in SOUND for finding in self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings have each verdict."""
        return dict(Counter(str(finding.verdict) for finding in self.findings))

    def record(self) -> dict[str, Any]:
        """Give everything as the command line's JSON."""
        return {
            "sound": self.sound,
            "as_at": self.as_at,
            "counts": self.counts,
            "findings": [finding.record() for finding in self.findings],
            "snapshot": self.snapshot,
        }
