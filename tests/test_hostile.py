"""Files that are broken or mean harm: a named error or a reading, never a crash, within the limits, and nothing loaded is lost."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import BadDocument, BadInput
from ingest.library import LIMIT_BYTES, import_document, imported_editions, read_document
from ingest.limits import Limits, read_limited
from tests import press, scribe
from tests.spoil import mutant
from tests.test_pdf import CURRENT

ROOT = Path(__file__).resolve().parent.parent
NIGHTLY = os.environ.get("KINGA_NIGHTLY") == "1"
MUTANTS = 10_000 if NIGHTLY else 200
AKN = scribe.Akn().act(scribe.law())


def pdf(*pages: str, password: str = "") -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, encrypt=StandardEncryption(password) if password else None)
    for words in pages:
        for line, text in enumerate(words.split("\n")):
            canvas.drawString(72, 760 - 16 * line, text)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def many_pages(count: int) -> bytes:
    """A PDF of many pages that are one object each, the way a trap is made."""
    parts, places, whole = [b"%PDF-1.4\n"], [], 9
    kids = b" ".join(b"%d 0 R" % (n + 5) for n in range(count))
    words = b"BT /F1 12 Tf 72 700 Td (1. Lamps) Tj 0 -20 Td (All lamps burn.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n" % len(words) + words + b"\nendstream",
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"] * count,
    ]
    for number, inner in enumerate(objects, 1):
        places.append(whole)
        parts.append(b"%d 0 obj" % number + inner + b"endobj\n")
        whole += len(parts[-1])
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"".join(parts) + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, whole)


def image_bomb(side: int = 30_000) -> bytes:
    """A PDF whose one picture unpacks to a gigabyte and more."""
    row = zlib.compressobj(9)
    packed = b"".join([*(row.compress(bytes(side * 3)) for _ in range(side // 10)), row.flush()])
    words = b"q 500 0 0 500 50 50 cm /Im0 Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(words) + words + b"\nendstream",
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n"
        % (side, side, len(packed))
        + packed
        + b"\nendstream",
    ]
    parts, places, whole = [b"%PDF-1.4\n"], [], 9
    for number, inner in enumerate(objects, 1):
        places.append(whole)
        parts.append(b"%d 0 obj" % number + inner + b"endobj\n")
        whole += len(parts[-1])
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"".join(parts) + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % whole


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in parts.items():
            archive.writestr(name, inner)
    return content.getvalue()


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    act = AKN.partition("?>")[2].replace("lasts a year", "lasts &l9;")
    return f'<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY l0 "ha">{entities}]>{act}'


def outside(target: Path) -> str:
    act = AKN.partition("?>")[2].replace("lasts a year", "lasts &secret;")
    return f'<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY secret SYSTEM "{target.as_uri()}">]>{act}'


LAW_PDF = "1. Lamps\nAll lamps burn.\n2. Towers\n(1) A tower is tall.\n(2) It stands."


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "empty"),
        ("empty.html", b"", "empty"),
        ("cut.pdf", pdf(LAW_PDF)[:700], "cut off"),
        ("locked.pdf", pdf(LAW_PDF, password="s"), "encrypted"),
        ("head.pdf", b"%PDF-1.7\n%%EOF\n", "damaged"),
        ("laughs.xml", laughs(), "entities|well-formed"),
        ("deep.xml", "<akomaNtoso>" + "<part>" * 5000 + "</part>" * 5000 + "</akomaNtoso>", "well-formed|deep"),
        ("deep.html", "<html><body>" + "<div>" * 50_000 + "x", "deny|sections|headings|page"),
        ("bomb.docx", packed({"word/document.xml": b"<w>" + b" " * 70_000_000}), "would unpack"),
        ("parts.docx", packed({"word/document.xml": b"<w/>", **{f"word/{n}.xml": b"" for n in range(21_000)}}), "would unpack"),
        ("sheet.docx", packed({"xl/workbook.xml": b""}), "an Excel file"),
        ("archive.docx", packed({"a.txt": b""}), "a ZIP archive"),
        ("old.docx", b"\xd0\xcf\x11\xe0" + bytes(2000), "an old Word file"),
        ("letter.docx", b"{\\rtf1 hello}", "an RTF file"),
        ("scan.pdf", b"\x89PNG\r\n\x1a\n" + bytes(500), "a picture"),
        ("noise.txt", bytes(range(256)) * 40, "none of the formats"),
        ("feed.xml", "<rss><channel/></rss>", "not Akoma Ntoso"),
        ("words.txt", "Only words, and no law at all.", "no clauses"),
    ],
)
def test_a_broken_or_foreign_file_is_refused_by_name_with_the_next_step(name: str, content: bytes | str, says: str, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(BadDocument, match=says) as refusal:
        read_document(scribe.write(tmp_path, name, content), "x")
    assert refusal.value.step
    assert name in refusal.value.fault
    assert time.monotonic() - began < 20


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    secret = scribe.write(tmp_path, "secret.txt", "the keeper's secret")
    with pytest.raises(BadDocument) as refusal:
        read_document(scribe.write(tmp_path, "law.xml", outside(secret)), "x")
    assert "the keeper's secret" not in str(refusal.value)


def test_a_file_of_more_than_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.pdf"
    with file.open("wb") as stream:
        stream.truncate(LIMIT_BYTES + 1)
    began = time.monotonic()
    with pytest.raises(BadDocument, match="200 MB"):
        read_document(file, "x")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("name", ["folder", "none.pdf"])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadDocument, match=name):
        read_document(tmp_path / name, "x")


# Whatever a file is called, it is read as what it is.
@pytest.mark.parametrize("suffix", ["pdf", "html", "xml", "docx", "txt", "md", "bin", ""])
@pytest.mark.parametrize("kind", ["akn", "html", "docx", "text", "pdf"])
def test_a_wrong_extension_does_not_matter(kind: str, suffix: str, tmp_path: Path) -> None:
    if suffix in ("html", "xml", "bin", "md") and kind in ("pdf", "docx") and not NIGHTLY:
        pytest.skip("all pairs are tried at night")
    content = {
        "akn": AKN.encode(),
        "html": scribe.Kenya().act(scribe.law()).encode(),
        "docx": scribe.word_file(),
        "text": scribe.LAW.encode(),
        "pdf": b"",
    }[kind]
    file = tmp_path / f"law.{suffix}".rstrip(".")
    if kind == "pdf":
        press.Press(file, CURRENT).law()
        assert len(list(read_document(file, "bees").walk())) == len(press.clauses())
        return
    file.write_bytes(content)
    assert scribe.told(read_document(file, "lamp-act").provisions) == scribe.told(scribe.law())


def test_a_page_with_scripts_is_read_without_them(tmp_path: Path) -> None:
    reading = read_document(scribe.write(tmp_path, "x.html", scribe.Kenya().act(scribe.law())), "lamp-act")
    assert "alert" not in str(reading)


def test_a_pdf_with_scripts_and_attachments_is_read_without_them(tmp_path: Path) -> None:
    file = tmp_path / "act.pdf"
    press.Press(file, CURRENT).law()
    content = file.read_bytes().replace(b"/Type /Catalog", b"/OpenAction <</S/JavaScript/JS(app.alert\\(1\\))>> /Type /Catalog", 1)
    reading = read_document(scribe.write(tmp_path, "js.pdf", content), "bees")
    assert "alert" not in str(reading)
    assert reading.provisions


def test_a_pdf_of_ten_thousand_pages_ends_within_the_limits(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(BadDocument, match=r"long\.pdf has 10,000 pages"):
        read_document(scribe.write(tmp_path, "long.pdf", many_pages(10_000)), "x")
    assert time.monotonic() - began < 10


@pytest.mark.skipif(not NIGHTLY, reason="takes two minutes: tried at night")
def test_a_pdf_of_as_many_pages_as_are_read_ends_within_the_limits(tmp_path: Path) -> None:
    began = time.monotonic()
    try:
        assert read_limited(scribe.write(tmp_path, "long.pdf", many_pages(3000)), "x", Limits()).provisions
    except BadDocument as error:
        assert "long.pdf" in error.fault
    assert time.monotonic() - began < 125


def test_a_picture_that_unpacks_without_end_ends_within_the_limits(tmp_path: Path) -> None:
    file = scribe.write(tmp_path, "picture.pdf", image_bomb())
    began = time.monotonic()
    with pytest.raises(BadDocument, match=r"picture\.pdf"):
        read_document(file, "x")
    assert time.monotonic() - began < 125


def test_nothing_that_is_loaded_is_lost_by_a_bad_import(tmp_path: Path) -> None:
    home = tmp_path / "home"
    import_document(scribe.write(tmp_path, "law.html", scribe.Kenya().act(scribe.law())), home, {}, "lamp-act")
    kept = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    for name, content in (("a.pdf", pdf(LAW_PDF)[:600]), ("b.xml", laughs()), ("c.docx", b"PK\x03\x04"), ("d.html", "<html></html>")):
        with pytest.raises(BadInput):
            import_document(scribe.write(tmp_path, name, content), home, {}, "lamp-act")
    assert {file: file.read_bytes() for file in home.rglob("*") if file.is_file()} == kept
    assert [edition.id for edition in imported_editions(home)] == ["lamp-act:official:en:2031-12-11"]


# -- mutants ---------------------------------------------------------------------------------------------------------


def samples(folder: Path) -> dict[str, bytes]:
    press.Press(folder / "act.pdf", CURRENT).law()
    return {
        "pdf": (folder / "act.pdf").read_bytes(),
        "small.pdf": pdf(LAW_PDF),
        "xml": AKN.encode(),
        "html": scribe.Kenya().act(scribe.law()).encode(),
        "plain.html": scribe.plain_page().encode(),
        "docx": scribe.word_file(),
        "inner.docx": scribe.word_file(),
        "md": b"# Guide\n\n## 1. Lamps\n\nWords.\n\n### 1.1 Light\n\n- (a) one;\n- (b) two.\n\n| A | B |\n|---|---|\n| c | d |\n",
        "txt": scribe.LAW.encode(),
    }


def mutant_inside(content: bytes, seed: int) -> bytes:
    """Give a whole ZIP with one part of the Word file spoilt in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = ("word/document.xml", "word/document.xml", "word/numbering.xml", "word/styles.xml", "[Content_Types].xml")[seed % 5]
    return packed(parts | {name: mutant(parts[name], seed)})


@pytest.fixture(scope="module")
def mutants(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made = tmp_path_factory.mktemp("samples")
    folder = tmp_path_factory.mktemp("mutants")
    files = samples(made)
    for seed in range(MUTANTS):
        name = list(files)[seed % len(files)]
        spoilt = mutant_inside(files[name], seed) if name == "inner.docx" else mutant(files[name], seed)
        (folder / f"{seed:05}.{name}").write_bytes(spoilt)
    return sorted(folder.iterdir())


def outcomes(files: list[Path], folder: Path) -> Iterator[dict[str, object]]:
    """Read the files in a process of their own; where one ends it, that one is told and the rest go on in another."""
    while files:
        folder.mkdir(exist_ok=True)
        for file in files:
            (folder / file.name).symlink_to(file)
        done = subprocess.run([sys.executable, "-m", "tests.fuzz", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)
        rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        yield from rows
        for file in files:
            (folder / file.name).unlink()
        if len(rows) < len(files):
            yield {"file": files[len(rows)].name, "seconds": 0.0, "fault": "crash", "kind": "crash", "crash": True}
        files = files[len(rows) + 1 :]


def test_no_mutant_is_more_than_a_bad_document(mutants: list[Path], tmp_path: Path) -> None:
    rows = list(outcomes(mutants, tmp_path / "running"))
    assert len(rows) == len(mutants)
    by_name = {file.name: file for file in mutants}
    strange = [row for row in rows if "could not be read (" in str(row["fault"])]
    assert strange == [], "an error that no reader named"
    assert all(row["kind"] in ("", "BadDocument", "BadCorpus", "crash") for row in rows)
    assert max(float(str(row["seconds"])) for row in rows) < 120
    for row in rows:
        if row.get("crash"):
            with pytest.raises(BadDocument):
                read_limited(by_name[str(row["file"])], "x")
