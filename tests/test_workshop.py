"""Workshop kits: plans, proof, formats, bad input. Every sentence of law in a kit is proved, or there is no kit."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from answer.check import Verdict, check
from answer.check.finding import SOUND
from index.snapshot import Snapshot
from ingest.errors import BadInput
from ingest.path import ProvisionPath
from workshop import make_kit, plan_of, ready, write_kit, zipped
from workshop.kit import PARTS, Kit
from workshop.paper import Line, Source
from workshop.plan import lore, without
from workshop.proof import Unproved, prove
from workshop.say import BRIEF, Voice, phrases
from workshop.spreadsheet import safe

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def kit(snapshot: Snapshot) -> Kit:
    return make_kit(ready("two-day"), snapshot, "en", made=DAY)


@pytest.fixture(scope="module")
def kiswahili(snapshot: Snapshot) -> Kit:
    return make_kit(ready("border-hour"), snapshot, "sw", made=DAY)


def test_a_kit_has_every_part_and_no_file_reaches_five_megabytes(kit: Kit) -> None:
    for name in ("guide", "handout", "cards", "cards-filled", "quiz", "quiz-key", "pre-test", "post-test", "tests-key", "sources"):
        assert {f"{name}.docx", f"{name}.md"} <= set(kit.files)
    assert {"slides.pptx", "reference.pdf", "cards.pdf", "quiz.gift", "quiz.csv", "answers-pre.csv", "answers-post.csv", "kit.json"} <= set(
        kit.files
    )
    assert all(0 < len(body) < 5_000_000 for body in kit.files.values())


@pytest.mark.parametrize("plan", [plan.id for plan in lore().plan])
@pytest.mark.parametrize("lang", ["en", "sw"])
def test_every_ready_plan_is_proved_in_both_languages(snapshot: Snapshot, plan: str, lang: str) -> None:
    kit = make_kit(ready(plan), snapshot, lang, made=DAY, parts=("guide", "handout", "cards", "quiz", "tests"))
    assert kit.lines > 300
    assert kit.clauses


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_every_concept_makes_a_workshop_of_its_own(snapshot: Snapshot, lang: str) -> None:
    for slug in snapshot.data.concepts:
        assert make_kit(plan_of([slug], snapshot), snapshot, lang, made=DAY, parts=("handout",)).lines > 30


def test_the_same_kit_twice_is_the_same_words(snapshot: Snapshot, kit: Kit) -> None:
    again = make_kit(ready("two-day"), snapshot, "en", made=DAY)
    texts = [name for name in kit.files if name.endswith((".md", ".gift", ".csv"))]
    assert {name: again.files[name] for name in texts} == {name: kit.files[name] for name in texts}


def test_a_changed_word_of_law_is_found_and_named(snapshot: Snapshot) -> None:
    voice = Voice(snapshot, "en")
    concept = snapshot.data.concepts["trafficking"]
    line = voice.point(concept.fields["penalty"][0])
    assert prove([line], snapshot) == 1
    with pytest.raises(Unproved, match="At least 3 years"):
        prove([replace(line, text=line.text.replace("30 years", "3 years"))], snapshot)


@pytest.mark.parametrize(
    "line",
    [
        Line("A trafficker must have crossed a border.", Source.NAME, "en"),
        Line("Children can consent.", Source.STORY, "en"),
        Line("Nobody needs a means.", Source.FRAME, "en", "head_steps"),
        Line("Nobody needs a means.", Source.FRAME, "en", "no-such-phrase"),
        Line("Nobody needs a means.", Source.LAW, "en", paths=(ProvisionPath.parse("ctip-act-2010/3/1"),)),
        Line("Answer A. See s. 99.", Source.FRAME, "en", "because", (("letter", "A"), ("clause", "s. 99"))),
    ],
)
def test_a_sentence_that_nobody_proves_stops_the_kit(snapshot: Snapshot, line: Line) -> None:
    with pytest.raises(Unproved, match=re.escape(line.text[:20])):
        prove([line], snapshot)


def test_the_fixed_words_state_no_law() -> None:
    """They name no section, no term of years and no sum; the only figures are the trainer's own minutes and counts."""
    for key, said in phrases().items():
        for lang in ("en", "sw"):
            words = (" ".join(said[lang]) if isinstance(said[lang], list) else str(said[lang])).replace(BRIEF["sw"], "")
            assert not re.search(r"\d|shilling|imprison|kifungo cha (?:jela|maisha)", words), key


def test_word_files_have_styles_header_rows_alt_text_and_page_numbers(kit: Kit) -> None:
    for name in (name for name in kit.files if name.endswith(".docx")):
        document = Document(io.BytesIO(kit.files[name]))
        assert document.paragraphs[0].style.name == "Title"
        footer = document.sections[0].footer.paragraphs[0]._p
        assert "PAGE" in "".join(footer.itertext())
        assert "2023-12-11" in "".join(footer.itertext())
        assert "2026-11-24" in "".join(footer.itertext())
        for table in document.tables:
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        for shape in document.inline_shapes:
            assert "purpose" in shape._inline.docPr.get("descr")
    handout = Document(io.BytesIO(kit.files["handout.docx"]))
    assert {"Heading 1", "Heading 2", "Heading 3", "Quote", "List Bullet"} <= {p.style.name for p in handout.paragraphs}
    assert len(handout.inline_shapes) == 1


def test_slides_fill_the_places_of_their_layout_and_stay_on_the_slide(kit: Kit) -> None:
    show = Presentation(io.BytesIO(kit.files["slides.pptx"]))
    assert len(show.slides) > 20
    for slide in show.slides:
        assert slide.shapes.title.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= show.slide_width
            assert shape.top + shape.height <= show.slide_height
    pictures = [shape for slide in show.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 1
    assert "Deception" in pictures[0]._element.nvPicPr.cNvPr.get("descr")


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_the_quick_reference_is_one_page_with_all_four_parts(snapshot: Snapshot, lang: str) -> None:
    kit = make_kit(ready("border-hour"), snapshot, lang, made=DAY, parts=("reference",))
    pages = pypdfium2.PdfDocument(kit.files["reference.pdf"])
    assert len(pages) == 1
    text = " ".join(pages[0].get_textpage().get_text_bounded().split())
    for key in ("head_triangle", "head_penalties", "head_compared", "head_first"):
        assert str(phrases()[key][lang]) in text
    assert "30,000,000" in text


def test_the_cards_tell_no_outcome_and_the_filled_sheets_do(kit: Kit) -> None:
    cards, filled = kit.files["cards.md"].decode(), kit.files["cards-filled.md"].decode()
    assert cards.count("Invented for training") == 12
    assert "Indicated, as the writer" not in cards
    assert filled.count("Indicated, as the writer") == 12


def test_the_quiz_for_moodle_has_one_right_answer_a_question(kit: Kit) -> None:
    blocks = re.findall(r"^::.*?\n}\n", kit.files["quiz.gift"].decode(), re.DOTALL | re.MULTILINE)
    assert len(blocks) == 24
    for block in blocks:
        assert len(re.findall(r"^\t=", block, re.MULTILINE)) == 1
        assert len(re.findall(r"^\t~", block, re.MULTILINE)) >= 1
        assert "\t####" in block


def test_the_quiz_as_a_table_reads_back_with_key_and_clause(kit: Kit, snapshot: Snapshot) -> None:
    rows = list(csv.DictReader(io.StringIO(kit.files["quiz.csv"].decode("utf-8-sig"))))
    assert len(rows) == 24
    for row in rows:
        assert row[f"option {row['key']}"]
        assert ProvisionPath.parse(row["clause"]) in snapshot.book


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_pre_and_post_test_ask_different_questions_on_the_same_topics(kit: Kit) -> None:
    pre, post = (list(csv.DictReader(io.StringIO(kit.files[f"answers-{n}.csv"].decode("utf-8-sig")))) for n in ("pre", "post"))
    assert len(pre) == len(post) >= 10
    assert [row["topic"] for row in pre] == [row["topic"] for row in post]
    assert not {row["question"] for row in pre} & {row["question"] for row in post}


def test_the_certificate_names_every_clause_with_edition_and_date(kit: Kit) -> None:
    text = kit.files["sources.md"].decode()
    for path in kit.clauses:
        assert f"| {path} |" in text
    assert "plain words, English, as at 2023-12-11" in text


@pytest.mark.parametrize("fixture", ["kit", "kiswahili"])
def test_every_citation_and_quotation_passes_the_check(fixture: str, snapshot: Snapshot, request: pytest.FixtureRequest) -> None:
    """Words that stand in several clauses alike ("commits an offence") are unclear by themselves, never wrong.

    The printed citation of a note of Kinga holds the note's heading in quotation marks: that is no quotation of law.
    """
    kit: Kit = request.getfixturevalue(fixture)
    notes = {snapshot.book.cite(path, kit.lang).split("“")[-1] for path in snapshot.book.paths if "notes" in path.steps}
    for name in (name for name in kit.files if name.endswith(".md")):
        for finding in check(kit.files[name].decode(), snapshot, lang=kit.lang).findings:
            if not any(finding.text in note for note in notes):
                assert finding.verdict in (*SOUND, Verdict.UNCLEAR), (name, finding.text, finding.says)


def test_kiswahili_kits_speak_kiswahili_and_say_that_nobody_reviewed_it(kiswahili: Kit) -> None:
    handout = kiswahili.files["handout.md"].decode()
    assert "Mambo ya kwanza ya kufanya" in handout
    assert "mtafsiri aliyeapishwa" in handout
    assert "First things" not in handout


@pytest.mark.parametrize(
    ("plan", "lang", "words"),
    [("two-days", "en", "no workshop plan 'two-days'"), ("two-day", "fr", "not written in 'fr'")],
)
def test_an_unknown_plan_or_language_is_one_clear_line(snapshot: Snapshot, plan: str, lang: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        make_kit(ready(plan), snapshot, lang)


def test_a_topic_without_clauses_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(BadInput, match="no topic 'tax-law'"):
        plan_of(["smuggling", "tax-law"], snapshot)


def test_topics_can_be_left_out_and_put_in_another_order() -> None:
    plan = without(ready("two-day"), ["npa", "nrm"], ["trial", "act"])
    assert [topic.id for topic in plan.topics][:2] == ["trial", "act"]
    assert "npa" not in {topic.id for topic in plan.topics}
    assert len([s for day in plan.day for s in day.sessions]) == len([s for day in ready("two-day").day for s in day.sessions]) - 2
    with pytest.raises(BadInput, match="No topic is left"):
        without(plan, [topic.id for topic in plan.topics])


def test_parts_can_be_left_out(snapshot: Snapshot) -> None:
    kit = make_kit(ready("border-hour"), snapshot, "en", parts=("quiz",), made=DAY)
    assert set(kit.files) == {
        "quiz.docx",
        "quiz.md",
        "quiz-key.docx",
        "quiz-key.md",
        "quiz.gift",
        "quiz.csv",
        "sources.docx",
        "sources.md",
        "kit.json",
    }
    with pytest.raises(BadInput, match="no part 'posters'"):
        make_kit(ready("border-hour"), snapshot, "en", parts=(*PARTS, "posters"))


def test_a_kit_replaces_a_kit_and_nothing_else(kiswahili: Kit, tmp_path: Path) -> None:
    place = write_kit(kiswahili, tmp_path / "kit")
    assert json.loads((place / "kit.json").read_text())["lang"] == "sw"
    write_kit(kiswahili, place)
    assert sorted(tmp_path.iterdir()) == [place]
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("keep me")
    with pytest.raises(BadInput, match="holds other things"):
        write_kit(kiswahili, tmp_path / "letters")
    assert (tmp_path / "letters" / "dear.txt").read_text() == "keep me"


def test_a_full_disk_leaves_no_half_kit(kiswahili: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInput, match="is full"):
        write_kit(kiswahili, tmp_path / "kit")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_a_file_is_one_clear_line(kiswahili: Kit, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "kit"):
        with pytest.raises(BadInput):
            write_kit(kiswahili, place)
    assert (tmp_path / "file").read_text() == "x"


def test_the_zip_holds_the_kit(kiswahili: Kit) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(kiswahili))) as archive:
        assert archive.testzip() is None
        assert {name.split("/", 1)[1] for name in archive.namelist()} == set(kiswahili.files)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: its conversion is not tested here")
def test_libreoffice_opens_every_document(kit: Kit, tmp_path: Path) -> None:
    names = [name for name in kit.files if name.endswith((".docx", ".pptx"))]
    for name in names:
        (tmp_path / name).write_bytes(kit.files[name])
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, *(str(tmp_path / name) for name in names)], check=True, capture_output=True, timeout=240)
    for name in names:
        pages = pypdfium2.PdfDocument(tmp_path / f"{Path(name).stem}.pdf")
        assert len(pages) >= 1
        assert pages[0].render(scale=0.3).to_pil().convert("L").getextrema()[0] < 128, f"the first page of {name} is blank"
