"""Spans of a document that do not overlap, kept in order, so that the one at a place is found without reading all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable


class Spans:
    """Spans (start, end) of a text; one that overlaps another is not taken."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        """Take the spans in the order in which they are given."""
        self._spans: list[tuple[int, int]] = []
        for start, end in spans:
            self.take(start, end)

    def take(self, start: int, end: int) -> bool:
        """Take a span, unless it overlaps one that is taken; tell whether it was."""
        at = bisect_left(self._spans, (start, end))
        free = (at == 0 or self._spans[at - 1][1] <= start) and (at == len(self._spans) or self._spans[at][0] >= end)
        if free:
            insort(self._spans, (start, end))
        return free

    def hold(self, start: int, end: int) -> bool:
        """Whether one of the spans holds the whole of another."""
        at = bisect_right(self._spans, start, key=lambda span: span[0]) - 1
        return at >= 0 and end <= self._spans[at][1]
