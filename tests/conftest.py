"""What tests share: one snapshot of the repository's corpus, built once, and the folder of official texts if there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from answer.facts import FactsEngine, open_engine
from index.make import make
from index.search import Search
from index.snapshot import Snapshot, open_snapshot
from ingest.download import Client, opener_for
from ingest.places import CORPUS
from tests.lite import WORDS, Lite
from tests.publisher import Server, publishing


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a snapshot of the corpus and nothing imported. Tests that change a home copy it or make their own.

    KINGA_TEST_HOME names one to keep between runs; it is built anew where the corpus has changed.
    """
    kept = os.environ.get("KINGA_TEST_HOME")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("kinga-home")
    make(folder, CORPUS, None, lambda *_: None, if_needed=bool(kept))
    return folder


@pytest.fixture(scope="session")
def snapshot(home: Path) -> Snapshot:
    return open_snapshot(home)


@pytest.fixture(scope="session")
def search(snapshot: Snapshot) -> Search:
    return Search(snapshot)


@pytest.fixture(scope="session")
def engine(snapshot: Snapshot) -> FactsEngine:
    return open_engine(snapshot)


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder of official texts; the test skips, and says so, where KINGA_SOURCES does not name one."""
    setting = os.environ.get("KINGA_SOURCES", "")
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "sources"
    folder = Path(setting) if setting else beside
    if not folder.is_dir():
        pytest.skip("no official texts: set KINGA_SOURCES to a folder of them")
    return folder


@pytest.fixture
def server() -> Iterator[Server]:
    """A publisher on this machine that answers as a test tells it."""
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def waits() -> list[float]:
    """The pauses that the client made between tries, in seconds."""
    return []


@pytest.fixture
def client(waits: list[float]) -> Client:
    """A client that speaks plain HTTP and does not really pause."""
    return Client(opener_for(("http",)), ("http",), timeout=0.4, whole=2.0, limit=1_000_000, pause=waits.append)


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lite]:
    """An engine that the tests of a file share, each under an alias of its own."""
    server = Lite(tmp_path_factory.mktemp("lite") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def built(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Snapshot, Path]]:
    """Three small snapshots that differ by a word, each with its folder."""
    from tests.test_snapshot import small_corpus

    out, tmp_path = {}, tmp_path_factory.mktemp("built")
    for name, words in WORDS.items():
        own = tmp_path / name
        own.mkdir()
        (own / "models").symlink_to(home / "models")
        identity = make(own, small_corpus(tmp_path / "corpus" / name, words), None, lambda *_: None).snapshot
        out[name] = (open_snapshot(own), own / "snapshots" / identity)
    return out
