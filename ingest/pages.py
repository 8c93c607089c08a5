"""Pages of a PDF with all that stands on them: lines, pieces, tables, boxes. Long files are read by two processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import msgspec
import pdfplumber

from ingest.furniture import Page
from ingest.lines import lines_and_pieces, rows_of_chars
from ingest.tables import grids_of

PROCESSES = 2
LONG = 24
"""From this many pages on, a second process is worth its start."""
TIME_LIMIT = 600.0
_PACKED = msgspec.msgpack.Decoder(list[Page])


class Unread(Exception):
    """The pages could not be read; why, in the parser's words."""


def read_pages(file: Path, count: int) -> list[Page]:
    """Read all pages of a file that has `count`. Raises Unread for a file that is damaged inside."""
    if count < LONG:
        try:
            return list(_pages(file, 1, count))
        except Exception as error:  # the parser below raises what it likes on a damaged file
            raise Unread(str(error)) from error
    return _together(file, count)


def _together(file: Path, count: int) -> list[Page]:
    """Read alternate runs of pages in processes of their own, which hand them back packed."""
    bounds = [1 + count * i // PROCESSES for i in range(PROCESSES + 1)]
    pages: list[Page] = []
    with ExitStack() as stack:
        outs = [stack.enter_context(TemporaryFile()) for _ in range(PROCESSES)]
        runs = [_start(file, bounds[i], bounds[i + 1] - 1, out) for i, out in enumerate(outs)]
        try:
            codes = [run.wait(TIME_LIMIT) for run in runs]
        except subprocess.TimeoutExpired as error:
            raise Unread(f"its pages were not read in {TIME_LIMIT:.0f} seconds") from error
        finally:
            for run in runs:
                run.kill()
                run.wait()
        if any(codes):
            raise Unread("its pages cannot be parsed")
        for out in outs:
            out.seek(0)
            pages += _PACKED.decode(out.read())
    return pages


def _start(file: Path, first: int, last: int, out: Any) -> subprocess.Popen[bytes]:
    code = "import sys; from ingest.pages import main; main(*sys.argv[1:])"
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", code, str(file.resolve()), str(first), str(last)]
    return subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, cwd=root)


def main(file: str, first: str, last: str) -> None:
    """Write pages `first` to `last` of a file to standard output, packed. Run by `read_pages` in another process."""
    sys.stdout.buffer.write(msgspec.msgpack.encode(list(_pages(Path(file), int(first), int(last)))))


def _pages(file: Path, first: int, last: int) -> Iterator[Page]:
    """Read pages once. pdfplumber knows type and place; its caches are dropped page by page."""
    with pdfplumber.open(file, pages=list(range(first, last + 1))) as document:
        for page in document.pages:
            yield page_of(page)
            page.close()


def page_of(page: Any) -> Page:
    """Read one pdfplumber page."""
    number = int(page.page_number)
    rows = rows_of_chars(page.chars)
    lines, pieces = lines_and_pieces(rows, number)
    grids, frames = grids_of(page, number)
    width, height = float(page.width), float(page.height)
    return Page(
        number=number,
        height=height,
        lines=tuple(lines),
        pieces=tuple(pieces),
        grids=grids,
        frames=frames,
        width=width,
        pictured=sum(_area(image) for image in page.images) / (width * height or 1.0),
    )


def _area(image: dict[str, Any]) -> float:
    return abs(float(image["x1"] - image["x0"]) * float(image["bottom"] - image["top"]))
