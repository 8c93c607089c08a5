"""Which citations a quotation is given for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from answer.check.citing import Cite
from answer.check.quoting import Quotation

_BEFORE, _AFTER = 300, 150
_TOGETHER_AT_MOST = 40
_SENTENCE_ENDS = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“\"])")
_PARAGRAPH_ENDS = re.compile(r"\n[ \t>]*\n")
_ABBREVIATED = re.compile(r"\b(?:ss?|sec|art|arts|para|paras|cap|no|na|reg|sch|v|e\.g|i\.e)\.(?=\s)", re.IGNORECASE)
_DIRECTLY = re.compile(
    r"""
    [”"'’;]* (?: \.?[\s>”"'’]*(?:[—–(\[]|--?) | \s*[,:] | \s*\b(?:see|per|under|tazama|katika)\b )
    [\s(\[]* (?: (?:see|per|under|in|of|from|tazama|katika)\s+(?:the\s+)? )?
    """,
    re.VERBOSE,
)
_TOGETHER = re.compile(
    r"\s*(?:,|and|or|na|au|to|[,\s]*(?:as\s+)?read\s+(?:together\s+)?with|[,\s]*(?:iki|vi)?somwa(?:vyo)?\s+pamoja\s+na)?\s*", re.IGNORECASE
)


def beside_of(one: Quotation, cites: Sequence[Cite], text: str) -> tuple[Cite, ...]:
    """Give the citations that a quotation is given for: that follow it directly, else before it in its sentence, else after."""
    first = bisect_left(cites, one.end, key=lambda cite: cite.start)
    last = bisect_right(cites, one.start, key=lambda cite: cite.end)
    after, before = cites[first : first + _TOGETHER_AT_MOST], cites[max(0, last - _TOGETHER_AT_MOST) : last][::-1]
    if after and _DIRECTLY.fullmatch(text, one.end, after[0].start):
        return tuple(_chain(after, text))
    if before and one.start - before[0].end <= _BEFORE and not _parted(text, before[0].end, one.start):
        return tuple(_chain(before, text))
    if after and after[0].start - one.end <= _AFTER and not _parted(text, max(one.end - 1, 0), after[0].start):
        return tuple(_chain(after, text))
    return ()


def _chain(cites: Sequence[Cite], text: str) -> Iterator[Cite]:
    """Give the first citation, and those that are cited together with it."""
    last = cites[0]
    yield last
    for cite in cites[1:]:
        first, second = sorted((last, cite), key=lambda one: one.start)
        if not _TOGETHER.fullmatch(text, first.end, second.start):
            return
        yield cite
        last = cite


def _parted(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places, or a paragraph that does not introduce the words after it by a colon."""
    between = _ABBREVIATED.sub(lambda match: " " * len(match.group()), text[start:end])
    breaks = [match.start() for match in _PARAGRAPH_ENDS.finditer(between)]
    introduced = all(between[:at].rstrip().endswith((":", ":-", ":—", "—")) for at in breaks)
    return bool(_SENTENCE_ENDS.search(between)) or not introduced
