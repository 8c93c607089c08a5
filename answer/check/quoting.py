"""Quotations in a finished document: between quotation marks, in block quotations, and paragraphs that a colon introduces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answer.check.spans import Spans
from answer.check.tokens import Token, tokens, trimmed

_MARKED = (
    re.compile(r"«(?P<words>[^«»]+)»"),
    re.compile(r"(?<!\w)\"(?=\S)(?P<words>(?:[^\"\n]|\n(?!\s*\n))+)\""),
    re.compile(r"(?<!\w)‘(?=\S)(?P<words>(?:[^‘\n]|\n(?!\s*\n))+?)’(?!\w)"),
    re.compile(r"(?<![\w'])'(?=\w)(?P<words>(?:[^'\n]|(?<=\w)'(?=\w)|\n(?!\s*\n))+)'(?![\w'])"),
)
_CURLY = re.compile(r"[“”]|\n[ \t]*\n\s*+")
_LONGEST = 8000
_BLOCK = re.compile(r"^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*", re.MULTILINE)
_INTRODUCED = re.compile(r":[-—–]?[ \t]*\n(?:[ \t]*\n)?(?P<words>[ \t]*[^\s>\"“‘'•*#|-][^\n]*(?:\n(?![ \t]*\n)[^\n]+)*)")
_ATTRIBUTION = re.compile(r"\n[ \t>]*(?:[—–]|--?\s|\()[^\n]*$")
_OMITTED = re.compile(r"[\[(]\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*[\])]|…|\.\s?\.\s?\.(?:\s?\.)?")
_EDITOR = re.compile(r"\[\s*(?:sic|emphasis[^\]]*|msisitizo[^\]]*)\s*\]", re.IGNORECASE)
_LETTER = re.compile(r"\[(\w)\](?=\w)")
FEWEST = 4
"""A quotation of fewer words is a term, not a passage; it is looked for only where a clause is cited for it."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words: their span in the document, and their tokens, piece by piece where words were left out.

    `sure` is False for a paragraph that only a colon introduces: it may be the writer's own.
    """

    start: int
    end: int
    pieces: tuple[tuple[Token, ...], ...]
    sure: bool = True

    @property
    def length(self) -> int:
        """How many tokens it has."""
        return sum(map(len, self.pieces))

    @property
    def words(self) -> int:
        """How many words it has, punctuation aside."""
        return sum(token.is_word for piece in self.pieces for token in piece)


def quotations(text: str) -> tuple[Quotation, ...]:
    """Give the quotations of a text in order; one that stands inside another is a part of it."""
    taken = Spans()
    given = (_quotation(text, start, end, sure) for start, end, sure in _spans(text))
    found = [one for one in given if one.pieces and taken.take(one.start, one.end)]
    return tuple(sorted(found, key=lambda one: one.start))


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    for match in _BLOCK.finditer(text):
        cut = _ATTRIBUTION.search(match.group())
        yield match.start(), match.start() + cut.start() if cut else match.end(), True
    for start, end in _curly(text):
        yield start, end, True
    for pattern in _MARKED:
        for match in pattern.finditer(text):
            yield *match.span("words"), True
    for match in _INTRODUCED.finditer(text):
        yield *match.span("words"), False


def _curly(text: str) -> Iterator[tuple[int, int]]:
    """Give the words between curly marks, the outer of nested ones first.

    A mark that opens a paragraph while one of an earlier paragraph is open repeats it, as printers do: each paragraph is a
    quotation of its own. Elsewhere a mark that was left open in an earlier paragraph counts for nothing.
    """
    closed: list[tuple[int, int]] = []
    opened: list[int] = []
    parted: re.Match[str] | None = None
    for mark in _CURLY.finditer(text):
        if mark.group() == "”":
            if opened:
                closed.append((opened.pop(), mark.start()))
        elif mark.group() != "“":
            parted = mark
        else:
            if opened and parted and opened[-1] < parted.end():
                if mark.start() == parted.end():
                    closed.append((opened[0], parted.start()))
                opened.clear()
            opened.append(mark.end())
    yield from sorted((span for span in closed if 0 < span[1] - span[0] <= _LONGEST), key=lambda span: (span[0], -span[1]))


def _quotation(text: str, start: int, end: int, sure: bool) -> Quotation:
    """Read quoted words; what is the writer's own hand in them is blanked, so that every place stays where it is."""
    words = _LETTER.sub(r"  \1", text[start:end])
    words = _EDITOR.sub(lambda match: " " * len(match.group()), words)
    cuts = [0, *(at for match in _OMITTED.finditer(words) for at in match.span()), len(words)]
    pieces = (trimmed(tokens(words, cuts[n], cuts[n + 1])) for n in range(0, len(cuts), 2))
    moved = (tuple(Token(one.word, one.start + start, one.end + start) for one in piece) for piece in pieces)
    return Quotation(start, end, tuple(piece for piece in moved if piece), sure)
