"""Tables: what rules on a page enclose -> rows of cells, one table over as many pages as it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from ingest.lines import Line, merged, pieces_of, rows_of_chars
from ingest.model import Box

NEAR = 4.0
"""Points within which two rules are one."""
_CONTINUED = re.compile(r"\s*[(\[]?\s*(?:continued|cont['’]?d\.?|contd\.?|inaendelea)\s*[)\]]?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell of a table says, and where; `spans` is how many columns it covers."""

    text: str
    lines: tuple[Line, ...]
    spans: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: its place, the edges of its columns, its rows; None where a cell above or beside reaches in."""

    box: Box
    edges: tuple[float, ...]
    rows: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells by column, the band that stood above it, and where it stands."""

    cells: tuple[str, ...]
    lines: tuple[Line, ...]
    band: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the names of its columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def grids_of(page: Any, number: int) -> tuple[tuple[Grid, ...], tuple[Box, ...]]:
    """Give the tables and the framed boxes of a pdfplumber page."""
    upright = sum(1 for edge in page.edges if edge["orientation"] == "v" and edge["height"] > 6)
    level = [edge for edge in page.edges if edge["orientation"] == "h" and edge["width"] > 20]
    if len(level) < 2:
        return (), ()
    grids: list[Grid] = []
    frames: list[Box] = []
    if upright >= 2:
        finder = page.debug_tablefinder({"snap_tolerance": NEAR, "join_tolerance": NEAR})
        found = [_grid(page, table, number) for table in finder.tables]
        grids = [grid for grid in found if len(grid.edges) > 2 and len(grid.rows) > 1]
        alone = [Box(number, *map(float, cell)) for cell in finder.cells if not any(cell in table.cells for table in finder.tables)]
        frames = [*(grid.box for grid in found if grid not in grids), *alone]
    open_ones = _ruled(page, level, number, [*(grid.box for grid in grids), *frames])
    return tuple(sorted([*grids, *open_ones], key=lambda grid: grid.box.top)), tuple(frames)


def _grid(page: Any, table: Any, number: int) -> Grid:
    x0, top, x1, bottom = map(float, table.bbox)
    edges = _apart(sorted({float(x) for cell in table.cells for x in (cell[0], cell[2])}))
    rows = []
    for row in table.rows:
        at: dict[int, Cell] = {}
        for cell in filter(None, row.cells):
            first = _nearest(edges, cell[0])
            at[first] = _cell(page, cell, number, _nearest(edges, cell[2]) - first)
        rows.append(tuple(at.get(i) for i in range(len(edges) - 1)))
    return Grid(Box(number, x0, top, x1, bottom), tuple(edges), tuple(rows))


def _apart(xs: Sequence[float]) -> list[float]:
    return [x for i, x in enumerate(xs) if i == 0 or x - xs[i - 1] > NEAR]


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - x))


def _cell(page: Any, box: Sequence[float], number: int, spans: int) -> Cell:
    x0, top, x1, bottom = box
    inside = [
        char
        for char in page.chars
        if x0 - 1 <= (char["x0"] + char["x1"]) / 2 <= x1 + 1 and top - 1 <= (char["top"] + char["bottom"]) / 2 <= bottom + 1
    ]
    lines = tuple(merged(row) for row in level_rows(pieces_of(rows_of_chars(inside), number)))
    return Cell(said(lines), lines, max(1, spans), bool(lines) and all(line.bold for line in lines))


def level_rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """Gather pieces that stand at one height, top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda p: (p.bottom, p.x0)):
        if rows and piece.bottom - rows[-1][-1].bottom <= 0.35 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.x0) for row in rows]


def said(lines: Sequence[Line]) -> str:
    """Give the words of lines in one line; a hyphen that splits a word in a narrow column goes."""
    text = ""
    for line in lines:
        if re.search(r"[a-z]-$", text) and line.text[:1].islower() and len(text.rpartition(" ")[2]) > 3:
            text += line.text
        else:
            text = f"{text} {line.text}" if text else line.text
    return text


# -- tables with level rules only -----------------------------------------------------------------------------------------


def _ruled(page: Any, level: Sequence[dict[str, Any]], number: int, taken: Sequence[Box]) -> Iterator[Grid]:
    """Find tables whose rows lie between level rules of one width, without upright ones."""
    groups: dict[tuple[int, int], list[float]] = {}
    for edge in level:
        if not any(box.top - NEAR <= edge["top"] <= box.bottom + NEAR for box in taken):
            groups.setdefault((round(edge["x0"] / NEAR), round(edge["x1"] / NEAR)), []).append(float(edge["top"]))
    for (left, right), tops in groups.items():
        rules = _apart(sorted(tops))
        if len(rules) >= 3:
            yield from _between(page, number, left * NEAR, right * NEAR, rules)


def _between(page: Any, number: int, x0: float, x1: float, rules: list[float]) -> Iterator[Grid]:
    inside = [c for c in page.chars if x0 - NEAR <= c["x0"] and c["x1"] <= x1 + NEAR and rules[0] < c["bottom"] <= rules[-1] + 1]
    pieces = pieces_of(rows_of_chars(inside), number)
    heads = [piece for piece in pieces if piece.bottom <= rules[1] + 1]
    starts = _apart(sorted(piece.x0 for piece in heads))
    if len(starts) < 2:
        return
    edges = (*[x - NEAR for x in starts], x1 + NEAR)
    body = [piece for piece in pieces if piece.bottom > rules[1] + 1]
    parts = [heads, *(_by_rules(body, rules[1:]) if len(rules) > 3 else _by_starts(body, edges[1]))]
    rows = tuple(tuple(_open_cell(part, edges, i) for i in range(len(edges) - 1)) for part in parts if part)
    if len(rows) > 1:
        yield Grid(Box(number, x0, rules[0], x1, rules[-1]), edges, rows)


def _by_rules(pieces: Sequence[Line], rules: Sequence[float]) -> list[list[Line]]:
    return [[p for p in pieces if above - 1 <= p.top and p.bottom <= below + 1] for above, below in pairwise(rules)]


def _by_starts(pieces: Sequence[Line], second: float) -> list[list[Line]]:
    """Without a rule below each, a row begins where its first column does, after more room than lines of a cell leave."""
    rows = level_rows(pieces)
    gaps = [then[0].top - one[0].top for one, then in pairwise(rows)]
    usual = min(gaps, default=0.0)
    loose = any(gap > 1.15 * usual for gap in gaps)
    parts: list[list[Line]] = []
    for gap, row in zip([0.0, *gaps], rows, strict=True):
        if not parts or (row[0].x0 < second and (gap > 1.15 * usual or not loose)):
            parts.append([])
        parts[-1].extend(row)
    return parts


def _open_cell(pieces: Sequence[Line], edges: Sequence[float], i: int) -> Cell:
    lines = tuple(merged(row) for row in level_rows([p for p in pieces if edges[i] <= p.x0 < edges[i + 1]]))
    return Cell(said(lines), lines, 1, bool(lines) and all(line.bold for line in lines))


# -- one table over several pages -----------------------------------------------------------------------------------------


def continues(before: Grid, after: Grid) -> bool:
    """Whether a table at the head of a page goes on with the one at the foot of the page before: the same columns."""
    if len(before.edges) != len(after.edges):
        return False
    shift = after.edges[0] - before.edges[0]
    return all(abs(b - a + shift) <= 2 * NEAR for a, b in zip(after.edges, before.edges, strict=True))


def continued(text: str) -> str:
    """A caption without its "(continued)"."""
    return _CONTINUED.sub("", text)


def table_of(grids: Sequence[Grid]) -> Table:
    """Make one table of the grids that it runs over: its head once, rows that a page's end has split made whole."""
    head, depth = _head(grids[0])
    rows: list[Row] = []
    band, above = "", [""] * len(head)
    for grid in grids:
        repeated = grid is not grids[0] and _head_texts(grid, depth) == _head_texts(grids[0], depth)
        body = grid.rows[depth if grid is grids[0] or repeated else 0 :]
        for i, cells in enumerate(body):
            if _is_band(cells, len(head)):
                band = next(cell.text for cell in cells if cell)
                continue
            row = _row(cells, above, band)
            if i == 0 and grid is not grids[0] and rows and _split(rows[-1], cells):
                rows[-1] = _joined(rows[-1], cells)
            elif row.lines:
                rows.append(row)
            above = list(rows[-1].cells) if rows else above
    return Table(tuple(head), tuple(rows))


def _head(grid: Grid) -> tuple[list[str], int]:
    """Give the names of the columns and how many rows they take: two where a name spans columns that are named below."""
    first = grid.rows[0]
    names = [cell.text if cell else "" for cell in first]
    if not any(cell and cell.spans > 1 for cell in first) or len(grid.rows) < 3:
        return names, 1
    if _is_band(first, len(names)):
        below, depth = _head(replace(grid, rows=grid.rows[1:]))
        return below, depth + 1
    wide = ""
    for i, cell in enumerate(first):
        wide = cell.text if cell else wide
        under = grid.rows[1][i]
        names[i] = f"{wide}: {under.text}" if under and under.text and (not cell or cell.spans > 1) else names[i]
    return names, 2


def _head_texts(grid: Grid, depth: int) -> list[str]:
    return [re.sub(r"\W", "", cell.text.lower()) if cell else "" for row in grid.rows[:depth] for cell in row]


def _is_band(cells: Sequence[Cell | None], columns: int) -> bool:
    """Whether a row is one cell over the whole width, as "Objective 1: ..." is."""
    filled = [cell for cell in cells if cell]
    return columns > 1 and len(filled) == 1 and filled[0].spans >= columns and bool(filled[0].text)


def _row(cells: Sequence[Cell | None], above: Sequence[str], band: str) -> Row:
    """Read a row; a cell that reaches down from the row above says here what it said there."""
    texts: list[str] = []
    wide = 0
    for i, cell in enumerate(cells):
        if cell:
            wide = cell.spans - 1
        elif wide > 0:
            wide -= 1
            texts.append("")
            continue
        texts.append(cell.text if cell else above[i])
    return Row(tuple(texts), tuple(line for cell in cells if cell for line in cell.lines), band)


def _split(last: Row, cells: Sequence[Cell | None]) -> bool:
    """Whether a page's first row finishes the last row of the page before: its first cell is empty, or in mid-sentence."""
    first = cells[0].text if cells[0] else ""
    said_here = [(i, cell.text) for i, cell in enumerate(cells) if cell and cell.text]
    running = [text for i, text in said_here if text[:1].islower() or (last.cells[i] and last.cells[i][-1] not in ".;:")]
    return not first and bool(running) and any(text[:1].islower() for _, text in said_here)


def _joined(last: Row, cells: Sequence[Cell | None]) -> Row:
    texts = tuple(" ".join(filter(None, (text, cell.text if cell else ""))) for text, cell in zip(last.cells, cells, strict=True))
    return Row(texts, (*last.lines, *(line for cell in cells if cell for line in cell.lines)), last.band)
