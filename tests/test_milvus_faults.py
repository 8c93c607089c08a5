"""What goes wrong with an engine, each with the line that is told: down, slow, restarted, full, of another shape or of another's."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.milvus import opening, page
from index.milvus.connection import Engine
from index.milvus.opening import open_there, pointed
from index.milvus.publish import publish
from index.milvus.schema import create, settle
from index.search import Search
from index.snapshot import Snapshot
from ingest.errors import EngineFull, EngineRefused, EngineUnreachable, KingaError, SnapshotDamaged
from ingest.path import ProvisionPath
from tests.lite import WORDS, Lite, can_have_a_small_disk, kinga, text_there

pytest.importorskip("pymilvus", reason="the extra `milvus` is not installed")
pytest.importorskip("milvus_lite", reason="the extra `dev` is not installed: no engine to test with")
ROOT = Path(__file__).resolve().parent.parent


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


def test_a_build_without_its_engine_says_so_before_it_builds(home: Path, tmp_path: Path, own: Lite) -> None:
    own.kill()
    station = tmp_path / "station"
    station.mkdir()
    (station / "models").symlink_to(home / "models")
    for words in (("build",), ("build", "--if-needed")):
        done = kinga(station, own.place(), *words)
        assert done.returncode == 1
        assert f"The index at 127.0.0.1:{own.port} does not answer." in done.stderr
        assert not (station / "snapshots").exists()


def test_of_a_question_only_its_vector_and_words_of_the_law_are_sent_and_nothing_is_logged(
    own: Lite,
    home: Path,
    built: dict[str, tuple[Snapshot, Path]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Even where the engine refuses the search, which the client would log with what it was asked."""
    caplog.set_level(0)
    publish(*built["a"], own.place(), lambda *_: None)
    search = Search(open_there(own.place(), home))
    sent: list[str] = []
    good = Engine.attempt

    def attempt(self: Engine, verb: str, *given: object, **named: object) -> object:
        sent.append(str((verb, given, named)))
        return good(self, verb, *given, **named)

    monkeypatch.setattr(Engine, "attempt", attempt)
    question = "when did Wanjiku Kamau light the lamp at dusk in Zimmerman?"
    assert search.search(question, 1)
    title = pointed(Engine(own.place()))
    assert title is not None
    Engine(own.place()).do("drop_collection", title.of("own.en", "words"))
    with pytest.raises(SnapshotDamaged) as raised:
        search.search(question, 1)
    assert any("lamp" in one for one in sent)
    written = [*sent, caplog.text, *capfd.readouterr(), str(raised.value)]
    assert not [one for one in written for word in ("wanjiku", "kamau", "zimmerman") if word in one.lower()]


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
