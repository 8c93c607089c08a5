"""Papers as PDF: pages as they come, or one landscape page in two columns whose type shrinks until all of it fits."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, Image, PageBreak, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from ingest.errors import KingaError
from workshop.paper import Block, Break, Cell, Heading, Line, Paper, Para, Picture, Table

_INK, _TEXT, _SOFT, _SHADE = colors.HexColor("#0b5555"), colors.HexColor("#1d2b36"), colors.HexColor("#555f66"), colors.HexColor("#e3f0ef")
_SIZE = 10.5
_SHEET_SIZES = (8.2, 7.6, 7.2, 6.8, 6.4, 6.0)
_SHARES = (0.45, 0.55)
"""The widths of the two columns of a sheet."""
_LANG = {"en": "en-GB", "sw": "sw-KE"}


def pdf(paper: Paper) -> bytes:
    """Write a paper on A4 pages."""
    return _written(paper, _SIZE, columns=1)[0]


def sheet(paper: Paper) -> bytes:
    """Write a paper on one landscape page. Raises KingaError where it does not fit in type that can be read."""
    for size in _SHEET_SIZES:
        content, pages = _written(paper, size, columns=2)
        if pages == 1:
            return content
    raise KingaError(f"{paper.title.text!r} does not fit on one page.", "Shorten `first` or `compared_rows` in corpus/workshop/plans.toml.")


def _written(paper: Paper, size: float, columns: int) -> tuple[bytes, int]:
    page = landscape(A4) if columns == 2 else A4
    margin, gap = (0.9 * cm, 0.6 * cm) if columns == 2 else (1.9 * cm, 0.0)
    room = page[0] - 2 * margin - gap * (columns - 1)
    widths = [room * share for share in (_SHARES if columns == 2 else (1.0,))]
    top = 1.5 * cm if columns == 2 else 0.0
    height = page[1] - 1.1 * cm - margin - top
    lefts = [margin + sum(widths[:i]) + gap * i for i in range(columns)]
    frames = [Frame(left, 1.1 * cm, width, height, 0, 0, 0, 0, id=str(left)) for left, width in zip(lefts, widths, strict=True)]

    def furniture(canvas: Canvas, _: Any) -> None:
        canvas.setFillColor(_SOFT)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(margin, 0.6 * cm, f"{paper.footer.text} · {paper.page.text} {canvas.getPageNumber()}")
        if columns == 2:
            canvas.setFillColor(_INK)
            canvas.setFont("Helvetica-Bold", 15)
            canvas.drawString(margin, page[1] - margin - 0.5 * cm, paper.title.text)
            canvas.setFillColor(_SOFT)
            canvas.setFont("Helvetica", 8)
            canvas.drawString(margin, page[1] - margin - 0.95 * cm, paper.under.text)

    stream = io.BytesIO()
    template = BaseDocTemplate(stream, pagesize=page, title=paper.title.text, author="Kinga", lang=_LANG[paper.title.lang], invariant=1)
    template.addPageTemplates([PageTemplate(id="all", frames=frames, onPage=furniture)])
    look = _Look(size, widths)
    front: list[Flowable] = [] if columns == 2 else [look.para(paper.title, "title"), look.para(paper.under, "note")]
    template.build([*front, *(flow for block in paper.blocks for flow in look.block(block))])
    return stream.getvalue(), template.page


def _unbroken(cited: str) -> str:
    """Keep a number on the line of the "s." before it."""
    return re.sub(r"\b(s|Art)\. (?=\d)", "\\1.\u00a0", escape(cited))


class _Look:
    """The type of one paper: every style follows from one size."""

    def __init__(self, size: float, widths: list[float]) -> None:
        self.size, self.widths, self.width = size, widths, widths[0]
        self.base = ParagraphStyle("base", fontName="Helvetica", fontSize=size, leading=size * 1.22, textColor=_TEXT, spaceAfter=size * 0.3)

    def style(self, name: str, **changes: Any) -> ParagraphStyle:
        return ParagraphStyle(name, parent=self.base, **changes)

    def para(self, line: Line, look: str = "body", depth: int = 0, number: str = "", level: int = 0) -> Paragraph:
        size = self.size
        heads = {0: 1.0, 1: 1.5, 2: 1.2, 3: 1.05}
        if look in ("title", "head"):
            scale = 2.0 if look == "title" else heads[level]
            bold = self.style(look, fontName="Helvetica-Bold", fontSize=size * scale, leading=size * scale * 1.2, textColor=_INK)
            bold.spaceBefore, bold.keepWithNext = size * 0.5, 1
            return Paragraph(escape(line.text), bold)
        cited = f' <font size="{size * 0.82:.1f}" color="#555f66">[{_unbroken(line.cited)}]</font>' if line.cited else ""
        words = escape(line.text).replace("\n", "<br/>") + cited
        if look == "column":
            return Paragraph(words, self.style("column", fontName="Helvetica-Bold"))
        if look == "bullet":
            return Paragraph(words, self.style("bullet", leftIndent=size, bulletIndent=0, bulletFontSize=size), bulletText="•")
        if look == "note":
            return Paragraph(words, self.style("note", textColor=_SOFT, fontName="Helvetica-Oblique"))
        if look == "answer":
            return Paragraph(f"<b>{words}</b> {'_' * 52}", self.style("answer", spaceBefore=size))
        mark = f"<b>{escape(number)}</b> " if number else ""
        return Paragraph(mark + words, self.style("body", leftIndent=size * depth))

    def block(self, block: Block) -> Iterator[Flowable]:
        if isinstance(block, Heading):
            yield self.para(block.line, "head", level=block.level)
        elif isinstance(block, Para):
            yield self.para(block.line, block.look, block.depth, block.number)
        elif isinstance(block, Table):
            yield self.grid(block)
            yield Spacer(1, self.size * 0.4)
        elif isinstance(block, Picture):
            yield self.picture(block)
        elif isinstance(block, Break):
            self.width = self.widths[-1]
            yield FrameBreak() if len(self.widths) > 1 else PageBreak()

    def picture(self, block: Picture) -> Image:
        picture = Image(io.BytesIO(block.png))
        picture.drawWidth, picture.drawHeight = self.width, self.width * picture.imageHeight / picture.imageWidth
        return picture

    def grid(self, block: Table) -> Grid:
        small = _Look(self.size * 0.92, [self.width])
        rows = [[small.para(line, "column") for line in block.head], *([small.cell(cell) for cell in row] for row in block.rows)]
        heights = [None, *([2.6 * cm if block.blank else None] * len(block.rows))]
        grid = Grid(rows, [self.width * share for share in block.widths], heights, repeatRows=1)
        pad = self.size * 0.35
        grid.setStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, _SOFT),
                ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                *((f"{side}PADDING", (0, 0), (-1, -1), pad) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
            ]
        )
        return grid

    def cell(self, cell: Cell) -> list[Paragraph]:
        return [self.para(line) for line in cell]
