"""A PDF of a law -> a Reading: its clause tree, with the page and the place of every line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pdfplumber
import pypdfium2

from ingest.blocks import Block, Kind, blocks_of, broken_words
from ingest.clauses import clauses_of
from ingest.contents import find_contents, unmet
from ingest.errors import BadDocument
from ingest.furniture import Page, without_furniture
from ingest.layout import choose, measure
from ingest.lines import Line, lines_of
from ingest.model import Reading
from ingest.tree import provisions_of

_FRBR = re.compile(r"/akn/[a-z]{2}(?:-[a-z0-9]+)?/[\w./-]+?(?:/(?P<lang>[a-z]{3}))?(?:@(?P<date>\d{4}-\d{2}-\d{2}))?(?=[\s,;]|$)")
_AS_AT = re.compile(r"\bas\s+at\s+(?P<date>\d{1,2}\s+[A-Z][a-z]+\s+\d{4})")
_SUBSIDIARY = re.compile(r"\[\s*Subsidiary\s*\]|SUBSIDIARY LEGISLATION")
_LANGUAGES = {"eng": "en", "swa": "sw"}
FEW_LETTERS = 12
"""A page with fewer letters than this holds no text worth the name."""


def read_pdf(file: Path, slug: str) -> Reading:
    """Read a PDF into provisions whose paths start with `slug`, in reading order.

    Raises BadDocument, naming the file and the next step, for a file that is missing, empty, no PDF, locked, damaged,
    without text, or without clauses.
    """
    empty_pages = _first_look(file)
    pages = without_furniture(_pages(file))
    lines = [line for page in pages for line in page.lines]
    whole = "\n".join(line.text for page in pages for line in (*page.furniture, *page.lines))
    contents = find_contents(lines)
    text, beyond = _main_text(lines[contents.stop :], pages)
    if not text:
        raise _no_clauses(file)
    measures = measure(text)
    layout = choose(text, measures, whole)
    blocks = blocks_of(text, layout, measures, broken_words(text))
    start = _start(blocks)
    provisions, doubts = provisions_of(clauses_of(blocks[start:], layout, measures), slug)
    if not provisions:
        raise _no_clauses(file)
    front = [*lines[: contents.start], *(line for block in blocks[:start] for line in block.lines)]
    frbr, as_at, lang = _identity(whole)
    return Reading(
        provisions=provisions,
        layout=layout.name,
        title=_title(front or lines),
        as_at=as_at,
        frbr=frbr,
        lang=lang,
        pages=len(pages),
        doubts=(*_unread(file, empty_pages, beyond), *unmet(contents, provisions), *doubts),
    )


def _first_look(file: Path) -> tuple[int, ...]:
    """Refuse what cannot be read; give the numbers of pages that hold no text."""
    _refuse_no_pdf(file)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(file, error) from error
    try:
        letters = [_letters(document, i) for i in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise _damaged(file) from error
    finally:
        document.close()
    empty = tuple(i + 1 for i, n in enumerate(letters) if n < FEW_LETTERS)
    if len(empty) == len(letters):
        raise BadDocument(
            f"{file.name} has no text on its {len(letters)} pages: it is a scan.",
            "Run OCR over it (for example `ocrmypdf in.pdf out.pdf`) and import the result.",
        )
    return empty


def _refuse_no_pdf(file: Path) -> None:
    if not file.is_file():
        raise BadDocument(f"There is no file {file}.", "Check the name and the folder.")
    if file.stat().st_size == 0:
        raise BadDocument(f"{file.name} is empty (0 bytes).", "Download it again.")
    with file.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" not in head:
        raise BadDocument(
            f"{file.name} is not a PDF: it begins with {head[:12]!r}.",
            "Give a PDF, or rename the file to what it is (.html, .xml, .docx, .txt) and import that.",
        )
    if b"%%EOF" not in file.read_bytes()[-4096:]:
        raise BadDocument(f"{file.name} is cut off: its end is missing.", "Download it again, to the end.")


def _unreadable(file: Path, error: pypdfium2.PdfiumError) -> BadDocument:
    if "password" in str(error).lower():
        return BadDocument(
            f"{file.name} is encrypted: it opens only with a password.",
            "Open it with its password, save a copy without one, and import the copy.",
        )
    return _damaged(file)


def _no_clauses(file: Path) -> BadDocument:
    return BadDocument(
        f"No clauses were recognised in {file.name}.",
        "Check that it is the text of a law with numbered sections; if it is, import it as text or HTML.",
    )


def _damaged(file: Path) -> BadDocument:
    return BadDocument(f"{file.name} is damaged and cannot be opened.", "Download it again, or print it anew to PDF.")


def _letters(document: pypdfium2.PdfDocument, index: int) -> int:
    page = document[index]
    words = page.get_textpage().get_text_range()
    page.close()
    return sum(char.isalnum() for char in words)


def _pages(file: Path) -> list[Page]:
    """Read every page once. pdfplumber knows type and place; its caches are dropped page by page."""
    pages: list[Page] = []
    try:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                lines = tuple(lines_of(page.chars, page.page_number))
                pages.append(Page(page.page_number, float(page.height), lines))
                page.close()
    except Exception as error:  # the parser below raises what it likes on a damaged file
        raise _damaged(file) from error
    return pages


def _main_text(lines: Sequence[Line], pages: Sequence[Page]) -> tuple[list[Line], tuple[int, ...]]:
    """Give the instrument's own text, and the pages after it that hold subsidiary legislation."""
    marked = [page.number for page in pages if any(_SUBSIDIARY.search(line.text) for line in page.furniture)]
    marked += [line.page for line in lines if line.bold and _SUBSIDIARY.fullmatch(line.text)]
    first = min(marked, default=len(pages) + 1)
    return [line for line in lines if line.page < first], tuple(p.number for p in pages if p.number >= first)


def _start(blocks: Sequence[Block]) -> int:
    """Where the text begins: its first Part, preamble or section; what stands before belongs to the front."""
    for i, block in enumerate(blocks):
        opens = block.kind in (Kind.DIVISION, Kind.SECTION) or block.text.strip().lower() == "preamble"
        above = block.kind is Kind.TITLE and i + 1 < len(blocks) and blocks[i + 1].text.startswith("1.")
        if opens or above:
            return i
    return next((i for i, block in enumerate(blocks) if block.text.startswith("1.")), len(blocks))


def _identity(words: str) -> tuple[str, str, str]:
    """Give FRBR URI, date "as at" (ISO) and language, as the document tells them."""
    frbr = _FRBR.search(words)
    as_at = frbr["date"] or "" if frbr else ""
    if match := _AS_AT.search(words):
        as_at = _iso(match["date"]) or as_at
    return (frbr[0] if frbr else "", as_at, _LANGUAGES.get(frbr["lang"] or "eng", "en") if frbr else "en")


def _iso(date: str) -> str:
    try:
        return datetime.strptime(" ".join(date.split()), "%d %B %Y").date().isoformat()
    except ValueError:
        return ""


def _title(front: Sequence[Line]) -> str:
    """The words set in the largest type before the text begins."""
    largest = max(line.size for line in front)
    at = next(i for i, line in enumerate(front) if line.size == largest)
    title = [front[at].text]
    for line in front[at + 1 :]:
        if line.size != largest or line.page != front[at].page:
            break
        title.append(line.text)
    return " ".join(title)


def _unread(file: Path, empty: tuple[int, ...], beyond: tuple[int, ...]) -> list[str]:
    doubts: list[str] = []
    if empty:
        doubts.append(f"{file.name} has no text on page {_listed(empty)}; if words stand there, they need OCR.")
    if beyond:
        doubts.append(f"Page {_listed(beyond)} of {file.name} holds subsidiary legislation and was not read.")
    return doubts


def _listed(pages: tuple[int, ...]) -> str:
    return ", ".join(map(str, pages[:12])) + (" and more" if len(pages) > 12 else "")
