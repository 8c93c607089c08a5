"""The quick reference, one page: the triangle, the comparison, the penalties, the first things to do."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.paper import Block, Break, Heading, Para
from workshop.passages import compared, first_things, penalties_in_short
from workshop.say import Voice
from workshop.triangle import triangle


def reference(voice: Voice) -> Iterator[Block]:
    """Give the page, in the order of its two columns."""
    yield Heading(voice.frame("head_triangle"), 2)
    yield triangle(voice)
    yield Heading(voice.frame("head_penalties"), 2)
    yield penalties_in_short(voice)
    yield Break()
    yield Heading(voice.frame("head_compared"), 2)
    yield compared(voice, short=True)
    yield Heading(voice.frame("head_first"), 2)
    yield from first_things(voice)
    yield Para(voice.frame("brief_notice"), "note")
