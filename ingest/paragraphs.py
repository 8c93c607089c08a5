"""Raw text -> one paragraph a line: pages' heads and feet dropped, lines that were broken at a margin joined.

A text is taken as broken at a margin where lines end in mid-sentence and no line is longer than a page is wide. Then a
line goes on with the one before it where that one had no room for its first word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.blocks import DIVISION, schedule_step, term_of
from ingest.enumerators import enumerators

WIDEST = 130
"""A line with more letters than this was not broken at a margin."""
FEWEST = 3
"""Fewer lines than this that end in mid-sentence do not show a margin."""
_ENDS = re.compile(r"(?:[.;:,—–”\"\]]|[;,]\s(?:and|or))$")
_STOPS = re.compile(r"(?:[.;:—–\]]|[;,]\s(?:and|or))$")
_HEADING = re.compile(r"\d{1,3}[A-Z]{0,2}\.\s[A-Z][^().;:]*")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d{1,4})?", re.IGNORECASE)


def paragraphs(text: str) -> str:
    """Give a text with one paragraph a line; text that has them already comes back as it is."""
    lines = [line.expandtabs(4).rstrip() for line in _pages(text)]
    width = _width(lines)
    if not width:
        return text
    joined: list[str] = []
    last = ""
    for line in lines:
        if joined and _goes_on(joined[-1], last, line, width):
            joined[-1] = _together(joined[-1], line.strip())
        elif line.strip():
            joined.append(line.strip())
        last = line
    return "\n".join(joined)


def _pages(text: str) -> list[str]:
    """Give the lines of all pages, where form feeds part them, without what stands at the head or foot of most."""
    pages = [[line for line in page.splitlines() if line.strip()] for page in text.split("\f")]
    if len(pages) < 3:
        return text.replace("\f", "\n\n").splitlines()
    ends = Counter(_folded(line) for page in pages for line in {*page[:2], *page[-2:]})
    often = {words for words, count in ends.items() if count * 3 >= len(pages) and count > 2}
    return [line for page in text.split("\f") for line in _body(page.splitlines(), often)]


def _body(page: list[str], often: set[str]) -> list[str]:
    """Drop the head and the foot of one page."""
    filled = [i for i, line in enumerate(page) if line.strip()]
    gone = {i for i in (*filled[:2], *filled[-2:]) if _folded(page[i]) in often or _PAGE_NUMBER.fullmatch(page[i].strip())}
    body = [line for i, line in enumerate(page) if i not in gone]
    while body and not body[0].strip():
        body.pop(0)
    while body and not body[-1].strip():
        body.pop()
    return body


def _folded(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _width(lines: Sequence[str]) -> int:
    """Give how many letters a line holds where three or more lines end in mid-sentence at a margin; else 0."""
    pairs = pairwise(lines)
    broken = sorted(len(one) for one, then in pairs if one and then.strip()[:1].islower() and not _ENDS.search(one))
    width = broken[-1] if broken else 0
    full = sum(length > 0.8 * width for length in broken)
    return width if len(broken) >= FEWEST and width <= WIDEST and full >= 0.6 * len(broken) else 0


def _is_full(line: str, then: str, width: int) -> bool:
    return len(line) + 1 + len(then.split(maxsplit=1)[0]) > width - 2 if then.strip() else False


def _goes_on(paragraph: str, last: str, line: str, width: int) -> bool:
    """Whether `line` goes on with the paragraph whose last line is `last`."""
    words, before = line.strip(), last.strip()
    if not words or not before:
        return False
    if DIVISION.fullmatch(words) or _names_schedule(words) or _names_schedule(before):
        return False
    unfinished = not _ENDS.search(before) and words[:1].islower()
    if not _is_full(last, line, width) and not unfinished:
        return False
    if enumerators(words) or term_of(words):
        return not _ENDS.search(before) and not (_HEADING.fullmatch(paragraph) and words.startswith(("(1)", "(a)")))
    deeper = len(line) - len(line.lstrip()) > 0
    return not _STOPS.search(before) or deeper or words[:1].islower() or not before[:1].isdigit()


def _names_schedule(words: str) -> bool:
    return schedule_step(words) is not None and words.isupper()


def _together(before: str, line: str) -> str:
    """Join two lines; a hyphen at the end of the first stays, without a space."""
    return before + line if re.search(r"\w-$", before) else f"{before} {line}"
