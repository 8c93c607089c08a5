"""One contract, two engines: the index on this machine, and Milvus. The engine is real: milvus-lite's server on loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from eval.asked import outside, questions
from eval.measure import score
from eval.search import run
from index.engine import Narrow
from index.make import make
from index.milvus import field
from index.milvus.connection import Engine
from index.milvus.field import PASSAGE_BITS, Source
from index.milvus.names import owner
from index.milvus.opening import current, engine, open_there, pointed
from index.milvus.publish import publish
from index.milvus.schema import create
from index.search import Search
from index.snapshot import Snapshot, is_current, open_snapshot
from ingest.book import Book
from ingest.errors import SnapshotDamaged, SnapshotMissing
from ingest.path import ProvisionPath
from tests.lite import WORDS, Lite, kinga, text_there
from tests.test_snapshot import small_corpus

pytest.importorskip("pymilvus", reason="the extra `milvus` is not installed")
pytest.importorskip("milvus_lite", reason="the extra `dev` is not installed: no engine to test with")


@pytest.fixture(scope="module")
def published(lite: Lite, home: Path, snapshot: Snapshot) -> Snapshot:
    """The snapshot of the repository's corpus, opened from the engine."""
    publish(snapshot, home / "snapshots" / snapshot.id, lite.place(), lambda *_: None)
    return open_there(lite.place(), home)


@pytest.fixture(params=["here", "milvus"])
def held(request: pytest.FixtureRequest, snapshot: Snapshot) -> Snapshot:
    return snapshot if request.param == "here" else request.getfixturevalue("published")


# -- the contract ------------------------------------------------------------------------------------------------------


def test_a_passage_is_nearest_to_itself(held: Snapshot) -> None:
    rows = len(held.book.paths)
    for index in held.vectors.values():
        vectors, of = index.passages()
        assert vectors.dtype == np.float32 and vectors.shape == (len(of), held.encoder.dimension)
        for n in range(0, len(of), max(1, len(of) // 5)):
            scores = index.scores(vectors[n], rows)
            assert scores.shape == (rows,) and scores.dtype == np.float32
            assert scores[of[n]] == pytest.approx(1, abs=1e-4)
            assert scores.max() == pytest.approx(scores[of[n]], abs=1e-4)


def test_only_the_nearest_are_told_apart(held: Snapshot) -> None:
    index, rows = held.vectors["own.en"], len(held.book.paths)
    vectors, of = index.passages()
    scores = index.scores(vectors[0], rows, nearest=3)
    assert len(set(scores[scores > scores.min()].tolist())) <= 3
    assert scores.argmax() == of[0]


def test_words_that_no_text_has_score_nought(held: Snapshot) -> None:
    for index in held.words.values():
        assert "xylophon" not in index.vocabulary
        assert not index.scores(["xylophon"]).any()
        assert not index.coverage(["xylophon"]).any()
        assert not index.scores([]).any()
        assert not index.coverage([]).any()


def test_coverage_is_a_share_and_rare_words_weigh_more(held: Snapshot) -> None:
    index = held.words["whole.en"]
    both = index.coverage(["traffick", "xylophon"])
    assert 0 < both.max() < 0.5
    assert index.coverage(["traffick"]).max() == pytest.approx(1, abs=1e-5)
    assert index.coverage(["traffick", "traffick"]).max() == pytest.approx(1, abs=1e-5)


def test_a_word_said_twice_counts_twice(held: Snapshot) -> None:
    index = held.words["own.en"]
    once, twice = index.scores(["consent"]), index.scores(["consent", "consent"])
    assert once.any()
    assert np.allclose(twice, 2 * once, rtol=1e-4)


def test_many_threads_may_ask_at_once(held: Snapshot) -> None:
    search = Search(held)
    asked = ["is consent a defence?", "what is the penalty for trafficking a child?", "adhabu ya usafirishaji haramu"]
    alone = [[hit.path for hit in search.search(one)] for one in asked]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda n: [hit.path for hit in search.search(asked[n % 3])], range(24)))
    assert together == [alone[n % 3] for n in range(24)]


def test_both_hold_the_same_law(snapshot: Snapshot, published: Snapshot) -> None:
    assert published.book.paths == snapshot.book.paths
    assert published.data == snapshot.data
    assert published.vocabulary == snapshot.vocabulary
    assert published.manifest == snapshot.manifest
    assert published.id == snapshot.id
    for key, index in snapshot.vectors.items():
        vectors, rows = index.passages()
        there, of = published.vectors[key].passages()
        order = np.argsort(rows, kind="stable")
        assert np.array_equal(of, rows[order])
        assert np.allclose(there, vectors[order], atol=1e-6)
    for key, words in snapshot.words.items():
        assert published.words[key].vocabulary == words.vocabulary - {""}  # bm25s keeps an empty word of its own


def test_both_rank_alike_and_refuse_the_same(snapshot: Snapshot, published: Snapshot) -> None:
    here, there = Search(snapshot), Search(published)
    asked = questions("test")[::18]
    ours, theirs = (score("x", run(search, asked), asked).mean("nDCG@10") for search in (here, there))
    assert abs(ours - theirs) <= 0.01, (ours, theirs)
    mixed = [*asked[::2], *outside("test")[::8]]
    decisions = [(here.find(one.question, 1), there.find(one.question, 1)) for one in mixed]
    assert [a.answered for a, _ in decisions] == [b.answered for _, b in decisions]
    assert {a.answered for a, _ in decisions} == {True, False}
    assert max(abs(a.decision.chance - b.decision.chance) for a, b in decisions) < 1e-3


@pytest.mark.parametrize(
    ("narrow", "holds"),
    [
        (Narrow(instrument="untoc-2000"), lambda book, path: path.instrument == "untoc-2000"),
        (Narrow(kind="treaty"), lambda book, path: book.instruments[path.instrument].kind == "treaty"),
        (Narrow(layer="note"), lambda book, path: book.text(path).edition.layer == "note"),
        (Narrow(lang="en", kind="act"), lambda book, path: book.instruments[path.instrument].kind == "act"),
        (Narrow(as_at="2012-12-31"), lambda book, path: "" < book.text(path).edition.as_at <= "2012-12-31"),
        (Narrow(instrument='"] or key > 0 or instrument in ["'), lambda book, path: False),
    ],
)
def test_the_engine_itself_narrows(
    narrow: Narrow, holds: Callable[[Book, ProvisionPath], bool], lite: Lite, published: Snapshot, snapshot: Snapshot
) -> None:
    """After the best of all come the best of what is narrowed to, which the best of all may not hold."""
    at = engine(lite.place())
    title, book = pointed(at), snapshot.book
    assert title is not None
    wanted = np.array([holds(book, path) for path in book.paths])
    vector = snapshot.encoder.one("who pays the costs of a victim?")
    vectors, rows = snapshot.vectors["own.en"].passages()
    keys, cosines = Source(at, title.of("own.en", "passages")).within(narrow).nearest(vector.tolist(), "vector", 3)
    inside = vectors[wanted[rows]] @ vector
    assert len(keys) == 3 + min(3, len(inside))
    assert wanted[keys[3:] >> PASSAGE_BITS].all()
    assert cosines[3:] == pytest.approx(np.sort(inside)[::-1][:3], abs=1e-4)
    keys, _ = Source(at, title.of("own.en", "words")).within(narrow).nearest("person", "bm25", 3)
    assert len(keys) == 3 + min(3, int((snapshot.words["own.en"].scores(["person"])[wanted] > 0).sum()))
    assert wanted[keys[3:]].all()


def test_a_large_index_looks_closely_where_a_search_is_narrowed(published: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = np.array([path.instrument == "untoc-2000" for path in published.book.paths])
    vector, rows = published.encoder.one("consent"), len(wanted)
    near = Narrow("untoc-2000")
    monkeypatch.setattr(field, "NEAREST", 3)
    words = published.words["own.en"]
    assert (words.within(near).scores(["person"])[wanted] > 0).sum() == 3
    assert (words.scores(["person"])[wanted] > 0).sum() < 3
    index = published.vectors["own.en"]
    assert index.within(near) is index, "a small one is as exact as the index on this machine without it"
    monkeypatch.setattr(field, "FLAT_LIMIT", 0)
    told = [len(set(one.scores(vector, rows, nearest=3)[wanted].tolist())) for one in (index, index.within(near))]
    assert told[0] < told[1]


def test_a_search_within_one_instrument_is_alike(snapshot: Snapshot, published: Snapshot) -> None:
    here, there = Search(snapshot), Search(published)
    for one in questions("test")[::60]:
        a, b = (search.find(one.question, 5, "un-tip-protocol-2000") for search in (here, there))
        assert a.answered == b.answered
        assert {hit.path for hit in a.hits} == {hit.path for hit in b.hits}, one.question


# -- publishing --------------------------------------------------------------------------------------------------------


def test_the_alias_moves_from_one_whole_snapshot_to_the_next(lite: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]]) -> None:
    place = lite.place("moves")
    first = publish(*built["a"], place, lambda *_: None)
    assert (current(place), text_there(place, home)) == (first, WORDS["a"])
    reader = Search(open_there(place, home))
    assert publish(*built["a"], place, lambda *_: None) == first, "the same snapshot is not published twice"
    publish(*built["b"], place, lambda *_: None)
    assert text_there(place, home) == WORDS["b"]
    assert reader.search("when must a lamp be lit?", 1)[0].path == ProvisionPath.parse("lamp-act-2020/1"), (
        "who holds the old one still asks it"
    )
    publish(*built["c"], place, lambda *_: None)
    left = {title.snapshot for name in lite.collections() if (title := owner(name)) and title.alias == "moves"}
    assert left == {built["b"][0].id, built["c"][0].id}, "the snapshot before stays, older ones go"
    with pytest.raises(SnapshotDamaged, match="not in the index"):
        reader.search("when must a lamp be lit?", 1)


def test_what_a_killed_publish_left_goes_an_hour_later(lite: Lite, built: dict[str, tuple[Snapshot, Path]]) -> None:
    place, now = lite.place("left"), int(time.time() * 1000)
    publish(*built["a"], place, lambda *_: None)
    begun = {age: f"left_{'0' * 16}_{now - age:012x}_00_own_en_words" for age in (4_000_000, 60_000)}
    for name in begun.values():
        create(Engine(place), name, "words")
    publish(*built["a"], place, lambda *_: None)
    assert set(begun.values()) <= set(lite.collections()), "nothing was published, nothing is dropped"
    publish(*built["b"], place, lambda *_: None)
    assert begun[4_000_000] not in lite.collections()


def test_a_publish_that_finds_its_work_undone_leaves_the_alias_alone(
    lite: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = lite.place("undone")
    publish(*built["a"], place, lambda *_: None)
    good = Engine.do

    def forgetful(self: Engine, verb: str, *given: object, **named: object) -> object:
        if verb == "upsert" and str(given[0]).endswith("own_en_words"):
            given = (given[0], given[1][:1])  # type: ignore[index]
        return good(self, verb, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "do", forgetful)
        with pytest.raises(SnapshotDamaged, match="does not hold"):
            publish(*built["b"], place, lambda *_: None)
    assert text_there(place, home) == WORDS["a"]
    assert not [name for name in lite.collections() if name.startswith(f"undone_{built['b'][0].id}")], "what was begun is taken away"
    publish(*built["b"], place, lambda *_: None)
    assert text_there(place, home) == WORDS["b"]


# -- the same commands -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [("ask", "is consent a defence?", "--json"), ("search", "penalty for trafficking a child", "--json"), ("sources", "--json")],
    ids=lambda words: words[0],
)
def test_commands_give_the_same_answers(words: tuple[str, ...], home: Path, lite: Lite, published: Snapshot) -> None:
    """And no proxy stands between, whatever the settings say."""
    here = kinga(home, None, *words)
    there = kinga(
        home, lite.place(), *words, http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9", grpc_proxy="http://127.0.0.1:9"
    )
    assert here.returncode == there.returncode == 0, there.stderr
    assert there.stderr == here.stderr
    assert rounded(json.loads(there.stdout)) == rounded(json.loads(here.stdout))


def rounded(value: object) -> object:
    """The same record without scores: they differ in the third digit."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items() if key != "score"}
    return [rounded(one) for one in value] if isinstance(value, list) else value


def test_build_publishes_and_a_second_build_has_nothing_to_do(
    lite: Lite, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "home"
    own.mkdir()
    (own / "models").symlink_to(home / "models")
    place = lite.place("building")
    monkeypatch.setenv("KINGA_INDEX", repr(place))
    corpus = small_corpus(tmp_path / "corpus")
    with pytest.raises(SnapshotMissing, match="kinga build"):
        open_snapshot(own)
    made = make(own, corpus, None, lambda *_: None)
    assert made.snapshot == current(place)
    snapshot = open_snapshot(own)
    assert snapshot.id == made.snapshot
    assert is_current(snapshot.book, snapshot.data, own)
    assert make(own, corpus, None, lambda *_: None, if_needed=True).snapshot == made.snapshot
    elsewhere = tmp_path / "station"
    elsewhere.mkdir()
    (elsewhere / "models").symlink_to(home / "models")
    assert open_snapshot(elsewhere).book.paths == snapshot.book.paths, "a reader needs no index of its own"


def test_a_door_sees_a_new_snapshot_at_the_next_request(
    lite: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from doors.desk import Desk

    place = lite.place("desk")
    monkeypatch.setenv("KINGA_INDEX", repr(place))
    publish(*built["a"], place, lambda *_: None)
    desk = Desk(home)
    assert desk.health()["snapshot"] == built["a"][0].id
    publish(*built["b"], place, lambda *_: None)
    assert WORDS["b"] in str(desk.provision("lamp-act-2020/1"))
    assert desk.health()["snapshot"] == built["b"][0].id
