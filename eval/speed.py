"""How fast documents are read, and in how much memory: the reader runs as it does for users, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from eval import typeset
from ingest.library import import_document
from ingest.limits import MEMORY, SECONDS, memory_of

LONG = 200
"""Pages of the long document."""
MOST_SECONDS, MOST_AGAIN = 30.0, 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What reading one file took: pages, seconds by the clock, the most bytes of memory of all its processes together."""

    name: str
    pages: int
    seconds: float
    memory: int
    again: float

    def line(self) -> str:
        """Give the pace as a line of the report."""
        return f"{self.name[:45]:46}{self.pages:6}{self.seconds:9.1f}{self.memory / 1e6:9.0f}{self.again:14.2f}"


def report(sources: Path | None) -> list[str]:
    """Give the lines for the real PDFs below `sources` and for an invented law of 200 pages."""
    files = sorted(sources.glob("*/*.pdf")) if sources and sources.is_dir() else []
    lines = [f"{'document':46}{'pages':>6}{'seconds':>9}{'MB':>9}{'second import':>14}"]
    with tempfile.TemporaryDirectory() as folder:
        long = long_law(Path(folder) / "long.pdf", LONG)
        lines += [pace(f"{file.parent.name}/{file.name}", file).line() for file in files]
        lines.append(pace(f"an invented law of {LONG} pages", long).line())
    lines.append(f"Aims: {LONG} pages in {MOST_SECONDS:.0f} seconds and {MEMORY / 1e6:.0f} MB; a second import in {MOST_AGAIN:.0f} second.")
    return lines


def pace(name: str, file: Path) -> Pace:
    """Read a file as an import does, watching its memory; then import it twice and time the second."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        start = time.perf_counter()
        words = [str(file), "reading", "draft", str(MEMORY), str(SECONDS)]
        child = subprocess.Popen([sys.executable, "-m", "ingest.limits", *words], stdout=subprocess.DEVNULL, start_new_session=True)
        most = 0
        while child.poll() is None:
            most = max(most, memory_of(child.pid))
            time.sleep(0.05)
        seconds = time.perf_counter() - start
        import_document(file, home, {}, "draft")
        start = time.perf_counter()
        import_document(file, home, {}, "draft")
        return Pace(name, len(pypdfium2.PdfDocument(file)), seconds, most, time.perf_counter() - start)


def long_law(file: Path, pages: int) -> Path:
    """Print an invented treaty that fills at least so many pages."""
    clause = "Each party keeps its lamps lit from dusk to dawn, writes in its list who lit them and when, and sends the list to the others"
    item = "(a) the lamps that it lit in the year, with the name of each tower;\n(b) the lamps that it mended, and what that cost."
    article = "\n".join(f"{n}. {clause}, together with—\n{item}" for n in range(1, 5))
    count = 2 * pages
    text = "\n".join(f"Article {n}. Lamps of the year {n}\n{article}" for n in range(1, count))
    return typeset.treaty(file, "Convention on Lamps", text, typeset.PRINTS["left, colon, plain title"])
