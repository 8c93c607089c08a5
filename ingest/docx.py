"""Word files -> a Reading: headings by their styles, paragraphs with the numbers that Word would print, tables as rows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from ingest.arrangement import LONGEST_HEADING
from ingest.dates import as_at_of
from ingest.docx_numbers import Numbering
from ingest.errors import BadDocument
from ingest.frbr import Frbr
from ingest.model import Reading
from ingest.nodes import Element
from ingest.pieces import Piece, read_pieces
from ingest.rows import WIDEST

if TYPE_CHECKING:
    from docx.document import Document

LAYOUT = "docx"
UNPACKED = 250_000_000
"""A Word file that unpacks to more bytes than this is not read."""
PART = 60_000_000
"""Nor is one of whose XML parts one does."""
PARTS = 20_000

_WORDS = ".//w:p | .//w:t | .//w:tab | .//w:br"
_SENTENCE = re.compile(r"^\W*\d|^Part\b|[.;:,]$", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|kichwa)\s*(?P<level>[1-9])", re.IGNORECASE)


def read_docx(file: Path, slug: str) -> Reading:
    """Read a Word file (.docx). Raises BadDocument for a damaged one, a zip bomb, or one without clauses or headings."""
    content = file.read_bytes()
    refuse_bomb(content, file.name)
    document = _open(content, file.name)
    pieces = list(_pieces(document))
    reading = read_pieces([piece for piece in pieces if piece.level >= 0], slug, LAYOUT)
    if not reading.provisions:
        raise BadDocument(
            f"{file.name} has neither headings nor numbered clauses.",
            "Mark its headings with Word's heading styles, or number its sections (`3. Heading`), and import it again.",
        )
    words = "\n".join(piece.words for piece in pieces)
    frbr = Frbr.find(words)
    return replace(
        reading,
        title=_title(document, pieces, reading.layout.endswith("law")) or reading.title,
        frbr=str(frbr) if frbr else "",
        as_at=(frbr.date if frbr else "") or as_at_of(words),
        lang=frbr.language if frbr else "en",
        doubts=(*_unread(document), *reading.doubts),
    )


def refuse_bomb(content: bytes, name: str) -> None:
    """Raise BadDocument for a ZIP that is damaged or that unpacks to far more than any document."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise BadDocument(f"{name} is cut off or damaged: it is no whole Word file.", "Download it again, or save it anew.") from error
    whole = sum(info.file_size for info in infos)
    largest = max((info.file_size for info in infos if info.filename.endswith((".xml", ".rels"))), default=0)
    if whole > UNPACKED or largest > PART or len(infos) > PARTS:
        raise BadDocument(
            f"{name} would unpack to {max(whole, largest) // 1_000_000:,} MB.", "It may be a trap; get it from its publisher."
        )
    if any(info.flag_bits & 1 for info in infos):
        raise BadDocument(f"{name} is encrypted.", "Open it with its password, save a copy without one, and import the copy.")


def _open(content: bytes, name: str) -> Document:
    try:
        return docx.Document(BytesIO(content))
    except MemoryError:
        raise
    except (PackageNotFoundError, etree.LxmlError, Exception) as error:  # python-docx raises what it likes on a damaged file
        raise BadDocument(f"{name} is damaged: Word's parts in it do not fit together.", "Open it in Word and save it anew.") from error


def _pieces(document: Document) -> Iterator[Piece]:
    """Give headings, paragraphs and tables in order. The title is a piece of level -1, which is no clause."""
    numbering = Numbering(document)
    try:
        caption = ""
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                yield _table(block, caption)
                caption = ""
                continue
            yield from [Piece(caption)] if caption else []
            caption = " ".join(block.text.split()) if _style(block).lower() == "caption" else ""
            yield from [] if caption else _paragraph(block, numbering)
        yield from [Piece(caption)] if caption else []
    except (KeyError, AttributeError, ValueError, TypeError, IndexError) as error:
        raise BadDocument("The Word file is damaged in its text.", "Open it in Word and save it anew.") from error


def paragraphs(content: bytes, name: str) -> Iterator[str]:
    """Give the words of a Word file by paragraph, "> " before a block quotation. Raises BadDocument for a damaged file."""
    refuse_bomb(content, name)
    document = _open(content, name)
    numbering = Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from (" | ".join(filter(None, row)) for row in _table(block).rows)
            continue
        words = " ".join(f"{numbering.label(block)} {block.text}".split())
        yield ("> " if "quote" in _style(block).lower() else "") + words
    yield from _footnotes(document)


def _footnotes(document: Document) -> Iterator[str]:
    for part in document.part.package.iter_parts():
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            for note in etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True)):
                yield " ".join("".join(word.text or "" for word in note.iter("{*}t")).split())


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> Iterator[Piece]:
    words = " ".join(paragraph.text.split())
    label = numbering.label(paragraph)
    if not words:
        return
    style = _style(paragraph)
    if style.lower() in ("title", "subtitle"):
        yield Piece(words, -1)
        return
    heading = _HEADING.match(style)
    level = int(heading["level"]) if heading else _outline_level(paragraph)
    bold = all(run.bold for run in paragraph.runs if run.text.strip())
    for at, line in enumerate(filter(None, (" ".join(part.split()) for part in paragraph.text.split("\n")))):
        yield Piece(f"{label} {line}".strip() if at == 0 else line, level if at == 0 else 0, strong=bold)


def _style(paragraph: Paragraph) -> str:
    """Give the name of a paragraph's style, or of the style that it is based on where that is a heading."""
    style = paragraph.style
    first = str(style.name) if style is not None and style.name else ""
    for _ in range(12):
        if style is None or not style.name:
            return first
        if _HEADING.match(style.name):
            return str(style.name)
        style = style.base_style
    return first


def _outline_level(paragraph: Paragraph) -> int:
    found = paragraph._p.xpath("./w:pPr/w:outlineLvl/@w:val")
    return int(found[0]) + 1 if found and str(found[0]).isdigit() and int(found[0]) < 9 else 0


def _table(table: Table, caption: str = "") -> Piece:
    rows: list[tuple[str, ...]] = []
    for row in table._tbl.tr_lst:
        cells = row.xpath("./w:tc | ./w:sdt//w:tc")
        said: list[str] = []
        for cell in cells:
            above = rows[-1][len(said)] if rows and len(said) < len(rows[-1]) else ""
            said += [above if _goes_on(cell) else _cell(cell), *[""] * (_width(cell) - 1)]
        rows.append(tuple(said[:1] if len(cells) == 1 else said))
    return Piece(caption, rows=tuple(row for row in rows if any(row)))


def _goes_on(cell: Element) -> bool:
    """Whether a cell is the rest of one that reaches down from the row above."""
    merged = cell.xpath("./w:tcPr/w:vMerge")
    return bool(merged) and not cell.xpath("./w:tcPr/w:vMerge[@w:val='restart']")


def _width(cell: Element) -> int:
    """How many columns a cell takes."""
    stated = str((cell.xpath("./w:tcPr/w:gridSpan/@w:val") or ["1"])[0])
    return min(max(int(stated), 1), WIDEST) if re.fullmatch(r"\d{1,4}", stated) else 1


def _cell(cell: Element) -> str:
    """Give the words of a cell, its paragraphs one after the other; what was struck out is left out."""
    return " ".join("".join((part.text or "") if part.tag.endswith("}t") else " " for part in cell.xpath(_WORDS)).split())


def _title(document: Document, pieces: list[Piece], law: bool) -> str:
    """The paragraph in the style of titles, else what the file says of itself, else the line above a law."""
    stated = next((piece.words for piece in pieces if piece.level < 0), "")
    try:
        kept = document.core_properties.title or ""
    except (KeyError, ValueError, AttributeError, etree.LxmlError):
        kept = ""
    head = pieces[0].words if law and len(pieces[0].words.split()) <= LONGEST_HEADING and not _SENTENCE.search(pieces[0].words) else ""
    return stated or (kept if kept != "Word Document" else "") or head


def _unread(document: Document) -> tuple[str, ...]:
    """Say what stands in the file and was not read: text boxes, pictures, tracked changes."""
    body = document.element.body
    doubts = []
    if boxes := len(body.xpath(".//w:txbxContent")):
        doubts.append(f"{boxes} text boxes were not read.")
    if pictures := len(body.xpath(".//w:drawing | .//w:pict")):
        doubts.append(f"{pictures} pictures were not read; words in them are not known.")
    if body.xpath(".//w:del"):
        doubts.append("The file holds tracked changes: words struck out were left out, words put in were read.")
    return tuple(doubts)
