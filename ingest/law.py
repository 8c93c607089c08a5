"""Pages of a law or a treaty -> a Reading: its clause tree, with the page and the place of every line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import DIVISION, Block, Kind, blocks_of, broken_words
from ingest.clauses import clauses_of
from ingest.contents import Contents, find_contents, unmet
from ingest.enumerators import enumerators
from ingest.front import identity, listed, title_of
from ingest.furniture import Page
from ingest.gazette import Note, skews_of
from ingest.layout import LAYOUTS, Heading, Layout, Measures, choose, counted, measure, steadiest
from ingest.lines import Line
from ingest.model import Reading
from ingest.treaty import opens_preamble
from ingest.tree import provisions_of

_SUBSIDIARY = re.compile(r"\[\s*Subsidiary\s*\]|SUBSIDIARY LEGISLATION")
_LAW = re.compile(
    r"may be cited as|ENACTED by|\bAN ACT\b|ARRANGEMENT OF (?:SECTIONS|ARTICLES)|FRBR URI|IN EXERCISE of the powers"
    r"|High Contracting Parties|States Parties|the Parties to (?:this|the present)|\[\s*Rev\.?\s*\d{4}"
)
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?\s+\S")
_BULLET = re.compile(r"[•‣▪●◦■–\uf0b7\uf0a7]\s")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document's lines, before it is known whether they are law: what its contents list, its text, its measures."""

    lines: tuple[Line, ...]
    contents: Contents
    text: tuple[Line, ...]
    beyond: tuple[int, ...]
    whole: str
    measures: Measures
    counts: dict[Heading, int]


def draft_of(pages: Sequence[Page], notes: Sequence[Note]) -> Draft | None:
    """Measure a document; None where no line of it is text."""
    lines = [line for page in pages for line in page.lines]
    contents = find_contents(lines)
    text, beyond = _main_text(lines[contents.stop :], pages)
    if not text:
        return None
    measures = steadiest(text, skews_of(pages)) if notes else measure(text)
    whole = "\n".join(line.text for page in pages for line in (*page.furniture, *page.lines))
    return Draft(tuple(lines), contents, tuple(text), beyond, whole, measures, counted(text, measures))


def is_law(draft: Draft, notes: Sequence[Note]) -> bool:
    """Whether a document is a statute or a treaty: its words say so, or its numbers and brackets rather than its headings."""
    run = max(draft.counts.values())
    if run < 1 or (run < 2 and draft.counts[Heading.NONE]):
        return bool(notes)
    openings = Counter(one.wrap for line in draft.text for one in enumerators(line.text)[:1])
    strong = [line for line in draft.text if draft.measures.strong(line)]
    law = 2 * len(set(_LAW.findall(draft.whole))) + 3 * bool(draft.counts[Heading.ARTICLE] >= 3)
    law += (openings["()"] >= 0.3 * run) + any(DIVISION.fullmatch(line.text) for line in strong)
    decimals = sum(bool(_DECIMAL.match(line.text)) for line in strong)
    bullets = sum(bool(_BULLET.match(line.text)) for line in draft.text)
    unnumbered = sum(not enumerators(line.text) and not line.text.isupper() for line in strong)
    policy = 4 * (decimals >= 2) + 2 * (bullets >= 3) + (unnumbered > 2 * run) + (law == 0)
    return law > policy or bool(notes) or (law == policy == 1 and decimals == 0)


def read_law(draft: Draft, pages: Sequence[Page], notes: Sequence[Note], slug: str) -> Reading | None:
    """Read a law or a treaty; None where no clause was recognised."""
    m = draft.measures
    layout = _gazette() if notes else choose(draft.counts, draft.whole)
    blocks = blocks_of(draft.text, layout, m, broken_words(draft.text))
    start = _start(blocks, layout)
    clauses, stray = clauses_of(blocks[start:], layout, m, notes)
    provisions, doubts = provisions_of(clauses, slug)
    if not provisions:
        return None
    front = [*draft.lines[: draft.contents.start], *(line for block in blocks[:start] for line in block.lines)]
    frbr, as_at, lang = identity(draft.whole)
    if draft.beyond:
        doubts = (f"Page {listed(draft.beyond)} holds subsidiary legislation and was not read.", *doubts)
    return Reading(
        provisions=provisions,
        layout=layout.name,
        title=_title(front, m),
        as_at=as_at,
        frbr=frbr,
        lang=lang,
        pages=len(pages),
        doubts=(*unmet(draft.contents, provisions), *doubts, *map(_beside_nothing, stray)),
    )


def _title(front: Sequence[Line], m: Measures) -> str:
    """What stands before the text in the largest type; where all is set alike, what is in capitals; "" where nothing stands there."""
    larger = any(m.strong(line) for line in front)
    named = front if larger else [line for line in front if line.text.isupper()] or front[:1]
    return title_of(named) if named else ""


def _gazette() -> Layout:
    return next(layout for layout in LAYOUTS if layout.heading is Heading.MARGIN)


def _beside_nothing(note: Note) -> str:
    return f"The margin note {note.text!r} on page {note.page} stands beside no clause; it was left out."


def _main_text(lines: Sequence[Line], pages: Sequence[Page]) -> tuple[list[Line], tuple[int, ...]]:
    """Give the instrument's own text, and the pages after it that hold subsidiary legislation."""
    marked = [page.number for page in pages if any(_SUBSIDIARY.search(line.text) for line in page.furniture)]
    marked += [line.page for line in lines if line.bold and _SUBSIDIARY.fullmatch(line.text)]
    first = min(marked, default=len(pages) + 1)
    return [line for line in lines if line.page < first], tuple(p.number for p in pages if p.number >= first)


def _start(blocks: Sequence[Block], layout: Layout) -> int:
    """Where the text begins: its first Part, preamble or section; what stands before belongs to the front."""
    for i, block in enumerate(blocks):
        if layout.heading is Heading.MARGIN:
            opens = block.kind is Kind.DIVISION or block.text.startswith("1.")
        else:
            opens = block.kind in (Kind.DIVISION, Kind.SECTION) or block.text.strip().lower() == "preamble"
        preamble = layout.heading is Heading.ARTICLE and block.kind is Kind.PLAIN and opens_preamble(block.text)
        above = block.kind is Kind.TITLE and i + 1 < len(blocks) and blocks[i + 1].text.startswith("1.")
        if opens or above or preamble:
            return i
    return next((i for i, block in enumerate(blocks) if block.text.startswith("1.")), len(blocks))


def renamed(reading: Reading, more: Sequence[str]) -> Reading:
    """Give a reading with more doubts before its own."""
    return replace(reading, doubts=(*more, *reading.doubts))
