"""Headings, paragraphs, tables and boxes, in order -> the tree of a document without sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Kind
from ingest.enumerators import Count, Enumerator, first_of, follows
from ingest.lines import Line
from ingest.path import kebab, step
from ingest.tables import Grid, continued, table_of
from ingest.tree import Clause

LARGER = 1.06
MOST_WORDS = 28
"""A heading has no more words than this."""
_NUMBERS = "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN".split()
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+(?P<words>\S.*)", re.DOTALL)
_CHAPTER = re.compile(
    rf"(?P<printed>(?:chapter|section|sura|module|unit)\s+(?P<number>\d{{1,2}}|[IVX]{{1,5}}|{'|'.join(_NUMBERS)}))\b\s*[.:—–-]*\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ANNEX = re.compile(
    r"(?P<printed>(?P<what>annex|appendix|kiambatisho|annexe)(?:\s+(?P<number>\d{1,2}|[IVX]{1,5}|[A-Z]))?)\b\s*[.:—–-]*\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CAPTION = re.compile(
    r"(?P<printed>(?P<what>table|box|jedwali|sanduku)\s+(?P<number>\d{1,3}(?:\.\d{1,2})?[a-z]?))\s*[.:—–-]?\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ITEM = re.compile(r"(?P<printed>\(?(?P<token>[a-z]{1,2}|[ivx]{1,5}|\d{1,3}|[A-Z])\)|(?P<figure>\d{1,3})\.)\s*(?P<words>\S.*)", re.DOTALL)
_SENTENCE = re.compile(r"[.;,]$")
_ANNEXES = ("annex", "appendix", "kiambatisho")
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Look:
    """The type that a heading is set in."""

    size: float
    bold: bool
    caps: bool
    italic: bool

    def over(self, other: Look) -> bool:
        """Whether a heading in this type stands above one in the other."""
        if self.size > LARGER * other.size or other.size > LARGER * self.size:
            return self.size > other.size
        return (self.bold, self.caps, not self.italic) > (other.bold, other.caps, not other.italic)


@dataclass(frozen=True, slots=True)
class Text:
    """A heading or a paragraph: its words, its lines, its type."""

    words: str
    lines: tuple[Line, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Framed:
    """The paragraphs in a box."""

    texts: tuple[Text, ...]


Part = Text | Framed | tuple[Grid, ...]


def numbers_locally(parts: Sequence[Part]) -> bool:
    """Whether headings are numbered from 1 more than once before the annexes."""
    ones = 0
    for part in parts:
        if isinstance(part, Text) and (part.look.bold or part.look.caps):
            if _ANNEX.fullmatch(part.words):
                break
            ones += bool(re.match(r"1[.)]?\s+[A-Z]", part.words))
    return ones > 1


@dataclass(slots=True)
class Open:
    """A heading that is open: its clause, its type, its number in figures."""

    clause: Clause
    look: Look
    number: tuple[str, ...] = ()


@dataclass(slots=True)
class Outline:
    """Takes the parts of a document in order; it alone holds what is open.

    `local` tells that numbers begin anew under unnumbered headings, and so belong below them.
    """

    size: float
    title: str = ""
    local: bool = False
    tops: list[Clause] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    headings: int = 0
    stack: list[Open] = field(default_factory=list)
    numbered: dict[tuple[str, ...], Open] = field(default_factory=dict)
    items: list[Clause] = field(default_factory=list)
    caption: Text | None = None
    tables: int = 0
    boxes: int = 0

    def take(self, part: Part) -> None:
        """Take the next part."""
        if isinstance(part, tuple):
            self._table(part)
        elif isinstance(part, Framed):
            self._box(part)
        else:
            self._text(part)

    def finished(self) -> list[Clause]:
        """Give the top clauses."""
        self._keep_caption()
        return self.tops

    def _text(self, text: Text) -> None:
        if (match := _CAPTION.fullmatch(text.words)) and match["what"].lower() in ("table", "jedwali") and len(text.words) < 200:
            self._keep_caption()
            self.caption = text
            return
        self._keep_caption()
        if not self._is_title(text) and not self._opens_heading(text):
            self._words(text)

    def _is_title(self, text: Text) -> bool:
        return not self.tops and bool(self.title) and text.words in (self.title, self.title.split("\n")[0]) and text.look.size > self.size

    # -- headings ---------------------------------------------------------------------------------------------------

    def _opens_heading(self, text: Text) -> bool:
        strong = self._strong(text)
        last = self.stack[-1] if self.stack else None
        if strong and last and not last.clause.heading and not last.clause.opening and not last.clause.children:
            last.clause.heading = text.words
            last.clause.lines.extend(text.lines)
            return True
        if match := _NUMBERED.fullmatch(text.words):
            return self._numbered_heading(text, tuple(match["number"].split(".")), match["words"], strong)
        if not strong:
            return False
        if match := _CHAPTER.fullmatch(text.words):
            return self._numbered_heading(text, (_figure(match["number"]),), match["words"], True, match["printed"])
        annex = _ANNEX.fullmatch(text.words)
        name = kebab(annex["printed"]) if annex else kebab(text.words)
        heading = annex["words"] if annex else text.words
        if annex:
            self.stack, self.numbered = [], {}
        clause = Clause(name or "heading", Kind.TITLE, annex["printed"] if annex else "", heading)
        self._open(clause, text, ())
        return True

    def _strong(self, text: Text) -> bool:
        """Whether a paragraph is set as a heading: short, in type of its own, and no sentence."""
        look, words = text.look, text.words
        if len(words.split()) > MOST_WORDS or words.startswith("• ") or not any(char.isalpha() for char in words):
            return False
        if look.size > 1.12 * self.size:
            return not (_SENTENCE.search(words) and len(words.split()) > 14)
        small = look.size < 0.92 * self.size
        alone = not _SENTENCE.search(words) and len(text.lines) <= 3 and not small
        return alone and (look.bold or look.caps or (look.italic and len(words.split()) <= 12 and not words.endswith(":")))

    def _numbered_heading(self, text: Text, number: tuple[str, ...], words: str, strong: bool, printed: str = "") -> bool:
        """Open a numbered heading, or a paragraph that bears a number with points ("4.2.1 The officer shall ...")."""
        if not strong and not (len(number) > 1 and self._in_order(number)):
            return False
        titled = strong or (len(words.split()) <= 12 and not re.search(r"[.;:,]$", words))
        if strong and number == ("1",):
            self.numbered = {}
        clause = Clause(step(number[-1]), Kind.SECTION, printed or ".".join(number), words if titled else "")
        self._open(clause, text, number)
        if not titled:
            clause.say(words, ())
        return True

    def _in_order(self, number: tuple[str, ...]) -> bool:
        parent = self.numbered.get(number[:-1])
        if parent is None:
            return False
        last = next((c for c in reversed(parent.clause.children) if c.kind is Kind.SECTION), None)
        return number[-1] == "1" if last is None else follows(last.name, number[-1], Count.DIGIT) is not None

    def _open(self, clause: Clause, text: Text, number: tuple[str, ...]) -> None:
        """Open a heading below the one that its number names, or below the nearest in larger type."""
        clause.lines.extend(text.lines)
        clause.division = self._division()
        parent = self.numbered.get(number[:-1]) if len(number) > 1 else None
        if len(number) > 1 and parent is None:
            clause.name = ".".join(number)
            self.doubts.append(f"The heading {'.'.join(number)} stands without a heading {'.'.join(number[:-1])}.")
        while self.stack and (self.stack[-1] is not parent if parent else not self._under(self.stack[-1], text.look, number)):
            self.stack.pop()
        if parent and not self.stack:
            self.stack = [parent]
        (self.stack[-1].clause.children if self.stack else self.tops).append(clause)
        opened = Open(clause, text.look, number)
        self.stack.append(opened)
        if number:
            self.numbered[number] = opened
        self.items = []
        self.headings += 1

    def _under(self, above: Open, look: Look, number: tuple[str, ...]) -> bool:
        """Whether a heading goes below an open one: chapters go below nothing but an annex or a part that counts its own."""
        if number and above.number:
            return len(above.number) < len(number) and above.number == number[: len(above.number)]
        if number and not above.number and not self.local:
            return above.clause.name.startswith(_ANNEXES)
        return above.look.over(look)

    def _division(self) -> str:
        return self.stack[0].clause.heading if self.stack else ""

    # -- words ------------------------------------------------------------------------------------------------------

    def _words(self, text: Text) -> None:
        if not self.stack:
            clause = Clause("front", Kind.TITLE)
            self.tops.append(clause)
            self.stack = [Open(clause, Look(1000.0, True, True, False))]
        home = self.stack[-1].clause
        match = _ITEM.fullmatch(text.words)
        if match and self._item(home, match, text):
            return
        deeper = self.items and text.lines[0].x0 > self.items[-1].first_x + 0.5 * self.size
        if deeper:
            self.items[-1].say(text.words, text.lines)
            return
        self.items = []
        home.say(text.words, text.lines)

    def _item(self, home: Clause, match: re.Match[str], text: Text) -> bool:
        """Open an item of a list, in the list that it goes on with, or in a new one below the last item."""
        number = Enumerator(match["printed"], match["token"] or match["figure"], match.start("words"))
        while self.items:
            last = self.items[-1]
            if last.wrap == number.wrap and last.count in number.counts and last.count and follows(last.token, number.token, last.count):
                break
            if first_of(number) and text.lines[0].x0 > last.first_x + 0.5 * self.size:
                return self._add(last, number, first_of(number), match["words"], text)
            self.items.pop()
        if self.items:
            last = self.items.pop()
            return self._add(self.items[-1] if self.items else home, number, last.count, match["words"], text)
        return first_of(number) is not None and self._add(home, number, first_of(number), match["words"], text)

    def _add(self, parent: Clause, number: Enumerator, count: Count | None, words: str, text: Text) -> bool:
        item = Clause(step(number.token), Kind.ITEM, number.printed, wrap=number.wrap, count=count, token=number.token)
        item.first_x = text.lines[0].x0
        parent.children.append(item)
        self.items.append(item)
        item.say(words, text.lines)
        return True

    # -- tables, boxes, notes ---------------------------------------------------------------------------------------

    def _keep_caption(self) -> None:
        """A caption that no table followed is a paragraph."""
        if self.caption:
            text, self.caption = self.caption, None
            self._words(text)

    def _table(self, grids: Sequence[Grid]) -> None:
        table = table_of(grids)
        caption, self.caption = self.caption, None
        match = _CAPTION.fullmatch(caption.words) if caption else None
        self.tables += 1
        number = match["number"] if match else str(self.tables)
        clause = Clause(f"table-{step(number)}", Kind.TITLE, match["printed"] if match else "", continued(match["words"]) if match else "")
        clause.division = self._path_of_headings()
        clause.lines.extend(caption.lines if caption else ())
        clause.say(" | ".join(filter(None, table.columns)), [line for cell in grids[0].rows[0] if cell for line in cell.lines])
        for i, row in enumerate(table.rows, 1):
            said = [f"{name}: {words}" if name else words for name, words in zip(table.columns, row.cells, strict=True) if words]
            one = Clause(str(i), Kind.TITLE, f"row {i}", division=row.band)
            one.opening.append("\n".join(said))
            one.lines.extend(row.lines)
            clause.children.append(one)
        self.tops.append(clause)

    def _path_of_headings(self) -> str:
        return " / ".join(" ".join(filter(None, (one.clause.number, one.clause.heading))) for one in self.stack)

    def _box(self, framed: Framed) -> None:
        self._keep_caption()
        first, *rest = framed.texts
        match = _CAPTION.fullmatch(first.words)
        titled = bool(match) or self._strong(first)
        self.boxes += 1
        name = f"box-{step(match['number'])}" if match else f"box-{self.boxes}"
        heading = match["words"] if match else first.words if titled else ""
        clause = Clause(name, Kind.TITLE, match["printed"] if match else "", heading, division=self._path_of_headings())
        clause.lines.extend(first.lines if titled else ())
        for text in rest if titled else framed.texts:
            clause.say(text.words, text.lines)
        self.tops.append(clause)

    def footnotes(self, notes: Sequence[Text]) -> None:
        """File the footnotes, by number; by page and number where numbers begin anew on every page."""
        if not notes:
            return
        clause = Clause("footnotes", Kind.TITLE, heading="Footnotes")
        numbers = [_note_number(note.words) for note in notes]
        again = len(set(numbers)) < len(numbers)
        for number, note in zip(numbers, notes, strict=True):
            one = Clause(f"p{note.lines[0].page}-{number}" if again else number, Kind.TITLE, number)
            one.say(re.sub(r"^[\d⁰¹²³⁴-⁹]+[.)]?\s*", "", note.words), note.lines)
            clause.children.append(one)
        self.tops.append(clause)


def _note_number(words: str) -> str:
    match = re.match(r"[\d⁰¹²³⁴-⁹]+", words)
    return (match[0] if match else "0").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))


def _figure(number: str) -> str:
    if number.isdigit():
        return number
    if number.upper() in _NUMBERS:
        return str(_NUMBERS.index(number.upper()) + 1)
    values = [_ROMAN.get(letter, 0) for letter in number.upper()]
    return str(sum(-one if one < then else one for one, then in zip(values, [*values[1:], 0], strict=True)))
