"""The PDF reader: invented Acts in publishers' layouts on any machine, real documents where KINGA_SOURCES has them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.enumerators import Count, Step, enumerators, follows
from ingest.errors import BadDocument
from ingest.model import Reading, Standing
from ingest.pdf import read_pdf
from tests import press

CURRENT = press.Style()
REVISED = press.Style(
    fonts=press.SANS,
    page=(430, 612),
    left=60,
    right=370,
    top=70,
    bottom=540,
    head=1,
    part=1,
    hanging=False,
    heads="revised",
    contents="arrangement",
    quotes="“”",
    front=(),
)
CONSTITUTION = press.Style(
    fonts=press.SANS,
    size=10,
    page=(492, 703),
    left=90,
    right=403,
    top=75,
    bottom=620,
    head=1,
    part=1,
    hanging=False,
    above=True,
    heads="constitution",
    contents="arrangement",
    quotes="“”",
    front=(),
)
STYLES = {
    "current": CURRENT,
    "current, larger sans": replace(CURRENT, fonts=press.SANS, size=11, step=34),
    "current, small type in a narrow measure": replace(CURRENT, size=8, step=20, left=110, right=480),
    "current, numbers aligned left": replace(CURRENT, right_aligned=False),
    "current, paragraphs hardly apart": replace(CURRENT, gap=0.3),
    "current, paragraphs not apart": replace(CURRENT, gap=0, right_aligned=False, fonts=press.SANS),
    "current, headings no larger than the text": replace(CURRENT, head=1, part=1),
    "current, no contents, no front": replace(CURRENT, contents="", front=()),
    "current, long title, facing pages": replace(CURRENT, long_title=press.LONG_TITLE, mirror=12, size=8, lead=1.2, left=80),
    "current, paragraphs not apart, wide measure": replace(CURRENT, gap=0, hanging=False, right_aligned=False, left=70, head=1.2, part=1),
    "revised": REVISED,
    "revised, long title, no contents": replace(
        REVISED, long_title=press.LONG_TITLE, contents="", size=9.5, head=1.1, hanging=True, left=110
    ),
    "revised, facing pages": replace(REVISED, mirror=25),
    "revised, paragraphs not apart": replace(REVISED, gap=0, fonts=press.SERIF, size=10, mirror=20),
    "revised, hanging": replace(REVISED, hanging=True, left=80, right_aligned=False, gap=0.4),
    "constitution": CONSTITUTION,
    "constitution, paragraphs hardly apart": replace(CONSTITUTION, gap=0.2, fonts=press.SERIF),
}


def found(reading: Reading) -> dict[str, tuple[str, str, str]]:
    return {"/".join(p.path.steps): (p.heading, p.opening, p.closing) for p in reading.walk()}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_every_clause_of_an_invented_act_is_found_whole(style: press.Style, tmp_path: Path) -> None:
    reading = read_pdf(press.Press(tmp_path / "act.pdf", style).law(), "bees")
    want = press.clauses(quotes=style.quotes)
    if style.above:  # this layout prints "Repealed." after the number
        want["5"] = (want["5"][0], "Repealed.", "")
    assert found(reading) == want
    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("style", "layout"),
    [
        (CURRENT, "kenya-law-current"),
        (REVISED, "kenya-law-revised"),
        (CONSTITUTION, "kenya-law-constitution"),
        (replace(CURRENT, contents="", front=()), "headings-beside"),
    ],
)
def test_the_layout_is_known_by_its_pages(style: press.Style, layout: str, tmp_path: Path) -> None:
    assert read_pdf(press.Press(tmp_path / "no-hint.pdf", style).law(), "bees").layout == layout


@pytest.mark.parametrize("style", [CURRENT, replace(REVISED, gap=0.2), replace(REVISED, contents="leaders")])
@pytest.mark.parametrize("printed", ["7-9", "7–9"])
def test_a_combined_heading_stands_for_each_of_its_sections(style: press.Style, printed: str, tmp_path: Path) -> None:
    at = [e[0] for e in press.ACT].index("sched")
    gone = ("sec", printed, "[Repealed by Act No. 9 of 2032, s. 14.]", [])
    act = [*press.ACT[:at], gone, ("sec", "10", "Transition", ["Old hives are lawful."]), *press.ACT[at:]]
    reading = read_pdf(press.Press(tmp_path / "act.pdf", style).law(act), "bees")
    sections = {p.path.steps[0]: p for p in reading.provisions}
    assert [step for step in sections if step.isdigit()][-5:] == ["6", "7", "8", "9", "10"]
    assert all(sections[step].standing is Standing.REPEALED and sections[step].boxes for step in "789")
    assert reading.doubts == ()


@pytest.fixture(scope="module")
def bees(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_pdf(press.Press(tmp_path_factory.mktemp("pdf") / "act.pdf", CURRENT).law(), "bees")


def test_the_document_tells_its_title_date_and_identity(bees: Reading) -> None:
    assert (bees.title, bees.as_at, bees.frbr, bees.lang) == (
        "THE BEE-KEEPING ACT",
        "2031-12-11",
        "/akn/ke/act/2031/7/eng@2031-12-11",
        "en",
    )


def test_repealed_and_spent_clauses_say_so(bees: Reading) -> None:
    gone = {"/".join(p.path.steps): p.standing for p in bees.walk() if p.standing is not Standing.IN_FORCE}
    assert gone == {"5": Standing.REPEALED, "sched-2": Standing.SPENT}


def test_sections_know_their_part_and_every_clause_its_place(bees: Reading) -> None:
    by_path = {"/".join(p.path.steps): p for p in bees.walk()}
    assert by_path["1"].division == "Part I – PRELIMINARY"
    assert by_path["3A".lower()].division.startswith("Part II – KEEPING OF BEES")
    assert all(p.boxes and p.page == p.boxes[0].page for p in bees.walk())
    assert len(by_path["3/1"].boxes) == len({box.top for box in by_path["3/1"].boxes}) >= 2
    assert all(0 < box.x0 < box.x1 < 595 and 0 < box.top < box.bottom < 842 for p in bees.walk() for box in p.boxes)


def test_a_section_that_the_contents_list_and_the_text_lacks_is_a_doubt(tmp_path: Path) -> None:
    setter = press.Press(tmp_path / "act.pdf", CURRENT)
    whole, setter._contents = press.ACT, lambda act, contents=setter._contents: contents(press.ACT)
    reading = read_pdf(setter.law([e for e in whole if e[:2] != ("sec", "4")]), "bees")
    assert "The contents list 4. Functions of the Board, which was not found in the text." in reading.doubts


def test_gaps_in_numbering_are_doubts(tmp_path: Path) -> None:
    act = [
        ("sec", "1", "Ferries", [("(1)", "One.", []), ("(3)", "Three.", [])]),
        ("sec", "4", "Piers", ["Four."]),
        ("sched", "FIRST SCHEDULE", "[Section 1]", "FEES"),
        ("text", "Spent"),
    ]
    doubts = read_pdf(press.Press(tmp_path / "act.pdf", replace(CURRENT, contents="")).law(act), "ferries").doubts
    assert doubts == ("Numbers are missing before ferries/1/3: it follows (1).", "Numbers are missing before ferries/4: it follows 1.")


# What an enumerator is follows from what came before: "(i)" after "(h)" is a letter, after "(ii)" nothing goes back.
@pytest.mark.parametrize(
    ("before", "after", "count", "step"),
    [
        ("h", "i", Count.ALPHA, Step.NEXT),
        ("e", "ea", Count.ALPHA, Step.INSERTED),
        ("ea", "f", Count.ALPHA, Step.NEXT),
        ("z", "aa", Count.ALPHA, Step.NEXT),
        ("iv", "v", Count.ROMAN, Step.NEXT),
        ("ii", "i", Count.ROMAN, None),
        ("12", "12A", Count.DIGIT, Step.INSERTED),
        ("12B", "13", Count.DIGIT, Step.NEXT),
        ("2", "5", Count.DIGIT, Step.GAP),
    ],
)
def test_enumerators_follow_one_another(before: str, after: str, count: Count, step: Step | None) -> None:
    assert follows(before, after, count) is step


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("24. (1) A right", ["24.", "(1)"]),
        ("(2)The Board", ["(2)"]),
        ("(a) (i) towards", ["(a)", "(i)"]),
        ("1.5 million", []),
        ("(ea) two", ["(ea)"]),
        ("266A. Kidnapping", ["266A."]),
    ],
)
def test_enumerators_are_read_off_a_clause(text: str, printed: list[str]) -> None:
    assert [one.printed for one in enumerators(text)] == printed


def blank(file: Path, words: str = "", password: str = "") -> Path:
    canvas = Canvas(str(file), encrypt=StandardEncryption(password) if password else None)
    canvas.drawString(72, 700, words)
    canvas.showPage()
    canvas.save()
    return file


def test_files_that_cannot_be_read_are_refused_by_name_with_the_next_step(tmp_path: Path) -> None:
    whole = blank(tmp_path / "whole.pdf", "These words stand alone and are no law at all.").read_bytes()
    cases = {
        "empty.pdf": (b"", "empty", "Download"),
        "page.pdf": (b"<!doctype html><html></html>", "not a PDF", "rename"),
        "cut.pdf": (whole[: len(whole) // 2], "cut off", "Download"),
        "broken.pdf": (b"%PDF-1.4\n" + b"\x00" * 200 + b"\n%%EOF\n", "damaged", "Download"),
        "letter.pdf": (whole, "No clauses", "numbered sections"),
    }
    for name, (content, fault, step) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadDocument) as refusal:
            read_pdf(tmp_path / name, "x")
        assert name in refusal.value.fault and fault in refusal.value.fault and step in refusal.value.step


def test_scans_locked_and_missing_files_are_refused(tmp_path: Path) -> None:
    for file, fault in (
        (blank(tmp_path / "scan.pdf"), "no text"),
        (blank(tmp_path / "locked.pdf", "Some words here.", "s"), "encrypted"),
        (tmp_path / "none.pdf", "no file"),
    ):
        with pytest.raises(BadDocument, match=fault):
            read_pdf(file, "x")
    with pytest.raises(BadDocument) as refusal:
        read_pdf(tmp_path / "scan.pdf", "x")
    assert "OCR" in refusal.value.step


def real(name: str, slug: str) -> Reading:
    folder = os.environ.get("KINGA_SOURCES")
    if not folder:
        pytest.skip("KINGA_SOURCES is not set: real documents are not read")
    file = Path(folder) / name
    if not file.is_file():
        pytest.skip(f"{file} is not there")
    return read_pdf(file, slug)


def test_the_counter_trafficking_act_is_read_whole() -> None:
    act = real("ctip-act-2010/act-current-layout.pdf", "ctip-act-2010")
    by_path = {"/".join(p.path.steps): p for p in act.walk()}
    assert len(by_path) == 205 and act.doubts == ()
    assert [p.path.steps[0] for p in act.provisions] == [*map(str, range(1, 29)), "sched-1", "sched-2"]
    assert {"19/2/ea", "20/2/j/ii", "2/forced-labour", "2/exploitation/f", "sched-1/4/3"} <= by_path.keys()
    assert [path for path, p in by_path.items() if p.closing] == ["4/1", "5", "8", "9"]
    assert by_path["sched-2"].standing is Standing.SPENT
    assert (act.layout, act.as_at, act.frbr) == ("kenya-law-current", "2023-12-11", "/akn/ke/act/2010/8/eng@2023-12-11")


def test_the_data_protection_act_is_read_whole() -> None:
    act = real("data-protection-act-2019/kenyalaw.pdf", "dpa")
    by_path = {"/".join(p.path.steps): p for p in act.walk()}
    assert len(by_path) == 559 and act.doubts == ()
    assert [p.path.steps[0] for p in act.provisions] == [*map(str, range(1, 76)), "sched-1", "sched-2"]
    assert by_path["34"].heading == "Restrictions on processing"
    assert [path for path, p in by_path.items() if p.closing] == ["61"]
    assert by_path["4/a"].opening.count("\n") == 1, "the proviso is a paragraph of its own"
    assert by_path["75"].standing is by_path["sched-2"].standing is Standing.SPENT


def test_the_constitution_is_read_whole_and_its_misprints_are_doubts() -> None:
    law = real("constitution-2010/kenyalaw.pdf", "constitution-2010")
    by_path = {"/".join(p.path.steps): p for p in law.walk()}
    articles = [p for p in law.provisions if p.path.steps[0].isdigit()]
    assert [p.path.steps[0] for p in articles] == list(map(str, range(1, 265))) and all(p.heading for p in articles)
    assert [p.path.steps[0] for p in law.provisions if p not in articles] == ["preamble", *(f"sched-{n}" for n in range(1, 7))]
    assert by_path["30"].heading == "Slavery, servitude and forced labour"
    assert len(by_path["sched-1"].children) == 47 and len(by_path["sched-6"].children) == 34
    assert {"sched-4/part-1/7/a", "sched-4/part-2/14", "260/youth/b", "50/2/i"} <= by_path.keys()
    assert "Numbers are missing before constitution-2010/103/3: it follows (1)." in law.doubts


def test_a_line_that_opens_two_pages_is_no_running_head(tmp_path: Path) -> None:
    # The first line of a page, at the height where text begins, was once taken for a head: every page lost its first line.
    canvas = Canvas(str(tmp_path / "act.pdf"))
    for number, name in enumerate(("Lamps", "Bells", "Ropes", "Piers", "Paint", "Fares"), 1):
        canvas.setFont("Times-Bold", 11)
        canvas.drawString(72, 780, "Part I – FERRIES" if number in (1, 2) else f"{number}. {name}")
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(90, 740, f"A ferry shall have its {name.lower()} seen to by night and by day.")
        canvas.setFont("Times-Bold", 11)
        canvas.drawString(72, 700, f"{number}. {name}" if number in (1, 2) else "")
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(90, 680, "It shall be painted white.")
        canvas.showPage()
    canvas.save()
    assert [p.path.steps[0] for p in read_pdf(tmp_path / "act.pdf", "ferries").provisions] == list("123456")
