"""Plain text of a law, brought to one arrangement: contents left out, every heading beside its number, no remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import AMENDED, DIVISION, schedule_step
from ingest.contents import Entry

_LISTED = re.compile(r"(?P<number>\d{1,3}[A-Z]{0,2})\s*[.—–-]+\s*(?P<heading>[^\W\d].*?)[\s.…·_]*(?:\s\d{1,4})?")
_NUMBERED = re.compile(r"(?P<number>\d{1,3}[A-Z]{0,2}\.)\s*(?:[—–-]\s*)?(?P<words>\S.*)")
_TITLE = re.compile(r"(?:arrangement\s+of\s+\w+|table\s+of\s+contents|contents)[:.]?", re.IGNORECASE)
_ENDS = re.compile(r"[;:,—–]$")
LONGEST_HEADING = 20
"""A heading has no more words than this."""
FEWEST = 3
"""Fewer listed sections than this are no contents."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """The lines of a law's own text, and the sections that its contents list."""

    lines: tuple[str, ...]
    entries: tuple[Entry, ...] = ()


def arranged(lines: Sequence[str]) -> Arranged:
    """Leave out contents and remarks; set headings that stand above their section's number beside it."""
    start, stop, entries = _contents(lines)
    kept = [line for line in (*lines[:start], *lines[stop:]) if not (AMENDED.match(line) and line.endswith(("]", "].")))]
    return Arranged(tuple(_beside(kept) if _stand_above(kept) else kept), entries)


# -- contents -------------------------------------------------------------------------------------------------------------


def _contents(lines: Sequence[str]) -> tuple[int, int, tuple[Entry, ...]]:
    """Find the contents: from their title or first line to where the first heading that they list stands again."""
    for first, line in enumerate(lines):
        if match := _LISTED.fullmatch(line):
            again = _again(lines, first, _letters(match["heading"]))
            entries = tuple(Entry(m["number"], m["heading"].strip()) for one in lines[first:again] if (m := _LISTED.fullmatch(one)))
            if again and len(entries) >= FEWEST:
                return _opening(lines, first), again, entries
            return 0, 0, ()
    return 0, 0, ()


def _again(lines: Sequence[str], first: int, heading: str) -> int:
    """The line where the text begins: the listed heading, with the Part's or Chapter's line above it; 0 where there is none."""
    for i in range(first + 1, len(lines)):
        if re.match(r"\(\w{1,3}\)", lines[i]):
            return 0
        match = _LISTED.fullmatch(lines[i])
        if _letters(match["heading"] if match else lines[i]) == heading:
            return _opening(lines, i)
    return 0


def _opening(lines: Sequence[str], at: int) -> int:
    """Go up from a section over the headings of Parts and Chapters, and the title of contents."""
    while at and (DIVISION.fullmatch(lines[at - 1]) or _TITLE.fullmatch(lines[at - 1]) or lines[at - 1].lower() in ("section", "article")):
        at -= 1
    return at


def _letters(words: str) -> str:
    return re.sub(r"[\W\d_]+", "", words.lower())


# -- headings above their numbers -----------------------------------------------------------------------------------------


def _stand_above(lines: Sequence[str]) -> bool:
    """Whether most numbered sections have a heading above them and words beside their number."""
    at = [i for i, line in enumerate(lines) if _NUMBERED.fullmatch(line)]
    headed = sum(_is_heading(lines[i - 1]) and _is_sentence(lines[i]) for i in at if i)
    return headed >= 2 and headed * 2 > len(at)


def _is_heading(line: str) -> bool:
    short = len(line.split()) <= LONGEST_HEADING and line[:1].isupper() and not _ENDS.search(line) and not re.match(r"[(\"“]", line)
    return (short and not DIVISION.fullmatch(line) and schedule_step(line) is None) or line.startswith("[Rep")


def _is_sentence(line: str) -> bool:
    """Whether words beside a number are a clause's own: they end as sentences and lists do, or open a subsection."""
    match = _NUMBERED.fullmatch(line)
    return match is not None and bool(re.match(r"\(\w{1,3}\)", match["words"]) or re.search(r"(?:[.;:]|[—–-])$", match["words"]))


def _beside(lines: Sequence[str]) -> list[str]:
    """Set each heading beside the number below it, the words of that line on a line of their own."""
    found: list[str] = []
    for line in lines:
        match = _NUMBERED.fullmatch(line)
        if match and found and _is_heading(found[-1]) and _is_sentence(line):
            found[-1] = f"{match['number']} {found[-1].rstrip('.')}"
            found.append(match["words"])
        else:
            found.append(line)
    return found
