"""Invented policy documents, set with reportlab, with what a reader must find in them: a standard for the PDF reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)


@dataclass(frozen=True)
class Invented:
    """A document and what must be found in it: headings by path, table rows by path, words that must stand together."""

    file: Path
    headings: dict[str, str]
    rows: dict[str, str]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Type:
    """How a document is set."""

    font: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    size: float = 10.5
    heads: tuple[float, ...] = (16.0, 13.0, 11.0)
    leading: float = 1.3
    gap: float = 6.0

    def text(self, **more: Any) -> ParagraphStyle:
        """Give the style of running text."""
        return ParagraphStyle("text", fontName=self.font, fontSize=self.size, leading=self.size * self.leading, spaceAfter=self.gap, **more)

    def head(self, level: int) -> ParagraphStyle:
        """Give the style of a heading; level 1 is the highest."""
        size = self.heads[min(level, len(self.heads)) - 1]
        return ParagraphStyle(
            f"h{level}", fontName=self.bold, fontSize=size, leading=size * 1.25, spaceBefore=size * 0.7, spaceAfter=5, keepWithNext=1
        )


SANS = Type()
SERIF = Type("Times-Roman", "Times-Bold", 11, (15.0, 12.5, 11.0), 1.2)

_SEA = (
    "Ferry crews who carry passengers between the islands keep a list of everybody on board, and the harbour master checks the list "
    "before a vessel casts off. Where a name is missing the vessel waits."
)
_LAMP = (
    "A lamp keeper who sees that a lamp has gone out lights it again without delay and enters the hour in the lamp book. Entries are "
    "read out at the weekly meeting of the harbour committee, which decides what is to be mended first."
)
_NOTE = "Harbour Committee, Minutes of the ninth meeting, unpublished, kept at the lamp house."

GUIDE = (
    (1, "1", "Introduction", (_SEA, "The guidelines apply to all harbours.<super>1</super> They replace the rules of the lamp house.")),
    (2, "1.1", "Purpose", (_LAMP,)),
    (
        2,
        "1.2",
        "Who these guidelines are for",
        ("* harbour masters;", "* lamp keepers and their deputies, whether they are paid or not;", "* crews."),
    ),
    (1, "2", "Finding passengers who need help", (_SEA, _LAMP)),
    (
        2,
        "2.1",
        "First contact",
        (
            "A crew member who meets a passenger in distress:",
            "(a) finds a quiet place;",
            "(b) offers water and rest, and tells the passenger what happens next;",
            "(c) calls the harbour office.",
            _LAMP,
        ),
    ),
    (3, "2.1.1", "Children travelling without an adult and persons who were promised work on another island", (_SEA,)),
    (
        3,
        "2.1.2",
        "Interpreters",
        (
            _LAMP,
            "#Box 1: What to say first|You are safe here. Nobody will take your papers.|"
            "You may sit where you like and leave when you wish to.",
        ),
    ),
    (2, "2.2", "Screening", (_SEA, _LAMP, "%Table 1: Signs by place")),
    (1, "3", "Working together", (_LAMP,)),
    (2, "3.1", "Duties of the harbour office", (_SEA, _LAMP, _SEA)),
    (0, "", "Annex 1: Telephone numbers", (_LAMP,)),
)
SIGNS = (
    ("Place", "Sign", "What to do"),
    ("Quay", "A person waits for hours and carries no luggage of their own", "Ask whether help is wanted"),
    ("Deck", "Somebody else holds the papers of several passengers", "Note the seat and tell the office"),
    ("Office", "Answers that sound learnt by heart", "Offer to talk alone"),
)


def guideline(file: Path, kind: Type = SANS, leaders: bool = True, contents: bool = True) -> Invented:
    """Set a numbered guideline: cover, contents, three levels of headings, lists, a footnote, a box, a table, an annex."""
    document = _document(file, _foot(kind), A4)
    story: list[Any] = [Spacer(1, 180), Paragraph("Guidelines for Helping Passengers in Distress", _big(kind)), PageBreak()]
    if contents:
        story += [Paragraph("Table of Contents", kind.head(1)), _listing(kind, leaders), PageBreak()]
    for level, number, heading, body in GUIDE:
        story.append(Paragraph(f"{number} {heading}".strip(), kind.head(level or 1)))
        for words in body:
            story += _flow(words, kind)
    document.build(story)
    headings = {number.replace(".", "/"): heading for _, number, heading, _ in GUIDE if number}
    headings |= {"annex-1": "Telephone numbers", "box-1": "What to say first", "table-1": "Signs by place"}
    rows = {
        f"table-1/{i}": "\n".join(f"{name}: {cell}" for name, cell in zip(SIGNS[0], row, strict=True)) for i, row in enumerate(SIGNS[1:], 1)
    }
    return Invented(file, headings, rows, (_SEA, _LAMP, _NOTE))


def _big(kind: Type) -> ParagraphStyle:
    return ParagraphStyle("title", fontName=kind.bold, fontSize=24, leading=30, alignment=1)


def _listing(kind: Type, leaders: bool) -> Table:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    rows = []
    for i, (_, number, heading, _) in enumerate(GUIDE):
        words = f"{number} {heading}".strip()
        room = 420 - stringWidth(words, kind.font, kind.size)
        dots = " " + "." * max(5, int(room / stringWidth(".", kind.font, kind.size)) - 2) if leaders else ""
        rows.append([Paragraph(words + dots, kind.text()), str(3 + i // 4)])
    table = Table(rows, colWidths=[430, 30])
    table.setStyle([("FONT", (0, 0), (-1, -1), kind.font, kind.size), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")])
    return table


def _flow(words: str, kind: Type) -> list[Any]:
    if words.startswith("* "):
        return [Paragraph(words[2:], kind.text(leftIndent=24, bulletIndent=10), bulletText="•")]
    if words.startswith("("):
        return [Paragraph(words[4:], kind.text(leftIndent=34, bulletIndent=14), bulletText=words[:3])]
    if words.startswith("#"):
        head, *paragraphs = words[1:].split("|")
        cell = [Paragraph(f"<b>{head}</b>", kind.text()), *(Paragraph(one, kind.text()) for one in paragraphs)]
        return [Table([[cell]], colWidths=[400], style=[("BOX", (0, 0), (-1, -1), 0.8, colors.black)]), Spacer(1, 8)]
    if words.startswith("%"):
        return [KeepTogether([Paragraph(words[1:], _caption(kind)), _grid(SIGNS, (80, 220, 150), kind)]), Spacer(1, 8)]
    return [Paragraph(words, kind.text())]


def _caption(kind: Type) -> ParagraphStyle:
    return ParagraphStyle("caption", fontName=kind.bold, fontSize=kind.size - 1, leading=kind.size * 1.3, spaceBefore=6, spaceAfter=4)


def _grid(rows: Any, widths: Any, kind: Type, more: Any = (), repeat: int = 1) -> LongTable:
    small = ParagraphStyle("cell", fontName=kind.font, fontSize=kind.size - 1.5, leading=(kind.size - 1.5) * 1.2)
    bold = ParagraphStyle("name", parent=small, fontName=kind.bold)
    cells = [[Paragraph(words, bold if i == 0 else small) if words is not None else "" for words in row] for i, row in enumerate(rows)]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
    ]
    return LongTable(cells, colWidths=widths, repeatRows=repeat, style=[*style, *more])


def _document(file: Path, foot: Callable[[Canvas, Any], None], size: tuple[float, float], columns: int = 1) -> BaseDocTemplate:
    document = BaseDocTemplate(str(file), pagesize=size, leftMargin=64, rightMargin=64, topMargin=72, bottomMargin=84)
    width, height, gap = size[0] - 128, size[1] - 156, 24
    whole = PageTemplate("whole", [Frame(64, 84, width, height, id="one")], onPage=foot)
    half = (width - gap) / 2
    top = PageTemplate(
        "top",
        [
            Frame(64, size[1] - 190, width, 118, id="t"),
            Frame(64, 84, half, height - 118, id="a"),
            Frame(64 + half + gap, 84, half, height - 118, id="b"),
        ],
        onPage=foot,
    )
    two = PageTemplate("two", [Frame(64, 84, half, height, id="a"), Frame(64 + half + gap, 84, half, height, id="b")], onPage=foot)
    document.addPageTemplates([top, two] if columns == 2 else [whole])
    return document


def _foot(kind: Type, noted: int = 3) -> Callable[[Canvas, Any], None]:
    return partial(_draw_foot, kind, noted)


def _draw_foot(kind: Type, noted: int, canvas: Canvas, document: Any) -> None:
    page = document.page
    canvas.setFont(kind.font, kind.size - 2)
    if page > 1 or noted != 3:
        canvas.drawString(64, canvas._pagesize[1] - 46, "Harbour Committee of the Seven Islands")
        canvas.drawCentredString(canvas._pagesize[0] / 2, 34, str(page))
    if page == noted:
        canvas.setFont(kind.font, kind.size - 2.5)
        canvas.line(64, 74, 164, 74)
        canvas.drawString(64, 62, f"1 {_NOTE}")


REPORT = (
    (1, "Summary", (_SEA, _LAMP)),
    (1, "What we saw", (_LAMP, _SEA, _LAMP)),
    (2, "On the northern islands", (_SEA, _LAMP, _SEA)),
    (
        2,
        "On the southern islands",
        (_LAMP, "* lamps that stay dark;", "* boats without lists, which no harbour master had looked at for a year or longer.", _SEA),
    ),
    (1, "What should be done", (_SEA, _LAMP, _SEA, _LAMP)),
    (2, "By the committee", (_LAMP, _SEA, _LAMP)),
    (2, "By crews", (_SEA, _LAMP, _LAMP, _SEA)),
    (1, "Sources", (_LAMP,)),
)


def report(file: Path, kind: Type = SERIF) -> Invented:
    """Set a report in two columns under a title that spans them, with unnumbered headings at two levels."""
    document = _document(file, _foot(kind, 2), A4, columns=2)
    justified = kind.text(alignment=4)
    story: list[Any] = [Paragraph("Lights and Lists: A Report on Seven Harbours", _big(kind)), NextPageTemplate("two"), Spacer(1, 200)]
    paths: dict[str, str] = {}
    above = ""
    for level, heading, body in REPORT:
        name = heading.lower().replace(" ", "-")
        above = name if level == 1 else above
        paths[name if level == 1 else f"{above}/{name}"] = heading
        story.append(Paragraph(heading, kind.head(level)))
        for words in body:
            story += _flow(words, kind) if words.startswith("*") else [Paragraph(words, justified)]
    document.build(story)
    return Invented(file, paths, {}, (_SEA, _LAMP))


COLUMNS = ("Objective", "Activity", "Output", "Indicator", "Time frame", "Lead agency")


def _matrix_rows() -> list[tuple[str | None, ...]]:
    rows: list[tuple[str | None, ...]] = []
    places = ("north quay", "south quay", "fish market", "lamp house", "ferry school", "customs shed", "ticket hall")
    for band, subject in (("Strategic objective 1: Lamps", "lamps"), ("Strategic objective 2: Lists", "lists")):
        rows.append((band, *([None] * 5)))
        for i, place in enumerate(places):
            first = None if i % 2 else f"Better {subject} at the {place} and the {places[(i + 1) % 7]}"
            detail = f"Count the {subject} at the {place}, mend what is broken and report to the committee every month of the year"
            rows.append(
                (
                    first,
                    detail,
                    f"All {subject} of the {place} seen to",
                    f"Number of {subject} mended at the {place}",
                    f"20{31 + i}",
                    "Harbour office",
                )
            )
    return rows


def matrix(file: Path, kind: Type = SANS, repeat: int = 1, size: float = 11.5) -> Invented:
    """Set a plan whose matrix runs over three pages: bands over its whole width, cells that reach down two rows."""
    kind = Type(kind.font, kind.bold, size, kind.heads, kind.leading, kind.gap)
    document = _document(file, _foot(kind, 0), landscape(A4))
    rows = _matrix_rows()
    spans: list[Any] = []
    for i, row in enumerate(rows, 1):
        if row[0] and row[1] is None:
            spans.append(("SPAN", (0, i), (-1, i)))
        elif row[0] and i < len(rows) and rows[i][0] is None and rows[i][1]:
            spans.append(("SPAN", (0, i), (0, i + 1)))
    story: list[Any] = [Paragraph("1 Background", kind.head(1)), *_flow(_SEA, kind), Paragraph("2 Matrix of activities", kind.head(1))]
    story += [
        Paragraph("Table 2: Implementation matrix", _caption(kind)),
        _grid((COLUMNS, *rows), (120, 170, 120, 130, 70, 90), kind, spans, repeat),
    ]
    story += [Spacer(1, 12), Paragraph("3 Review", kind.head(1)), *_flow(_LAMP, kind)]
    document.build(story)
    found: dict[str, str] = {}
    first = ""
    for row in (row for row in rows if row[1]):
        first = row[0] or first
        found[f"table-2/{len(found) + 1}"] = "\n".join(f"{name}: {cell}" for name, cell in zip(COLUMNS, (first, *row[1:]), strict=True))
    headings = {"1": "Background", "2": "Matrix of activities", "3": "Review", "table-2": "Implementation matrix"}
    return Invented(file, headings, found, (_SEA, _LAMP))


def scan(file: Path, dpi: int = 200) -> Invented:
    """Print a guideline, draw its pages and keep nothing but the pictures; tables and boxes are not found on those."""
    printed = guideline(file.with_suffix(".printed.pdf"), SERIF)
    pages = pypdfium2.PdfDocument(printed.file)
    canvas = Canvas(str(file), pagesize=A4)
    from reportlab.lib.utils import ImageReader

    for page in pages:
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    pages.close()
    printed.file.unlink()
    headings = {path: heading for path, heading in printed.headings.items() if not path.startswith(("box", "table"))}
    return Invented(file, headings, {}, (_SEA, _LAMP))


DOCUMENTS: dict[str, Callable[[Path], Invented]] = {
    "guideline": guideline,
    "guideline in serif": lambda file: guideline(file, SERIF),
    "guideline, contents without leaders": lambda file: guideline(file, leaders=False),
    "guideline without contents": lambda file: guideline(file, contents=False),
    "report in two columns": report,
    "report in sans": lambda file: report(file, SANS),
    "matrix over three pages": matrix,
    "matrix, head not repeated": lambda file: matrix(file, SERIF, 0),
}
"""Every invented document by name; the scan is apart, because it needs tesseract."""
