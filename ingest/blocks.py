"""Lines -> blocks: headings, notes and the paragraphs that clauses are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from ingest.enumerators import Enumerator, enumerators
from ingest.layout import Heading, Layout, Measures, rows_of, section_number
from ingest.lines import Line
from ingest.treaty import annex_of, article_of


class Kind(StrEnum):
    """What a block is."""

    DIVISION = "division"
    SCHEDULE = "schedule"
    SECTION = "section"
    TITLE = "title"
    NOTE = "note"
    ITEM = "item"
    TERM = "term"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together.

    `words_x` is where its words begin (after an enumerator), `rest_x` where its second line stands, None with one
    line; both, like `first_x`, are indents from the left edge of the text.
    """

    kind: Kind
    text: str
    lines: tuple[Line, ...]
    numbers: tuple[Enumerator, ...]
    first_x: float
    words_x: float
    rest_x: float | None
    strong: bool

    @property
    def words(self) -> str:
        """The text without its enumerators."""
        return self.text[self.numbers[-1].end :] if self.numbers else self.text


_ORDINALS = ("FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH ELEVENTH TWELFTH THIRTEENTH FOURTEENTH FIFTEENTH").split()
_SCHEDULE = re.compile(
    rf"(?:THE\s+)?(?:(?P<ordinal>{'|'.join(_ORDINALS)})\s+)?SCHEDULE\b\s*(?P<figure>\d{{1,2}}|[IVX]{{1,5}})?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
DIVISION = re.compile(
    r"(?P<level>CHAPTER|PART|SUB-?PART|DIVISION|TITLE)\s+(?P<number>\d{1,3}[A-Z]?|[IVXL]{1,7}[A-Z]?|[A-Z]|[A-Z]{3,}(?:[ -][A-Z]{3,})?)"
    r"\s*(?:[—–:.-]+\s*(?P<name>.*)|$)",
    re.IGNORECASE | re.DOTALL,
)
_TERM = re.compile(r"[\"“‘'](?P<term>[^\"”“]{1,90}?)[,;]?[\"”’'](?=[\s,;:]).", re.DOTALL)
AMENDED = re.compile(
    r"\[\s*(?:Acts?\b|L\.\s?N|G\.\s?N|Cap\b|Rev\b|Am\b|Subs|Ins\b|Inserted|Amended|Corr|No\.|Nos\.|Legal\s+Notice|\d{1,3}\s+of\s+\d{4}"
    r"|(?:(?:sub)?(?:section|paragraph|article|part|heading|definition|schedule|regulation)s?)\b[^\]]{0,60}?"
    r"\b(?:amended|substituted|inserted|renumbered|added|corrected)\b)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"[\[(]\s*(?:articles?|art\.|sections?|ss?\.|rules?|r\.|regulations?|reg\.)\s.*[\])]\.?", re.IGNORECASE | re.DOTALL)
_TERMINAL = re.compile(r"(?:[.;:,—–”\"\]]|\b(?:and|or|but))$")
_LISTED = re.compile(r"(?:[;—]|[;,]\s*(?:and|or|but))$")
SAME_SIZE = 0.25
"""Type sizes that differ by less are one size, rounded differently."""
SPREAD = 1.25
"""Lines further apart than this many leadings are two paragraphs."""


def term_of(text: str) -> str:
    """Give the term that a definition opens with, as printed between its quotation marks; "" where it is none."""
    match = _TERM.match(text)
    return match["term"].strip() if match and len(match["term"].split()) <= 12 else ""


def schedule_step(text: str) -> tuple[int, str] | None:
    """Read a schedule's heading: its number (0 if it bears none) and what else its line says."""
    match = _SCHEDULE.fullmatch(text.strip())
    if match is None:
        return None
    if match["ordinal"]:
        return _ORDINALS.index(match["ordinal"].upper()) + 1, match["rest"].strip()
    figure = match["figure"] or "0"
    roman = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
    return int(figure) if figure.isdigit() else roman.get(figure.upper(), 0), match["rest"].strip()


def schedule_name(ordinal: int, others: int) -> str:
    """Give a schedule its step: `sched-2` by its number; one that bears none is `sched`, and by its place where it is not the first."""
    if ordinal or others:
        return f"sched-{ordinal or others + 1}"
    return "sched"


def blocks_of(lines: Sequence[Line], layout: Layout, measures: Measures, broken: frozenset[str]) -> list[Block]:
    """Set lines into blocks in reading order. `broken` holds words that a line's end has split ("offen-", "ce")."""
    return [_block(run, layout, measures, broken) for run in _runs(lines, layout, measures)]


def _runs(lines: Sequence[Line], layout: Layout, measures: Measures) -> Iterator[tuple[Line, ...]]:
    run: list[Line] = []
    for line in lines:
        if run and _breaks(run, line, layout, measures):
            yield tuple(run)
            run = []
        run.append(line)
    if run:
        yield tuple(run)


def _breaks(run: Sequence[Line], line: Line, layout: Layout, m: Measures) -> bool:
    """Whether `line` opens a new block after the lines in `run`."""
    last = run[-1]
    if layout.heading is Heading.ARTICLE and _article_breaks(run, line, m):
        return True
    if not _alike(last, line, m) and not _short_bold(run, line, m):
        return True
    if m.strong(line):
        return _strong_breaks(last, line, layout, m)
    if _open_note(run):
        return False
    gap = line.top - last.top
    if last.page == line.page and not 0 < gap <= SPREAD * m.leading * max(1.0, line.size / m.size):
        return True
    if AMENDED.match(line.text) or _opens_bold_schedule(line) or _opens_division(line, m):
        return True
    return _opens(run, line, m)


def _article_breaks(run: Sequence[Line], line: Line, m: Measures) -> bool:
    """Whether an article's heading begins, or has just stood alone with words below that are no part of it."""
    last = run[-1]
    if article_of(line.text, m.strong(line) or m.centred(line)):
        return True
    above = article_of(last.text, m.strong(last) or m.centred(last))
    return above is not None and not (m.strong(line) or m.centred(line))


def _alike(one: Line, other: Line, m: Measures) -> bool:
    """Whether two lines are both text, or both headings of one size."""
    strong = m.strong(one)
    return strong == m.strong(other) and (not strong or abs(one.size - other.size) < SAME_SIZE)


def _short_bold(run: Sequence[Line], line: Line, m: Measures) -> bool:
    """A bold word or two left over on a paragraph's last line is no heading."""
    gap = line.top - run[-1].top
    alone = line.bold and line.size <= m.size and len(line.text) < 20 and line.text.endswith((".", ";", ","))
    return alone and 0 < gap <= SPREAD * m.leading and not _TERMINAL.search(run[-1].text)


def _strong_breaks(last: Line, line: Line, layout: Layout, m: Measures) -> bool:
    gap = line.top - last.top
    if last.page != line.page or not 0 < gap <= SPREAD * m.leading * max(1.0, line.size / m.size):
        return True
    if layout.heading is Heading.BESIDE and section_number(line.text):
        return True
    return bool(DIVISION.fullmatch(line.text) or (schedule_step(line.text) and m.centred(line)))


def _open_note(run: Sequence[Line]) -> bool:
    text = " ".join(line.text for line in run)
    return bool(AMENDED.match(text)) and text.count("[") > text.count("]") and len(run) < 6


def _opens(run: Sequence[Line], line: Line, m: Measures) -> bool:
    """Whether a line that follows closely, or on the next page, opens a paragraph by its words and its place."""
    last = run[-1]
    turned = last.page != line.page
    marked = bool(enumerators(line.text) or term_of(line.text))
    short = m.room(last) > _first_word(line) + 0.4 * m.size
    ended = bool(_TERMINAL.search(last.text))
    moved = _moved(run, line, m)
    if marked:
        listed = bool(_LISTED.search(last.text))
        cited = not listed and re.search(r"\b(?:and|or|but)$", last.text) and line.x0 < run[0].x0 - m.tolerance
        return short or (ended and (moved or turned) and not cited) or listed
    if turned:
        return (ended and (short or moved)) or (short and moved and not line.text[:1].islower())
    flush = any(m.hang.get(row, (False, 0.0))[0] for row in rows_of(run[0].text)) and line.x0 < last.x0
    return ended and moved and (short or flush or len(run) > 1)


def _first_word(line: Line) -> float:
    at = line.text.find(" ")
    return (line.xs[at] if at > 0 else line.x1) - line.x0


def _moved(run: Sequence[Line], line: Line, m: Measures) -> bool:
    """Whether a line stands elsewhere than the block's next line would."""
    if len(run) > 1:
        return abs(m.indent(line) - m.indent(run[-1])) > m.tolerance
    return all(abs(m.indent(line) - hang) > m.tolerance for hang in hangs_of(run[0], m))


def hangs_of(first: Line, m: Measures) -> tuple[float, ...]:
    """The indents at which a block that begins with this line may go on, by what the document's other clauses do."""
    found = enumerators(first.text)
    start = m.indent(first)
    if not found:
        return (start,)
    words = first.xs[found[-1].end] - first.x0 if found[-1].end < len(first.xs) else 0.0
    rows = rows_of(first.text)
    alike = [row for row in m.hang if rows and row.endswith(rows[0].strip("().")) and row not in rows]
    measured = [m.hang[row] for row in (*rows, *alike) if row in m.hang] or [(True, 0.0)]
    return tuple(start + distance + (words if from_words else 0.0) for from_words, distance in measured)


def _block(run: tuple[Line, ...], layout: Layout, m: Measures, broken: frozenset[str]) -> Block:
    first = run[0]
    text = join([line.text for line in run], broken)
    article = article_of(text, m.strong(first) or m.centred(first)) if layout.heading is Heading.ARTICLE else None
    numbers = (article,) if article else enumerators(text)
    words = first.xs[numbers[-1].end] if numbers and numbers[-1].end < len(first.xs) else first.x0
    block = Block(
        kind=Kind.PLAIN,
        text=text,
        lines=run,
        numbers=numbers,
        first_x=m.indent(first),
        words_x=words - m.edge(first),
        rest_x=m.indent(run[1]) if len(run) > 1 else None,
        strong=all(m.strong(line) for line in run),
    )
    return replace(block, kind=_kind(block, layout, m))


def _kind(block: Block, layout: Layout, m: Measures) -> Kind:
    first, text = block.lines[0], block.text
    stands_out = block.strong or (m.centred(first) and first.text.isupper()) or _opens_bold_schedule(first)
    if stands_out and schedule_step(text):
        return Kind.SCHEDULE
    if layout.heading is Heading.ARTICLE and (article_of(text, stands_out) or (stands_out and annex_of(text))):
        return Kind.SECTION if article_of(text, stands_out) else Kind.SCHEDULE
    if DIVISION.fullmatch(text) and (stands_out or text.isupper()):
        return Kind.DIVISION
    if (AMENDED.match(text) and text.endswith(("]", "]."))) or (_REFERENCE.fullmatch(text) and _set_in(block, m)):
        return Kind.NOTE
    if layout.heading is Heading.BESIDE and section_number(text) and _headed(block):
        return Kind.SECTION
    if block.strong and not block.numbers:
        return Kind.TITLE
    if block.numbers:
        return Kind.ITEM
    return Kind.TERM if term_of(text) else Kind.PLAIN


def _opens_division(line: Line, m: Measures) -> bool:
    """Whether a line in capitals names a Part; one that fills its line need not stand in the middle."""
    match = DIVISION.fullmatch(line.text) if line.text.isupper() else None
    return match is not None and (m.centred(line) or bool(match["name"]))


def _set_in(block: Block, m: Measures) -> bool:
    """Whether a reference such as "[Section 4]" stands in the middle, or at least away from the left edge, alone on its line."""
    return m.centred(block.lines[0]) or (len(block.lines) == 1 and block.first_x > 4 * m.tolerance)


def _opens_bold_schedule(line: Line) -> bool:
    return bool(schedule_step(line.text[: line.bold_lead])) and line.text[: line.bold_lead].isupper()


def _headed(block: Block) -> bool:
    """Whether a section's heading stands beside its number: in type of its own, alone or before the words."""
    return block.strong or block.lines[0].bold_lead > block.numbers[0].end + 3


def join(texts: Sequence[str], broken: frozenset[str]) -> str:
    """Join lines with one space. A hyphen at a line's end is kept, without a space, unless it splits a word."""
    joined = texts[0]
    for text in texts[1:]:
        left, right = joined.rpartition(" ")[2], text.partition(" ")[0]
        if joined.endswith("\u00ad") or (joined.endswith("-") and left + right.rstrip(".,;:—)") in broken):
            joined = joined[:-1] + text
        elif re.search(r"\w-$", joined) and right not in ("and", "or", "to"):
            joined = joined + text
        else:
            joined = f"{joined} {text}"
    return joined


def broken_words(lines: Sequence[Line]) -> frozenset[str]:
    """Find words split by a line's end: hyphenated there, never elsewhere, and known whole to the same document."""
    whole = {word.strip('.,;:()[]"“”—').lower() for line in lines for word in line.text.split()}
    found: set[str] = set()
    for one, then in pairwise(lines):
        left, right = one.text.rpartition(" ")[2], then.text.partition(" ")[0].rstrip(".,;:—)")
        pair = (left + right).lower()
        if left.endswith("-") and pair not in whole and pair.replace("-", "") in whole:
            found.add(left + right)
    return frozenset(found)
