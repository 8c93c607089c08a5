"""The bank of scenarios, written for Kinga: invented, each with its outcome and the words that speak for each element."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from typing import Literal

import msgspec

from ingest.errors import BadCorpus
from ingest.table import read_toml, typed
from workshop.say import FOLDER

Outcome = Literal[
    "trafficking",
    "child_trafficking",
    "smuggling",
    "forced_labour_not_trafficking",
    "labour_rights_violation",
    "other_offence",
    "insufficient_facts",
]


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A story. `elements` gives, for each fact that the facts engine could find, the words of the story that speak for it."""

    id: str
    lang: Literal["en", "sw"]
    county: str
    sector: str
    outcome: Outcome
    level: Literal[1, 2, 3]
    story: str
    elements: dict[str, str]


class _Bank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    scenario: tuple[Scenario, ...]


@cache
def bank() -> tuple[Scenario, ...]:
    """Read every scenario. Raises BadCorpus where an element's words do not stand in the story."""
    files = sorted(FOLDER.glob("scenarios.*.toml"))
    scenarios = tuple(one for file in files for one in typed(read_toml(file), _Bank, str(file)).scenario)
    for one in scenarios:
        for element, words in one.elements.items():
            if words not in one.story:
                raise BadCorpus(f"Scenario {one.id}: the words of {element} do not stand in the story.", "Quote the story exactly.")
    return scenarios


def choose(count: int, lang: str, seed: int, sectors: Sequence[str] = ()) -> tuple[Scenario, ...]:
    """Choose cards in a language, turn by turn over the outcomes, those of the sectors first; easier cards come first."""
    rng = random.Random(seed)  # noqa: S311
    piles: dict[str, list[Scenario]] = {}
    for one in (one for one in bank() if one.lang == lang):
        piles.setdefault(one.outcome, []).append(one)
    for pile in piles.values():
        rng.shuffle(pile)
        pile.sort(key=lambda one: one.sector not in sectors)
    chosen: list[Scenario] = []
    turns = list(piles.values())
    while len(chosen) < count and any(turns):
        chosen.extend(pile.pop(0) for pile in turns[: count - len(chosen)] if pile)
    return tuple(sorted(chosen, key=lambda one: one.level))
