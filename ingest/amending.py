"""Amending Acts: text that is to stand in another Act is words of the amending clause, and no section of this one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, Kind
from ingest.enumerators import Count, Step, follows
from ingest.layout import Measures
from ingest.tree import Clause

_ANNOUNCES = re.compile(
    r"\b(?:(?:insert|substitut|add|replac)\w*\b(?:(?!\.\s).){0,240}\b(?:following|new)\b"
    r"|following\b(?:(?!\.\s).){0,80}\b(?:inserted|substituted|added)\b)(?:(?!\.\s).){0,200}[—–:-]\s*$",
    re.IGNORECASE | re.DOTALL,
)
_AMENDS = re.compile(
    r"(?:by\s+|in\s+[^,;]{1,60},?\s+(?:by\s+)?)?(?:deleting|inserting|substituting|adding|renumbering|re-numbering|repealing)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:Schedules?|Parts?|Chapters?)\b")


def announces(text: str) -> bool:
    """Whether a clause's words end by announcing text for another Act: "... substituting therefor the following -"."""
    return bool(_ANNOUNCES.search(text[-500:]))


def amends(words: str) -> bool:
    """Whether words begin as an amendment does: "inserting ...", "in subsection (1) by deleting ..."."""
    return bool(_AMENDS.match(words))


def quotes_open(text: str, before: int = 0) -> int:
    """How many quotations are open after a text; straight marks open and close by turns."""
    if straight := text.count('"'):
        return (before + straight) % 2
    return max(0, before + text.count("“") - text.count("”"))


class Insertion:
    """Text for another Act, open under the clause that announced it."""

    def __init__(self, chain: Sequence[Clause]) -> None:
        """Open under the last clause of a chain that begins with its section."""
        self.chain = list(chain)
        self.clause = self.chain[-1]
        announced = self.clause.opening[-1] if self.clause.opening else ""
        self.whole = bool(_WHOLE.search(announced.split("ollowing")[-1]))
        self.quotes = 0

    def holds(self, block: Block, m: Measures) -> bool:
        """Whether a block is still text for the other Act. Closes itself where it is not."""
        inside = self.quotes > 0 and not self._next_section(block, m)
        if not inside and self._ends(block, m):
            return False
        self.quotes = quotes_open(block.text, self.quotes)
        return True

    def _ends(self, block: Block, m: Measures) -> bool:
        if block.kind in (Kind.DIVISION, Kind.SCHEDULE):
            return not self.whole
        if block.kind is Kind.NOTE:
            return False
        return self._next_section(block, m) or self._goes_on(block, m) or self._amends(block, m)

    def _next_section(self, block: Block, m: Measures) -> bool:
        """Whether the block opens the next section of the amending Act: in order, and no deeper than the others."""
        section = self.chain[0]
        if not block.numbers or block.numbers[0].wrap.strip() not in (".", "") or section.kind is not Kind.SECTION:
            return False
        token = block.numbers[0].token
        next_one = token.isdigit() and follows(section.token, token, Count.DIGIT) in (Step.NEXT, Step.GAP)
        return next_one and block.first_x <= section.first_x + m.size

    def _goes_on(self, block: Block, m: Measures) -> bool:
        """Whether the block goes on with the list of amendments, where that list stands."""
        if not block.numbers:
            return False
        number = block.numbers[0]
        for clause in self.chain[1:]:
            alike = clause.wrap == number.wrap and clause.count in number.counts
            if alike and clause.count and follows(clause.token, number.token, clause.count) in (Step.NEXT, Step.INSERTED):
                return block.first_x <= clause.first_x + m.tolerance
        return False

    def _amends(self, block: Block, m: Measures) -> bool:
        """Whether a number out of order opens an amendment of its own: misprinted law."""
        return bool(block.numbers) and block.first_x <= self.clause.first_x + m.tolerance and amends(block.words)
