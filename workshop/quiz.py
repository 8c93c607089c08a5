"""Quizzes and tests: every question that the law gives, and a choice of them for a plan's topics."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.snapshot import Snapshot
from ingest.path import ProvisionPath
from workshop.ask_clauses import on_clauses
from workshop.ask_concepts import on_concepts
from workshop.ask_penalties import on_penalties
from workshop.plan import Plan, Topic
from workshop.question import Maker, Question
from workshop.say import Voice

TURNS = (
    "claim",
    "sentence",
    "element",
    "rule",
    "what it says",
    "offence",
    "rests on",
    "later",
    "figure",
    "which clause",
    "term",
    "true or false",
)
"""The kinds in the order in which a quiz takes them, one of each a turn."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question chosen for a topic."""

    topic: Topic
    question: Question


@lru_cache(maxsize=2)
def pool(snapshot: Snapshot, lang: str) -> tuple[Question, ...]:
    """Give every question that can be made from the law in a language, each once, in an order that does not change."""
    maker = Maker(Voice(snapshot, lang))
    made = (*on_penalties(maker), *on_concepts(maker), *on_clauses(maker))
    return tuple({question.id: question for question in made}.values())


def choose(plan: Plan, snapshot: Snapshot, lang: str, seed: int, count: int, taken: Iterable[Question] = ()) -> tuple[Asked, ...]:
    """Choose questions turn by turn over the topics and the kinds; none asks in the words of another or of `taken`."""
    rng = random.Random(seed)  # noqa: S311
    used = {one.stem.text for one in taken}
    queues = [(topic, _queue(topic, snapshot, lang, rng)) for topic in plan.topics]
    chosen: list[Asked] = []
    while len(chosen) < count and any(queue for _, queue in queues):
        for topic, queue in queues:
            question = _next(queue, used, {one.question.clause for one in chosen})
            if question is not None and len(chosen) < count:
                used.add(question.stem.text)
                chosen.append(Asked(topic, question))
    return tuple(chosen)


def _queue(topic: Topic, snapshot: Snapshot, lang: str, rng: random.Random) -> list[Question]:
    """Give a topic's questions, the kinds in turn, each kind shuffled."""
    places = places_of(topic, snapshot)
    fitting = [one for one in pool(snapshot, lang) if any(one.clause == place or place.holds(one.clause) for place in places)]
    rng.shuffle(fitting)
    seen: dict[str, int] = {}
    ranked = []
    for one in fitting:
        seen[one.kind] = seen.get(one.kind, 0) + 1
        ranked.append((seen[one.kind], TURNS.index(one.kind), one))
    return [one for _, _, one in sorted(ranked, key=lambda item: item[:2])]


def _next(queue: list[Question], used: set[str], clauses: set[ProvisionPath]) -> Question | None:
    """Take the first question whose words were not used, on a clause not asked yet where there is one."""
    free = [one for one in queue if one.stem.text not in used]
    best = next((one for one in free if one.clause not in clauses), free[0] if free else None)
    if best is None:
        queue.clear()
    else:
        queue.remove(best)
    return best


def places_of(topic: Topic, snapshot: Snapshot) -> Sequence[ProvisionPath]:
    """Give the provisions that a topic is about: its clauses and those of its concepts' rows."""
    rows = (p for slug in topic.concepts for row in topic.rows for one in snapshot.data.concepts[slug].fields[row] for p in one.paths)
    return tuple(ProvisionPath.parse(path) for path in dict.fromkeys((*topic.clauses, *rows)))


def pre_and_post(plan: Plan, snapshot: Snapshot, lang: str, seed: int) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """Give a pre-test and a post-test: pairs of different questions of the same topic, and of like kind as far as they go."""
    asked = choose(plan, snapshot, lang, seed, 2 * (plan.test + len(plan.topics)))
    piles = []
    for topic in plan.topics:
        mine = sorted((one for one in asked if one.topic is topic), key=lambda one: TURNS.index(one.question.kind))
        piles.append(list(zip(mine[0::2], mine[1::2], strict=False)))
    turns = [pile[turn] for turn in range(plan.test) for pile in piles if turn < len(pile)][: plan.test]
    pairs = [pair for pile in piles for pair in pile if pair in turns]
    return tuple(first for first, _ in pairs), tuple(second for _, second in pairs)


__all__ = ["Asked", "choose", "places_of", "pool", "pre_and_post"]
