"""Word files: headings by style, numbers as Word prints them, tables as rows."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.docx import read_docx
from ingest.docx_numbers import printed, roman
from ingest.errors import BadDocument
from tests import scribe

LISTS = """<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%4)"/></w:lvl></w:abstractNum>"""


def numbered(document, words: str, style: str, level: int, number: int = 90) -> None:
    properties = document.add_paragraph(words, style=style)._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))


def with_lists(second: str = 'w:val="%1.%2"') -> docx.document.Document:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LISTS.format(ns=nsdecls("w")).replace('w:val="%1.%2"', second)))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/>'
            '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    return document


def save(document, file: Path) -> Path:
    document.save(file)
    return file


def guide() -> docx.document.Document:
    document = with_lists()
    document.add_paragraph("Keepers' guideline", style="Title")
    document.add_paragraph("This guideline speaks as at 3 May 2030.")
    numbered(document, "Screening", "Heading 1", 0)
    document.add_paragraph("Screen every lamp.")
    numbered(document, "Who screens", "Heading 2", 1)
    numbered(document, "the keeper;", "Normal", 2)
    numbered(document, "the guard—", "Normal", 2)
    numbered(document, "by day; and", "Normal", 3)
    numbered(document, "by night.", "Normal", 3)
    numbered(document, "How", "Heading 2", 1)
    numbered(document, "slowly;", "Normal", 2, 91)
    numbered(document, "Referral", "Heading 1", 0)
    document.add_paragraph("Table 1: Steps")
    table = document.add_table(rows=3, cols=3)
    for at, row in enumerate((("Step", "By", "When"), ("Call the tower", "Keeper", "At dusk"), ("Light", "", "At night"))):
        for cell, words in zip(table.rows[at].cells, row, strict=True):
            cell.text = words
    table.rows[1].cells[0].add_paragraph("twice")
    document.add_paragraph("After care", style="Heading 1")
    document.add_paragraph("Rest.")
    return document


def test_a_guideline_becomes_its_headings_items_and_rows(tmp_path: Path) -> None:
    reading = read_docx(save(guide(), tmp_path / "guide.docx"), "guide")
    assert (reading.title, reading.as_at, reading.layout) == ("Keepers' guideline", "2030-05-03", "docx")
    assert scribe.told(reading.provisions) == {
        "front": ("", "", "This guideline speaks as at 3 May 2030.", ""),
        "1": ("1", "Screening", "Screen every lamp.", ""),
        "1/1": ("1.1", "Who screens", "", ""),
        "1/1/a": ("(a)", "", "the keeper;", ""),
        "1/1/b": ("(b)", "", "the guard—", ""),
        "1/1/b/i": ("(i)", "", "by day; and", ""),
        "1/1/b/ii": ("(ii)", "", "by night.", ""),
        "1/2": ("1.2", "How", "", ""),
        "1/2/a": ("(a)", "", "slowly;", ""),
        "2": ("2", "Referral", "Table 1: Steps", ""),
        "after-care": ("", "After care", "Rest.", ""),
        "table-1": ("Table 1", "Steps", "Step | By | When", ""),
        "table-1/1": ("row 1", "", "Step: Call the tower twice\nBy: Keeper\nWhen: At dusk", ""),
        "table-1/2": ("row 2", "", "Step: Light\nWhen: At night", ""),
    }


def test_a_law_becomes_its_clauses(tmp_path: Path) -> None:
    reading = read_docx(scribe.write(tmp_path, "law.docx", scribe.word_file()), "lamp-act")
    assert scribe.told(reading.provisions) == scribe.told(scribe.law())
    assert (reading.title, reading.layout) == (scribe.TITLE, "docx-law")


def test_a_law_without_heading_styles_becomes_its_clauses_too(tmp_path: Path) -> None:
    document = docx.Document()
    for line in scribe.LAW.splitlines():
        document.add_paragraph(line)
    reading = read_docx(save(document, tmp_path / "law.docx"), "lamp-act")
    assert scribe.told(reading.provisions) == scribe.told(scribe.law())


NUMBERED = [
    ("P", "Part I – LAMPS"),
    (0, "Short title"),
    ("N", "This Act may be cited as the Lamp Act."),
    (0, "Licences"),
    (1, "A person who—"),
    (2, "sells a lamp; or"),
    (2, "lends—"),
    (3, "a lantern; or"),
    (3, "a beacon."),
    (1, "A licence lasts a year."),
    (0, "Records"),
    ("N", "The keeper shall keep a book."),
]


@pytest.mark.parametrize("styled", [True, False], ids=["heading styles", "no styles"])
def test_a_law_whose_numbers_word_counts_becomes_its_clauses(styled: bool, tmp_path: Path) -> None:
    document = with_lists('w:val="(%2)"')
    for level, words in NUMBERED:
        if level in ("P", "N"):
            document.add_paragraph(words, style="Heading 1" if styled and level == "P" else "Normal")
        else:
            numbered(document, words, "Heading 2" if styled and level == 0 else "Normal", level)
    found = scribe.told(read_docx(save(document, tmp_path / "law.docx"), "lamp-act").provisions)
    assert list(found) == ["1", "2", "2/1", "2/1/a", "2/1/b", "2/1/b/i", "2/1/b/ii", "2/2", "3"]
    assert found["2/1/b/ii"] == ("(ii)", "", "a beacon.", "") and found["3"] == ("3.", "Records", "The keeper shall keep a book.", "")


@pytest.mark.parametrize("bold", [True, False], ids=["bold headings", "plain headings"])
def test_numbers_that_were_typed_are_headings_without_any_style(bold: bool, tmp_path: Path) -> None:
    document = docx.Document()
    for words in (
        "1. Screening",
        "Ask first.",
        "1.1 Who asks",
        "Keepers:",
        "(a) by day;",
        "(b) by night.",
        "At sea",
        "Ask twice.",
        "1.2 Notes",
    ):
        document.add_paragraph().add_run(words).bold = bold and (words[0].isdigit() or words == "At sea")
    found = scribe.told(read_docx(save(document, tmp_path / "guide.docx"), "guide").provisions)
    sea = ["1/1/at-sea"] if bold else []
    assert list(found) == ["1", "1/1", "1/1/a", "1/1/b", *sea, "1/2"]
    assert found["1/1"] == ("1.1", "Who asks", "Keepers:", "" if bold else "At sea\nAsk twice.")


def test_merged_cells_speak_in_each_of_their_rows_and_a_row_of_one_cell_names_those_below(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Plan", style="Heading 1")
    document.add_paragraph("Matrix of lamps", style="Caption")
    table = document.add_table(rows=5, cols=3)
    rows = (
        ("Objective", "Activity", "Lead"),
        ("Light", "Count", "Tower"),
        ("", "Mend", "Quay"),
        ("Lists", "", ""),
        ("Order", "Write", "Crew"),
    )
    for at, row in enumerate(rows):
        for cell, words in zip(table.rows[at].cells, row, strict=True):
            cell.text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 2))
    provisions = read_docx(save(document, tmp_path / "plan.docx"), "plan").provisions
    found = scribe.told(provisions)
    assert found["table-1"][1] == "Matrix of lamps" and found["plan"][2] == ""
    assert [found[f"table-1/{n}"][2] for n in (1, 2, 3)] == [
        "Objective: Light\nActivity: Count\nLead: Tower",
        "Objective: Light\nActivity: Mend\nLead: Quay",
        "Objective: Order\nActivity: Write\nLead: Crew",
    ]
    assert "table-1/4" not in found and [row.division for row in provisions[-1].children] == ["", "", "Lists"]


def test_a_style_of_ones_own_that_stands_on_a_heading_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("Sura Kuu", 1)
    style.base_style = document.styles["Heading 1"]
    document.add_paragraph("Utangulizi", style=style)
    document.add_paragraph("Maneno.")
    assert list(scribe.told(read_docx(save(document, tmp_path / "x.docx"), "x").provisions)) == ["utangulizi"]


@pytest.mark.parametrize(
    ("count", "form", "words"),
    [(3, "decimal", "3"), (3, "lowerLetter", "c"), (28, "lowerLetter", "bb"), (4, "upperRoman", "IV"), (3, "decimalZero", "03")],
)
def test_counts_print_as_word_prints_them(count: int, form: str, words: str) -> None:
    assert printed(count, form) == words


def test_roman_numerals() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 1994)] == ["i", "iv", "ix", "xiv", "xl", "mcmxciv"]


def test_tracked_changes_and_pictures_are_doubts(tmp_path: Path) -> None:
    document = guide()
    run = '<w:del {ns} w:id="1" w:author="x"><w:r><w:delText>never </w:delText></w:r></w:del>'
    document.paragraphs[-1]._p.append(parse_xml(run.format(ns=nsdecls("w"))))
    reading = read_docx(save(document, tmp_path / "x.docx"), "x")
    assert any("tracked changes" in doubt for doubt in reading.doubts)
    assert "never" not in str(scribe.told(reading.provisions))


def packed(parts: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in parts.items():
            archive.writestr(name, inner)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (scribe.word_file()[:4000], "cut off or damaged"),
        (packed({"word/document.xml": b"<w>" + b" " * 70_000_000}), "would unpack"),
        (packed({"word/document.xml": b"<not-word/>"}), "damaged"),
        (packed({"[Content_Types].xml": b"<Types", "word/document.xml": b"<w"}), "damaged"),
    ],
)
def test_damaged_files_and_bombs_are_refused_by_name(content: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match=says):
        read_docx(scribe.write(tmp_path, "x.docx", content), "x")
