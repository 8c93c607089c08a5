"""Running heads, running feet and page numbers: what is printed on a page and is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line

BAND = 0.13
"""The share of a page's height, at its head and at its foot, in which such lines are looked for."""
SHARE = 0.15
"""A line that stands on this share of the pages is a running head; on two pages at the least."""
CLOSE = 3.0
"""Points within which two heights on a page are the same height."""

_NUMBER = re.compile(r"[\s|–—-]*(?:page\s*)?(?:[a-z]{0,3}\d{1,4}(?:\s*(?:-|–|of)\s*\d{1,4})?|[ivxl]{1,7})[\s|–—-]*", re.IGNORECASE)
_PUBLISHERS_MARK = re.compile(r"\[\s*(?:Rev\.?|Issue|Subsidiary)\b[^\]]*\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, without its furniture once `without_furniture` has seen it."""

    number: int
    height: float
    lines: tuple[Line, ...]
    furniture: tuple[Line, ...] = ()


def without_furniture(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Take running heads, feet and page numbers out of the pages; they stay on each page as `furniture`.

    A head recurs in nearly the same place; figures in it may change. Heads of left and right pages may differ, and
    what stands at the height of a known head is one too; where mostly other words stand, the text itself begins.
    """
    heights = _heights(pages)
    return tuple(_swept(page, heights) for page in pages)


def _edges(page: Page) -> list[Line]:
    top, bottom = BAND * page.height, (1 - BAND) * page.height
    head = [line for line in page.lines[:3] if line.bottom <= top]
    foot = [line for line in page.lines[-3:] if line.top >= bottom]
    return head + [line for line in foot if line not in head]


def _heights(pages: Sequence[Page]) -> tuple[float, ...]:
    edges = [line for page in pages for line in _edges(page)]
    seen = Counter({_folded(line.text): 0 for line in edges})
    for page in pages:
        seen.update({_folded(line.text) for line in _edges(page)})
    enough = max(2.0, SHARE * len(pages))
    common = [line for line in edges if _folded(line.text) and seen[_folded(line.text)] >= enough]
    spots = Counter(round(line.top / CLOSE) for line in common)
    standing = {spot: sum(abs(line.top - spot * CLOSE) <= CLOSE for line in edges) for spot in spots}
    return tuple(spot * CLOSE for spot, n in spots.items() if n >= 2 and n >= 0.5 * standing[spot])


def _swept(page: Page, heights: tuple[float, ...]) -> Page:
    gone = tuple(line for line in _edges(page) if _is_furniture(line, page, heights))
    return Page(page.number, page.height, tuple(line for line in page.lines if line not in gone), gone)


def _is_furniture(line: Line, page: Page, heights: tuple[float, ...]) -> bool:
    if any(abs(line.top - height) <= CLOSE for height in heights) or _PUBLISHERS_MARK.search(line.text):
        return True
    return bool(_NUMBER.fullmatch(line.text)) and _stands_apart(line, page)


def _stands_apart(line: Line, page: Page) -> bool:
    """Whether no other line is near: a number at a page's edge may be the last word of a sentence."""
    return all(abs(other.top - line.top) > 1.8 * line.size for other in page.lines if other is not line)


def _folded(text: str) -> str:
    letters = re.sub(r"[\W\d_]+", "", text.lower())
    return "" if re.fullmatch(r"[ivxl]*", letters) else letters
