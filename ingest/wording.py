"""The words of any document as plain text, paragraphs parted by empty lines, for a check of what it quotes.

A block quotation begins with "> ", as in Markdown. `ingest.limits` runs this in a child process with limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

from ingest.errors import BadDocument
from ingest.pieces import Piece, lines_of
from ingest.sniff import Format, format_of, text_of

WIDER = 1.3
"""A step from line to line that is this many times the usual one parts two paragraphs."""


def wording(file: Path) -> str:
    """Give the words of a text, Markdown, Word, PDF or web page. Raises BadDocument for anything else, or for no words."""
    content = file.read_bytes()
    kind = format_of(content, file.name)
    if kind in (Format.TEXT, Format.MARKDOWN):
        words = text_of(content, file.name)
    elif kind is Format.DOCX:
        from ingest.docx import paragraphs

        words = "\n\n".join(paragraphs(content, file.name))
    elif kind is Format.PDF:
        words = "\n".join(_lines(file))
    elif kind is Format.HTML:
        words = "\n\n".join(lines_of(list(_pieces(content, file.name))))
    else:
        raise BadDocument(f"{file.name} is XML, which is not a finished document.", "Give a text, Markdown, Word or PDF file.")
    if not words.strip():
        raise BadDocument(f"{file.name} holds no words.", "Give the document that quotes the law.")
    return words


def _lines(file: Path) -> Iterator[str]:
    """Give a PDF's lines without running heads and page numbers; an empty line where a wider gap than usual parts paragraphs."""
    from ingest.furniture import without_furniture
    from ingest.pdf import scanned_pages

    pages = without_furniture(scanned_pages(file))
    gaps = [below.top - above.top for page in pages for above, below in pairwise(page.lines) if below.top > above.top]
    usual = median(gaps) if gaps else 0.0
    for page in pages:
        for above, line in zip((None, *page.lines), page.lines, strict=False):
            if above is not None and line.top - above.top > WIDER * usual:
                yield ""
            yield line.text


def _pieces(content: bytes, name: str) -> Iterator[Piece]:
    from ingest.html import pieces_of_page

    yield from pieces_of_page(content, name)
