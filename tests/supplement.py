"""A government printer: sets an invented Act as a Gazette supplement, notes in the outer margin, and an amending Act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from tests.press import Press, Style

BOLD = "Times-Bold"


class Row(NamedTuple):
    """A paragraph: depth of its first line and of the others (both 0 and `centre`: in the middle), words, notes beside it."""

    first: float
    others: float
    words: str
    note: str = ""
    inner: str = ""
    centre: bool = False


@dataclass(frozen=True)
class Outer:
    """How a supplement is set. `outer`: notes stand left on even and right on odd pages, and the text moves with them."""

    font: str = "Times-Roman"
    size: float = 11
    small: float = 6
    left: float = 110
    width: float = 300
    high: float = 0.8
    page: tuple[float, float] = (595, 842)
    room: float = 70
    outer: bool = True
    front: bool = True
    bold: bool = True
    slanted: bool = False


OUTERS = {
    "outer margins": Outer(),
    "small type": Outer(size=9, small=5.5, width=330, left=80, high=0.6),
    "sans, slanted notes, short pages": Outer("Helvetica", 10, 7, high=0.5, slanted=True),
    "small paper": Outer(page=(482, 680), left=70, width=270, size=10, room=60, high=0.7),
    "without a front page": Outer(front=False, high=0.5),
    "notes always at the right": Outer(outer=False),
    "Parts in plain capitals": Outer(size=12, small=8, left=100, width=290, bold=False),
}
FRONT = (
    "SPECIAL ISSUE",
    "Kenya Gazette Supplement No. 88 (Acts No. 7)",
    "REPUBLIC OF KENYA",
    "KENYA GAZETTE SUPPLEMENT",
    "ACTS, 2031",
    "NAIROBI, 3rd May, 2031",
    "CONTENT",
)


def gazetted(act) -> list[Row]:
    """Give the press's Act as the rows of a supplement; what was repealed or noted later is not in it."""
    return [row for e in act for row in _rows(e)]


def _rows(e) -> Iterator[Row]:
    match e[0]:
        case "part":
            yield Row(0, 0, e[1].replace(" – ", "—").upper(), centre=True)
        case "sched":
            yield Row(0, 0, e[1], e[2][1:-1].replace("Section", "s.") + ".", centre=True)
            yield Row(0, 0, e[3], centre=True)
        case "text":
            yield Row(0, 0, e[1])
        case "sec" if e[3]:
            opening, *rest = _body(e[3], 0)
            yield Row(24, 0, f"{e[1]}. {opening.words}", f"{e[2]}.")
            yield from rest


def _body(body, depth: int) -> Iterator[Row]:
    for e in body:
        if isinstance(e, str):
            yield Row(0 if depth else 24, 0, e)
        elif e[0] == "def":
            yield Row(24, 42, f"“{e[1]}” {e[2]}")
            yield from _body(e[3], 1)
        else:
            digit = e[0][1].isdigit()
            at = 24 if digit else 24 + 24 * depth
            yield Row(at, 0 if digit else at + 20, f"{e[0]} {e[1]}")
            yield from _body(e[2] if len(e) > 2 else (), depth + (not digit))
            if len(e) > 3:
                yield Row(0, 0, e[3])


class Printer:
    """Sets one supplement; call `supplement`."""

    def __init__(self, file: Path, how: Outer, name: str) -> None:
        self.how, self.name, self.file = how, name, file
        self.canvas = Canvas(str(file), pagesize=how.page)
        self.number, self.y = 0, 0.0

    def supplement(self, rows) -> Path:
        """Print the rows and give the file."""
        how = self.how
        for i, line in enumerate(FRONT if how.front else ()):
            self._middle(how.page[0] / 2, 80 + 30 * i, line, BOLD if 1 < i < 5 else how.font, 16 if i == 3 else 11)
        self._turn()
        if how.front:
            for line, size in ((f"THE {self.name.upper()} ACT", 14), ("No. 7 of 2031", 11), ("Date of Assent: 28th April, 2031", 10)):
                self._middle(self.left + how.width / 2, self.y, line, BOLD, size)
                self.y += 1.8 * size
            self._lines("AN ACT of Parliament to provide for these and for connected purposes", 0, 0, BOLD)
            self._lines("ENACTED by the Parliament of Kenya, as follows—", 0, 0, BOLD)
        for row in rows:
            self._row(row)
        self.canvas.save()
        return self.file

    @property
    def left(self) -> float:
        """Where the text begins on this page."""
        moved = self.how.outer and self.number % 2 == 0
        return self.how.page[0] - self.how.left - self.how.width if moved else self.how.left

    def _turn(self) -> None:
        if self.number or self.how.front:
            self.canvas.showPage()
        self.number += 1 if self.number or not self.how.front else 2
        self.y = 95.0
        ends = ("No. 7", "2031") if self.number % 2 == 0 else ("2031", "No. 7")
        self._put(self.left, 50, ends[0], self.how.font, 9)
        self._middle(self.left + self.how.width / 2, 50, self.name, self.how.font, 9)
        self._put(self.left + self.how.width - 30, 50, ends[1], self.how.font, 9)
        self._middle(self.left + self.how.width / 2, 30, str(92 + self.number), self.how.font, 9)

    def _row(self, row: Row) -> None:
        how = self.how
        if self.y + 3 * how.size > how.high * how.page[1]:
            self._turn()
        at, page, left = self.y, self.number, self.left
        note = simpleSplit(row.note, how.font, how.small, how.room)
        inner = simpleSplit(row.inner, how.font, how.small, 60)
        right = page % 2 or not how.outer
        for lines, x in ((note, left + how.width + 12 if right else left - 12 - how.room), (inner, left)):
            for i, line in enumerate(lines):
                self._put(x, at + 1.15 * i * how.small, line, "Times-Italic" if how.slanted else how.font, how.small)
        if row.centre:
            for line in simpleSplit(row.words, BOLD, how.size, how.width):
                self._middle(left + how.width / 2, self.y, line, BOLD if how.bold else how.font, how.size)
                self.y += 1.15 * how.size
        else:
            self._lines(row.words, row.first, row.others, how.font)
        self.y = max(self.y, at + 1.15 * how.small * max(len(note), len(inner)) if page == self.number else self.y) + 5

    def _lines(self, words: str, first: float, others: float, font: str) -> None:
        how, line, at = self.how, "", first
        for word in [*words.split(), ""]:
            longer = f"{line} {word}".strip()
            if line and (not word or len(simpleSplit(longer, font, how.size, how.width - at)) > 1):
                if self.y > how.high * how.page[1]:
                    self._turn()
                self._put(self.left + at, self.y, line, font, how.size)
                self.y += 1.15 * how.size
                line, at = word, others
            else:
                line = longer

    def _put(self, x: float, y: float, words: str, font: str, size: float) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.how.page[1] - y, words)

    def _middle(self, x: float, y: float, words: str, font: str, size: float) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawCentredString(x, self.how.page[1] - y, words)


# -- an amending Act ------------------------------------------------------------------------------------------------------

AMENDS = ("1", "2", "3", "3/a", "3/b", "3/c", "4", "5", "6", "7", "8", "9")
"""The provisions of the amending Act below."""


def amending(marks: str = "“”", deep: float = 72, inner: bool = True) -> list[Row]:
    """Give an Act that amends another in every manner, its new text between `marks`, `deep` points from the left."""
    o, c = marks or ("", "")
    act = "The principal Act is amended by"
    own, new = 24.0, deep + 24

    def beside(words: str) -> str:
        return words if inner else ""

    return [
        Row(own, 0, "1. This Act may be cited as the Ferries (Amendment) Act, 2031.", "Short title."),
        Row(
            own,
            0,
            "2. Section 2 of the Ferries Act, 2030 (hereinafter referred to as “the principal Act”) is amended by inserting the "
            "following new definitions in their proper alphabetical sequence—",
            "Amendment of section 2 of No. 9 of 2030.",
        ),
        Row(deep, deep + 18, "“lamp” means any light that burns on a ferry;"),
        Row(deep, deep + 18, "“pier” means a place where a ferry lies."),
        Row(own, 0, "3. The principal Act is amended in section 4 by—", "Amendment of section 4 of No. 9 of 2030."),
        Row(own, 44, "(a) deleting paragraph (b);"),
        Row(own, 44, "(b) inserting the following new paragraph immediately after paragraph (d)—"),
        Row(deep, deep + 20, f"{o}(da) keep a list of the persons on board;{c} and"),
        Row(own, 44, "(c) deleting the words “one year” and substituting therefor the words “two years”."),
        Row(own, 0, f"4. {act} inserting the following new section immediately after section 5—", "New section 5A in No. 9 of 2030."),
        Row(new, deep, f"{o}5A. (1) A ferry that carries more than forty shall keep a list and shall—", inner=beside("Lists.")),
        Row(new, deep + 44, "(a) hand it to the harbour master; and"),
        Row(new, deep + 44, "(b) keep a copy."),
        Row(new, deep, f"(2) A person who contravenes this section commits an offence.{c}"),
        Row(own, 0, f"5. {act} repealing section 6 and replacing it with the following new sections—", "Repeal of section 6."),
        Row(new, deep, f"{o}6. Every pier shall bear a number.", inner=beside("Numbers.")),
        Row(new, deep, f"6A. A pier that bears no number is closed.{c}"),
        Row(
            own,
            0,
            "6. Section 8 of the principal Act is amended by deleting subsection (2) and substituting therefor the following new "
            "subsection—",
            "Amendment of section 8.",
        ),
        Row(new, deep, f"{o}(2) The master of a ferry keeps a log.{c}"),
        Row(own, 0, f"7. {act} inserting the following new Part immediately after Part III—", "New Part."),
        Row(0, 0, f"{o}PART IIIA—LAMPS", centre=True),
        Row(new, deep, "12A. A lamp burns at night.", inner=beside("Lamps.")),
        Row(new, deep, f"12B. A lamp is put out at dawn.{c}"),
        Row(
            own,
            0,
            f"8. {act} deleting the Second Schedule and substituting therefor the following new Schedule—",
            "Amendment of Second Schedule.",
        ),
        Row(0, 0, f"{o}SECOND SCHEDULE", centre=True),
        Row(0, 0, "FEES", centre=True),
        Row(new, deep, "1. The fee for a ferry is ten shillings."),
        Row(new, deep, f"2. The fee for a boat is one shilling.{c}"),
        Row(own, 0, "9. The Piers Act is repealed.", "Repeal of Cap. 12."),
    ]


AMENDING = {
    "curly quotes": amending(),
    "straight quotes": amending('""'),
    "indents alone": amending(""),
    "deep indents": amending("", 100),
    "quotes, no notes inside": amending(inner=False),
    "indents, no notes inside": amending("", inner=False),
}


def parted(row: Row) -> tuple[str, str]:
    """Give a section's heading, its note set beside its number, and its words."""
    number, _, words = row.words.partition(". ")
    return f"{number}. {row.note.rstrip('.')}", words


def typed_lines(rows) -> Iterator[str]:
    """Give rows as lines of plain text, headings beside their numbers."""
    for row in rows:
        yield from filter(None, parted(row) if row.note else (row.inner, row.words))


def pressed(file: Path, style: Style, rows) -> Path:
    """Set rows as a consolidation is: headings in bold beside their numbers."""
    press, edge = Press(file, style), style.left - (style.outdent if style.hanging else 0)
    press._turn()
    press.para("FERRIES (AMENDMENT) ACT", 0, font=1, size=style.size * 1.6, centre=True)
    for row in rows:
        heading, words = parted(row) if row.note else ("", row.words)
        if row.inner:
            press.para(row.inner, style.left + row.others - 24, font=1)
        if heading:
            press.para(heading, style.left, first=edge, font=1, size=style.size * style.head, gap=1.2)
            press.para(words, style.left, first=style.left if style.hanging else style.left + 24)
        else:
            left = style.left - 24
            press.para(words, left + row.others, first=left + row.first, font=int(row.centre), centre=row.centre)
    press.canvas.save()
    return file
