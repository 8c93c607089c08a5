"""Clauses as they are read -> provisions: frozen, with their paths and what became of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Kind
from ingest.enumerators import FIRSTS, Count, Step, follows
from ingest.lines import Line
from ingest.model import Provision, Standing
from ingest.path import ProvisionPath

_REPEALED = re.compile(r"\[?\s*(?:repealed|deleted|revoked)\b.{0,200}", re.IGNORECASE | re.DOTALL)
_SPENT = re.compile(r"\[?\s*spent\b.{0,80}", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Clause:
    """A provision while it is being read. `row` and `token` place it among its siblings."""

    name: str
    kind: Kind
    number: str = ""
    heading: str = ""
    wrap: str = ""
    count: Count | None = None
    token: str = ""
    first_x: float = 0.0
    words_x: float = 0.0
    hang_x: float = 0.0
    division: str = ""
    opening: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    children: list[Clause] = field(default_factory=list)

    @property
    def expects_a_list(self) -> bool:
        """Whether its words end as the words before a list do."""
        if not self.opening:
            return not self.children
        return bool(re.search(r"(?:[—–:-]|following|that|to|by)$", self.opening[-1]))

    @property
    def text_so_far(self) -> str:
        """The last paragraph of its words."""
        return (self.closing or self.opening or [""])[-1]

    def say(self, text: str, lines: Sequence[Line]) -> None:
        """Add a paragraph: closing words once there are children, opening words before."""
        if text:
            (self.closing if self.children else self.opening).append(text)
        self.lines.extend(lines)


def standing_of(heading: str, text: str) -> Standing:
    """What became of a provision, by its own words: "[Repealed by ...]", "Spent"."""
    for words in filter(None, (text, heading)):
        if _REPEALED.fullmatch(words):
            return Standing.REPEALED
        if _SPENT.fullmatch(words):
            return Standing.SPENT
    return Standing.IN_FORCE


def provisions_of(tops: Sequence[Clause], slug: str) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """Freeze clauses into provisions under `slug`; gives them with doubts on numbering, one sentence each."""
    doubts: list[str] = []
    frozen = _frozen(_ungrouped(tops), ProvisionPath(slug), doubts)
    return frozen, tuple(doubts)


def _ungrouped(tops: Sequence[Clause]) -> list[Clause]:
    """A schedule's Parts are steps of the path only where their numbers begin anew; else sections name their Part."""
    for schedule in (c for c in tops if c.kind is Kind.SCHEDULE):
        parts = [child for child in schedule.children if child.kind is Kind.DIVISION]
        names = [child.name for part in parts for child in part.children]
        if parts and len(set(names)) == len(names):
            schedule.children = [one for child in schedule.children for one in _members(child)]
            schedule.opening += [text for part in parts for text in part.opening]
    return list(tops)


def _members(child: Clause) -> list[Clause]:
    if child.kind is not Kind.DIVISION:
        return [child]
    for one in child.children:
        one.division = child.division
    return child.children


def _frozen(clauses: Sequence[Clause], above: ProvisionPath, doubts: list[str]) -> tuple[Provision, ...]:
    done: list[Provision] = []
    used: dict[str, int] = {}
    for before, clause in zip([None, *clauses], clauses, strict=False):
        used[clause.name] = used.get(clause.name, 0) + 1
        again = used[clause.name]
        path = above / (clause.name if again == 1 else f"{clause.name}-{again}")
        if again > 1:
            doubts.append(f"{above / clause.name} stands more than once in the document; this one is {path}.")
        doubts += _gap(before, clause, path)
        done.append(_provision(clause, path, doubts))
    return tuple(done)


def _gap(before: Clause | None, clause: Clause, path: ProvisionPath) -> list[str]:
    if before is None and clause.count and clause.token not in FIRSTS and clause.kind is Kind.ITEM:
        return [f"Numbers are missing before {path}: it is the first of its row."]
    if before and before.count and before.count is clause.count and (follows(before.token, clause.token, before.count) is Step.GAP):
        return [f"Numbers are missing before {path}: it follows {before.number.rstrip('.')}."]
    return []


def surety(lines: Sequence[Line]) -> float:
    """How sure the words of lines are: 1 for printed text, the mean over the letters where OCR read some of them."""
    letters = sum(len(line.text) for line in lines)
    return round(sum(line.sure * len(line.text) for line in lines) / letters, 3) if letters else 1.0


def _provision(clause: Clause, path: ProvisionPath, doubts: list[str]) -> Provision:
    opening, closing = "\n".join(clause.opening), "\n".join(clause.closing)
    return Provision(
        path=path,
        number=clause.number,
        heading=clause.heading,
        opening=opening,
        closing=closing,
        children=_frozen(clause.children, path, doubts),
        standing=standing_of(clause.heading, opening),
        division=clause.division,
        boxes=tuple(line.box for line in clause.lines),
        confidence=surety(clause.lines),
    )
