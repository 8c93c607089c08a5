"""Any document -> a Reading, in this process. `ingest.limits` runs this in a child process with limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.dates import as_at_of
from ingest.enumerators import enumerators
from ingest.errors import BadCorpus, BadDocument
from ingest.frbr import Frbr
from ingest.markdown import read_markdown
from ingest.model import Reading
from ingest.paragraphs import paragraphs
from ingest.pieces import Piece, read_pieces, with_typed_headings
from ingest.sniff import Format, format_of, text_of
from ingest.text import read_text

MOST_PAGES = 3000
"""Even of pages with few words no more than this can be read in the two minutes that a file may take."""
_HEADING = re.compile(r"(?P<marks>#{1,6}) +(?P<words>.*?)(?: +#+)?")
_BULLET = re.compile(r"[-*+] +(?P<words>.*)")
_LINK = re.compile(r"\[([^\]]*)\]\((?:https?:|mailto:|#|/)[^)\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,3}|`)(?=\S)(.+?)(?<=\S)\1(?![\w*_])")
_ENDS = re.compile(r"(?:[.;:,—–]|\b(?:and|or))$")
_TABLE = re.compile(r"\|.*\|")
_RULE = re.compile(r"\|?[\s:|-]+\|?")


def read_any(file: Path, slug: str) -> Reading:
    """Read a document by what it is, whatever its name. Raises BadDocument, and BadCorpus for a file of the plain layer."""
    content = file.read_bytes()
    match format_of(content, file.name):
        case Format.PDF:
            from ingest.pdf import read_pdf

            _refuse_endless(file)
            return read_pdf(file, slug)
        case Format.HTML:
            from ingest.html import read_html

            return read_html(file, slug)
        case Format.XML:
            from ingest.akn import read_akn

            return read_akn(file, slug)
        case Format.DOCX:
            from ingest.docx import read_docx

            return read_docx(file, slug)
        case Format.MARKDOWN:
            return _markdown(file, text_of(content, file.name), slug)
        case Format.TEXT:
            return _text(file, text_of(content, file.name), slug)


def _refuse_endless(file: Path) -> None:
    """Refuse a PDF of more pages than can be read in the time that a file may take; what else is wrong its reader tells."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
        count = len(document)
        document.close()
    except pypdfium2.PdfiumError:
        return
    if count > MOST_PAGES:
        raise BadDocument(
            f"{file.name} has {count:,} pages; no more than {MOST_PAGES:,} are read at once.",
            "Import the part that you need: `qpdf in.pdf --pages . 1-500 -- part.pdf` cuts it out.",
        )


def _text(file: Path, text: str, slug: str) -> Reading:
    pieces = with_typed_headings([Piece(line.strip()) for line in paragraphs(text).splitlines() if line.strip()])
    typed = any(piece.level for piece in pieces)
    reading = replace(read_pieces(pieces, slug, "text"), title=pieces[0].words) if typed else read_text(paragraphs(text), slug)
    if not reading.provisions:
        raise BadDocument(f"{file.name}: no clauses were recognised.", "A statute has lines like `3. Heading` and `(1) ...`.")
    return _identified(reading, text)


def _markdown(file: Path, text: str, slug: str) -> Reading:
    """Read the plain layer's own format where it is that, else any Markdown by its headings."""
    own = file.name.startswith(("plain.", "note."))
    try:
        reading = Reading(read_markdown(file, slug), "markdown")
        if own or not any(enumerators(line) for one in reading.walk() for line in f"{one.opening}\n{one.closing}".split("\n")):
            return reading
    except BadCorpus:
        if own:
            raise
    pieces = list(_pieces(text))
    reading = read_pieces(pieces, slug, "markdown")
    if not reading.provisions:
        raise BadDocument(f"{file.name}: no headings or clauses were recognised.", "Write headings like `## 3. Heading`.")
    return _identified(replace(reading, title=reading.title or next((p.words for p in pieces if p.level == 1), "")), text)


def _identified(reading: Reading, text: str) -> Reading:
    frbr = Frbr.find(text)
    return replace(reading, frbr=str(frbr) if frbr else "", as_at=(frbr.date if frbr else "") or as_at_of(text))


def _bare(line: str) -> str:
    """A line of Markdown without the marks of quotations, emphasis and links."""
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line.strip().removeprefix(">").strip()))


def _pieces(text: str) -> Iterator[Piece]:
    paragraph: list[str] = []
    rows: list[tuple[str, ...]] = []
    for line in [*(_bare(one) for one in text.splitlines()), ""]:
        heading, bullet = _HEADING.fullmatch(line), _BULLET.fullmatch(line)
        item = paragraph and bool(enumerators(line)) and _ENDS.search(paragraph[-1])
        if paragraph and (not line or heading or bullet or item or _TABLE.fullmatch(line)):
            yield Piece(" ".join(paragraph))
            paragraph = []
        if rows and not _TABLE.fullmatch(line):
            yield Piece("", rows=tuple(rows))
            rows = []
        if heading:
            yield Piece(heading["words"], len(heading["marks"]))
        elif bullet:
            paragraph = [bullet["words"]]
        elif _TABLE.fullmatch(line):
            rows += [] if _RULE.fullmatch(line) else [tuple(cell.strip() for cell in line.strip("|").split("|"))]
        elif line:
            paragraph.append(line)
