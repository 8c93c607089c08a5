"""Which engine the settings name, what the collections are called, and what a missing or old client is told."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from index.milvus.connection import Engine
from index.milvus.names import Title, owner, spelled
from index.milvus.place import Place, chosen
from ingest.errors import BadSetting, EngineRefused, EngineUnreachable, NotInstalled


@pytest.mark.parametrize(
    ("setting", "address", "alias", "tls"),
    [
        ("milvus://127.0.0.1:19530/kinga", "127.0.0.1:19530", "kinga", False),
        ("milvus://localhost/court_2", "localhost:19530", "court_2", False),
        ("milvus://[::1]:1953/k", "[::1]:1953", "k", False),
        ("milvus+tls://127.9.9.9:443/k", "127.9.9.9:443", "k", True),
        ("  milvus://127.0.0.1/kinga/  ", "127.0.0.1:19530", "kinga", False),
    ],
)
def test_a_setting_names_an_engine(setting: str, address: str, alias: str, tls: bool) -> None:
    place = Place.parse(setting)
    assert (place.address, place.alias, place.tls) == (address, alias, tls)
    assert place.uri == f"{'https' if tls else 'http'}://{address}"


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("kinga", "no address"),
        ("http://127.0.0.1:19530/kinga", "no address of Milvus"),
        ("milvus://127.0.0.1:99999/kinga", "no address"),
        ("milvus:///kinga", "no address of Milvus"),
        ("milvus://127.0.0.1:19530", "collection's name"),
        ("milvus://127.0.0.1:19530/a/b", "collection's name"),
        ("milvus://127.0.0.1:19530/9lives", "collection's name"),
        ("milvus://127.0.0.1:19530/k?x=1", "no address of Milvus"),
        ("milvus://root:secret@127.0.0.1/kinga", "a user or a password"),
        ("milvus://10.0.0.7:19530/kinga", "another machine (10.0.0.7)"),
        ("milvus://index.court.example/kinga", "section 11"),
        ("milvus://127.0.0.1.evil.example/kinga", "another machine"),
        ("milvus://localhost.evil.example/kinga", "another machine"),
        ("milvus://0.0.0.0/kinga", "another machine"),
        ("milvus://x.global-cluster.example/kinga", "look up elsewhere"),
    ],
)
def test_a_setting_that_cannot_be_used_says_why_and_repeats_no_password(setting: str, says: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        Place.parse(setting)
    assert says in refusal.value.fault
    assert "secret" not in str(refusal.value)
    assert refusal.value.exit_code == 2


def test_another_machine_needs_a_second_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINGA_INDEX", "milvus://10.0.0.7:19530/kinga")
    for word in ("", "0", "yes"):
        monkeypatch.setenv("KINGA_INDEX_TRUSTED", word)
        with pytest.raises(BadSetting, match="KINGA_INDEX_TRUSTED=1"):
            chosen()
    monkeypatch.setenv("KINGA_INDEX_TRUSTED", "1")
    monkeypatch.setenv("KINGA_INDEX_TOKEN", "clerk:secret")
    place = chosen()
    assert place is not None
    assert (place.host, place.token) == ("10.0.0.7", "clerk:secret")
    assert "secret" not in repr(place)


def test_without_the_setting_the_index_is_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KINGA_INDEX", raising=False)
    assert chosen() is None
    monkeypatch.setenv("KINGA_INDEX", " ")
    assert chosen() is None


def test_a_name_tells_whose_it_is_which_snapshot_and_when() -> None:
    title = Title.fresh("kinga", "0cff91520b1e2a65")
    assert Title.parse(str(title)) == title
    assert title.snapshot == "0cff91520b1e2a65"
    words = title.of("own.en", "words")
    assert words == f"{title}_own_en_words"
    assert owner(words) == owner(str(title)) == title


@pytest.mark.parametrize("name", ["kinga", "kinga_0cff91520b1e2a65", "other", "kinga_0cff91520b1e2a65_019b059447c1_80x", "", "_"])
def test_other_names_are_nobodys(name: str) -> None:
    assert owner(name) is None


@pytest.mark.parametrize(("stem", "written"), [("traffick", "traffick"), ("15", "15"), ("o'clock", "u6f27636c6f636b"), ("ß", "uc39f")])
def test_a_stem_is_written_so_that_no_tokenizer_parts_it(stem: str, written: str) -> None:
    assert spelled(stem) == written
    assert written.isascii() and written.isalnum()


def test_a_missing_client_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(NotInstalled, match=r"kinga\[milvus\]"):
        Engine(Place.parse("milvus://127.0.0.1:1/kinga")).do("list_collections")


def test_an_older_client_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", SimpleNamespace(__version__="2.4.9"))
    with pytest.raises(NotInstalled, match=r"2\.4\.9 is too old"):
        Engine(Place.parse("milvus://127.0.0.1:1/kinga")).do("list_collections")


class Old:
    """A client whose server is of some version."""

    version = "v2.4.17"

    def __init__(self, **_given: object) -> None: ...

    def get_server_version(self, **_given: object) -> str:
        return self.version

    def list_collections(self, **_given: object) -> list[str]:
        return ["kinga"]


@pytest.mark.parametrize(("version", "good"), [("v2.4.17", False), ("2.3.5", False), ("v2.5.0", True), ("2.6.2", True), ("3.0-dev", True)])
def test_an_older_engine_is_refused(version: str, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Old, "version", version)
    monkeypatch.setitem(sys.modules, "pymilvus", SimpleNamespace(__version__="3.0.2", MilvusClient=Old))
    engine = Engine(Place.parse("milvus://127.0.0.1:1/kinga"))
    if good:
        assert engine.do("list_collections") == ["kinga"]
        return
    with pytest.raises(EngineRefused, match=r"needs 2\.5 or later"):
        engine.do("list_collections")


class Fault(Exception):
    """An error of the client's, with a code and what the server said, which may hold a question."""

    def __init__(self, code: object) -> None:
        super().__init__("secret words of a question")
        self.code, self.message = code, "secret words of a question"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (SimpleNamespace(name="UNAVAILABLE"), EngineUnreachable),
        (SimpleNamespace(name="DEADLINE_EXCEEDED"), EngineUnreachable),
        (SimpleNamespace(name="UNAUTHENTICATED"), EngineRefused),
        (SimpleNamespace(name="UNIMPLEMENTED"), EngineRefused),
        (1100, EngineRefused),
    ],
)
def test_no_error_repeats_what_the_engine_said(code: object, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise Fault(code)

    client = SimpleNamespace(search=fail, get_server_version=lambda **_: "v2.6.0")
    monkeypatch.setitem(sys.modules, "pymilvus", SimpleNamespace(__version__="3.0.2", MilvusClient=lambda **_: client))
    with pytest.raises(kind) as raised:
        Engine(Place.parse("milvus://127.0.0.1:1/kinga"), patience=0.5).do("search", "x", data=["secret"])
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None and (raised.value.__context__ is None or raised.value.__suppress_context__)
    assert "\n" not in raised.value.fault
