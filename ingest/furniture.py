"""Running heads, running feet and page numbers: what is printed on a page and is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line
from ingest.model import Box
from ingest.tables import Grid

BAND = 0.13
"""The share of a page's height, at its head and at its foot, in which such lines are looked for."""
SHARE = 0.15
"""A line that stands on this share of the pages is a running head; on two pages at the least."""
OFTEN = 0.25
"""Words at the edge of this share of the pages, four at the least, are a running head at whatever height."""
CLOSE = 3.0
"""Points within which two heights on a page are the same height."""

_NUMBER = re.compile(r"[\s|–—-]*(?:page\s*)?(?:[a-z]{0,3}\d{1,4}(?:\s*(?:-|–|of)\s*\d{1,4})?|[ivxl]{1,7})[\s|–—-]*", re.IGNORECASE)
_HEADING = re.compile(r"(?:article|art\.|section|chapter|part|regulation|rule)\s+[\divxlc]+[a-z]?[.:]?", re.IGNORECASE)
"""A heading that differs from others in its number alone, and may open a page: no running head."""
_PUBLISHERS_MARK = re.compile(r"\[\s*(?:Rev\.?|Issue|Subsidiary)\b[^\]]*\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, without its furniture once `without_furniture` has seen it.

    `pieces` are the same words cut where columns may part, `grids` and `frames` what rules enclose: tables and boxes.
    `pictured` is the share of the page that pictures cover: a page that is all picture is a scan.
    """

    number: int
    height: float
    lines: tuple[Line, ...]
    furniture: tuple[Line, ...] = ()
    pieces: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()
    frames: tuple[Box, ...] = ()
    width: float = 0.0
    pictured: float = 0.0


def without_furniture(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Take running heads, feet and page numbers out of the pages; they stay on each page as `furniture`.

    A head recurs in nearly the same place; figures in it may change. Heads of left and right pages may differ, and
    what stands at the height of a known head is one too; where mostly other words stand, the text itself begins.
    """
    heights, words = _heights(pages), _recurring(pages)
    return tuple(_swept(page, heights, words) for page in pages)


def _edges(page: Page) -> list[Line]:
    top, bottom = BAND * page.height, (1 - BAND) * page.height
    head = [line for line in page.lines[:3] if line.bottom <= top]
    foot = [line for line in page.lines[-3:] if line.top >= bottom]
    return head + [line for line in foot if line not in head]


def _heights(pages: Sequence[Page]) -> tuple[float, ...]:
    edges = [line for page in pages for line in _edges(page)]
    seen = Counter(words for page in pages for words in {_unordered(line.text) for line in _edges(page)})
    enough = max(2.0, SHARE * len(pages))
    common = [line for line in edges if _unordered(line.text) and seen[_unordered(line.text)] >= enough]
    spots = Counter(round(line.top / CLOSE) for line in common)
    standing = {spot: sum(abs(line.top - spot * CLOSE) <= CLOSE for line in edges) for spot in spots}
    return tuple(spot * CLOSE for spot, n in spots.items() if n >= 2 and n >= 0.5 * standing[spot])


def _recurring(pages: Sequence[Page]) -> frozenset[str]:
    """Words that stand at the edge of so many pages that they are a head wherever a scan has moved them."""
    seen = Counter(words for page in pages for words in {_folded(line.text) for line in _edges(page)})
    return frozenset(words for words, n in seen.items() if len(words) >= 8 and n >= max(4.0, OFTEN * len(pages)))


def _swept(page: Page, heights: tuple[float, ...], words: frozenset[str]) -> Page:
    edges = _edges(page)
    heads = [line for line in edges if _is_head(line, heights) or _recurs(line, words)]
    heads += [line for line in edges if line not in heads and any(_level(line, head) for head in heads)]
    rest = [line for line in page.lines if line not in heads]
    gone = tuple(line for line in edges if line in heads or (_NUMBER.fullmatch(line.text) and _stands_apart(line, rest)))
    lines = tuple(line for line in page.lines if line not in gone)
    pieces = tuple(piece for piece in page.pieces if not any(_within(piece, line) for line in gone))
    return replace(page, lines=lines, pieces=pieces, furniture=gone)


def _within(piece: Line, line: Line) -> bool:
    return line.top - 0.5 <= piece.top and piece.bottom <= line.bottom + 0.5 and line.x0 - 1 <= piece.x0 <= line.x1


def _recurs(line: Line, words: frozenset[str]) -> bool:
    """Whether a line says what running heads say, or a part of it, where a scan has set the head in two rows."""
    folded = _folded(line.text)
    return folded in words or (len(folded) >= 12 and any(folded in one for one in words))


def _level(line: Line, head: Line) -> bool:
    return min(line.bottom, head.bottom) - max(line.top, head.top) > 0.6 * (line.bottom - line.top)


def _is_head(line: Line, heights: tuple[float, ...]) -> bool:
    return any(abs(line.top - height) <= CLOSE for height in heights) or bool(_PUBLISHERS_MARK.search(line.text))


def _stands_apart(line: Line, lines: Sequence[Line]) -> bool:
    """Whether no other line is near: a number at a page's edge may be the last word of a sentence."""
    return all(abs(other.top - line.top) > 1.8 * line.size for other in lines if other is not line)


def _unordered(text: str) -> str:
    """The words of a line in one order: left and right pages set the same head the other way round."""
    return "".join(sorted(_folded(word) for word in text.split())) if _folded(text) else ""


def _folded(text: str) -> str:
    if _HEADING.fullmatch(text):
        return ""
    letters = re.sub(r"[\W\d_]+", "", text.lower())
    return "" if re.fullmatch(r"[ivxl]*", letters) else letters
