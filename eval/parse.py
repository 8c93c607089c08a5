"""How well documents are read: provisions found, right, missing and extra, against a standard for each document."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval import invented, typeset
from ingest.contents import find_contents
from ingest.furniture import without_furniture
from ingest.model import Provision, Reading
from ingest.pages import read_pages
from ingest.pdf import read_pdf
from ingest.text import read_text

Words = tuple[str, str, str]
"""Heading, opening, closing; a standard that knows no words of a provision has only its heading."""
_FOLDED = str.maketrans("“”‘’–—", "\"\"''--")
LISTED = ("data-protection-act-2019", "constitution-2010")
"""Real documents that are held against their own contents pages."""


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of one document."""

    name: str
    layout: str
    want: int
    right: int
    missing: int
    extra: int
    doubts: int
    seconds: float

    def line(self) -> str:
        """Give the score as a line of the report."""
        counts = f"{self.want:6}{self.right:7}{self.missing:9}{self.extra:7}{self.doubts:8}{self.seconds:8.1f}"
        return f"{self.name[:45]:46}{self.layout:24}{counts}"


def report(sources: Path | None) -> list[str]:
    """Give the report's lines: the real documents below `sources`, treaties set in print, invented documents of policy."""
    lines = [f"{'document':46}{'layout':24}{'want':>6}{'right':>7}{'missing':>9}{'extra':>7}{'doubts':>8}{'seconds':>8}"]
    if sources is None or not sources.is_dir():
        lines.append("No real documents: set KINGA_SOURCES to a folder of them.")
    else:
        lines.extend(score.line() for score in (*_real(sources), *_treaties(sources)))
        lines.append("Where a document's contents differ from its own text, the text counts; `kinga import` names each difference.")
    lines.extend(score.line() for score in _policies())
    return lines


# -- real documents -------------------------------------------------------------------------------------------------------


def _real(sources: Path) -> Iterator[Score]:
    standard = sources.parent / "eval" / "ctip-act-provisions.jsonl"
    act = sources / "ctip-act-2010" / "act-current-layout.pdf"
    if act.is_file() and standard.is_file():
        rows = map(json.loads, standard.read_text(encoding="utf-8").splitlines())
        want = {row["path"]: (row["heading"], row["opening"], row["closing"]) for row in rows}
        yield _scored("Act, present layout: every clause", act, "ctip-act-2010", want)
    for slug in LISTED:
        file = sources / slug / "kenyalaw.pdf"
        if file.is_file():
            yield _against_contents(f"{slug}: contents pages", file, slug)
    for file in sorted((sources / "gazette-scan").glob("*.pdf")):
        yield _in_order(f"{file.stem}: margin notes", file)


def _scored(name: str, file: Path, slug: str, want: Mapping[str, Words]) -> Score:
    start = time.perf_counter()
    reading = read_pdf(file, slug)
    return compared(name, reading, want, time.perf_counter() - start)


def compared(name: str, reading: Reading, want: Mapping[str, Words], seconds: float) -> Score:
    """Hold a reading against a standard: a provision is right where heading, opening and closing are."""
    got = {str(p.path): p for p in reading.walk()}
    right = sum(path in got and _is_right(got[path], words) for path, words in want.items())
    missing = sum(path not in got for path in want)
    return Score(name, reading.layout, len(want), right, missing, len(got.keys() - want.keys()), len(reading.doubts), seconds)


def _is_right(found: Provision, words: Words) -> bool:
    heading, opening, closing = words
    same = _fold(found.opening) == _fold(opening) and _fold(found.closing) == _fold(closing)
    return same and (len(found.path.steps) > 1 or _fold(found.heading).lower() == _fold(heading).lower())


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(_FOLDED)).strip()


def _against_contents(name: str, file: Path, slug: str) -> Score:
    """Hold every section's number and heading against the contents pages of the document itself."""
    start = time.perf_counter()
    reading = read_pdf(file, slug)
    seconds = time.perf_counter() - start
    lines = [line for page in without_furniture(read_pages(file, reading.pages)) for line in page.lines]
    listed = _listed([(entry.number.lower(), entry.heading) for entry in find_contents(lines).entries])
    sections = {p.path.steps[0]: p.heading for p in reading.provisions if p.path.steps[0][0].isdigit()}
    right = sum(number in sections and _letters(sections[number]) == _letters(heading) for number, heading in listed.items())
    missing = len(listed.keys() - sections.keys())
    return Score(name, reading.layout, len(listed), right, missing, len(sections.keys() - listed.keys()), len(reading.doubts), seconds)


def _listed(entries: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, heading in entries:
        if not number and re.search(r"\bschedules?\b", heading, re.IGNORECASE):
            break
        if number:
            found[number] = heading
    return found


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.lower())


def _in_order(name: str, file: Path) -> Score:
    """Without a standard: sections that are numbered 1, 2, 3 ... without a gap, each with the note beside it as its heading."""
    start = time.perf_counter()
    reading = read_pdf(file, "gazette")
    seconds = time.perf_counter() - start
    numbers = [p.path.steps[0] for p in reading.provisions]
    last = max((int(n) for n in numbers if n.isdigit()), default=0)
    want = [str(n) for n in range(1, last + 1)]
    headed = {p.path.steps[0] for p in reading.provisions if p.heading and p.opening}
    right = len(headed.intersection(want)) if [n for n in numbers if n in want] == [n for n in want if n in numbers] else 0
    missing = len(set(want) - set(numbers))
    return Score(name, reading.layout, len(want), right, missing, len(set(numbers) - set(want)), len(reading.doubts), seconds)


# -- treaties set in print, invented documents ----------------------------------------------------------------------------


def _treaties(sources: Path) -> Iterator[Score]:
    """Set every treaty's plain text in print, each in another way, and hold the PDF reader against the text reader."""
    prints = list(typeset.PRINTS.items())
    texts = [file for file in sorted(sources.glob("*/official.txt")) if "\nArticle " in file.read_text(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as folder:
        for i, file in enumerate(texts):
            slug, text = file.parent.name, file.read_text(encoding="utf-8")
            how, style = prints[i % len(prints)]
            want = {str(p.path): (p.heading, p.opening, p.closing) for p in read_text(text, slug).walk()}
            printed = typeset.treaty(Path(folder) / "treaty.pdf", slug.replace("-", " ").title(), text, style)
            yield _scored(f"{slug}: {how}", printed, slug, want)


def _policies() -> Iterator[Score]:
    """Read the invented documents; headings and table rows are wanted, nothing else of them is counted as extra."""
    with tempfile.TemporaryDirectory() as folder:
        for name, make in invented.DOCUMENTS.items():
            document = make(Path(folder) / f"{name}.pdf")
            start = time.perf_counter()
            reading = read_pdf(document.file, "invented")
            yield policy_score(f"invented {name}", document, reading, time.perf_counter() - start)


def policy_score(name: str, document: invented.Invented, reading: Reading, seconds: float) -> Score:
    """Count headings and rows that stand at their path with their words; `extra` are headings where none should be."""
    got = {"/".join(p.path.steps): p for p in reading.walk()}
    right = sum(path in got and got[path].heading == heading for path, heading in document.headings.items())
    right += sum(path in got and got[path].opening == row for path, row in document.rows.items())
    want = document.headings.keys() | document.rows.keys()
    extra = sum(bool(p.heading) and path not in want and path != "footnotes" for path, p in got.items())
    return Score(name, reading.layout, len(want), right, len(want - got.keys()), extra, len(reading.doubts), seconds)
