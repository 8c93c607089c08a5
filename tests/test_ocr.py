"""Scans: what needs OCR, what OCR gives, and what is said where it is not installed."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from eval import invented
from ingest import ocr
from ingest.errors import BadDocument
from ingest.pages import read_pages
from ingest.pdf import read_pdf
from tests import press
from tests.test_pdf import CURRENT, found

needs_tesseract = pytest.mark.skipif(not ocr.languages(), reason=f"tesseract is not installed: {ocr.INSTALL}")


def scanned(printed: Path, file: Path, first: int = 0, dpi: int = 200) -> Path:
    """Keep only the picture of each page from `first` on."""
    pages, canvas = pypdfium2.PdfDocument(printed), Canvas(str(file))
    for page in list(pages)[first:]:
        canvas.setPageSize(page.get_size())
        canvas.drawImage(ImageReader(page.render(scale=dpi / 72, grayscale=True).to_pil()), 0, 0, *page.get_size())
        canvas.showPage()
    canvas.save()
    return file


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("The Commission shall publish a notice in the Gazette under section 6A(2)(b) by 13th May, 2016.", 1.0, 1.0),
        ("Tume itachapisha ilani katika Gazeti la Serikali.", 1.0, 1.0),
        ("Tbc C0mmi$$ion sh@ll pub1ish n n0t!ce ln thc G@zcttc undcr s3ct|on", 0.0, 0.5),
        ("\ue001\ue002\ue003 \ue004\ue005 \ufffd\ufffd\ufffd", 0.0, 0.0),
    ],
)
def test_soundness_tells_words_from_faults(text: str, least: float, most: float) -> None:
    assert least <= ocr.soundness(text) <= most


def test_without_tesseract_a_scan_is_refused_and_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = press.Press(tmp_path / "act.pdf", CURRENT).law()
    monkeypatch.setattr(ocr, "languages", str)
    with pytest.raises(BadDocument) as refusal:
        read_pdf(scanned(printed, tmp_path / "scan.pdf", 2), "bees")
    assert "it is a scan" in refusal.value.fault and "apt-get install tesseract-ocr" in refusal.value.step


@needs_tesseract
def test_a_scanned_act_is_read_with_its_confidence(tmp_path: Path) -> None:
    printed = press.Press(tmp_path / "act.pdf", CURRENT).law()
    reading = read_pdf(scanned(printed, tmp_path / "scan.pdf"), "bees")
    want, got = press.clauses(), found(reading)
    assert got.keys() == want.keys()
    assert sum(got[path] == words for path, words in want.items()) >= 0.9 * len(want)
    assert all(0.5 < p.confidence < 1 for p in reading.walk())
    assert any("was read by OCR, with confidence 0.9" in doubt for doubt in reading.doubts)
    assert (reading.layout, reading.as_at) == ("kenya-law-current", "2031-12-11")


@needs_tesseract
def test_a_scanned_guideline_gives_all_its_headings(tmp_path: Path) -> None:
    document = invented.scan(tmp_path / "scan.pdf")
    reading = read_pdf(document.file, "guide")
    assert {path: p.heading for p in reading.walk() if (path := "/".join(p.path.steps)) in document.headings} == document.headings


@needs_tesseract
def test_a_text_layer_that_is_mostly_faults_is_read_anew(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "faults.pdf"))
    printed = press.Press(tmp_path / "act.pdf", CURRENT).law()
    pages = pypdfium2.PdfDocument(printed)
    for page in list(pages)[2:]:
        canvas.setPageSize(page.get_size())
        canvas.setFont("Helvetica", 9)
        for y in range(100, 700, 20):
            canvas.drawString(90, y, "Tbc C0mmi$$ion sh@ll pub1ish n n0t!ce ln thc G@zcttc undcr s3ct|on")
        canvas.drawImage(ImageReader(page.render(scale=200 / 72, grayscale=True).to_pil()), 0, 0, *page.get_size())
        canvas.showPage()
    canvas.save()
    assert found(read_pdf(tmp_path / "faults.pdf", "bees")).keys() == press.clauses().keys()


@needs_tesseract
def test_a_scan_too_long_for_its_time_is_read_in_part_and_the_rest_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = scanned(press.Press(tmp_path / "act.pdf", CURRENT).law(), tmp_path / "scan.pdf")
    pages = len(pypdfium2.PdfDocument(scan))
    drawn: list[int] = []
    draw = ocr._drawn

    def watched(document: pypdfium2.PdfDocument, number: int) -> tuple[ocr.Picture, float]:
        drawn.append(number)
        return draw(document, number)

    now = iter([0.0] * 4)  # the start, the first pair, its two pages
    monkeypatch.setattr(ocr, "_drawn", watched)
    monkeypatch.setattr(ocr.time, "monotonic", lambda: next(now, 1e9))
    _, _, late = ocr.read_scans(scan, read_pages(scan, pages), range(1, pages + 1))
    assert pages > 2 and late == tuple(range(3, pages + 1)) and drawn == [1, 2]


@needs_tesseract
def test_a_scan_of_which_no_page_is_read_in_time_names_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "OCR_SECONDS", 0.0)
    with pytest.raises(BadDocument, match="read none of its pages") as refusal:
        read_pdf(scanned(press.Press(tmp_path / "act.pdf", CURRENT).law(), tmp_path / "scan.pdf", 2), "bees")
    assert "ocrmypdf" in refusal.value.step
