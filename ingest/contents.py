"""The contents pages: left out of the text, kept as a list that the clause tree is held against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line
from ingest.model import Provision

_LEADER = re.compile(r"\s*(?:[.…·_]\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,6})$")
_TITLE = re.compile(r"(?:ARRANGEMENT\s+OF\s+\w+|TABLE\s+OF\s+CONTENTS|CONTENTS)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<number>\d{1,3}[A-Z]{0,3})(?:\s?(?:-|–|to|and)\s?\d{1,3}(?=\.))?\s*[.—–-]\s*(?P<heading>.*)")
_UNNUMBERED = re.compile(
    r"(?:part|chapter|division|title|preamble|schedules?|(?:\w+\s+)?schedule)\b.*|(?:sections?|articles?|paragraphs?)",
    re.IGNORECASE,
)
APART = 6
"""Lines that may stand between two lines with leaders (headings that wrap, the head of a new page)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents: the section's number ("" for a Part or a schedule) and its heading."""

    number: str
    heading: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the contents stand among a document's lines, `start` to `stop`, and what they list."""

    start: int = 0
    stop: int = 0
    entries: tuple[Entry, ...] = ()


def find_contents(lines: Sequence[Line]) -> Contents:
    """Find the contents by their dot leaders or by their title; an empty Contents where there are none."""
    return _by_leaders(lines) or _by_title(lines) or Contents()


def _by_leaders(lines: Sequence[Line]) -> Contents | None:
    marked: list[int] = []
    for i, line in enumerate(lines):
        if _LEADER.search(line.text) and (not marked or i - marked[-1] <= APART):
            marked.append(i)
        elif marked and i - marked[-1] > APART and len(marked) >= 3:
            break
        elif marked and i - marked[-1] > APART:
            marked = []
    if len(marked) < 3:
        return None
    start, stop = marked[0], marked[-1] + 1
    while start and lines[start - 1].page == lines[marked[0]].page:
        start -= 1
    texts = [line.text for line in lines[start:stop] if not _TITLE.fullmatch(line.text)]
    return Contents(start, stop, _entries(texts))


def _by_title(lines: Sequence[Line]) -> Contents | None:
    start = next((i for i, line in enumerate(lines) if _TITLE.fullmatch(line.text.strip(" .:"))), None)
    if start is None:
        return None
    stop = _recurrence(lines, start + 1)
    if stop is None:
        return None
    if lines[start].sure < 1:
        stop = min(stop, _listed_pages(lines, start))
    return Contents(start, stop, _entries([line.text for line in lines[start + 1 : stop]]))


def _listed_pages(lines: Sequence[Line], start: int) -> int:
    """Where the contents end on scanned pages, whose lines OCR may have lost: with the page, or the last that lists pages."""
    last = lines[start].page
    while listing := [line for line in lines if line.page == last + 1]:
        if 2 * sum(bool(re.search(r"\s\d{1,3}$", line.text)) for line in listing) <= len(listing):
            break
        last += 1
    return next((i for i, line in enumerate(lines) if line.page > last), len(lines))


def _recurrence(lines: Sequence[Line], first: int) -> int | None:
    """Where the text begins: the first listed line that stands a second time, with its figures or else without."""
    for fold in (_folded, _lettered):
        later = [fold(line.text) for line in lines[first:]]
        for i, words in enumerate(later[:8]):
            if len(words) > 3 and words in later[i + 3 :] and not _is_label(lines[first + i].text):
                return first + later.index(words, i + 3)
    return None


def _is_label(text: str) -> bool:
    return bool(re.fullmatch(r"(?:sections?|articles?|page)", text.strip(" .:"), re.IGNORECASE))


def _entries(texts: Sequence[str]) -> tuple[Entry, ...]:
    """Read the listed lines; a line that opens with no number, Part or schedule goes on with the one before it."""
    joined: list[str] = []
    whole = True
    for text in texts:
        opens = _NUMBERED.match(text) or _UNNUMBERED.fullmatch(_LEADER.sub("", text))
        if joined and not opens and not (whole and _LEADER.search(text)):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
        whole = bool(_LEADER.search(text))
    return tuple(_entry(_LEADER.sub("", text).strip()) for text in joined)


def _entry(text: str) -> Entry:
    numbered = _NUMBERED.fullmatch(text)
    return Entry(numbered["number"], numbered["heading"].strip()) if numbered else Entry("", text)


def unmet(contents: Contents, provisions: Sequence[Provision]) -> tuple[str, ...]:
    """Say which sections the contents list and the text lacks, or has under another heading.

    Sections listed after the first schedule are its paragraphs, not the instrument's, and are not looked for.
    """
    body = {p.path.steps[0]: p for p in provisions}
    doubts: list[str] = []
    for entry in contents.entries:
        if not entry.number and re.search(r"\bschedules?\b", entry.heading, re.IGNORECASE):
            break
        if entry.number:
            doubts += _unmet(entry, body.get(entry.number.lower()))
    return tuple(doubts)


def _unmet(entry: Entry, found: Provision | None) -> list[str]:
    listed = f"The contents list {entry.number}. {entry.heading.rstrip('.')}"
    if found is None:
        return [f"{listed}, which was not found in the text."]
    if entry.heading and _lettered(entry.heading) != _lettered(found.heading):
        return [f"{listed}, but the text calls it {found.heading!r}."]
    return []


_PAGED = re.compile(r"(?P<words>.*?\w.*?)[\s.…·_]*\s(?:\d{1,4}|[ivxlc]{1,6})$", re.DOTALL)


def listed_headings(lines: Sequence[Line]) -> tuple[str, ...]:
    """Read the headings that contents pages list, each up to its page number, wrapped ones made whole."""
    found: list[str] = []
    words = ""
    for line in lines:
        if _TITLE.fullmatch(line.text.strip(" .:")) or re.fullmatch(r"(?:list of \w+|page)", line.text, re.IGNORECASE):
            words = ""
            continue
        words = f"{words} {line.text}".strip()
        if match := _PAGED.fullmatch(words):
            found.append(match["words"].rstrip(" .…·_"))
            words = ""
    return tuple(found)


def unmet_headings(listed: Sequence[str], provisions: Sequence[Provision]) -> tuple[str, ...]:
    """Say which headings the contents list and the text lacks."""
    tree = [one for top in provisions for one in top.walk()]
    known = {_folded(words) for one in tree for words in (one.heading, f"{one.number} {one.heading}", one.opening) if words}
    return tuple(f"The contents list {words!r}, which was not found in the text." for words in listed if _folded(words) not in known)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _lettered(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.lower())
