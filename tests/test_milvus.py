"""One contract, two engines: the index on this machine, and Milvus. The engine is real: milvus-lite's server on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from eval.asked import outside, questions
from eval.measure import score
from eval.search import run
from index.make import make
from index.milvus import opening, page
from index.milvus.connection import Engine
from index.milvus.names import owner
from index.milvus.opening import current, engine, open_there, pointed
from index.milvus.place import Place
from index.milvus.publish import publish
from index.milvus.schema import create, settle
from index.search import Search
from index.snapshot import Snapshot, is_current, open_snapshot
from ingest.errors import EngineFull, EngineRefused, EngineUnreachable, KingaError, SnapshotDamaged, SnapshotMissing
from ingest.path import ProvisionPath
from tests.lite import Lite, can_have_a_small_disk
from tests.test_snapshot import small_corpus

pytest.importorskip("pymilvus", reason="the extra `milvus` is not installed")
pytest.importorskip("milvus_lite", reason="the extra `dev` is not installed: no engine to test with")
ROOT = Path(__file__).resolve().parent.parent
WORDS = {"a": "A lamp must be lit at dusk.", "b": "A lamp must be lit at dawn.", "c": "A lamp must be lit at noon."}


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lite]:
    """An engine that the tests of this file share, each under an alias of its own."""
    server = Lite(tmp_path_factory.mktemp("lite") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def published(lite: Lite, home: Path, snapshot: Snapshot) -> Snapshot:
    """The snapshot of the repository's corpus, opened from the engine."""
    publish(snapshot, home / "snapshots" / snapshot.id, lite.place(), lambda *_: None)
    return open_there(lite.place(), home)


@pytest.fixture(params=["here", "milvus"])
def held(request: pytest.FixtureRequest, snapshot: Snapshot) -> Snapshot:
    return snapshot if request.param == "here" else request.getfixturevalue("published")


@pytest.fixture(scope="module")
def built(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Snapshot, Path]]:
    """Three small snapshots that differ by a word, each with its folder."""
    out, tmp_path = {}, tmp_path_factory.mktemp("built")
    for name, words in WORDS.items():
        own = tmp_path / name
        own.mkdir()
        (own / "models").symlink_to(home / "models")
        identity = make(own, small_corpus(tmp_path / "corpus" / name, words), None, lambda *_: None).snapshot
        out[name] = (open_snapshot(own), own / "snapshots" / identity)
    return out


def text_there(place: Place, home: Path) -> str:
    """The words of the snapshot that the alias names, found by a search in it."""
    search = Search(open_there(place, home))
    (hit, *_) = search.search("when must a lamp be lit?", 1)
    assert str(hit.path) == "lamp-act-2020/1"
    return search.snapshot.book.text(hit.path).provision.text


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


def test_the_engine_narrows_by_what_a_row_tells(lite: Lite, published: Snapshot) -> None:
    """Filters are the engine's own: instrument, kind, layer, language, day."""
    title = pointed(engine(lite.place()))
    assert title is not None
    for wanted in ("instrument == 'ctip-act-2010'", "kind == 'treaty'", "layer == 'plain'", "lang == 'en'", "as_at < '2011'"):
        found = lite.do("query", title.of("own.en", "words"), filter=wanted, output_fields=["instrument", "path"], limit=5000)
        rows = {row["path"] for row in found}
        assert 0 < len(rows) <= len(published.book.paths), wanted
        if wanted.startswith("instrument"):
            assert rows == {str(path) for path in published.book.paths if path.instrument == "ctip-act-2010"}


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


def kinga(home: Path, place: Place | None, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "KINGA_HOME": str(home), **settings}
    env.pop("KINGA_INDEX", None)
    if place is not None:
        env["KINGA_INDEX"] = repr(place)
    command = [sys.executable, "-m", "cli", *words]
    return subprocess.run(command, cwd=ROOT, env=env, input=typed, capture_output=True, text=True, timeout=300, check=False)


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


# -- what goes wrong ---------------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Lite]:
    """An engine of the test's own, to be ill-treated."""
    server = Lite(tmp_path / "engine")
    server.start()
    yield server
    server.kill()


def test_an_engine_that_is_down_is_told_in_one_line_and_the_question_is_not(home: Path, own: Lite) -> None:
    own.kill()
    for words in (("ask", "who hid Wanjiku Kamau?"), ("search", "who hid Wanjiku Kamau?")):
        done = kinga(home, own.place(), *words)
        assert done.returncode == 1
        assert done.stdout == ""
        fault, step = done.stderr.splitlines()
        assert fault == f"The index at 127.0.0.1:{own.port} does not answer."
        assert "docs/milvus.md" in step
        assert "Wanjiku" not in done.stderr


def test_an_engine_that_is_slow_is_given_up_in_time(own: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]]) -> None:
    publish(*built["a"], own.place(), lambda *_: None)
    patient = Engine(own.place(), patience=1.0)
    assert pointed(patient)
    own.hold()
    began = time.monotonic()
    try:
        with pytest.raises(EngineUnreachable, match="did not answer within 1 s"):
            pointed(patient)
        with pytest.raises(EngineUnreachable):
            pointed(Engine(own.place(), patience=1.0))
        assert time.monotonic() - began < 15
    finally:
        own.go_on()
    assert pointed(patient), "it answers again by itself"


def test_a_restart_in_the_middle_of_a_question_is_waited_out(own: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]]) -> None:
    publish(*built["a"], own.place(), lambda *_: None)
    search = Search(open_there(own.place(), home))
    assert search.search("when must a lamp be lit?", 1)
    own.kill()
    later = threading.Timer(1.0, own.start)
    later.start()
    try:
        assert search.search("when must a lamp be lit?", 1)[0].path == ProvisionPath.parse("lamp-act-2020/1")
    finally:
        later.join()


def test_a_restart_in_the_middle_of_a_publish_is_waited_out_or_told(own: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]]) -> None:
    publish(*built["a"], own.place(), lambda *_: None)
    seen = []

    def shake(what: str, _done: int, _all: int) -> None:
        seen.append(what)
        if len(seen) in (2, 5):
            own.restart()

    try:
        publish(*built["b"], own.place(), shake)
    except KingaError as error:
        assert error.step
    assert len(seen) >= 2
    assert text_there(own.place(), home) in (WORDS["a"], WORDS["b"])
    publish(*built["b"], own.place(), lambda *_: None)
    assert text_there(own.place(), home) == WORDS["b"]


def test_an_alias_that_names_another_thing_is_refused(own: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]]) -> None:
    create(Engine(own.place()), "recipes", "title")
    Engine(own.place()).do("create_alias", "recipes", "kinga")
    with pytest.raises(SnapshotDamaged, match="names no snapshot of Kinga"):
        open_there(own.place(), home)
    with pytest.raises(SnapshotDamaged, match="names no snapshot of Kinga"):
        publish(*built["a"], own.place(), lambda *_: None)
    assert list(own.collections()) == ["recipes"]


def test_a_collection_in_the_place_of_the_alias_is_left_alone(own: Lite, built: dict[str, tuple[Snapshot, Path]]) -> None:
    create(Engine(own.place()), "kinga", "title")
    with pytest.raises(EngineRefused, match="has a collection kinga"):
        publish(*built["a"], own.place(), lambda *_: None)
    assert list(own.collections()) == ["kinga"]


def test_a_snapshot_of_another_kinga_or_a_damaged_one_is_refused(
    own: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = own.place()
    publish(*built["a"], place, lambda *_: None)
    title = pointed(Engine(place))
    assert title is not None
    with monkeypatch.context() as patch:
        patch.setattr(opening, "FORMAT", 99)
        with pytest.raises(SnapshotDamaged, match="another version of Kinga"):
            open_there(place, home)
    with monkeypatch.context() as patch:
        patch.setattr(page, "FORMAT", 99)
        with pytest.raises(SnapshotDamaged, match="another version of Kinga"):
            open_there(place, home)
    at = Engine(place)
    (row,) = at.do("query", str(title), filter="key == 3", output_fields=["key", "content", "blank"])
    at.do("upsert", str(title), [{"key": 3, "content": row["content"][::-1], "blank": [0.0, 0.0]}])
    with pytest.raises(SnapshotDamaged, match=r"is not what was built|is not whole"):
        open_there(place, home)
    publish(*built["a"], place, lambda *_: None)
    fresh = pointed(at)
    assert fresh is not None and fresh != title, "a damaged one is published anew"
    assert text_there(place, home) == WORDS["a"]
    at.do("drop_collection", fresh.of("own.en", "words"))
    with pytest.raises(SnapshotDamaged, match="own_en_words is not in the index"):
        open_there(place, home)


def test_collections_of_another_shape_are_refused(own: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]]) -> None:
    place, at = own.place(), Engine(own.place())
    publish(*built["a"], place, lambda *_: None)
    title = pointed(at)
    assert title is not None
    name = title.of("own.en", "words")
    at.do("drop_collection", name)
    create(at, name, "passages", 4)
    at.do(
        "upsert",
        name,
        [{"key": n, "path": "", "instrument": "", "kind": "", "layer": "", "lang": "", "as_at": "", "vector": [0.5] * 4} for n in (0, 1)],
    )
    settle(at, name, "passages", 2)
    with pytest.raises(SnapshotDamaged, match="another shape"):
        open_there(place, home)


def test_a_full_disk_is_told_and_the_snapshot_before_answers(tmp_path: Path, home: Path, built: dict[str, tuple[Snapshot, Path]]) -> None:
    if not can_have_a_small_disk():
        pytest.skip("no namespaces of one's own on this system: a small disk cannot be made")
    server = Lite(tmp_path / "small", disk=200_000)
    server.start()
    try:
        publish(*built["a"], server.place(), lambda *_: None)
        told = None
        for name in "bcabcabcabc":
            try:
                publish(*built[name], server.place(), lambda *_: None)
            except KingaError as error:
                told = error
                break
        assert isinstance(told, EngineFull), (told, server.log()[-2000:])
        assert "Free some space" in told.step
        assert text_there(server.place(), home) in WORDS.values()
    finally:
        server.kill()


def test_the_app_tells_an_engine_that_went_away_and_answers_when_it_is_back(
    own: Lite, home: Path, built: dict[str, tuple[Snapshot, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    from views.words import WORDS as SAID

    publish(*built["a"], own.place(), lambda *_: None)
    monkeypatch.setenv("KINGA_HOME", str(home))
    monkeypatch.setenv("KINGA_INDEX", repr(own.place()))
    monkeypatch.setattr("index.milvus.connection.PATIENCE", 1.0)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.error
    own.kill()
    app.text_input(key="question").set_value("who hid Wanjiku Kamau?")
    app.button[0].click()
    app.run()
    assert app.error[0].value == SAID["engine_fails"]["en"]
    assert app.code[0].value == f"The index at 127.0.0.1:{own.port} does not answer."
    own.start()
    app.run()
    assert not app.error and not app.exception


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
