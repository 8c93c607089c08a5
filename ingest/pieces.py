"""Pieces of a document without a law's own markup: headings, paragraphs and tables, from HTML, Word or Markdown.

A law is recognised by its sections and goes to `ingest.text`; any other document becomes the outline of its headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.arrangement import LONGEST_HEADING
from ingest.blocks import DIVISION, Kind, schedule_step
from ingest.enumerators import Count, Enumerator, enumerators, first_of, follows
from ingest.model import Reading
from ingest.path import kebab, step
from ingest.rows import cells_of, table_clause
from ingest.text import read_text
from ingest.treaty import annex_of
from ingest.tree import Clause, provisions_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading (its level counts from 1), a paragraph (level 0) or a table (rows); `words` is a table's caption.

    `strong` tells that a paragraph is set in bold from its first word to its last.
    """

    words: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    strong: bool = False


_LAW_HEAD = re.compile(r"(?:\d+[A-Z]{0,2}\.|Article\s+\d+)\s*\S?.*", re.DOTALL)
_NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)*|[A-Z]|[IVX]+)(?:\.|\)|(?=\s))\s+(?P<heading>\S.*)", re.DOTALL)
_DOTTED = re.compile(r"\d+(?:\.\d+)+\.?\s+\S")
_TYPED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+[A-Z].*")
FEWEST = 2
"""Fewer headings numbered "1.1" than this do not show how a document numbers its headings."""
_CAPTION = re.compile(r"(?:Table|Matrix|Jedwali)\s+(?P<number>\d+(?:\.\d+)?[a-z]?)\b\s*[:.—–-]?\s*(?P<name>.*)", re.IGNORECASE)


def read_pieces(pieces: Sequence[Piece], slug: str, layout: str) -> Reading:
    """Read pieces into provisions: as a law where the headings are those of one, else by the headings."""
    pieces = with_typed_headings(pieces)
    law = replace(read_text("\n".join(lines_of(pieces)), slug), layout=f"{layout}-law")
    if law.provisions and _is_law(pieces, law):
        return law
    if not any(piece.level or piece.rows for piece in pieces):
        return law
    title = _title(pieces)
    outline = _Outline(heading=title)
    for piece in pieces:
        if not (piece.level and piece.words == title):
            outline.take(piece)
    provisions, doubts = provisions_of([*outline.tops, *outline.tables], slug)
    return Reading(provisions, layout, title, doubts=doubts) if provisions else law


def with_typed_headings(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Give headings that were typed as paragraphs their level: numbered ones by "1.1", and bold ones below those.

    A document whose headings are marked, or that types fewer than two such numbers, comes back as it is.
    """
    numbers = [_typed_number(piece) for piece in pieces]
    if any(piece.level > 0 for piece in pieces) or sum("." in number for number in numbers) < FEWEST:
        return pieces
    found: list[Piece] = []
    depth = 0
    for piece, number in zip(pieces, numbers, strict=True):
        depth = number.count(".") + 1 if number else depth
        below = depth + 1 if piece.strong and depth and _is_short(piece.words) else 0
        found.append(replace(piece, level=depth if number else below or piece.level))
    return found


def _typed_number(piece: Piece) -> str:
    match = _TYPED.fullmatch(piece.words) if not piece.rows and _is_short(piece.words) else None
    return match["number"] if match else ""


def _is_short(words: str) -> bool:
    return len(words.split()) <= LONGEST_HEADING and not re.search(r"[.;:,]$", words) and not enumerators(words)[1:]


def lines_of(pieces: Sequence[Piece]) -> list[str]:
    """Give pieces as lines of text, a table's rows one by one."""
    lines: list[str] = []
    for piece in pieces:
        lines += [piece.words] if piece.words else []
        lines += ["; ".join(cells_of(piece.rows[0], row)) for row in piece.rows[1:]]
    return lines


def _title(pieces: Sequence[Piece]) -> str:
    """The one heading without a number that stands above all others and names the document; "" where there is none."""
    heads = [piece for piece in pieces if piece.level]
    others = [piece.level for piece in heads[1:]]
    names = others and heads[0].level < min(others) and not _TYPED.fullmatch(heads[0].words)
    return heads[0].words if names else ""


def _is_law(pieces: Sequence[Piece], law: Reading) -> bool:
    """Whether the headings, where there are any, are sections, articles, Parts and schedules, and clauses stand below."""
    heads = [piece.words for piece in pieces if piece.level]
    legal = sum(bool(_is_law_head(words)) for words in heads)
    if heads and (legal * 10 < len(heads) * 7 or any(_DOTTED.match(words) for words in heads)):
        return False
    if heads and legal:
        return True
    return len(law.provisions) > 1 or any(p.children for p in law.provisions)


def _is_law_head(words: str) -> bool:
    return bool(_LAW_HEAD.fullmatch(words) or DIVISION.fullmatch(words) or schedule_step(words))


@dataclass(slots=True)
class _Outline:
    """Reads pieces in order; `heads` are the open headings with their levels, `items` the open row of items below.

    Words before the first heading go to a clause `front`, under the document's own `heading`. Tables are clauses of the
    document, cited by their number wherever they stand; their division tells the headings above.
    """

    heading: str = ""
    tops: list[Clause] = field(default_factory=list)
    heads: list[tuple[int, Clause]] = field(default_factory=list)
    items: list[Clause] = field(default_factory=list)
    tables: list[Clause] = field(default_factory=list)
    caption: str = ""

    def take(self, piece: Piece) -> None:
        if piece.rows:
            self._table(piece)
        elif piece.level:
            self._head(piece)
        elif piece.words:
            self._words(piece.words)

    def _head(self, piece: Piece) -> None:
        if annex := annex_of(piece.words):
            name, number, heading = annex
        else:
            number, heading = _parted(piece.words)
            name = ""
        level = self._level(number, piece.level)
        while self.heads and (self.heads[-1][0] >= level or not self.heads[-1][0]):
            self.heads.pop()
        above = self.heads[-1][1] if self.heads else None
        clause = Clause(name or _name(number, heading, above), Kind.SECTION, number, heading, token="" if name else number)
        (above.children if above else self.tops).append(clause)
        self.heads.append((level, clause))
        self.items = []

    def _level(self, number: str, level: int) -> int:
        """The level of a heading: below the one whose number its own goes on, "4.2" below "4", whatever its style."""
        above = [depth for depth, head in self.heads if head.token and number.startswith(head.token + ".")]
        return above[-1] + 1 if above else level

    def _words(self, words: str) -> None:
        if _CAPTION.fullmatch(words) and len(words) < 200:
            self.caption = words
        if not self.heads:
            self._front()
        numbers = enumerators(words)
        if numbers and (home := self._home(numbers[0])) is not None:
            self._item(home, numbers[0], words[numbers[0].end :])
            return
        self.items = []
        host = self.heads[-1][1]
        (host.closing if host.children else host.opening).append(words)

    def _front(self) -> None:
        front = Clause("front", Kind.TITLE, heading=self.heading)
        self.tops.append(front)
        self.heads.append((0, front))

    def _item(self, home: tuple[Clause, Count], number: Enumerator, words: str) -> None:
        parent, count = home
        item = Clause(step(number.token), Kind.ITEM, number.printed, wrap=number.wrap, count=count, token=number.token)
        item.opening += [words] if words else []
        parent.children.append(item)
        self.items.append(item)

    def _home(self, number: Enumerator) -> tuple[Clause, Count] | None:
        """The clause whose row an enumerator continues or opens; None where it is words like others."""
        for depth in range(len(self.items) - 1, -1, -1):
            last = self.items[depth]
            if last.wrap == number.wrap and last.count in number.counts and last.count and follows(last.token, number.token, last.count):
                del self.items[depth:]
                return (self.items[-1] if self.items else self.heads[-1][1]), last.count
        opens = first_of(number)
        return ((self.items[-1] if self.items else self.heads[-1][1]), opens) if opens else None

    def _table(self, piece: Piece) -> None:
        match = _CAPTION.fullmatch(piece.words or self.caption)
        table = table_clause(match["name"] if match else piece.words, piece.rows, match["number"] if match else str(len(self.tables) + 1))
        self.caption = ""
        if table:
            table.division = " / ".join(" ".join(filter(None, (head.number, head.heading))) for depth, head in self.heads if depth)
            self.tables.append(table)


def _parted(words: str) -> tuple[str, str]:
    match = _NUMBERED.fullmatch(words)
    return (match["number"], match["heading"]) if match else ("", words)


def _name(number: str, heading: str, above: Clause | None) -> str:
    """Give the step of a heading: its number without that of the heading above, else its words."""
    if number and above and above.token and number.startswith(above.token + "."):
        number = number[len(above.token) + 1 :]
    return step(number) or kebab(heading)[:80].strip("-") or "heading"
