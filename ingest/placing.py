"""Where a numbered paragraph belongs: in the row that its number goes on with, or below the clause that expects a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.amending import amends
from ingest.blocks import Block, Kind
from ingest.enumerators import Count, Enumerator, Step, first_of, follows
from ingest.layout import Measures
from ingest.tree import Clause


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new enumerator may go: under `parent`, counted in `count`, and how well that fits."""

    parent: Clause
    count: Count
    fit: float


def places_for(number: Enumerator, block: Block, chain: Sequence[Clause], m: Measures) -> list[Place]:
    """Give every place under the open clauses that a number may take."""
    found: list[Place] = []
    for depth, parent in enumerate(chain):
        last = parent.children[-1] if parent.children else None
        bonus = 0.1 * depth
        if last and last.wrap == number.wrap and last.count in number.counts:
            how = follows(last.token, number.token, last.count)
            if how or _strays(last, block, m):
                found.append(Place(parent, last.count, _as_sibling(last, how, block, m) + bonus))
        opens = first_of(number) or (Count.DIGIT if parent.kind is Kind.DIVISION and not last else None)
        if opens and (last is None or last.count is not opens):
            found.append(Place(parent, opens, _as_child(parent, block, m) + bonus))
        elif _takes_stray(parent, parent is chain[-1], number, block):
            found.append(Place(parent, number.counts[0], bonus))
    return found


def _takes_stray(parent: Clause, innermost: bool, number: Enumerator, block: Block) -> bool:
    """Whether a clause takes an item that neither opens nor goes on with a row: a list begun late, a misprinted amendment."""
    last = parent.children[-1] if parent.children else None
    if last is None:
        return innermost and bool(parent.opening) and parent.expects_a_list
    return parent.kind is Kind.SECTION and last.count is not number.counts[0] and amends(block.words)


def _strays(last: Clause, block: Block, m: Measures) -> bool:
    """Whether a number out of order still stands where its row stands and opens a paragraph: misprinted law."""
    plain = not re.match(r"(?:and|or|to|of|above|shall|,|\.|;)", block.words)
    return plain and m.near(last.first_x, block.first_x) and m.near(last.words_x, block.words_x)


def _as_sibling(last: Clause, how: Step | None, block: Block, m: Measures) -> float:
    aligned = m.near(last.words_x, block.words_x) or m.near(last.first_x, block.first_x)
    order = {Step.NEXT: 4.0, Step.INSERTED: 3.5, Step.GAP: 1.0}.get(how, -2.0) if how else -2.0
    return order + (2 if aligned else -2)


def _as_child(parent: Clause, block: Block, m: Measures) -> float:
    fit = 3.0 + (2 if parent.expects_a_list else -1) - (3 if parent.children else 0)
    deeper = max(block.words_x - parent.words_x, block.first_x - parent.first_x)
    if parent.kind is Kind.SECTION and not parent.opening:
        return fit
    return fit + (2 if deeper > m.tolerance else -2 if deeper < -m.tolerance else 0)
