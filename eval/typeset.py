"""Sets the plain text of a treaty as publishers print it, so that the PDF reader can be held against the text reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

_ARTICLE = re.compile(r"(?P<number>Article \d+[A-Z]?)\.?(?:\s+(?P<heading>.+))?")
_PART = re.compile(r"(?:Part|PART|Annex|ANNEX)\b.*")
_ITEM = re.compile(r"(?P<number>\((?:[a-z]{1,4}|\d+)\)|\d+\.)\s*(?P<words>.*)")


@dataclass(frozen=True)
class Print:
    """How a treaty is printed: `centred` and `apart` tell where article headings stand, `bold` and `italic` their type."""

    font: str = "Times"
    size: float = 11
    centred: bool = True
    apart: bool = True
    bold: bool = True
    italic: bool = True
    dash: str = ". "


PRINTS = {
    "centred, title below in italics": Print(),
    "left, in bold beside the number": Print("Helvetica", 10, centred=False, apart=False, dash=" – "),
    "left, colon, plain title": Print("Times", 12, centred=False, apart=False, italic=False, dash=": "),
    "centred, plain": Print("Times", 10.5, bold=False, italic=False),
    "left, bold number, bold title below": Print("Helvetica", 9.5, centred=False, italic=False),
}


def treaty(file: Path, title: str, text: str, how: Print) -> Path:
    """Print a treaty and give its file."""
    document = SimpleDocTemplate(str(file), pagesize=A4, leftMargin=80, rightMargin=80, topMargin=80, bottomMargin=80)
    story: list[object] = [Paragraph(escape(title), _style(how, size=how.size * 1.6, bold=True, centred=True)), Spacer(1, 20)]
    before = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        story += _printed(line, how, before.startswith("(h)"))
        before = line
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
    return file


def _foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Times-Roman", 9)
    canvas.drawCentredString(A4[0] / 2, 40, f"{document.page}")


def _printed(line: str, how: Print, after_h: bool) -> list[Paragraph]:
    if match := _ARTICLE.fullmatch(line):
        heading = match["heading"] or ""
        if not how.apart:
            return [Paragraph(escape(how.dash.join(filter(None, (match["number"], heading)))), _style(how, how.bold, how.centred))]
        below = [Paragraph(escape(heading), _style(how, how.bold and not how.italic, how.centred, how.italic))] if heading else []
        return [Paragraph(match["number"], _style(how, how.bold, how.centred)), *below]
    if _PART.fullmatch(line):
        return [Paragraph(escape(line), _style(how, bold=True, centred=True, size=how.size * 1.1))]
    if match := _ITEM.fullmatch(line):
        roman = match["number"][1] in "iv" and not after_h
        deep = 0 if match["number"].endswith(".") else 48 if roman else 24
        return [Paragraph(escape(match["words"]) or "&nbsp;", _style(how, left=deep + 24, mark=deep), bulletText=match["number"])]
    return [Paragraph(escape(line), _style(how))]


_WEIGHTS = {
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
}


def _style(how: Print, bold: bool = False, centred: bool = False, italic: bool = False, **more: float) -> ParagraphStyle:
    """Give a line's style; `size`, `left` and `mark` (where its number stands) in points."""
    size = more.get("size") or how.size
    return ParagraphStyle(
        "line",
        fontName=_WEIGHTS[how.font][1 if bold else 2 if italic else 0],
        fontSize=size,
        leading=size * 1.25,
        alignment=1 if centred else 4,
        leftIndent=more.get("left", 0),
        bulletIndent=more.get("mark", 0),
        bulletFontName=_WEIGHTS[how.font][0],
        bulletFontSize=how.size,
        spaceAfter=6,
        keepWithNext=bold or italic or centred,
    )
