"""A PDF -> a Reading: its clause tree or its headings, with the page and the place of every line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from ingest.errors import BadDocument
from ingest.front import listed
from ingest.furniture import Page, without_furniture
from ingest.gazette import split_notes
from ingest.law import draft_of, is_law, read_law, renamed
from ingest.model import Reading
from ingest.ocr import needing, read_scans
from ingest.pages import Unread, read_pages
from ingest.policy import read_policy


def read_pdf(file: Path, slug: str) -> Reading:
    """Read a PDF into provisions whose paths start with `slug`, in reading order.

    A law or a treaty becomes its clauses, any other document its headings, paragraphs and tables. Pages without text,
    or with text that is mostly faults, are read by OCR; their provisions carry their confidence.

    Raises BadDocument, naming the file and the next step, for a file that is missing, empty, no PDF, locked, damaged,
    without text where no OCR is installed, or without clauses and headings.
    """
    pages = _pages(file, _count(file))
    wanting = needing(pages)
    scanned, unread, late = read_scans(file, pages, wanting)
    pages, notes = split_notes(scanned)
    pages = list(without_furniture(pages))
    draft = draft_of(pages, notes)
    reading: Reading | None = None
    if draft and is_law(draft, notes):
        reading = read_law(draft, pages, notes, slug)
    if draft and reading is None:
        reading = read_policy(draft, without_furniture(scanned), slug)
    if reading is None:
        raise _no_clauses(file)
    return renamed(reading, [*_late(file, late), *_unread(file, pages, [n for n in wanting if n not in late], unread)])


def scanned_pages(file: Path) -> list[Page]:
    """Give the pages of a PDF, those without text as OCR reads them. Raises BadDocument as `read_pdf` does."""
    pages = _pages(file, _count(file))
    return read_scans(file, pages, needing(pages))[0]


def _count(file: Path) -> int:
    """Refuse what cannot be read; give the number of pages."""
    _refuse_no_pdf(file)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(file, error) from error
    try:
        return len(document)
    finally:
        document.close()


def _pages(file: Path, count: int) -> list[Page]:
    try:
        return read_pages(file, count)
    except Unread as error:
        raise _damaged(file) from error


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
        f"No clauses and no headings were recognised in {file.name}.",
        "Check that it is a law with numbered sections or a document with headings; if it is, import it as text or HTML.",
    )


def _damaged(file: Path) -> BadDocument:
    return BadDocument(f"{file.name} is damaged and cannot be opened.", "Download it again, or print it anew to PDF.")


def _late(file: Path, late: Sequence[int]) -> list[str]:
    """Say which pages the time did not reach, and how to read on."""
    if not late:
        return []
    cut = f"`qpdf {file.name} --pages . {late[0]}-{late[-1]} -- rest.pdf`"
    step = f"To read on: {cut}, then import rest.pdf; or make the whole readable once with `ocrmypdf`."
    return [f"{len(late)} pages were not read, {late[0]} to {late[-1]}: OCR of a long scan takes longer than a file may. {step}"]


def _unread(file: Path, pages: Sequence[Page], wanting: Sequence[int], unread: Sequence[int]) -> list[str]:
    """Say what OCR read, and what nothing read."""
    doubts: list[str] = []
    done = [number for number in wanting if number not in unread]
    if done:
        sure = [line.sure for page in pages if page.number in done for line in page.lines]
        share = sum(sure) / len(sure) if sure else 0.0
        doubts.append(
            f"Page {listed(done)} of {file.name} was read by OCR, with confidence {share:.2f}: compare it with the page; "
            "tables there are read as lines."
        )
    if unread:
        doubts.append(f"{file.name} has no text on page {listed(unread)}; if words stand there, they need OCR.")
    return doubts
