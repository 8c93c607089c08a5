"""`kinga check`: every quotation and citation of a finished document gets its verdict."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from answer.check import Checked, Finding, Verdict, check
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.errors import BadDocument
from ingest.limits import wording_limited
from ingest.model import Edition, Instrument, Layer
from ingest.path import ProvisionPath
from tests import scribe

LAW = """1. Short title
This Act may be cited as the Lamp Act.
3. Licences
(1) A person who—
(a) sells a lamp; or
(b) lends a lantern to a child,
commits an offence and is liable to a fine of thirty shillings.
(2) A licence lasts a year.
3A. Records
The keeper shall keep a book.
4. Lights
A lamp burns at night.
"""
SELLS = "A person who— (a) sells a lamp; or (b) lends a lantern to a child, commits an offence"
BOOK = "The keeper shall keep a book."
LATER = LAW.replace("shall keep a book.", "shall keep a ledger.").replace("4. Lights\nA lamp burns at night.\n", "")


def edition(text: str, as_at: str) -> Edition:
    from ingest.text import read_text

    return Edition("lamp-act", Layer.OFFICIAL, "en", read_text(text, "lamp-act").provisions, as_at)


def with_lamps(snapshot: Snapshot, *editions: Edition) -> Snapshot:
    """The corpus, and a Lamp Act whose official text is loaded."""
    lamps = Instrument("lamp-act", "Lamp Act", "Lamp Act", "act", "section", 2031, last=4)
    book = Book({**snapshot.book.instruments, "lamp-act": lamps}, [*snapshot.book.editions, *editions])
    return replace(snapshot, book=book)


@pytest.fixture(scope="module")
def lamps(snapshot: Snapshot) -> Snapshot:
    return with_lamps(snapshot, edition(LAW, "2031-12-11"))


@pytest.fixture(scope="module")
def twice(snapshot: Snapshot) -> Snapshot:
    return with_lamps(snapshot, edition(LAW, "2031-12-11"), edition(LATER, "2035-01-01"))


def quoted(checked: Checked) -> list[Finding]:
    return [one for one in checked.findings if one.quotation]


def only(text: str, snapshot: Snapshot, as_at: str = "") -> Finding:
    (one,) = quoted(check(text, snapshot, as_at))
    return one


def changes(one: Finding) -> list[tuple[str, str, str]]:
    return [(change.kind, change.ours, change.theirs) for change in one.difference]


@pytest.mark.parametrize(
    ("text", "verdict", "path"),
    [
        # the words as they stand, with and without the numbers of the list
        (f"Section 3(1) of the Lamp Act reads: “{SELLS}”", "exact", "3/1"),
        ("Section 3(1) of the Lamp Act: “A person who sells a lamp; or lends a lantern to a child, commits an offence”", "exact", "3/1"),
        # typography: straight and curly marks, spaces, hyphens, lines, a full stop inside the marks
        (f'Section 3A of the Lamp Act: "{BOOK.rstrip(".")}."', "exact", "3a"),
        ("Section 3A of the Lamp Act says ‘The\u00a0keeper  shall\nkeep a book’.", "exact", "3a"),
        ("Section 3A of the Lamp Act says 'The keeper shall keep a book'.", "exact", "3a"),
        ("Section 3A of the Lamp Act says “the keep-\ner shall keep a book”.", "exact", "3a"),
        ("Section 3A of the Lamp Act says “[t]he keeper shall [sic] keep a book”.", "exact", "3a"),
        # the citation after the words
        (f"“{BOOK}” (section 3A, Lamp Act)", "exact", "3a"),
        (f"“{BOOK}” See section 3(1) of the Lamp Act.", "exact", "3a"),
        # a clause of a list, cited with the words that govern it
        ("Section 3(1)(a) of the Lamp Act: “A person who sells a lamp … commits an offence”", "exact", "3/1"),
        ("Section 3(1)(a) of the Lamp Act: “A person who sells lamps … commits an offence”", "altered", "3/1"),
        # words left out, in order and out of it
        ("Section 3(1) of the Lamp Act: “A person who sells a lamp ... commits an offence”", "exact", "3/1"),
        ("Section 3(1) of the Lamp Act: “commits an offence [...] A person who sells a lamp”", "not found", "3/1"),
        # a block quotation
        ("Section 3A of the Lamp Act provides:\n\n> The keeper shall\n> keep a book.\n\nThat is all.", "exact", "3a"),
        ("> The keeper shall keep a book.\n> — section 3A, Lamp Act", "exact", "3a"),
        ("Section 3A of the Lamp Act provides:\n\n    The keeper must keep a book.\n", "altered", "3a"),
        # another clause
        (f"Section 3(2) of the Lamp Act says “{BOOK}”", "other clause", "3a"),
        (f"Section 9 of the Lamp Act says “{BOOK}”", "other clause", "3a"),
        ("Section 3(2) of the Lamp Act says “The keeper shall keep a ledger book always”", "other clause", "3a"),
        # nobody's words
        ("Section 3A of the Lamp Act says “the moon is made of green cheese”", "not found", "3a"),
        # a figure in two words
        ("By section 3(2) of the Lamp Act it “lasts a year”.", "exact", "3/2"),
    ],
)
def test_a_quotation_gets_its_verdict(lamps: Snapshot, text: str, verdict: str, path: str) -> None:
    one = only(text, lamps)
    assert (str(one.verdict), str(one.path)) == (verdict, f"lamp-act/{path}"), one.says


@pytest.mark.parametrize(
    ("words", "difference"),
    [
        ("A licence lasts ten years.", [("changed", "ten years", "a year")]),
        ("A valid licence lasts a year.", [("added", "valid", "")]),
        ("commits an offence and is liable to a fine of thirty thousand shillings", [("added", "thousand", "")]),
        ("lends a lantern to child", [("left out", "", "a")]),
        ("A Licence lasts a year.", [("changed", "Licence", "licence")]),
        ("A license lasts a year.", [("changed", "license", "licence")]),
    ],
)
def test_what_was_altered_is_told_word_by_word(lamps: Snapshot, words: str, difference: list[tuple[str, str, str]]) -> None:
    one = only(f"Section 3 of the Lamp Act says “{words}”", lamps)
    assert one.verdict is Verdict.ALTERED
    assert changes(one) == difference


def test_every_changed_word_and_figure_is_seen(snapshot: Snapshot) -> None:
    """Two hundred provisions, in both languages, each quoted as it stands, then with one word changed."""
    chance = random.Random(11)
    book = snapshot.book
    texts = [
        t for path in book.paths for t in book.texts(path) if 8 <= len(t.provision.opening.split()) <= 60 and '"' not in t.provision.opening
    ]
    for text in chance.sample(texts, 200):
        words = text.provision.opening.split()
        at = chance.choice([n for n, word in enumerate(words) if word.strip(".,;:()").isalnum()])
        cited = f"{book.cite(text.provision.path, text.edition.lang)}: “"
        if any("“" in part for part in cited[:-1]):
            continue
        whole = only(f"{cited}{' '.join(words)}”", snapshot)
        assert whole.verdict is Verdict.EXACT, (whole.says, whole.text)
        altered = only(f"{cited}{' '.join([*words[:at], 'zebra', *words[at + 1 :]])}”", snapshot)
        assert altered.verdict is Verdict.ALTERED, (altered.says, altered.text)
        assert "zebra" in altered.difference[0].ours


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (
            "contrary to section 3(5) as read with section 3(1)(d) of the Counter-Trafficking in Persons Act, No. 8 of 2010",
            ["3/5", "3/1/d"],
        ),
        ("CONTRARY TO SECTION 3(1)(A) AS READ WITH SECTION 3(5) OF THE COUNTER-TRAFFICKING IN PERSONS ACT NO. 8 OF 2010", ["3/1/a", "3/5"]),
        ("Section 3(1)(a) of the Counter-Trafficking in\n   Persons Act (Cap. 61)", ["3/1/a"]),
        ("s 4 CTIPA", ["4"]),
        ("Cap 61, s. 5", ["5"]),
        ("kifungu cha 3(5) cha Sheria ya Kukabiliana na Usafirishaji Haramu wa Binadamu", ["3/5"]),
        ("sections 3(1)(a) and (b), 4 and 5 of the Counter-Trafficking in Persons Act", ["3/1/a", "3/1/b", "4", "5"]),
        ("section 3 of the Counter-Trafficking in Persons Act. Section 5 of the said Act. Ibid., section 6. Ibid.", ["3", "5", "6", "6"]),
        ("s. 2, definition of “forced labour”", ["2/forced-labour"]),
        ("paragraph 4(3) of the First Schedule; First Schedule, paragraph 4(3)", ["sched-1/4/3", "sched-1/4/3"]),
    ],
)
def test_citations_are_found_as_lawyers_write_them(snapshot: Snapshot, text: str, paths: list[str]) -> None:
    assert [(str(one.verdict), str(one.path)) for one in check(text, snapshot).findings] == [
        ("exists", f"ctip-act-2010/{path}") for path in paths
    ]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("section 45 of the Counter-Trafficking in Persons Act", "no such clause"),
        ("section 3(9) of the Counter-Trafficking in Persons Act", "no such clause"),
        ("section 203 of the Penal Code", "not found"),
        ("section 16 of the Sexual Offences Act, and not of the Penal Code", "not found"),
        ("Article 3 says so", "unclear"),
        ("Article 3 of the Trafficking Protocol", "exists"),
    ],
)
def test_a_citation_is_judged_by_itself(snapshot: Snapshot, text: str, verdict: str) -> None:
    assert [str(one.verdict) for one in check(text, snapshot).findings] == [verdict]


def test_two_readings_left_are_unclear_and_words_beside_decide_between_them(snapshot: Snapshot) -> None:
    words = snapshot.book.text(ProvisionPath.parse("un-tip-protocol-2000/3/b")).provision.opening
    both = "The Trafficking Protocol and the Smuggling Protocol were signed at Palermo.\n\nArticle 3"
    assert str(check(f"{both} counts.", snapshot).findings[0].verdict) == "unclear"
    found = check(f"{both}(b) says: “{words}”", snapshot).findings
    assert [(str(one.verdict), str(one.path)) for one in found] == [
        ("exists", "un-tip-protocol-2000/3/b"),
        ("exact", "un-tip-protocol-2000/3/b"),
    ]


def test_words_that_stand_in_two_clauses_are_unclear_without_a_citation(lamps: Snapshot) -> None:
    act = "1. One\nA keeper of any lamp shall pay.\n2. Two\nA keeper of any lamp shall pay.\n"
    one = only("It says “a keeper of any lamp shall pay”.", with_lamps(lamps, edition(act, "2031-12-11")))
    assert one.verdict is Verdict.UNCLEAR


def test_a_witness_is_no_law(lamps: Snapshot) -> None:
    one = only("He was charged under section 3 of the Lamp Act. The girl said, “They told me that there was a job.”", lamps)
    assert (one.verdict, one.citation) == (Verdict.NOT_FOUND, "")


def test_words_changed_by_a_later_edition_are_told_with_both_dates(twice: Snapshot) -> None:
    one = only(f"Section 3A of the Lamp Act: “{BOOK}”", twice)
    assert one.verdict is Verdict.TEXT_CHANGED
    assert "as at 2031-12-11" in one.says
    assert "as at 2035-01-01" in one.says
    assert changes(one) == [("changed", "book", "ledger")]


def test_a_provision_that_a_later_edition_dropped_is_told(twice: Snapshot) -> None:
    one = only("Section 4 of the Lamp Act: “A lamp burns at night.”", twice)
    assert one.verdict is Verdict.TEXT_CHANGED
    assert "has no such provision" in one.says


def test_the_date_of_a_document_decides_which_words_count(twice: Snapshot) -> None:
    now = "Section 3A of the Lamp Act: “The keeper shall keep a ledger.”"
    assert only(now, twice).verdict is Verdict.EXACT
    assert only(now, twice, "2032-06-01").verdict is Verdict.TEXT_CHANGED
    same = "Section 3(1)(a) of the Lamp Act: “A person who sells a lamp”"
    assert only(same, twice, "2032-06-01").verdict is Verdict.EXACT
    assert check(f"As at 1 June 2032. {now}", twice).as_at == "2032-06-01"


def test_without_the_official_text_plain_words_are_marked_as_such(snapshot: Snapshot, lamps: Snapshot) -> None:
    words = snapshot.book.text(ProvisionPath.parse("ctip-act-2010/3/2")).provision.text
    assert "official text is not loaded" in only(f"Section 3(2) of the Counter-Trafficking in Persons Act: “{words}”", snapshot).says
    assert "official" not in only(f"Section 3A of the Lamp Act: “{BOOK}”", lamps).says


def test_real_words_of_the_act_are_exact_and_altered(snapshot: Snapshot, official: Path) -> None:
    from ingest.text import read_text

    text = (official / "ctip-act-2010" / "official.txt").read_text(encoding="utf-8")
    act = Edition("ctip-act-2010", Layer.OFFICIAL, "en", read_text(text, "ctip-act-2010").provisions, "2023-12-11")
    loaded = replace(snapshot, book=Book(snapshot.book.instruments, [*snapshot.book.editions, act]))
    for number in ("3(1)", "3(5)", "4(1)", "5", "8", "26(2)"):
        (path,) = [f.path for f in check(f"section {number} of the CTIP Act", loaded).findings]
        provision = loaded.book.within(path, act)
        words = " ".join(part for one in provision.walk() for part in (one.number if one is not provision else "", one.opening) if part)
        one = only(f"Section {number} of the CTIP Act: “{words.replace('“', '').replace('”', '')}”", loaded)
        assert one.verdict is Verdict.EXACT, (number, one.says)
        word = max(words.split(), key=len).strip(".,;:—")
        one = only(f"Section {number} of the CTIP Act: “{words.replace(word, 'zebra', 1)}”", loaded)
        assert one.verdict is Verdict.ALTERED, (number, one.says)


def test_word_and_pdf_files_are_checked_like_text(lamps: Snapshot, tmp_path: Path) -> None:
    """Double-spaced lines, and a quotation that runs over the end of a line."""
    paragraphs = [
        f"Section 3(1) of the Lamp Act, so far as it matters here and in every other court, reads: “{SELLS}.” Nothing else was said.",
        "Section 3A of the Lamp Act says “The keeper must keep a book”.",
    ]
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(str(tmp_path / "a.docx"))
    wide = ParagraphStyle("wide", fontName="Times-Roman", fontSize=12, leading=24, spaceAfter=24)
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Paragraph(words, wide) for words in paragraphs])
    for name in ("a.docx", "a.pdf"):
        found = quoted(check(wording_limited(tmp_path / name), lamps))
        assert [(str(one.verdict), str(one.path)) for one in found] == [("exact", "lamp-act/3/1"), ("altered", "lamp-act/3a")], name


def test_a_block_quotation_in_a_word_file_is_one(lamps: Snapshot, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Section 3A of the Lamp Act provides:")
    document.add_paragraph("The keeper shall keep no book.", style="Quote")
    document.save(str(tmp_path / "a.docx"))
    assert [str(one.verdict) for one in quoted(check(wording_limited(tmp_path / "a.docx"), lamps))] == ["altered"]


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    for name, content in (("a.txt", b""), ("a.pdf", b"%PDF-1.7 cut"), ("a.bin", bytes(range(256))), ("b.docx", b"PK\x03\x04 no zip")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadDocument):
            wording_limited(tmp_path / name)
    with pytest.raises(BadDocument, match="cannot be opened"):
        wording_limited(tmp_path / "missing.txt")


def test_spans_are_those_of_the_document(lamps: Snapshot) -> None:
    text = f"One.\n\nSection 3A of the\n  Lamp Act: “{BOOK}” and sections 1 and 9 of the Lamp Act."
    for one in check(text, lamps).findings:
        assert text[one.start : one.end] == one.text


def test_the_command_prints_one_json_document(home: Path, tmp_path: Path) -> None:
    file = scribe.write(tmp_path, "sheet.txt", "Section 45 of the Counter-Trafficking in Persons Act says “nothing of the kind at all”.")
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "cli.py", "check", str(file), "--json"],
        capture_output=True,
        text=True,
        cwd=root,
        check=True,
        env={"KINGA_HOME": str(home)},
    )
    record = json.loads(done.stdout)
    assert not record["sound"]
    assert [one["verdict"] for one in record["findings"]] == ["no such clause", "not found"]
