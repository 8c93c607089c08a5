"""Gazette supplements: margin notes become headings, text for other Acts stays with the clause that inserts it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.amending import announces
from ingest.model import Reading
from ingest.pdf import read_pdf
from ingest.text import read_text
from tests import supplement as printer
from tests.press import ACT, SANS, Style, clauses

# (depth of the first line, depth of the others, words, note beside at the right, note beside at the left)
FERRIES = [
    (24, 0, "1. This Act may be cited as the Ferries (Amendment) Act, 2031.", "Short title.", ""),
    (24, 0, "2. Section 4 of the Ferries Act, 2030 is amended —", "Amendment of section 4 of No. 9 of 2030.", ""),
    (24, 42, "(a) in the definition of “ferry” by deleting the word “boat” and substituting therefor the word “vessel”;", "", ""),
    (24, 42, "(b) by inserting the following new subsection immediately after subsection (2) —", "", ""),
    (72, 48, "(3) A ferry that carries more than forty passengers shall keep a list of them, and shall —", "", ""),
    (72, 90, "(a) hand the list to the harbour master; and", "", ""),
    (72, 90, "(b) keep a copy for a year.", "", ""),
    (24, 42, "(c) by deleting subsection (5).", "", ""),
    (
        24,
        0,
        "3. The Ferries Act, 2030 is amended by inserting the following new section immediately after section 6 —",
        "Insertion of new section 6A in No. 9 of 2030.",
        "",
    ),
    (
        96,
        72,
        "6A. (1) A lamp shall burn on every ferry from dusk until dawn, whether or not the moon is seen.",
        "",
        "Lamps on ferries.",
    ),
    (96, 72, "(2) A person who puts out a lamp commits an offence.", "", ""),
    (
        24,
        0,
        "4. Section 7 of the Ferries Act, 2030 is amended by deleting “bell”.",
        "Amendment of section 7 of No. 9 of 2030.",
        "",
    ),
    (
        24,
        0,
        "5. The Ferries Act, 2030 is amended by repealing section 8 and substituting the following —",
        "Repeal of section 8.",
        "",
    ),
    (96, 72, "8. Every pier shall bear a number.", "", "Numbers of piers."),
    (96, 72, "9. A pier that bears no number is closed.", "", ""),
    (24, 0, "6. Section 10 of the Ferries Act, 2030 is repealed.", "Repeal of section 10 of No. 9 of 2030.", ""),
]


@dataclass(frozen=True)
class Sheet:
    """How a supplement is set: type sizes, where the text and the notes stand, how far a scan has moved each page."""

    font: str = "Times-Roman"
    size: float = 12
    small: float = 7
    left: float = 120
    width: float = 280
    moved: tuple[float, ...] = (0.0,)
    high: float = 0.5


def wrapped(words: str, font: str, size: float, first: float, others: float) -> list[str]:
    lines, line = [], ""
    for word in words.split():
        if line and stringWidth(f"{line} {word}", font, size) > (others if lines else first):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def supplement(file: Path, sheet: Sheet, acts=FERRIES) -> Path:
    canvas, page, y, x0 = Canvas(str(file), pagesize=(595, 705)), 0, 0.0, 0.0
    for first, others, words, right, left in acts:
        lines = wrapped(words, sheet.font, sheet.size, sheet.width - first, sheet.width - others)
        if not page or y + (len(lines) + 2) * sheet.size * 1.1 > 705 * sheet.high + 60:
            if page:
                canvas.showPage()
            page, y, x0 = page + 1, 90.0, sheet.left + sheet.moved[page % len(sheet.moved)]
            canvas.setFont(sheet.font, 9)
            canvas.drawString(x0, 705 - 50, "No. 3")
            canvas.drawString(x0 + 110, 705 - 50, "Ferries (Amendment)")
            canvas.drawString(x0 + 330, 705 - 50, "2031")
            canvas.drawString(x0 + 150, 705 - 30, str(900 + page))
        for i, line in enumerate(lines):
            canvas.setFont(sheet.font, sheet.size)
            canvas.drawString(x0 + (others if i else first), 705 - y - i * sheet.size * 1.1, line)
        for words_beside, x, room in ((right, x0 + sheet.width + 16, 75), (left, x0, 60)):
            canvas.setFont(sheet.font, sheet.small)
            for i, line in enumerate(wrapped(words_beside, sheet.font, sheet.small, room, room)):
                canvas.drawString(x, 705 - y - i * sheet.small * 1.15, line)
        notes = max(len(wrapped(right, sheet.font, sheet.small, 75, 75)), len(wrapped(left, sheet.font, sheet.small, 60, 60)))
        y += max(len(lines) * sheet.size * 1.1, notes * sheet.small * 1.15) + 6
    canvas.save()
    return file


SHEETS = {
    "as the Government Printer sets it": Sheet(),
    "scanned, every page moved": Sheet(moved=(0.0, -14.0, 11.0)),
    "smaller type, larger notes": Sheet("Helvetica", 10, 7.5, width=300),
    "on one page": Sheet(size=10.5, small=6.5, high=1.0),
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_margin_notes_head_the_sections_and_inserted_text_opens_none(sheet: Sheet, tmp_path: Path) -> None:
    reading = read_pdf(supplement(tmp_path / "ferries.pdf", sheet), "ferries")
    assert reading.layout == "gazette-supplement"
    assert {str(p.path): p.heading for p in reading.provisions} == {
        "ferries/1": "Short title",
        "ferries/2": "Amendment of section 4 of No. 9 of 2030",
        "ferries/3": "Insertion of new section 6A in No. 9 of 2030",
        "ferries/4": "Amendment of section 7 of No. 9 of 2030",
        "ferries/5": "Repeal of section 8",
        "ferries/6": "Repeal of section 10 of No. 9 of 2030",
    }
    by_path = {"/".join(p.path.steps): p.text for p in reading.walk()}
    assert set(by_path) == {"1", "2", "2/a", "2/b", "2/c", "3", "4", "5", "6"}
    assert by_path["1"] == "This Act may be cited as the Ferries (Amendment) Act, 2031."
    assert by_path["2/b"].split("\n")[1:] == [words for _, _, words, _, _ in FERRIES[4:7]]
    assert by_path["3"].split("\n")[1:] == ["Lamps on ferries.", FERRIES[9][2], FERRIES[10][2]]
    assert by_path["5"].split("\n")[1:] == ["Numbers of piers.", FERRIES[13][2], FERRIES[14][2]]
    assert reading.doubts == ()


@pytest.mark.parametrize("how", printer.OUTERS.values(), ids=printer.OUTERS.keys())
def test_an_act_with_notes_in_the_outer_margin_is_the_act(how: printer.Outer, tmp_path: Path) -> None:
    act = [e for e in ACT if e[0] != "note" and (e[0] != "sec" or e[3])]
    reading = read_pdf(printer.Printer(tmp_path / "bees.pdf", how, "Bee-keeping").supplement(printer.gazetted(act)), "bees")
    want = clauses(act, "“”")
    assert {"/".join(p.path.steps): (p.heading, p.opening, p.closing) for p in reading.walk()} == want
    assert [p.division.partition("—")[0] for p in reading.provisions] == ["PART I"] * 2 + ["PART II"] * 4 + ["", ""]
    assert reading.title == ("THE BEE-KEEPING ACT" if how.front else "")
    assert reading.doubts == ("Numbers are missing before bees/6: it follows 4.",)


PRESSED = {
    "present layout": Style(),
    "revised edition": Style(page=(420, 595), left=60, right=360, top=60, bottom=540, step=20, heads="revised", quotes="“”", head=1.0),
    "first lines indented": Style(hanging=False, fonts=SANS, heads="revised"),
}


@pytest.mark.parametrize("rows", printer.AMENDING.values(), ids=printer.AMENDING.keys())
def test_no_text_for_another_act_becomes_a_clause_of_this_one(rows: list[printer.Row], tmp_path: Path) -> None:
    readings = [read_text("\n".join(printer.typed_lines(rows)), "f")]
    for how in printer.OUTERS.values():
        readings.append(read_pdf(printer.Printer(tmp_path / "f.pdf", how, "Ferries (Amendment)").supplement(rows), "f"))
    readings += [read_pdf(printer.pressed(tmp_path / "f.pdf", style, rows), "f") for style in PRESSED.values()]
    for reading in readings:
        found = {"/".join(p.path.steps): p for p in reading.walk()}
        assert tuple(found) == printer.AMENDS
        assert found["5"].opening.split("\n")[1:] == [word for row in rows[15:17] for word in filter(None, (row.inner, row.words))]
        assert "9. " not in found["8"].opening and found["3/c"].opening.startswith("deleting the words")
        assert reading.doubts == ()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("by inserting the following new section immediately after section 6—", True),
        ("by deleting subsection (2) and substituting therefor the following new subsection —", True),
        ("Section 31 of the Elections Act, 2011 is amended by —", False),
        ("by repealing section 6 and replacing it with the following new section—", True),
        ("the following new section is inserted after section 5—", True),
        ("by deleting the word “is” and substituting therefor the word “are”;", False),
        ("The Board shall have the following functions—", False),
    ],
)
def test_what_announces_text_for_another_act(words: str, answer: bool) -> None:
    assert announces(words) is answer


def scanned() -> Reading:
    folder = os.environ.get("KINGA_SOURCES")
    file = Path(folder or "") / "gazette-scan" / "election-laws-amendment-act-2016.pdf"
    if not folder or not file.is_file():
        pytest.skip("KINGA_SOURCES does not name a folder with the scanned gazette")
    return read_pdf(file, "election-laws")


def test_the_scanned_gazette_gives_all_sections_with_their_notes() -> None:
    law = scanned()
    assert [p.path.steps[0] for p in law.provisions] == list(map(str, range(1, 42)))
    assert all(p.heading and p.opening and p.confidence < 1 for p in law.provisions)
    by_path = {"/".join(p.path.steps): p for p in law.walk()}
    assert by_path["5"].heading == "Insertion of new section 6A in No. 24 of 2011"
    assert by_path["7"].opening == (
        'Section 10 of the Elections Act, 2011 is amended in subsection (1) by deleting the word "is" and substituting therefor '
        'the words "and biometric data are".'
    )
    assert "10/b" in by_path and "10/b/2a" not in by_path and by_path["38"].opening.count("\n") == 29
    assert not any("Election Laws (Amendment)\n" in p.text for p in law.walk())
    assert "The margin note 'No. 3 of 2011.' on page 4 stands beside no clause; it was left out." in law.doubts
