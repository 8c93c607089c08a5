"""Adding documents to an index: only new passages are encoded, and the snapshot is the one that a full build gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from index import before as vectors_before
from index import meaning
from index.encode import Encoder
from index.make import Made, make
from index.snapshot import open_snapshot
from ingest.library import import_document
from tests import scribe
from tests.test_snapshot import small_corpus

ASKED = """["1"]
en = ["when must a lamp be lit?", "lamps at dusk"]
sw = ["taa huwashwa lini?"]
"""


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    shutil.copytree(home / "models", tmp_path / "home" / "models")
    return tmp_path / "home"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = small_corpus(tmp_path / "corpus")
    (folder / "lamp-act-2020" / "asked.toml").write_text(ASKED)
    return folder


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is encoded from here on."""
    texts: list[str] = []
    good = Encoder.encode
    monkeypatch.setattr(Encoder, "encode", lambda self, some: (texts.extend(some), good(self, some))[1])
    return texts


def build(home: Path, corpus: Path) -> Made:
    return make(home, corpus, None, lambda *_: None)


def add(home: Path, folder: Path, words: str = "lasts a year", slug: str = "other-act") -> None:
    import_document(scribe.write(folder, "law.txt", scribe.LAW.replace("lasts a year", words)), home, {}, slug)


def full(home: Path, corpus: Path) -> str:
    """The snapshot that the same library gives where there is none before it."""
    for old in ("current", "snapshots"):
        (shutil.rmtree if old == "snapshots" else Path.unlink)(home / old)
    return build(home, corpus).snapshot


def test_a_build_after_an_import_encodes_new_passages_only_and_equals_a_full_one(
    own_home: Path, corpus: Path, tmp_path: Path, encoded: list[str]
) -> None:
    first = build(own_home, corpus)
    assert first.encoded == len(set(encoded))
    encoded.clear()
    add(own_home, tmp_path)
    second = build(own_home, corpus)
    assert second.encoded == len(encoded) == len(set(encoded))
    assert second.passages - first.passages >= second.encoded > 10
    assert not any("dusk" in text for text in encoded)
    assert f"{second.encoded} of {second.passages} passages were new" in "\n".join(second.lines())
    assert full(own_home, corpus) == second.snapshot


def test_a_changed_clause_alone_is_encoded_anew(own_home: Path, corpus: Path, tmp_path: Path, encoded: list[str]) -> None:
    add(own_home, tmp_path)
    build(own_home, corpus)
    encoded.clear()
    add(own_home, tmp_path, "lasts a month")
    made = build(own_home, corpus)
    assert encoded and all("lasts a month" in text for text in encoded)
    assert full(own_home, corpus) == made.snapshot


def test_a_document_that_is_taken_out_leaves_nothing_behind(own_home: Path, corpus: Path, tmp_path: Path, encoded: list[str]) -> None:
    bare = build(own_home, corpus).snapshot
    add(own_home, tmp_path)
    build(own_home, corpus)
    shutil.rmtree(own_home / "editions")
    encoded.clear()
    assert build(own_home, corpus).snapshot == bare
    assert encoded == []


def test_adapters_are_fitted_again_only_where_what_they_learn_from_changed(
    own_home: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[int] = []
    good = meaning.adapter
    monkeypatch.setattr(meaning, "adapter", lambda *given: (fitted.append(1), good(*given))[1])
    build(own_home, corpus)
    assert len(fitted) == 2
    add(own_home, tmp_path)
    build(own_home, corpus)
    assert len(fitted) == 2
    (corpus / "lamp-act-2020" / "asked.toml").write_text(ASKED.replace("lamps at dusk", "lamps in the evening"))
    changed = build(own_home, corpus).snapshot
    assert len(fitted) == 4, "the English questions make the centres of both"
    assert full(own_home, corpus) == changed


@pytest.mark.parametrize("part", ["own.en/passages.npy", "own.en/vectors.faiss", "meaning/learnt.json", "manifest.json"])
def test_nothing_is_taken_over_from_a_damaged_snapshot(own_home: Path, corpus: Path, part: str, encoded: list[str]) -> None:
    made = build(own_home, corpus)
    file = own_home / "snapshots" / made.snapshot / part
    file.write_bytes(file.read_bytes()[:-1] + b"\x00")
    count = len(encoded)
    encoded.clear()
    assert build(own_home, corpus).snapshot == made.snapshot
    assert len(encoded) == count
    assert open_snapshot(own_home).id == made.snapshot


def test_nothing_is_taken_over_from_another_runtime(
    own_home: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, encoded: list[str]
) -> None:
    build(own_home, corpus)
    count = len(encoded)
    encoded.clear()
    good = Encoder.__init__

    def other(self: Encoder, folder: Path) -> None:
        good(self, folder)
        self.runtime = "another"

    monkeypatch.setattr(Encoder, "__init__", other)
    build(own_home, corpus)
    assert len(encoded) == count


def test_an_index_that_holds_vectors_less_exactly_keeps_them_beside(
    own_home: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, encoded: list[str]
) -> None:
    monkeypatch.setattr(vectors_before, "FLAT_LIMIT", 1)
    made = build(own_home, corpus)
    kept = np.load(own_home / "snapshots" / made.snapshot / "own.en" / "vectors.npy", allow_pickle=False)
    assert len(kept) > 1
    encoded.clear()
    assert build(own_home, corpus).snapshot == made.snapshot
    assert encoded == []


def test_a_vector_is_the_same_in_any_company(home: Path) -> None:
    (folder,) = (home / "models").iterdir()
    encoder = Encoder(folder)
    texts = ["A lamp.", "A keeper who sees that a lamp has gone out lights it again without delay.", "Fine.", "word " * 300, "taa"]
    together = encoder.encode(texts)
    for number, text in enumerate(texts):
        assert np.array_equal(together[number], encoder.encode([text])[0])
        assert np.array_equal(together[number], encoder.encode([text, *texts])[0])


def test_what_was_learnt_is_written_by_language(own_home: Path, corpus: Path) -> None:
    made = build(own_home, corpus)
    learnt = json.loads((own_home / "snapshots" / made.snapshot / "meaning" / "learnt.json").read_text())
    assert sorted(learnt.values()) == ["en", "sw"]
