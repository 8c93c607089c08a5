"""Plans, guidelines, reports -> a Reading: headings by type and number, paragraphs, lists, footnotes, boxes, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import broken_words, join
from ingest.columns import Frame, Placed, in_order
from ingest.contents import listed_headings, unmet_headings
from ingest.front import identity, title_of
from ingest.furniture import Page
from ingest.law import Draft
from ingest.layout import measure
from ingest.lines import Line
from ingest.model import Reading
from ingest.outline import Framed, Look, Outline, Part, Text, numbers_locally
from ingest.tables import Grid, continues
from ingest.tree import provisions_of

COVER_WORDS = 80
"""A first page with fewer words, in a longer document, is its cover."""
_NOTE = re.compile(r"(?P<number>[⁰¹²³⁴-⁹]+|\d{1,3})[.)]?\s*(?P<words>\S.*)")
_MARK = re.compile(
    r"[•‣▪●◦■➢✓\uf0b7\uf0a7\uf0d8\uf076]\s*|[–—-]\s+|\(?[a-z]{1,2}\)\s|\(?(?:x{0,3}(?:ix|iv|v?i{0,3}))\)\s|\d{1,3}(?:\.\d{1,2})*[.)]\s|\d{1,2}(?:\.\d{1,2})+\s|\(\d{1,3}\)\s"
)
_CAPTION = re.compile(r"(?:Table|Figure|Box|Chart|Annex|Jedwali|Kielelezo|Sanduku)\s+\d", re.IGNORECASE)
_ENDS = re.compile(r"[.;:?!”\"]$")
_BULLET = re.compile(r"^[•‣▪●◦■➢✓\uf0b7\uf0a7\uf0d8\uf076]\s*")


@dataclass(frozen=True, slots=True)
class Measure:
    """Type size and leading of the running text."""

    size: float
    leading: float


def read_policy(draft: Draft, pages: Sequence[Page], slug: str) -> Reading | None:
    """Read a document by its headings; None where it has none."""
    listing = draft.lines[draft.contents.start : draft.contents.stop]
    hidden, notes = _hidden(pages, listing, draft.measures.size)
    things = [placed for page in pages for placed in in_order(page, hidden)]
    lines = [placed.what for placed in things if isinstance(placed.what, Line)]
    if not lines:
        return None
    measured = measure(lines)
    m = Measure(measured.size, measured.leading)
    cover = _cover(pages, lines, draft)
    title = title_of([line for line in lines if line.page in cover]) if cover else _title(lines)
    parts = list(_parts([placed for placed in things if _page(placed) not in cover], m, broken_words(lines)))
    outline = Outline(m.size, title, numbers_locally(parts))
    for part in parts:
        outline.take(part)
    if not outline.headings and not any(clause.name.startswith("table") for clause in outline.tops):
        return None
    outline.footnotes(notes)
    provisions, doubts = provisions_of(outline.finished(), slug)
    frbr, as_at, lang = identity(draft.whole)
    missing = unmet_headings(listed_headings(listing), provisions)
    return Reading(provisions, "headings", title, as_at, frbr, lang, len(pages), (*missing, *outline.doubts, *doubts))


def _page(placed: Placed) -> int:
    return placed.what.page if isinstance(placed.what, Line) else placed.what.box.page


def _cover(pages: Sequence[Page], lines: Sequence[Line], draft: Draft) -> frozenset[int]:
    """A first page with few words, before pages with more, is a cover."""
    first = lines[0].page
    words = sum(len(line.text.split()) for line in lines if line.page == first)
    listed = bool(draft.contents.stop) and draft.lines[draft.contents.start].page == first
    return frozenset({first}) if len(pages) > 1 and words < COVER_WORDS and not listed and _is_cover(lines, first) else frozenset()


def _title(lines: Sequence[Line]) -> str:
    """Without a cover, the title is what the first page sets in type that no later heading has; "" where none is."""
    title = title_of([line for line in lines if line.page == lines[0].page])
    size = max(line.size for line in lines if line.page == lines[0].page)
    again = sum(line.size >= 0.97 * size for line in lines if line.text not in title)
    return "" if again or size <= 1.1 * measure(lines).size else title


def _is_cover(lines: Sequence[Line], first: int) -> bool:
    """Whether the page's largest type is the document's, and no paragraph of text stands on it."""
    largest = max(line.size for line in lines)
    there = [line for line in lines if line.page == first]
    return max(line.size for line in there) == largest and not any(len(line.text) > 90 for line in there)


# -- what is left out of the text -----------------------------------------------------------------------------------------


def _hidden(pages: Sequence[Page], listing: Sequence[Line], size: float) -> tuple[list[Line], list[Text]]:
    """Give the pieces of contents pages and of footnotes, and the footnotes."""
    hidden: list[Line] = []
    notes: list[Text] = []
    for page in pages:
        listed = [line for line in listing if line.page == page.number]
        hidden += [p for p in page.pieces if any(line.top - 1 <= p.top and p.bottom <= line.bottom + 1 for line in listed)]
        found = _footnotes(page, size)
        notes += [_text(run, frozenset()) for run in found]
        hidden += [piece for run in found for piece in run]
    return hidden, notes


def _footnotes(page: Page, size: float) -> list[list[Line]]:
    """Find the small lines at a page's foot, each note begun by its number."""
    foot: list[Line] = []
    for piece in sorted(page.pieces, key=lambda p: (-p.bottom, p.x0)):
        if piece.size > 0.92 * size:
            break
        foot.append(piece)
    runs: list[list[Line]] = []
    for piece in sorted(foot, key=lambda p: (round(p.bottom), p.x0)):
        if _NOTE.match(piece.text) and (not runs or piece.x0 <= runs[0][0].x0 + size):
            runs.append([piece])
        elif runs:
            runs[-1].append(piece)
    return [run for run in runs if len(" ".join(line.text for line in run)) > 4]


# -- lines -> parts -------------------------------------------------------------------------------------------------------


def _parts(things: Sequence[Placed], m: Measure, broken: frozenset[str]) -> Iterator[Part]:
    """Give headings and paragraphs as Text, tables as the grids that they run over, boxes as their paragraphs."""
    for some in _groups(things, m):
        first = some[0].what
        if isinstance(first, Line):
            yield _text(_lines(some), broken)
        elif isinstance(first, Frame):
            runs = _groups([Placed(line, first.box.x0, first.box.x1) for line in first.lines], m)
            yield Framed(tuple(_text(_lines(run), broken) for run in runs))
        else:
            yield tuple(one.what for one in some if isinstance(one.what, Grid))


def _groups(things: Sequence[Placed], m: Measure) -> Iterator[list[Placed]]:
    """Gather things that belong together: the lines of a paragraph, the pages of a table."""
    group: list[Placed] = []
    for placed in things:
        in_table = bool(group) and isinstance(group[-1].what, Grid)
        if in_table and isinstance(placed.what, Line) and _repeats_caption(placed.what):
            continue
        if group and not _goes_on(group, placed, m):
            yield group
            group = []
        group.append(placed)
    if group:
        yield group


def _goes_on(group: Sequence[Placed], placed: Placed, m: Measure) -> bool:
    last, what = group[-1].what, placed.what
    if isinstance(last, Line) and isinstance(what, Line):
        return not _breaks(group, placed, m)
    if isinstance(last, Grid) and isinstance(what, Grid):
        return what.box.page == last.box.page + 1 and continues(last, what)
    return False


def _repeats_caption(line: Line) -> bool:
    return bool(_CAPTION.match(line.text) and re.search(r"cont(?:inued|['’]?d|\.)", line.text, re.IGNORECASE))


def _lines(run: Sequence[Placed]) -> list[Line]:
    return [placed.what for placed in run if isinstance(placed.what, Line)]


def _text(lines: Sequence[Line], broken: frozenset[str]) -> Text:
    words = _BULLET.sub("• ", join([line.text for line in lines], broken))
    return Text(words, tuple(lines), _look(lines))


def _look(lines: Sequence[Line]) -> Look:
    letters = "".join(line.text for line in lines)
    return Look(
        size=max(line.size for line in lines),
        bold=all(line.bold for line in lines),
        caps=letters.isupper() and sum(char.isalpha() for char in letters) > 3,
        italic=all(line.italic for line in lines),
    )


def _breaks(run: Sequence[Placed], placed: Placed, m: Measure) -> bool:
    """Whether a line begins a new heading, paragraph or item."""
    before, line = run[-1].what, placed.what
    if not isinstance(before, Line) or not isinstance(line, Line):
        return True
    if _differs(before, line, m) or _CAPTION.match(line.text):
        return True
    apart = before.page != line.page or line.top < before.top
    if apart:
        return bool(_ENDS.search(before.text)) or not line.text[:1].islower()
    if line.top - before.top > 1.28 * m.leading * max(1.0, line.size / m.size):
        return True
    short = run[-1].right - before.x1 > _first_word(line) + 0.4 * m.size
    if _MARK.match(line.text) and (short or _ENDS.search(before.text) or _MARK.match(_lines(run)[0].text)):
        return _at_mark(run, line, m)
    moved = len(run) > 1 and abs(line.x0 - before.x0) > 0.6 * m.size
    return bool(_ENDS.search(before.text)) and ((short and before.bold == line.bold) or moved)


def _at_mark(run: Sequence[Placed], line: Line, m: Measure) -> bool:
    """A mark opens an item where it stands out from the words that go on: "- 12)" in mid-sentence does not."""
    first = _lines(run)[0]
    return len(run) == 1 or line.x0 < _lines(run)[-1].x0 - 0.3 * m.size or abs(line.x0 - first.x0) < 0.6 * m.size or line.x0 > first.x0


def _differs(before: Line, line: Line, m: Measure) -> bool:
    """Whether two lines differ in type as a heading and a paragraph do; a sentence that goes on in plain type does not."""
    if abs(before.size - line.size) > 0.06 * m.size:
        return True
    goes_on = line.text[:1].islower() and not _ENDS.search(before.text)
    left_over = len(line.text) < 20 and bool(_ENDS.search(line.text))
    return (_weight(before), before.italic) != (_weight(line), line.italic) and not goes_on and not left_over


def _weight(line: Line) -> bool:
    return line.bold_lead >= 0.9 * len(line.text)


def _first_word(line: Line) -> float:
    at = line.text.find(" ")
    return (line.xs[at] if 0 < at < len(line.xs) else line.x1) - line.x0
