"""The slides: a section for each topic, a few points a slide with their clauses, short clauses in their own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answer.clause import clause
from ingest.path import ProvisionPath
from workshop.paper import Line, Para, Slide
from workshop.passages import concepts_of, first_things
from workshop.plan import Plan, Topic
from workshop.pptx import room
from workshop.say import Voice
from workshop.triangle import triangle

ROOM = 560
"""Characters that a slide holds in type that the last row can read."""
_LONGEST_CLAUSE = 620


def slides(voice: Voice, plan: Plan) -> Iterator[Slide]:
    """Give the slides of a plan."""
    yield Slide(voice.frame("head_ground"), (voice.frame("line_rules"), voice.frame("advice_notice")))
    yield Slide(voice.frame("head_notices"), (voice.frame("plain_notice"),))
    picture = triangle(voice)
    yield Slide(voice.frame("head_triangle"), picture=picture, notes=picture.said)
    for topic in plan.topics:
        yield from _topic(voice, topic)
    yield from _spread(voice.frame("head_first"), [block.line for block in first_things(voice) if isinstance(block, Para)])


def _topic(voice: Voice, topic: Topic) -> Iterator[Slide]:
    yield Slide(voice.name(topic.named(voice.lang)), (voice.name(topic.aim_sw if voice.lang == "sw" else topic.aim),))
    for concept in concepts_of(voice, topic):
        for row in topic.rows:
            title = voice.frame("slide_row", concept=concept.title(voice.lang), row=voice.frame(f"row_{row}").text)
            yield from _spread(title, [voice.point(one) for one in concept.fields[row]])
    for path in map(ProvisionPath.parse, topic.clauses):
        parts = [voice.quote(part.words) for part in clause(voice.book, path, voice.lang).parts]
        if sum(len(line.text) for line in parts) <= _LONGEST_CLAUSE:
            yield Slide(voice.frame("slide_words", clause=path), tuple(parts))
    yield Slide(voice.frame("slide_discuss"), (voice.frame("slide_discuss_1"), voice.frame("slide_discuss_2")))


def _spread(title: Line, lines: Sequence[Line]) -> Iterator[Slide]:
    """Lay lines out over as many slides as they need."""
    page: list[Line] = []
    for line in lines:
        if page and sum(room(one) for one in (*page, line)) > ROOM:
            yield Slide(title, tuple(page))
            page = []
        page.append(line)
    if page:
        yield Slide(title, tuple(page))
