"""The words of a story with the elements that they speak for, in stretches that do not overlap, names hidden unless asked for."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from answer.facts.mask import mask
from answer.facts.outcome import Outcome

GROUPS = ("act", "means", "purpose", "child", "smuggling", "consent")
"""The kinds of elements, in the order in which they are marked."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the story, and the elements that they speak for, in the order of the element table; none for most."""

    text: str
    elements: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The kinds of elements that the stretch speaks for, each once, in their order."""
        found = {group_of(one) for one in self.elements}
        return tuple(group for group in GROUPS if group in found)


def group_of(element: str) -> str:
    """Give the kind of an element: "means:fraud" is of "means"."""
    return element.split(":", maxsplit=1)[0]


def marked(outcome: Outcome, *, names: bool = False) -> tuple[Stretch, ...]:
    """Cut the story of an outcome at the borders of its evidence. Joined, the stretches are the story as it is shown."""
    story = outcome.story.text
    hidden = None if names else mask(story)
    text = story if hidden is None else hidden.text
    spans = [
        (*((e.start, e.end) if hidden is None else hidden.place(e.start, e.end)), row.element) for row in outcome.rows for e in row.evidence
    ]
    borders = sorted({0, len(text), *(place for start, end, _ in spans for place in (start, end))})
    return tuple(_stretch(text, start, end, spans) for start, end in itertools.pairwise(borders))


def _stretch(text: str, start: int, end: int, spans: list[tuple[int, int, str]]) -> Stretch:
    return Stretch(text[start:end], tuple(dict.fromkeys(element for a, b, element in spans if a <= start and end <= b)))
