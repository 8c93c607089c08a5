"""Snapshots: whole or not at all, and every file what was built."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index.encode import Encoder, shipped_model
from index.fuse import reciprocal_rank
from index.make import make
from index.passages import split
from index.search import Search
from index.snapshot import Snapshot, current, open_snapshot
from index.words import WordIndex, swahili_stem, tokens
from ingest.errors import BadCorpus, ModelDamaged, SnapshotDamaged, SnapshotMissing
from ingest.places import CORPUS

ROOT = Path(__file__).resolve().parent.parent


def small_corpus(folder: Path, words: str = "A lamp must be lit at dusk.") -> Path:
    """A corpus of one instrument with two sections."""
    lamp = folder / "lamp-act-2020"
    lamp.mkdir(parents=True, exist_ok=True)
    (lamp / "instrument.toml").write_text(
        'slug="lamp-act-2020"\ntitle="Lamp Act"\nshort="Lamp Act"\nkind="act"\nunit="section"\nyear=2020\n'
    )
    (lamp / "plain.en.md").write_text(f"# Lamp Act\n\n### 1. Lighting\n\n{words}\n\n### 2. Penalty\n\nA fine of 5 shillings.\n")
    return folder


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the exported model of the shared one."""
    shutil.copytree(home / "models", tmp_path / "home" / "models")
    return tmp_path / "home"


def build(corpus: Path, home: Path) -> str:
    return make(home, corpus, None, lambda *_: None).snapshot


def test_both_encoders_give_the_same_vectors(snapshot: Snapshot, home: Path) -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(shipped_model()), device="cpu")
    texts = [t.provision.text for p in snapshot.book.paths for t in snapshot.book.texts(p)[:1] if t.provision.text]
    chosen = [*random.Random(7).sample(texts, 199), "ridhaa"]
    ours = snapshot.encoder.encode(chosen)
    theirs = reference.encode(chosen, normalize_embeddings=True)
    assert np.sum(ours * theirs, axis=1).min() > 0.9999


def test_a_second_build_gives_the_same_snapshot(own_home: Path, tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    assert build(corpus, own_home) == build(corpus, own_home)


def test_another_process_builds_the_same_snapshot(own_home: Path, tmp_path: Path) -> None:
    """The keyword index once numbered its words in the order of a set, which each process shuffles anew."""
    corpus = small_corpus(tmp_path / "corpus")
    code = (
        "import sys; from pathlib import Path; from index.make import make;"
        "print(make(*map(Path, sys.argv[1:3]), None, lambda *_: None).snapshot)"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code, str(own_home), str(corpus)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]


def test_without_a_snapshot_the_error_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing, match="kinga build"):
        open_snapshot(tmp_path)


def test_a_flipped_byte_in_any_file_is_refused(own_home: Path, tmp_path: Path) -> None:
    identity = build(small_corpus(tmp_path / "corpus"), own_home)
    folder = own_home / "snapshots" / identity
    chance = random.Random(3)
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        good = file.read_bytes()
        if not good:
            continue
        at = chance.randrange(len(good))
        file.write_bytes(good[:at] + bytes([good[at] ^ 0x20]) + good[at + 1 :])
        with pytest.raises(SnapshotDamaged, match=file.name.replace(".", r"\.")):
            open_snapshot(own_home)
        file.write_bytes(good)
    assert open_snapshot(own_home).id == identity


def test_a_damaged_model_is_refused_and_the_next_build_mends_it(own_home: Path, tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    identity = build(corpus, own_home)
    (folder,) = (own_home / "models").iterdir()
    with (folder / "tokenizer.json").open("a") as stream:
        stream.write(" ")
    with pytest.raises(ModelDamaged, match="kinga build"):
        Encoder(folder)
    with pytest.raises(ModelDamaged, match=r"tokenizer\.json"):
        open_snapshot(own_home)
    assert build(corpus, own_home) == identity
    assert open_snapshot(own_home).id == identity


def test_a_bad_corpus_keeps_the_old_snapshot(own_home: Path, tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    before = build(corpus, own_home)
    (corpus / "lamp-act-2020" / "plain.en.md").write_text("### 1. A\n\n1. numbered\n")
    with pytest.raises(BadCorpus, match=r"plain\.en\.md, line 3"):
        build(corpus, own_home)
    assert current(own_home) == before
    assert open_snapshot(own_home).id == before


def test_a_killed_build_leaves_the_old_snapshot(own_home: Path, tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    before = build(corpus, own_home)
    small_corpus(corpus, "A lamp must be lit at dawn.")
    code = "import sys; from pathlib import Path; from index.make import make; make(*map(Path, sys.argv[1:3]), None, lambda *_: None)"
    seen = set()
    for pause in (0.2, 0.4, 0.6, 0.8, 1.0, 1.3):
        child = subprocess.Popen([sys.executable, "-c", code, str(own_home), str(corpus)], cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        child.send_signal(signal.SIGKILL)
        child.wait()
        found = open_snapshot(own_home)
        seen.add(found.id)
        assert found.book.paths
    assert before in seen


def test_reciprocal_rank_counts_ranks_not_scores() -> None:
    first = np.array([9.0, 1.0, 0.0], dtype=np.float32)
    second = np.array([0.2, 0.3, 0.0], dtype=np.float32)
    fused = reciprocal_rank([(first, 1.0), (second, 1.0)])
    assert fused[0] == pytest.approx(1 / 61 + 1 / 62)
    assert fused[1] == pytest.approx(fused[0])
    assert fused[2] == 0


def test_nothing_is_lost_when_a_long_text_is_split(snapshot: Snapshot) -> None:
    words = " ".join(f"word{n}, lamp number {n} is lit;" for n in range(200))
    pieces = split(words, snapshot.encoder.count)
    assert len(pieces) > 1
    assert all(snapshot.encoder.count(piece) <= 254 for piece in pieces)
    assert {f"word{n}" for n in range(200)} <= {w.strip(",;") for piece in pieces for w in piece.split()}


def test_no_passage_of_the_corpus_is_cut_off(snapshot: Snapshot) -> None:
    from index.passages import fields

    for field in fields(snapshot.book, snapshot.data.asked):
        if field.lang == "en":
            assert all(snapshot.encoder.count(piece) <= 254 for _, text in field.passages for piece in split(text, snapshot.encoder.count))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("usafirishaji", "wasafirishaji"),
        ("mtoto", "watoto"),
        ("mwathiriwa", "waathiriwa"),
        ("kifungo", "vifungo"),
        ("kusafirisha", "anasafirisha"),
    ],
)
def test_kiswahili_words_of_one_family_meet(one: str, other: str) -> None:
    assert swahili_stem(one) == swahili_stem(other)


def test_english_words_meet_by_stem_and_stop_words_go() -> None:
    assert tokens("The victims were trafficked", "en") == tokens("victim trafficking", "en")


def test_words_that_no_text_has_score_nothing() -> None:
    index = WordIndex.build(["a lamp", "two towers"], "en")
    assert index.scores(["zebra"]).tolist() == [0.0, 0.0]
    assert index.scores(tokens("towers", "en")).argmax() == 1


def test_a_search_in_one_instrument_stays_there(search: Search) -> None:
    hits = search.search("forced labour", 10, "penal-code-1930")
    assert hits
    assert {hit.path.instrument for hit in hits} == {"penal-code-1930"}


def test_the_manifest_names_model_and_files(snapshot: Snapshot) -> None:
    assert snapshot.manifest["model"]["name"] == "all-MiniLM-L6-v2"
    assert "law.json" in snapshot.manifest["files"]
    json.dumps(snapshot.manifest)


def test_the_build_reads_the_repository(home: Path) -> None:
    assert make(home, CORPUS, None, lambda *_: None, if_needed=True).seconds < 60
