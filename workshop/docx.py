"""Papers as Word documents: real styles, tables with header rows, alt text, page numbers, a footer with edition and date."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from workshop.paper import Block, Break, Cell, Heading, Line, Paper, Para, Picture, Table

_INK, _SOFT, _SHADE = RGBColor(0x0B, 0x55, 0x55), RGBColor(0x55, 0x5F, 0x66), "E3F0EF"
_WIDTH = 17.0
_LANG = {"en": "en-GB", "sw": "sw-KE"}
_STYLES = {"bullet": "List Bullet", "quote": "Quote", "note": "Intense Quote"}


def docx(paper: Paper) -> bytes:
    """Write a paper."""
    document = Document()
    _styles(document, paper.title.lang)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.core_properties.title = paper.title.text
    document.core_properties.author = "Kinga"
    document.core_properties.language = _LANG[paper.title.lang]
    _paragraph(document, "Title").add_run(paper.title.text)
    _paragraph(document, "Subtitle").add_run(paper.under.text)
    for before, block in zip((None, *paper.blocks), paper.blocks, strict=False):
        added = _block(document, block)
        if isinstance(before, Break) and added is not None:
            added.paragraph_format.page_break_before = True
    _footer(section, paper)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _styles(document: Any, lang: str) -> None:
    styles = document.styles
    for name, size in (("Normal", 10.5), ("Title", 24), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
        font = styles[name].font
        font.name, font.size = "Calibri", Pt(size)
        styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        fonts = styles[name].element.rPr.rFonts
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        if name != "Normal":
            font.color.rgb = _INK
    for name in ("Quote", "Intense Quote"):
        style = styles[name]
        style.font.italic, style.font.bold = name == "Intense Quote", False
        style.font.color.rgb = RGBColor(0x1D, 0x2B, 0x36) if name == "Quote" else _SOFT
        style.paragraph_format.left_indent = Cm(0.6) if name == "Quote" else Cm(0)
        style.paragraph_format.right_indent = Cm(0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(4)
        border = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
        if border is not None:
            style.element.pPr.remove(border)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANG[lang])
    properties = styles["Normal"].element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)


def _paragraph(document: Any, style: str) -> Any:
    """Add a paragraph; its style is set by id, since the library's own way searches the list of styles each time."""
    paragraph = document.add_paragraph()
    if style != "Normal":
        paragraph._p.style = style.replace(" ", "")
    return paragraph


def _block(document: Any, block: Block) -> Any:
    """Add a block; give the paragraph, where it is one."""
    if isinstance(block, Heading):
        paragraph = _paragraph(document, f"Heading {block.level}")
        paragraph.add_run(block.line.text)
        return paragraph
    if isinstance(block, Para):
        return _para(document, block)
    if isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Picture):
        _picture(document, block)
    return None


def _para(document: Any, block: Para) -> Any:
    paragraph = _paragraph(document, _STYLES.get(block.look, "Normal"))
    layout = paragraph.paragraph_format
    if block.look == "quote":
        layout.left_indent = Cm(0.6 + 0.7 * block.depth)
    elif block.look == "option":
        layout.left_indent, layout.space_after = Cm(1.2), Pt(2)
    elif block.look == "question":
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(10), Pt(3), True
    elif block.look == "step":
        layout.left_indent, layout.first_line_indent = Cm(0.7), Cm(-0.7)
    if block.number:
        paragraph.add_run(f"{block.number} ").bold = True
    run = paragraph.add_run(block.line.text)
    run.bold = True if block.look in ("question", "answer") else None
    if block.look == "answer":
        paragraph.add_run(" " + "_" * 60)
    _cited(paragraph, block.line)
    return paragraph


def _cited(paragraph: Any, line: Line) -> None:
    if line.cited:
        run = paragraph.add_run(f" [{line.cited}]")
        run.font.size, run.font.color.rgb, run.italic = Pt(8.5), _SOFT, False


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    table.autofit = False
    for cell, line in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(line.text).bold = True
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _SHADE)
        cell._tc.get_or_add_tcPr().append(shade)
    _mark(table.rows[0], "w:tblHeader")
    for row in block.rows:
        added = table.add_row()
        _mark(added, "w:cantSplit")
        if block.blank:
            added.height = Cm(2.6)
        for cell, words in zip(added.cells, row, strict=True):
            _fill(cell, words)
    for column, share in zip(table.columns, block.widths, strict=True):
        column.width = Cm(_WIDTH * share)
    for row in table.rows:
        for cell, share in zip(row._tr.tc_lst, block.widths, strict=True):
            cell.width = Cm(_WIDTH * share)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _mark(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _fill(cell: Any, words: Cell) -> None:
    for number, line in enumerate(words):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(line.text).font.size = Pt(9)
        _cited(paragraph, line)


def _picture(document: Any, block: Picture) -> None:
    shape = document.add_picture(io.BytesIO(block.png), width=Cm(_WIDTH))
    shape._inline.docPr.set("descr", " ".join((block.alt.text, *(line.text + ";" for line in block.said))))


def _footer(section: Any, paper: Paper) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{paper.footer.text} · {paper.page.text} ").font.size = Pt(7)
    run = paragraph.add_run()
    run.font.size = Pt(7)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)
