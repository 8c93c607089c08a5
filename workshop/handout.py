"""The participants' hand-out: each topic's points and the words of its clauses, the tables, the first things to do."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.paper import Block, Heading, Para
from workshop.passages import clauses, compared, first_things, notices, penalties, points, used
from workshop.plan import Plan
from workshop.say import Voice
from workshop.triangle import triangle


def handout(voice: Voice, plan: Plan) -> Iterator[Block]:
    """Give the hand-out."""
    yield from notices(voice, used(voice, plan.topics))
    yield Heading(voice.frame("head_triangle"), 1)
    yield triangle(voice)
    yield Heading(voice.frame("head_first"), 1)
    yield from first_things(voice)
    tables = {"compared": False, "penalties": False}
    for topic in plan.topics:
        yield Heading(voice.name(topic.named(voice.lang)), 1)
        yield Para(voice.name(topic.aim_sw if voice.lang == "sw" else topic.aim), "note")
        yield from points(voice, topic)
        if len(topic.concepts) > 1 and not tables["compared"]:
            tables["compared"] = True
            yield Heading(voice.frame("head_compared"), 2)
            yield compared(Voice(voice.snapshot, voice.lang, brief=True), short=True)
            yield Para(voice.frame("brief_notice"), "note")
        if topic.penalties and not tables["penalties"]:
            tables["penalties"] = True
            yield Heading(voice.frame("head_penalties"), 2)
            yield penalties(voice)
        yield from clauses(voice, topic)
