"""Gazette supplements: notes in the margin beside sections, split off by place and size before lines are joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.furniture import Page
from ingest.lines import Line, merged
from ingest.tables import level_rows

SMALLER = 0.87
"""Notes are set in type no larger than this share of the text's."""
BESIDE = 0.9
"""A note and the clause that it belongs to begin no further apart than this many type sizes."""
_HEAD = re.compile(r"No\.\s*\d+|\d{1,4}|Page|Cap\.\s*\d+[A-Z]?", re.IGNORECASE)
FEW = 6
"""A page with fewer lines does not show where its text ends."""
ENOUGH = 2
"""So many sections with a note beside them make a gazette supplement."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the margin: its words, its lines, and whether it stands at the outer right of the text."""

    text: str
    lines: tuple[Line, ...]
    right: bool

    @property
    def page(self) -> int:
        """The page it stands on."""
        return self.lines[0].page

    def beside(self, line: Line) -> bool:
        """Whether the note begins where a line stands."""
        off = abs((self.lines[0].top + self.lines[0].bottom - line.top - line.bottom) / 2)
        return self.page == line.page and off <= BESIDE * line.size


def split_notes(pages: Sequence[Page]) -> tuple[list[Page], tuple[Note, ...]]:
    """Part margin notes from the text; pages without any come back as they were, and so do all without enough of them."""
    size = _usual(pages)
    edges = _edges(pages, size)
    parted = [_split(page, size, edges.get(page.number, 0.0)) for page in pages]
    notes = tuple(note for _, found in parted for note in found)
    sections = [line for page, _ in parted for line in page.lines if re.match(r"\d{1,3}[A-Z]?\.", line.text)]
    headed = sum(any(note.beside(line) for note in notes) for line in sections)
    if headed < max(ENOUGH, 0.3 * len({note.page for note in notes})):
        return list(pages), ()
    return [page for page, _ in parted], notes


def _usual(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for piece in page.pieces:
            sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _edges(pages: Sequence[Page], size: float) -> dict[int, float]:
    """Where the text ends at the right, by page; a page with few lines takes that of the nearest page on its side, where there is one."""
    bodies = {page.number: _body(page, size) for page in pages}
    full = {number: sorted(p.x1 for p in body)[int(0.93 * (len(body) - 1))] for number, body in bodies.items() if len(body) >= FEW}
    edges: dict[int, float] = dict(full)
    for number, body in bodies.items():
        alike = [other for other in full if (other - number) % 2 == 0]
        if body and number not in full:
            near = min(alike, key=lambda other: abs(other - number), default=0)
            edges[number] = full.get(near) or max(piece.x1 for piece in body)
    return edges


def _body(page: Page, size: float) -> list[Line]:
    return [piece for piece in page.pieces if piece.size > SMALLER * size and not _in_heads(piece, page)]


def _split(page: Page, size: float, edge: float) -> tuple[Page, list[Note]]:
    if not edge:
        return page, []
    body = _body(page, size)
    small = [piece for piece in page.pieces if piece.size <= SMALLER * size and not _is_head(piece, page)]
    beside = [piece for piece in small if _in_margin(piece, body, edge)]
    if not beside:
        return page, []
    kept = [piece for piece in page.pieces if piece not in beside]
    lines = tuple(merged(row) for row in level_rows(kept))
    return replace(page, lines=tuple(sorted(lines, key=lambda line: line.top)), pieces=tuple(kept)), _notes(beside, edge)


def _in_heads(piece: Line, page: Page) -> bool:
    return piece.bottom < 0.085 * page.height


def _is_head(piece: Line, page: Page) -> bool:
    """A year or a number in the head of a page is no note."""
    return bool(_HEAD.fullmatch(piece.text)) and piece.bottom < 0.12 * page.height


def _in_margin(piece: Line, body: Sequence[Line], edge: float) -> bool:
    """Whether small type stands right of the text, or left of it at its height."""
    if piece.x0 > edge - 2:
        return True
    level = [other for other in body if other.top - 1.5 * other.size < piece.top < other.bottom + 0.5 * other.size]
    return bool(level) and all(piece.x1 < other.x0 - 0.3 * piece.size for other in level)


def _notes(beside: Sequence[Line], edge: float) -> list[Note]:
    """Gather small lines that stand one below the other into notes."""
    runs: list[list[Line]] = []
    for piece in sorted(beside, key=lambda p: (p.x0 > edge - 2, p.top)):
        run = runs[-1] if runs else []
        near = run and abs(run[-1].x0 - piece.x0) < 1.2 * piece.size and 0 < piece.top - run[-1].top < 1.75 * piece.size
        if near:
            run.append(piece)
        else:
            runs.append([piece])
    return [Note(_joined(run), tuple(run), run[0].x0 > edge - 2) for run in runs]


def _joined(run: Sequence[Line]) -> str:
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "", " ".join(line.text for line in run))


def skews_of(pages: Sequence[Page]) -> dict[int, tuple[float, float]]:
    """Measure how scanned pages lie: by the right edge of the text, a line fitted through the full lines of each page."""
    edges = {page.number: _right_edge(page.lines) for page in pages}
    known = {number: edge for number, edge in edges.items() if edge is not None}
    if not known:
        return {}
    middle = sorted(at for at, _ in known.values())[len(known) // 2]
    return {number: (at - middle, slope) for number, (at, slope) in known.items()}


def _right_edge(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Fit where full lines end as a straight line: its place at the page's top and its slope."""
    if len(lines) < 6:
        return None
    usual = sorted(line.x1 for line in lines)[int(0.75 * (len(lines) - 1))]
    full = [(line.top, line.x1) for line in lines if abs(line.x1 - usual) < 7]
    if len(full) < 6 or full[-1][0] - full[0][0] < 150:
        return (usual, 0.0)
    tops, ends = [top for top, _ in full], [x1 for _, x1 in full]
    mean_top, mean_end = sum(tops) / len(full), sum(ends) / len(full)
    spread = sum((top - mean_top) ** 2 for top in tops)
    slope = sum((top - mean_top) * (x1 - mean_end) for top, x1 in full) / spread
    slope = max(-0.02, min(0.02, slope))
    return (mean_end - slope * mean_top, slope)


def heading_note(line: Line, notes: Sequence[Note]) -> Note | None:
    """Find the note beside a clause's first line; the outer one where there are two."""
    near = [note for note in notes if note.beside(line)]
    return max(near, key=lambda note: note.right, default=None)
