"""Scans: pages without a text layer, or with one that is mostly faults, are read by tesseract; each line tells how sure it is."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from ingest.errors import BadDocument
from ingest.furniture import Page
from ingest.lines import Line

DPI = 300
MOST_PIXELS = 40_000_000
"""A page that would be drawn larger than this is drawn smaller."""
PAGE_SECONDS = 60.0
OCR_SECONDS = 75.0
"""OCR of one file ends after this long, so that what it read is kept; the pages that are left are named."""
FEW_LETTERS = 12
"""A page with fewer letters than this holds no text worth the name."""
MOSTLY_FAULTS = 0.6
"""Where fewer of the words than this are sound, the text layer is not used."""
COVERED = 0.6
"""A page that pictures cover to this share, under its text, is a scan whose text was read by OCR."""
OTHERS_OCR = 0.97
"""How sure the best line is that another's OCR read: nothing tells more than that its words look sound."""
HEAVY = 1.28
"""Strokes thicker than this times the usual are bold."""
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-swa"

Picture = NDArray[np.uint8]
_LINE = re.compile(
    r"""<span\ class='ocr_(?:line|header|caption|textfloat)'[^>]*title="(?P<title>[^"]*)"[^>]*>(?P<words>.*?)(?=<span\ class='ocr_|\Z)""",
    re.DOTALL | re.VERBOSE,
)
_WORD = re.compile(r"<span class='ocrx_word'[^>]*title='(?P<title>[^']*)'[^>]*>(?P<text>.*?)</span>", re.DOTALL)
_BULLET = re.compile(r"^[e¢°«©*] (?=[A-Za-z])")
"""What tesseract makes of a bullet."""
_ODD_LETTERS = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_SOUND = re.compile(
    r"""
    [\d.,/:()%°§-]+ | \(?\d{1,4}[A-Z]{0,2}\)?(?:\([A-Za-z0-9]{1,4}\))*[.,;:]* | \d+(?:st|nd|rd|th|s)[.,;:]?     # figures, 6A, 13th
  | [(\["“‘']* (?: [A-Z]?[a-zà-ÿ]+ | [A-Z]+s? | (?:[A-Z]\.)+ | Mc[A-Z][a-z]+ )          # a word, CAPITALS, U.N.
    (?: ['’/&.-] (?: [A-Z]?[a-zà-ÿ]+ | [A-Z]+ | \d+ ) )*
    (?:\([a-z0-9]{1,4}\))* [¹²³⁰-⁹]* [)\]"”’'.,;:!?—–-]*
  | [\[(]?[a-z0-9ivxA-Z]{1,4}[\])]+[.,;:]? | [–—•·&+=*-]+ | .*@.*\..* | https?:.* | www\..*
    """,
    re.VERBOSE,
)
_SINGLES = frozenset("aAIioO&")


def soundness(text: str) -> float:
    """Give the share of words that look like words, letters counted: 1.0 for clean text, little for a broken text layer."""
    words = text.split()
    total = sum(map(len, words))
    return sum(len(word) for word in words if _is_sound(word)) / total if total else 0.0


def _is_sound(word: str) -> bool:
    if _ODD_LETTERS.search(word) or not _SOUND.fullmatch(word):
        return False
    bare = re.sub(r"[^A-Za-z]", "", word)
    if len(bare) == 1 and len(word) == 1:
        return bare in _SINGLES
    return not (len(bare) > 4 and not bare.isupper() and not re.search(r"[aeiouyAEIOUY]", bare))


def needing(pages: Sequence[Page]) -> tuple[int, ...]:
    """Give the numbers of pages that need OCR: no text under a picture, or a text layer that is mostly faults."""
    wanting = tuple(page.number for page in pages if _needs(page))
    return tuple(page.number for page in pages) if not any(_letters(page) for page in pages) else wanting


def _letters(page: Page) -> int:
    return sum(char.isalnum() for line in page.lines for char in line.text)


def _needs(page: Page) -> bool:
    if _letters(page) < FEW_LETTERS:
        return page.pictured > 0.02
    return _letters(page) > 10 * FEW_LETTERS and soundness(" ".join(line.text for line in page.lines)) < MOSTLY_FAULTS


def languages() -> str:
    """Give the languages that tesseract can read here, of English and Kiswahili: "eng+swa"; "" without tesseract."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=PAGE_SECONDS, check=False)
    here = set(done.stdout.split())
    return "+".join(lang for lang in ("eng", "swa") if lang in here)


def read_scans(file: Path, pages: Sequence[Page], wanting: Sequence[int]) -> tuple[list[Page], tuple[int, ...], tuple[int, ...]]:
    """Read the pages that want it by OCR, for `OCR_SECONDS` at most.

    Gives all pages, the numbers of those that still have no text, and of those that the time did not reach.

    Raises BadDocument, naming the package to install, where no page of the document can be read without OCR.
    """
    marked = [_doubted(page) for page in pages]
    if not wanting:
        return marked, (), ()
    langs = languages()
    if not langs:
        if len(wanting) == len(pages):
            raise _is_scan(file, len(pages), "")
        return marked, tuple(wanting), ()
    try:
        read = _weighed(list(_read(file, wanting, langs, time.monotonic() + OCR_SECONDS)))
    except pypdfium2.PdfiumError as error:
        raise BadDocument(f"{file.name} is damaged: its pages cannot be drawn for OCR.", "Download it again.") from error
    late = tuple(number for number in wanting if number not in read)
    unread = tuple(number for number in wanting if number in read and not read[number].lines)
    if len(late) == len(pages):
        raise BadDocument(
            f"{file.name} is a scan, and OCR read none of its pages in {OCR_SECONDS:.0f} seconds.",
            "Make it readable once with `ocrmypdf in.pdf out.pdf`, and import that.",
        )
    if len(unread) == len(pages):
        raise _is_scan(file, len(pages), "OCR found no words on them. ")
    return [_with(page, read[page.number]) if page.number in read else page for page in marked], unread, late


def _is_scan(file: Path, count: int, found: str) -> BadDocument:
    return BadDocument(
        f"{file.name} has no text on its {count} pages: it is a scan. {found}".strip(),
        "Look whether its pages show words; OCR needs them sharp and upright."
        if found
        else f"Install OCR (`{INSTALL}`) and import it again.",
    )


def _doubted(page: Page) -> Page:
    """Mark text that stands on the picture of a page: another's OCR read it, as well as its words look sound."""
    if page.pictured < COVERED or not page.lines:
        return page
    lines, pieces = (
        tuple(replace(line, sure=round(OTHERS_OCR * soundness(line.text), 3)) for line in kind) for kind in (page.lines, page.pieces)
    )
    return replace(page, lines=lines, pieces=pieces)


def _with(page: Page, scan: Scan) -> Page:
    return replace(page, lines=scan.lines, pieces=scan.lines)


@dataclass(frozen=True, slots=True)
class Scan:
    """What OCR read on one page: its lines, and how thick the strokes of each are, in shares of its type size."""

    page: int
    lines: tuple[Line, ...]
    strokes: tuple[float, ...]


def _read(file: Path, wanting: Sequence[int], langs: str, until: float) -> Iterator[Scan]:
    """Draw the pages one after the other (pdfium knows no threads); read two at a time, each by a process of its own.

    Ends at `until`, a time of the monotonic clock; a page that OCR had begun then is not given.
    """
    document = pypdfium2.PdfDocument(file)
    try:
        with ThreadPoolExecutor(2) as pool:
            rest = iter(wanting)
            while time.monotonic() < until and (some := list(islice(rest, 2))):
                drawn = [(number, *_drawn(document, number), langs, until) for number in some]
                yield from filter(None, pool.map(_scan, *zip(*drawn, strict=True)))
    finally:
        document.close()


def _drawn(document: pypdfium2.PdfDocument, number: int) -> tuple[Picture, float]:
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(DPI / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    page.close()
    return np.ascontiguousarray(picture.reshape(picture.shape[0], -1)), scale


def _scan(number: int, picture: Picture, scale: float, langs: str, until: float) -> Scan | None:
    """Read one drawn page; None where the time is up before it is read."""
    left = until - time.monotonic()
    hocr = _hocr(picture, scale, langs, min(PAGE_SECONDS, left)) if left > 0 else ""
    if not hocr and time.monotonic() >= until:
        return None
    found = [(line, _stroke(picture, line, scale)) for line in _lines(hocr, number, scale) if _is_text(line)]
    found.sort(key=lambda one: (one[0].top, one[0].x0))
    return Scan(number, tuple(line for line, _ in found), tuple(stroke for _, stroke in found))


def _is_text(line: Line) -> bool:
    return any(char.isalnum() for char in line.text) and line.sure > 0.25


def _hocr(picture: Picture, scale: float, langs: str, seconds: float) -> str:
    height, width = picture.shape
    image = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    command = [shutil.which("tesseract") or "tesseract", "-", "-", "-l", langs, "--dpi", str(round(72 * scale)), "hocr"]
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, timeout=seconds, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def _lines(hocr: str, page: int, scale: float) -> Iterator[Line]:
    for match in _LINE.finditer(hocr):
        words = [(_numbers(word["title"]), _plain(word["text"])) for word in _WORD.finditer(match["words"])]
        words = [(at, text) for at, text in words if text and len(at.get("bbox", ())) == 4]
        if words:
            yield _line(_numbers(match["title"]), words, page, scale)


def _numbers(title: str) -> dict[str, list[float]]:
    parts = (part.split() for part in title.split(";"))
    return {part[0]: [float(n) for n in part[1:] if re.fullmatch(r"-?[\d.]+", n)] for part in parts if part}


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text)).strip().replace("|", "I") if text else ""


def _line(at: dict[str, list[float]], words: Sequence[tuple[dict[str, list[float]], str]], page: int, scale: float) -> Line:
    x0, _, x1, bottom = at["bbox"]
    slope, offset = at.get("baseline", [0.0, 0.0])
    size = at.get("x_size", [10 * scale])[0] / scale
    foot = (bottom + offset + slope * (x1 - x0) / 2) / scale
    xs: list[float] = []
    for place, text in words:
        left, _, right, _ = place["bbox"]
        xs.extend([left / scale] if xs else [])
        xs.extend((left + (right - left) * i / len(text)) / scale for i in range(len(text)))
    letters = sum(len(text) for _, text in words)
    return Line(
        page=page,
        text=_BULLET.sub("• ", " ".join(text for _, text in words)),
        x0=words[0][0]["bbox"][0] / scale,
        top=foot - 0.8 * size,
        x1=words[-1][0]["bbox"][2] / scale,
        bottom=foot + 0.2 * size,
        size=size,
        bold=False,
        italic=False,
        coloured=False,
        bold_lead=0,
        xs=tuple(xs),
        sure=round(sum(place.get("x_wconf", [0.0])[0] * len(text) for place, text in words) / letters / 100, 3),
    )


def _stroke(picture: Picture, line: Line, scale: float) -> float:
    """Measure how thick the strokes of a line are: the mean run of ink from left to right, in type sizes."""
    x0, x1 = int(line.x0 * scale), int(line.x1 * scale) + 1
    ink = picture[max(0, int(line.top * scale)) : int(line.bottom * scale) + 1, max(0, x0) : x1] < 140
    runs = int(np.count_nonzero(ink[:, 1:] & ~ink[:, :-1]))
    return float(ink.sum()) / runs / (line.size * scale) if runs else 0.0


def _weighed(scans: Sequence[Scan]) -> dict[int, Scan]:
    """Tell sizes and weights apart over all pages: sizes that differ little are one size, thick strokes are bold."""
    lines = [(line, stroke) for scan in scans for line, stroke in zip(scan.lines, scan.strokes, strict=True)]
    long = [(line, stroke) for line, stroke in lines if len(line.text) > 30] or lines
    if not long:
        return {scan.page: scan for scan in scans}
    size, usual = median(line.size for line, _ in long), median(stroke for _, stroke in long)
    return {
        scan.page: replace(
            scan, lines=tuple(_weigh(line, stroke, size, usual) for line, stroke in zip(scan.lines, scan.strokes, strict=True))
        )
        for scan in scans
    }


def _weigh(line: Line, stroke: float, size: float, usual: float) -> Line:
    near = abs(line.size - size) <= 0.13 * size
    bold = stroke > HEAVY * usual
    return replace(line, size=round(2 * (size if near else line.size)) / 2, bold=bold, bold_lead=len(line.text) if bold else 0)
