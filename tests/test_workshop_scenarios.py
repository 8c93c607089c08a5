"""The bank of scenarios: balanced, invented, and laid before the facts engine, whose disagreement is listed for a person."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from answer.facts import open_engine
from index.snapshot import Snapshot
from workshop.scenario import bank, choose

LISTED = Path(__file__).resolve().parent.parent / "test-output" / "scenarios-disagree.txt"
FLOOR = 0.5
"""The share on which engine and writer agree, at least. The list, not the share, is what a person reads."""


def test_there_are_sixty_scenarios_and_twenty_five_in_kiswahili() -> None:
    assert len(bank()) >= 60
    assert sum(one.lang == "sw" for one in bank()) >= 25
    assert len({one.id for one in bank()}) == len({one.story for one in bank()}) == len(bank())


def test_outcomes_counties_and_sectors_are_balanced() -> None:
    outcomes = Counter(one.outcome for one in bank())
    assert len(outcomes) == 7
    assert max(outcomes.values()) - min(outcomes.values()) <= 1
    assert len({one.county for one in bank()}) >= 25
    assert max(Counter(one.county for one in bank()).values()) <= 7
    assert len({one.sector for one in bank()}) >= 12
    assert max(Counter(one.sector for one in bank()).values()) <= 10


def test_every_element_is_one_that_the_concepts_know(snapshot: Snapshot) -> None:
    known = {signal.id for concept in snapshot.data.concepts.values() for signal in concept.signal}
    for one in bank():
        assert set(one.elements) <= known, one.id


def test_the_elements_of_a_scenario_make_up_its_outcome(snapshot: Snapshot) -> None:
    """Act, means and purpose where trafficking is indicated; no means needed for a child; never all three where it is not."""
    for one in bank():
        groups = {element.split(":")[0] for element in one.elements}
        if one.outcome == "trafficking":
            assert {"act", "means", "purpose"} <= groups, one.id
        elif one.outcome == "child_trafficking":
            assert {"act", "purpose", "child"} <= groups, one.id
        else:
            assert not {"act", "purpose"} <= groups, one.id
        if one.outcome == "smuggling":
            assert {e for e in one.elements if e.startswith("smuggling:")} == {
                "smuggling:procuring_entry",
                "smuggling:border_crossing",
                "smuggling:benefit",
            }, one.id


def test_the_words_are_respectful() -> None:
    banned = re.compile(r"prostitut|illegal (?:immigrant|alien)|\bslut|whore|malaya|kahaba|street (?:boy|urchin)|chokora", re.IGNORECASE)
    for one in bank():
        assert not banned.search(one.story), one.id


def test_cards_are_chosen_turn_by_turn_over_the_outcomes() -> None:
    chosen = choose(7, "sw", 1)
    assert len({one.outcome for one in chosen}) == 7
    assert {one.lang for one in chosen} == {"sw"}
    assert [one.level for one in chosen] == sorted(one.level for one in chosen)


def test_the_facts_engine_is_held_against_every_scenario(snapshot: Snapshot) -> None:
    """A disagreement fails nothing: it is written down with the story, for a person to decide who is right."""
    engine = open_engine(snapshot)
    lines, agreed = [], 0
    for one in bank():
        outcome = engine.lay(one.story, one.lang)
        if outcome.indication == one.outcome:
            agreed += 1
        else:
            lines.append(f"{one.id}\twriter: {one.outcome}\tengine: {outcome.indication} ({outcome.confidence:.2f})\t{one.story}")
    LISTED.parent.mkdir(exist_ok=True)
    LISTED.write_text("\n".join([f"{agreed} of {len(bank())} agree.", *lines, ""]), encoding="utf-8")
    assert agreed / len(bank()) >= FLOOR, LISTED
