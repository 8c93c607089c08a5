"""Plans, guidelines and reports: headings, lists, boxes, footnotes, two columns, and tables whose rows can be cited."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from eval import invented
from ingest.contents import listed_headings
from ingest.lines import Line
from ingest.model import Reading
from ingest.outline import Look
from ingest.pdf import read_pdf

TYPES = {
    "sans": invented.SANS,
    "serif": invented.SERIF,
    "small": invented.Type("Times-Roman", "Times-Bold", 9, (12.0, 10.5, 9.0), 1.15, 4),
    "headings no larger than the text": invented.Type(heads=(10.5, 10.5, 10.5)),
    "wide leading": invented.Type(leading=1.5, gap=10),
}


def by_path(reading: Reading) -> dict[str, str]:
    return {"/".join(p.path.steps): p.text for p in reading.walk()}


def headings(reading: Reading) -> dict[str, str]:
    return {"/".join(p.path.steps): p.heading for p in reading.walk() if p.heading and p.path.steps[0] != "footnotes"}


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES.keys())
def test_a_numbered_guideline_gives_its_headings_lists_box_note_and_table(kind: invented.Type, tmp_path: Path) -> None:
    document = invented.guideline(tmp_path / "guide.pdf", kind)
    reading = read_pdf(document.file, "guide")
    found = by_path(reading)
    assert headings(reading) == document.headings
    assert {path: found[path] for path in document.rows} == document.rows
    assert set(document.sentences) <= {line for text in found.values() for line in text.split("\n")}
    assert found["1/2"].split("\n") == [words.replace("* ", "• ") for words in invented.GUIDE[2][3]]
    assert [found[f"2/1/{letter}"] for letter in "abc"] == [words[4:] for words in invented.GUIDE[4][3][1:4]]
    assert found["box-1"] == "You are safe here. Nobody will take your papers.\nYou may sit where you like and leave when you wish to."
    assert found["footnotes/1"].startswith("Harbour Committee") and "harbours.¹ They" in found["1"]
    assert reading.title == "Guidelines for Helping Passengers in Distress" and reading.layout == "headings"
    assert reading.doubts == ()


@pytest.mark.parametrize("leaders", [True, False], ids=["with leaders", "without leaders"])
def test_a_listed_heading_that_the_text_lacks_is_named(leaders: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = invented.GUIDE
    listing = invented._listing

    def printed_whole(kind: invented.Type, dots: bool) -> object:
        monkeypatch.setattr(invented, "GUIDE", whole)
        table = listing(kind, dots)
        monkeypatch.setattr(invented, "GUIDE", [one for one in whole if one[1] != "2.2"])
        return table

    monkeypatch.setattr(invented, "_listing", printed_whole)
    reading = read_pdf(invented.guideline(tmp_path / "guide.pdf", leaders=leaders).file, "guide")
    assert reading.doubts == ("The contents list '2.2 Screening', which was not found in the text.",)


@pytest.mark.parametrize("kind", [invented.SERIF, invented.SANS], ids=["serif", "sans"])
def test_two_columns_are_read_one_after_the_other(kind: invented.Type, tmp_path: Path) -> None:
    document = invented.report(tmp_path / "report.pdf", kind)
    reading = read_pdf(document.file, "report")
    assert headings(reading) == document.headings
    found = by_path(reading)
    bodies = ["\n".join(words.replace("* ", "• ") for words in body) for _, _, body in invented.REPORT]
    assert [found[path] for path in document.headings] == bodies


@pytest.mark.parametrize("repeat", [1, 0], ids=["head repeated", "head once"])
@pytest.mark.parametrize("size", [11.5, 13.0])
def test_a_matrix_over_three_pages_is_one_table(repeat: int, size: float, tmp_path: Path) -> None:
    document = invented.matrix(tmp_path / "plan.pdf", repeat=repeat, size=size)
    reading = read_pdf(document.file, "plan")
    table = next(p for p in reading.provisions if p.path.steps == ("table-2",))
    assert reading.pages >= 3 and len({box.page for box in table.children[-1].boxes} | {table.page}) > 1
    assert {"/".join(p.path.steps): p.text for p in table.children} == document.rows
    assert [p.number for p in table.children] == [f"row {n}" for n in range(1, 15)]
    assert {p.division for p in table.children} == {"Strategic objective 1: Lamps", "Strategic objective 2: Lists"}
    assert headings(reading) == document.headings and table.division == "2 Matrix of activities"


def test_a_table_with_level_rules_only_gives_its_rows(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "note.pdf"))
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(72, 780, "Fares and hours")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 760, "The fares of the ferries are set by the committee in the spring of every year.")
    for y in (740, 722, 668):
        canvas.line(72, y, 500, y)
    for y, font, cells in (
        (727, "Helvetica-Bold", ("Ferry", "Fare", "Hours")),
        (708, "Helvetica", ("North", "Two lamps", "Dawn to dusk")),
        (692, "Helvetica", ("South", "Three lamps", "All day")),
        (676, "Helvetica", ("Night boat", "One lamp", "Dusk to dawn")),
    ):
        canvas.setFont(font, 10)
        for x, words in zip((74, 220, 360), cells, strict=True):
            canvas.drawString(x, y, words)
    canvas.save()
    found = by_path(read_pdf(tmp_path / "note.pdf", "note"))
    assert found["table-1/3"] == "Ferry: Night boat\nFare: One lamp\nHours: Dusk to dawn"
    assert "table-1/4" not in found


@pytest.mark.parametrize(
    ("one", "other", "over"),
    [
        (Look(14, True, False, False), Look(12, True, True, False), True),
        (Look(11, True, True, False), Look(11, True, False, False), True),
        (Look(11, True, False, False), Look(11, False, False, True), True),
        (Look(11, True, False, False), Look(11.2, True, False, False), False),
    ],
)
def test_which_heading_stands_above_which(one: Look, other: Look, over: bool) -> None:
    assert one.over(other) is over


def test_contents_lines_are_read_with_and_without_leaders() -> None:
    texts = ["Contents", "1 Introduction ........ 3", "2.1 A heading so long that it", "goes on ..... 4", "Sources 12"]
    lines = [Line(1, text, 72, 20.0 * i, 300, 20.0 * i + 10, 10, False, False, False, 0, ()) for i, text in enumerate(texts)]
    assert listed_headings(lines) == ("1 Introduction", "2.1 A heading so long that it goes on", "Sources")
