"""What a file is, by its bytes and never by its name."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from io import BytesIO

from ingest.errors import BadDocument


class Format(StrEnum):
    """The formats that Kinga reads."""

    PDF = "pdf"
    HTML = "html"
    XML = "xml"
    DOCX = "docx"
    MARKDOWN = "md"
    TEXT = "txt"


_HTML = re.compile(rb"<!doctype\s+html|<html\b|<head\b|<body\b|<la-akoma-ntoso\b|<(?:section|div|h[1-6]|p|table)\b[^<>]*>", re.IGNORECASE)
_XML_ROOT = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>\s*|<\?[^>]*\?>\s*)*<(?:\w+:)?(?P<root>\w+)",
    re.DOTALL,
)
_HEADING = re.compile(r"^#{2,6} \S", re.MULTILINE)
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old Word file (.doc), or one with a password.", "Open it in Word, save it as .docx without a password."),
    (b"{\\rtf", "is an RTF file.", "Open it in Word and save it as .docx or PDF."),
    (b"\x89PNG", "is a picture.", "Make a PDF with text of it (`ocrmypdf --image-dpi 300 in.png out.pdf`) and import that."),
    (b"\xff\xd8\xff", "is a picture.", "Make a PDF with text of it (`ocrmypdf --image-dpi 300 in.jpg out.pdf`) and import that."),
    (b"II*\x00", "is a picture.", "Make a PDF with text of it (`ocrmypdf in.tif out.pdf`) and import that."),
    (b"MM\x00*", "is a picture.", "Make a PDF with text of it (`ocrmypdf in.tif out.pdf`) and import that."),
    (b"GIF8", "is a picture.", "Make a PDF with text of it and import that."),
    (b"\x1f\x8b", "is compressed.", "Unpack it and import what is inside."),
    (b"7z\xbc\xaf", "is an archive.", "Unpack it and import what is inside."),
    (b"Rar!", "is an archive.", "Unpack it and import what is inside."),
    (b"%!PS", "is PostScript.", "Print it to PDF and import that."),
)


def format_of(content: bytes, name: str) -> Format:
    """Tell the format of a file by its content. Raises BadDocument for what Kinga does not read, naming the next step."""
    head = content[:4096]
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    for magic, what, then in _FOREIGN:
        if head.startswith(magic):
            raise BadDocument(f"{name} {what}", then)
    if head.startswith(b"PK"):
        return _of_zip(content, name)
    return _of_markup(content[:65536]) or _of_words(content, name)


def _of_zip(content: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise BadDocument(f"{name} is cut off or damaged: it is no whole Word file.", "Download it again, or save it anew.") from error
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", one) for one in names):
        return Format.DOCX
    kinds = {"xl/workbook.xml": "an Excel file", "ppt/presentation.xml": "a PowerPoint file", "content.xml": "an OpenDocument file"}
    what = next((kind for part, kind in kinds.items() if part in names), "a ZIP archive, not a Word file")
    raise BadDocument(f"{name} is {what}.", "Save the document as .docx or PDF and import that; unpack an archive first.")


def _of_markup(head: bytes) -> Format | None:
    text = _ascii(head)
    if text.lstrip()[:1] != b"<":
        return None
    root = _XML_ROOT.match(text)
    name = root["root"].lower() if root else b""
    if name == b"akomantoso":
        return Format.XML
    if name == b"html" or (_HTML.search(text) and not text.lstrip().startswith(b"<?xml")):
        return Format.HTML
    return Format.XML


def _of_words(content: bytes, name: str) -> Format:
    """Markdown has headings; since a program's remarks look like those of the first level, one of the second must be there."""
    return Format.MARKDOWN if _HEADING.search(text_of(content, name)) else Format.TEXT


def _ascii(head: bytes) -> bytes:
    """Give the head of a file in UTF-16 as plain bytes, so that its tags can be seen; drop a byte order mark."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def text_of(content: bytes, name: str) -> str:
    """Decode text: UTF-8, UTF-16 with its mark, else Windows-1252. Raises BadDocument for bytes that are no text."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise BadDocument(f"{name} is none of the formats that Kinga reads.", "Import a PDF, a web page, Akoma Ntoso, a .docx or a text.")
