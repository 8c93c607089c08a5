"""A small printing press: sets an invented Act in the layouts of real publishers, for tests of the PDF reader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.path import kebab, step

SERIF = ("Times-Roman", "Times-Bold", "Times-Italic")
SANS = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")

# A section is ("sec", number, heading, body). A body holds paragraphs (str), items (number, words, body, closing words)
# and definitions ("def", term, words, body).
ACT = [
    ("part", "Part I – PRELIMINARY"),
    ("sec", "1", "Short title", ["This Act may be cited as the Bee-keeping Act and comes into operation on a day named in the Gazette."]),
    (
        "sec",
        "2",
        "Interpretation",
        [
            "In this Act, unless the context otherwise requires—",
            ("def", "apiary", "means any place where hives are kept for honey, wax or pollination, whether or not it is enclosed;", []),
            (
                "def",
                "hive",
                "means a container made for bees and includes—",
                [
                    ("(a)", "a log hive hung in a tree by any person for the purposes of taking swarms as they pass over land;"),
                    ("(b)", "any other container that the Board may by notice declare to be a hive for the purposes of this Act;"),
                ],
            ),
            ("def", "queen bee", "has the meaning assigned to it by section 3;", []),
            ("def", "swarm", "means a colony of bees without a hive.", []),
        ],
    ),
    ("part", "Part II – KEEPING OF BEES AND OFFENCES THAT MAY BE COMMITTED BY KEEPERS OF APIARIES IN TOWNS AND MARKETS"),
    (
        "sec",
        "3",
        "Registration of apiaries in towns and of queens in transit by road",
        [
            (
                "(1)",
                "A person who keeps more than ten hives in a township shall register the apiary with the Board as subsection (2) or "
                "(3) requires, within thirty days of the day on which the eleventh hive was set up.",
                [],
            ),
            (
                "(2)",
                "An application shall state—",
                [
                    ("(a)", "the name of the keeper;"),
                    (
                        "(b)",
                        "the number of hives, and of those—",
                        [
                            ("(i)", "the number of log hives; and"),
                            (
                                "(ii)",
                                "the number of frame hives that stand within fifty metres of a road, a school or the house of another;",
                            ),
                        ],
                    ),
                    ("(ba)", "the nearest road; and"),
                    ("(c)", "such other particulars as may be prescribed,"),
                ],
                "and shall be signed by the keeper before a magistrate, who shall keep a copy of it for the purposes of this section.",
            ),
            ("(3)", "The Board shall issue a certificate.", []),
        ],
    ),
    (
        "sec",
        "3A",
        "Hindering an inspector",
        [
            "A person who—",
            ("(a)", "hinders an inspector;"),
            ("(b)", "gives false particulars to an inspector in the course of an inspection, knowing them to be false; or"),
            ("(c)", "refuses to open a hive,"),
            "commits an offence and is liable to a fine not exceeding ten thousand shillings, or to imprisonment for six months.",
        ],
    ),
    ("note", "[Act No. 7 of 2031, s. 4.]"),
    (
        "sec",
        "4",
        "Functions of the Board",
        ["The functions of the Board are—"]
        + [
            (f"({letter})", words)
            for letter, words in zip(
                "abcdefgh",
                (
                    "to promote bee-keeping;",
                    "to advise keepers;",
                    "to train keepers;",
                    "to keep the register;",
                    "to inspect hives;",
                    "to publish maps of forage;",
                    "to buy wax;",
                    "to sell wax;",
                ),
                strict=True,
            )
        ]
        + [
            ("(i)", "to set the price of wax in each county after such consultation with the keepers of that county as it thinks fit; and"),
            ("(j)", "to do all other things that are needful."),
        ],
    ),
    ("sec", "5", "[Repealed by Act No. 9 of 2032, s. 12.]", []),
    (
        "sec",
        "6",
        "Regulations",
        [
            ("(1)", "The Cabinet Secretary may make regulations.", []),
            ("(2)", "Regulations under subsection (1) may provide for—", [("(a)", "fees;"), ("(b)", "forms.")]),
        ],
    ),
    ("sched", "FIRST SCHEDULE", "[Section 4]", "CONDUCT OF BUSINESS OF THE BOARD"),
    ("sec", "1", "Meetings", [("(1)", "The Board shall meet four times a year.", []), ("(2)", "The quorum is five.", [])]),
    ("sec", "2", "Minutes", ["The Board shall keep minutes of its meetings in a book."]),
    ("sched", "SECOND SCHEDULE", "[Section 6]", "CONSEQUENTIAL AMENDMENTS"),
    ("text", "Spent"),
]


LONG_TITLE = (
    "An Act of Parliament to provide for the keeping of bees, the registration of apiaries and the inspection of hives; to establish "
    "the Bee-keeping Board; and for connected purposes"
)


@dataclass(frozen=True)
class Style:
    """How a publisher sets law. Lengths are in points, `gap` and `lead` in type sizes."""

    fonts: tuple[str, str, str] = SERIF
    size: float = 9
    head: float = 1.15
    part: float = 1.25
    lead: float = 1.3
    gap: float = 0.8
    page: tuple[float, float] = (595, 842)
    left: float = 98
    right: float = 523
    top: float = 90
    bottom: float = 770
    step: float = 27
    outdent: float = 24
    right_aligned: bool = True
    hanging: bool = True
    above: bool = False
    mirror: float = 0
    heads: str = "current"
    contents: str = "leaders"
    quotes: str = '""'
    long_title: str = ""
    front: tuple[str, ...] = ("Legislation as at 11 December 2031", "FRBR URI: /akn/ke/act/2031/7/eng@2031-12-11")


class Press:
    """Sets one document; call `law`."""

    def __init__(self, file: Path, style: Style) -> None:
        self.file, self.style = file, style
        self.canvas = Canvas(str(file), pagesize=style.page)
        self.pages, self.y, self.shift = 0, 0.0, 0.0

    def law(self, act=ACT) -> Path:
        """Print the Act and give its file."""
        self._front()
        self._contents(act)
        self._turn()
        self.para("BEE-KEEPING ACT", 0, font=1, size=self.style.size * 1.6, centre=True)
        if self.style.long_title:
            self.para(self.style.long_title, self.style.left, font=1)
        for element in act:
            self._element(element)
        self.canvas.save()
        return self.file

    def para(self, words, x, first=None, number=None, number_x=0.0, font=0, size=None, gap=None, centre=False):
        """Set a paragraph at `x`, its first line at `first`, with `number` set apart at `number_x`."""
        s = self.style
        size = size or s.size
        self.y += (s.gap if gap is None else gap) * s.size
        lines, line, at = [], "", x if first is None else first
        for word in words.split():
            longer = f"{line} {word}".strip()
            if line and at + stringWidth(longer, s.fonts[font], size) > s.right:
                lines.append((at, line))
                line, at = word, x
            else:
                line = longer
        for i, (start, text) in enumerate([*lines, (at, line)]):
            if self.y + size * s.lead > s.bottom:
                self._turn()
            if i == 0 and number:
                self._put(number_x, self.y, number, font, size)
            middle = (s.left + s.right - stringWidth(text, s.fonts[font], size)) / 2
            self._put(middle if centre else start, self.y, text, font, size)
            self.y += size * s.lead

    def _put(self, x, y, text, font, size):
        self.canvas.setFont(self.style.fonts[font], size)
        self.canvas.drawString(x + self.shift, self.style.page[1] - y - size, text)

    def _turn(self, heads=True):
        s = self.style
        if self.pages:
            self.canvas.showPage()
        self.pages += 1
        self.y, self.shift = s.top, s.mirror if self.pages % 2 == 0 else 0.0
        outer, inner = (s.left, s.right - 40) if self.pages % 2 == 0 else (s.right - 40, s.left)
        if heads and s.heads == "current":
            for x, y, text in ((72, 45, "Bee-keeping Act (Cap. 999)"), (500, 45, "Kenya"), (518, 792, str(self.pages))):
                self._put(x, y, text, 0, s.size)
        elif heads and s.heads == "revised":
            foot = s.page[1] - 40
            for x, y, text in ((inner, 40, "[Rev. 2032]"), (s.left + 90, 40, "Bee-keeping"), (outer, 40, "CAP. 999")):
                self._put(x, y, text, 0, s.size - 1)
            self._put(outer, foot, f"B9 - {self.pages}", 0, s.size - 1)
            self._put(inner, foot, "[Issue 1]", 0, s.size - 1)
        elif heads:
            self._put(186, 37, f"Bee-keeping Act, 2031   {self.pages if self.pages % 2 else ''}", 2, s.size)

    def _front(self):
        if self.style.front:
            self._turn(heads=False)
            self.para("THE BEE-KEEPING ACT", 0, font=1, size=self.style.size * 1.8, centre=True)
            for words in self.style.front:
                self.para(words, self.style.left)

    def _contents(self, act):
        body = next((number for number, e in enumerate(act) if e[0] == "sched"), len(act))
        s, listed = self.style, [e for e in act[:body] if e[0] != "note"]
        listed += [e for e in act if e[0] == "sched"]
        if s.contents == "leaders":
            self._turn(heads=False)
            self.para("Contents", s.left - 24)
            for e in listed:
                text = f"{e[1]}. {e[2]} " if e[0] == "sec" else f"{e[1]} "
                while stringWidth(text + ".... 3", s.fonts[0], s.size) < s.right - s.left:
                    text += "."
                self.para(f"{text} 3", s.left - (11 if e[0] == "sec" else 24))
        elif s.contents:
            self._turn()
            self.para(f"ARRANGEMENT OF {'ARTICLES' if s.above else 'SECTIONS'}", 0, centre=True)
            for e in listed:
                words = e[2].rstrip(".") if e[0] == "sec" else e[1].upper()
                self.para((f"{e[1]}—{words}." if s.above else f"{e[1]}. {words}.") if e[0] == "sec" else words, s.left, gap=0)

    def _element(self, e):
        s = self.style
        if e[0] == "part":
            words = e[1].upper().replace(" – ", "—") if s.above else e[1]
            self.para(words, 0, font=1, size=s.size * s.part, centre=True, gap=1.4)
        elif e[0] == "sched":
            self.para(e[1], 0, font=1, size=s.size * s.part, centre=True, gap=1.5)
            self.para(e[2], 0, centre=True)
            self.para(e[3], 0, font=1, size=s.size * s.part, centre=True)
        elif e[0] == "sec":
            if self.y + 6 * s.size > s.bottom:
                self._turn()
            (self._section_above if s.above else self._section_beside)(e)
        else:
            self.para(e[1], s.left)

    def _section_beside(self, e):
        s = self.style
        x, wide = s.left - (s.outdent if s.hanging else 0), stringWidth(f"{e[1]}. ", s.fonts[1], s.size * s.head)
        self.para(f"{e[1]}. {e[2]}", x + (wide if s.hanging else 0), first=x, font=1, size=s.size * s.head, gap=1.2)
        self._body(e[3], 1)

    def _section_above(self, e):
        s, body, x = self.style, list(e[3]) or ["Repealed."], self.style.left + 24
        self.para(f"{e[2]}.", s.left, font=1, size=s.size * s.head, gap=1.2)
        first = body.pop(0)
        words = first if isinstance(first, str) else f"{first[0]} {first[1]}"
        wide = stringWidth(f"{e[1]}.  ", s.fonts[1], s.size)
        self.para(words, s.left, first=x + wide, number=f"{e[1]}.", number_x=x, gap=0.3)
        if not isinstance(first, str):
            self._below(first, 2)
        self._body(body, 1)

    def _body(self, body, depth):
        s = self.style
        for e in body:
            if isinstance(e, str):
                self.para(e, s.left, first=s.left if s.hanging else s.left + 24)
            elif e[0] == "def":
                self.para(f"{s.quotes[0]}{e[1]}{s.quotes[1]} {e[2]}", s.left, first=s.left if s.hanging else s.left + 24)
                self._body(e[3], 1)
            else:
                self._item(e, depth)
                self._below(e, depth + 1)

    def _below(self, e, depth):
        self._body(e[2] if len(e) > 2 else [], depth)
        if len(e) > 3:
            self.para(e[3], self.style.left + (self.style.step * (depth - 1) if self.style.hanging else 0))

    def _item(self, e, depth):
        s, wide = self.style, stringWidth(f"{e[0]} ", self.style.fonts[0], self.style.size)
        if s.hanging:
            x = s.left + s.step * depth
            self.para(e[1], x, number=e[0], number_x=x - wide - 2 if s.right_aligned else x - 0.75 * s.step)
        elif e[0][1].isdigit():
            self.para(e[1], s.left, first=s.left + 24 + wide, number=e[0], number_x=s.left + 24)
        else:
            x = s.left + 24 + 0.7 * s.step * depth
            self.para(e[1], x, number=e[0], number_x=x - 0.65 * s.step)


def clauses(act=ACT, quotes='""') -> dict[str, tuple[str, str, str]]:
    """Give what a reader must find: heading, opening and closing words by path (without the slug)."""
    found: dict[str, list[str]] = {}

    def add(path, body):
        for e in body:
            if isinstance(e, str):
                has_items = any(other.startswith(path + "/") for other in found)
                found[path][2 if has_items else 1] += e
            elif e[0] == "def":
                found[f"{path}/{kebab(e[1])}"] = [e[1], f"{quotes[0]}{e[1]}{quotes[1]} {e[2]}", ""]
                add(f"{path}/{kebab(e[1])}", e[3])
            else:
                found[f"{path}/{step(e[0])}"] = ["", e[1], e[3] if len(e) > 3 else ""]
                add(f"{path}/{step(e[0])}", e[2] if len(e) > 2 else [])

    schedule = ""
    for e in act:
        if e[0] == "sched":
            schedule = f"sched-{['FIRST', 'SECOND'].index(e[1].split()[0]) + 1}"
            found[schedule] = [e[3], "", ""]
        elif e[0] == "text":
            found[schedule][1] = e[1]
        elif e[0] == "sec":
            path = "/".join(filter(None, (schedule, step(e[1]))))
            found[path] = [e[2], "", ""]
            add(path, e[3])
    return {path: (words[0], words[1], words[2]) for path, words in found.items()}
