"""One flipped byte anywhere in what is kept is refused by name, and a build puts it right."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.make import make
from index.snapshot import current, open_snapshot
from ingest.errors import BadDocument, KingaError, ModelDamaged, SnapshotDamaged
from ingest.library import import_document, imported_editions, read_document, whole_original
from ingest.page import page_of
from ingest.seal import sealed, unsealed
from tests import scribe
from tests.confidence.conftest import Note
from tests.publisher import PAGE
from tests.test_hostile import LAW_PDF
from tests.test_hostile import pdf as pdf_of
from tests.test_snapshot import small_corpus


def flip(file: Path, chance: random.Random) -> bytes:
    """Flip a byte of a file; give what was there."""
    good = file.read_bytes()
    at = chance.randrange(len(good))
    file.write_bytes(good[:at] + bytes([good[at] ^ chance.randrange(1, 256)]) + good[at + 1 :])
    return good


def build(home: Path, corpus: Path) -> str:
    return make(home, corpus, None, lambda *_: None).snapshot


def test_a_flipped_byte_in_a_snapshot_or_its_model_is_refused_and_a_build_mends_it(
    home_of_its_own: Path, tmp_path: Path, size: Callable[[int, int], int], note: Note
) -> None:
    home, corpus = home_of_its_own, small_corpus(tmp_path / "corpus")
    identity = build(home, corpus)
    folder = home / "snapshots" / identity
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and f.stat().st_size]
    files += [home / "current", *(f for f in (home / "models").rglob("*") if f.is_file())]
    chance, flips, refused = random.Random(5), size(len(files), 4 * len(files)), 0
    for number in range(flips):
        file = files[number % len(files)]
        good = flip(file, chance)
        with pytest.raises((SnapshotDamaged, ModelDamaged)) as refusal:
            open_snapshot(home)
        refused += file.name in refusal.value.fault
        assert "kinga build" in refusal.value.step
        file.write_bytes(good)
    note("6 integrity", "a byte flipped in a file of a snapshot or its model; refused, the file named", refused, flips)
    assert refused == flips
    mends = [files[n] for n in range(0, len(files), size(len(files) // 2, 3))]
    mended = 0
    for file in mends:
        flip(file, chance)
        mended += build(home, corpus) == identity and open_snapshot(home).id == identity
    note("6 integrity", "`kinga build` mends", mended, len(mends))
    assert mended == len(mends)


def test_a_flipped_byte_in_a_kept_text_is_refused_and_a_build_reads_it_anew(
    home_of_its_own: Path, tmp_path: Path, size: Callable[[int, int], int], note: Note
) -> None:
    home, corpus = home_of_its_own, small_corpus(tmp_path / "corpus")
    import_document(scribe.write(tmp_path, "lamp.html", PAGE), home, {}, "lamp-act")
    (file,) = (home / "editions").glob("*.json")
    (edition,) = imported_editions(home)
    chance, flips = random.Random(6), size(10, 100)
    refused = 0
    for _ in range(flips):
        good = flip(file, chance)
        with pytest.raises(BadDocument, match=file.name) as refusal:
            list(imported_editions(home))
        refused += "kinga build" in refusal.value.step
        file.write_bytes(good)
    note("6 integrity", "a byte flipped in the text of an imported document; refused, the file named", refused, flips)
    flip(file, chance)
    made = make(home, corpus, None, lambda *_: None)
    assert made.mended == (file.name,)
    (again,) = imported_editions(home)
    assert again.provisions == edition.provisions
    assert refused == flips


def test_a_flipped_byte_in_a_stored_original_is_told_and_its_page_is_not_shown(
    home_of_its_own: Path, tmp_path: Path, size: Callable[[int, int], int], note: Note
) -> None:
    home, corpus = home_of_its_own, small_corpus(tmp_path / "corpus")
    pdf = scribe.write(tmp_path, "lamp.pdf", pdf_of(LAW_PDF))
    done = import_document(pdf, home, {}, "lamp-act")
    build(home, corpus)
    book = open_snapshot(home).book
    place = str(done.edition.provisions[0].path)
    assert page_of(book, place, home)
    chance, flips, refused = random.Random(7), size(5, 100), 0
    for _ in range(flips):
        good = flip(done.original, chance)
        with pytest.raises(BadDocument, match=done.original.name):
            page_of(book, place, home)
        refused += whole_original(home, done.edition.sha256) is None
        done.original.write_bytes(good)
    note("6 integrity", "a byte flipped in a stored original; its page refused, the file named", refused, flips)
    assert refused == flips
    flip(done.original, chance)
    (told,) = [why for _, why in make(home, corpus, None, lambda *_: None).failed]
    assert done.edition.sha256 in told and "again" in told
    import_document(pdf, home, {}, "lamp-act")
    assert whole_original(home, done.edition.sha256) == done.original
    assert make(home, corpus, None, lambda *_: None).failed == ()


def test_what_was_read_before_is_read_again_where_it_was_altered(tmp_path: Path) -> None:
    file = scribe.write(tmp_path, "lamp.html", PAGE)
    good = read_document(file, "lamp-act", tmp_path / "readings")
    (kept,) = (tmp_path / "readings").iterdir()
    altered = kept.read_bytes().replace(b"lasts a year", b"lasts a week")
    assert altered != kept.read_bytes()
    kept.write_bytes(altered)
    assert read_document(file, "lamp-act", tmp_path / "readings") == good


def test_kept_exemplars_of_the_facts_engine_are_encoded_anew_where_they_were_altered(tmp_path: Path) -> None:
    import numpy as np

    from answer.facts.likeness import _kept

    class Encoder:
        sha256, asked = "x", 0

        def encode(self, texts: list[str]) -> np.ndarray:
            self.asked += 1
            return np.eye(len(texts), 3, dtype=np.float32)

    encoder, chance = Encoder(), random.Random(8)
    good = _kept(encoder, ["a", "b"], tmp_path)
    assert np.array_equal(_kept(encoder, ["a", "b"], tmp_path), good) and encoder.asked == 1
    (file,) = tmp_path.iterdir()
    for number in range(20):
        flip(file, chance)
        assert np.array_equal(_kept(encoder, ["a", "b"], tmp_path), good) and encoder.asked == number + 2


def test_a_file_that_does_not_belong_to_a_snapshot_is_refused(home_of_its_own: Path, tmp_path: Path) -> None:
    folder = home_of_its_own / "snapshots" / build(home_of_its_own, small_corpus(tmp_path / "corpus"))
    (folder / "meaning" / "adapter.xx.npy").write_bytes(b"x")
    with pytest.raises(SnapshotDamaged, match=r"adapter\.xx\.npy does not belong"):
        open_snapshot(home_of_its_own)


def test_a_manifest_that_fits_other_words_is_refused(home_of_its_own: Path, tmp_path: Path) -> None:
    """Words and manifest altered together fit each other, but not the name of the snapshot."""
    import hashlib

    identity = build(home_of_its_own, small_corpus(tmp_path / "corpus"))
    folder = home_of_its_own / "snapshots" / identity
    law = (folder / "law.json").read_bytes().replace(b"5 shillings", b"9 shillings")
    (folder / "law.json").write_bytes(law)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["law.json"] = hashlib.sha256(law).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
    with pytest.raises(SnapshotDamaged, match=r"manifest\.json"):
        open_snapshot(home_of_its_own)


def test_two_builds_of_the_same_input_in_two_homes_are_the_same(home_of_its_own: Path, tmp_path: Path, note: Note) -> None:
    import shutil

    other = tmp_path / "other"
    shutil.copytree(home_of_its_own, other)
    corpus = small_corpus(tmp_path / "corpus")
    for place in (home_of_its_own, other):
        import_document(scribe.write(tmp_path, "lamp.html", PAGE), place, {}, "lamp-act")
    assert build(home_of_its_own, corpus) == build(other, corpus) == current(other)
    note("6 integrity", "two builds from the same input give the same content hash", 1, 1)


SEALED = sealed({"a": 1})


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"", b"null", b'{"a": 1}', b'{"a": 1, "seal": "x"}', SEALED.replace(b"1", b"2", 1), SEALED + b" "]
)
def test_a_record_without_its_seal_or_with_another_is_none(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"altered|Expecting"):
        unsealed(content)


def test_a_sealed_record_comes_back(tmp_path: Path) -> None:
    record = {"words": "ñ — “x”", "boxes": [[1, 0.1 + 0.2]], "none": None}
    assert unsealed(sealed(record)) == record


def test_damage_has_a_name_that_users_can_see() -> None:
    assert issubclass(SnapshotDamaged, KingaError)
