"""Reading order: what stands on a page, in one column or two, with tables and boxes in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.furniture import Page
from ingest.lines import Line, merged
from ingest.model import Box
from ingest.tables import Grid, level_rows

MIDDLE = (0.3, 0.7)
"""The gutter between two columns is looked for in this part of a page's width."""
FULL = 6
"""A column has so many lines at the least, of so many letters on the average."""
LETTERS = 14


@dataclass(frozen=True, slots=True)
class Frame:
    """A box drawn around some lines."""

    box: Box
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, a table or a box, with the edges of the column that it stands in."""

    what: Line | Grid | Frame
    left: float
    right: float


def in_order(page: Page, hidden: Sequence[Line] = ()) -> list[Placed]:
    """Give what stands on a page in reading order; `hidden` pieces (contents, footnotes) and those in tables are left out."""
    frames = _frames(page)
    areas = [*(grid.box for grid in page.grids), *(frame.box for frame in frames)]
    gone = {id(piece) for piece in hidden}
    pieces = [piece for piece in page.pieces if id(piece) not in gone and not any(holds(area, piece) for area in areas)]
    gutter = _gutter(pieces, page.width)
    lines = [merged(row) for side in _sides(pieces, gutter) for row in level_rows(side)]
    things: list[Line | Grid | Frame] = [*lines, *page.grids, *frames]
    return _placed(_read(things, gutter), lines, gutter)


def _frames(page: Page) -> list[Frame]:
    """Give the boxes that hold several lines; a rule around the page, a bar behind a heading and a table's rim are none."""
    found: list[Frame] = []
    for box in page.frames:
        lines = tuple(merged(row) for row in level_rows([piece for piece in page.pieces if holds(box, piece)]))
        whole = (box.x1 - box.x0) * (box.bottom - box.top) > 0.7 * page.width * page.height
        around = any(box.top - 1 <= grid.box.top and grid.box.bottom <= box.bottom + 1 for grid in page.grids)
        if len(lines) > 1 and not whole and not around:
            found.append(Frame(box, lines))
    return found


def holds(area: Box, line: Line) -> bool:
    """Whether a line stands inside an area."""
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    return area.x0 - 1 <= x <= area.x1 + 1 and area.top - 1 <= y <= area.bottom + 1


def _gutter(pieces: Sequence[Line], width: float) -> float:
    """Find where two columns part: most lines end left of it or begin right of it, and few cross it; 0 where none is."""
    best, at = 0, []
    for x in range(int(MIDDLE[0] * width), int(MIDDLE[1] * width), 2):
        left, right = [p for p in pieces if p.x1 <= x], [p for p in pieces if p.x0 >= x]
        cross = len(pieces) - len(left) - len(right)
        both = min(len(left), len(right))
        wordy = all(sum(len(p.text) for p in side) >= LETTERS * len(side) for side in (left, right))
        score = both - cross if both >= FULL and wordy and cross <= both else 0
        if score > best:
            best, at = score, [x]
        elif score and score == best:
            at.append(x)
    return float(at[len(at) // 2]) if at else 0.0


def _sides(pieces: Sequence[Line], gutter: float) -> list[list[Line]]:
    if not gutter:
        return [list(pieces)]
    left = [p for p in pieces if p.x1 <= gutter]
    right = [p for p in pieces if p.x0 >= gutter]
    return [left, right, [p for p in pieces if p.x0 < gutter < p.x1]]


def _place(thing: Line | Grid | Frame) -> Box:
    return thing.box


def _read(things: Sequence[Line | Grid | Frame], gutter: float) -> list[Line | Grid | Frame]:
    """Order things from the top; what crosses the gutter parts the columns above it from those below."""
    ordered = sorted(things, key=lambda thing: (_place(thing).top, _place(thing).x0))
    if not gutter:
        return ordered
    done: list[Line | Grid | Frame] = []
    band: list[Line | Grid | Frame] = []
    for thing in [*ordered, None]:
        if thing is None or _place(thing).x0 < gutter < _place(thing).x1:
            done += [one for one in band if _place(one).x1 <= gutter] + [one for one in band if _place(one).x0 >= gutter]
            band = []
            done += [thing] if thing else []
        else:
            band.append(thing)
    return done


def _placed(things: Sequence[Line | Grid | Frame], lines: Sequence[Line], gutter: float) -> list[Placed]:
    sides = {side: tuple(_edges(some)) for side, some in _by_side(lines, gutter)}
    whole = tuple(_edges(lines)) or (0.0, 0.0)
    return [Placed(thing, *(sides.get(_side(_place(thing), gutter)) or whole)) for thing in things]


def _by_side(lines: Sequence[Line], gutter: float) -> Iterator[tuple[str, list[Line]]]:
    for side in ("left", "right", "both"):
        some = [line for line in lines if _side(line.box, gutter) == side]
        if len(some) > 2:
            yield side, some


def _side(box: Box, gutter: float) -> str:
    if not gutter or box.x0 < gutter < box.x1:
        return "both"
    return "left" if box.x1 <= gutter else "right"


def _edges(lines: Sequence[Line]) -> Iterator[float]:
    if lines:
        yield min(line.x0 for line in lines)
        yield max(line.x1 for line in lines)
