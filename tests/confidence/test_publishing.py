"""A publish that is killed, or whose engine is killed, at any moment: the alias names one whole snapshot, which answers."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.make import make
from index.milvus.publish import publish
from index.snapshot import open_snapshot
from tests.confidence.conftest import Note
from tests.confidence.killing import Kill, killing
from tests.lite import WORDS, Lite, text_there
from tests.test_snapshot import small_corpus

pytest.importorskip("pymilvus", reason="the extra `milvus` is not installed")
pytest.importorskip("milvus_lite", reason="the extra `dev` is not installed: no engine to test with")


@pytest.fixture
def homes(home: Path, tmp_path: Path) -> list[Path]:
    """Two data folders whose snapshots differ by a word."""
    out = []
    for name in "ab":
        own = tmp_path / name
        own.mkdir()
        (own / "models").symlink_to(home / "models")
        make(own, small_corpus(tmp_path / "corpus" / name, WORDS[name]), None, lambda *_: None)
        out.append(own)
    return out


@pytest.fixture
def kill(lite: Lite, homes: list[Path]) -> Iterator[Kill]:
    """Have a child publish, and kill it after some seconds."""
    env = {key: value for key, value in os.environ.items() if key != "KINGA_INDEX"}
    with killing("tests.confidence.press", (repr(lite.place()), *map(str, homes)), env) as kills:
        yield kills


def test_the_alias_never_names_half_a_snapshot(
    kill: Kill, lite: Lite, homes: list[Path], size: Callable[[int, int], int], note: Note
) -> None:
    publish(open_snapshot(homes[0]), homes[0] / "snapshots" / open_snapshot(homes[0]).id, lite.place(), lambda *_: None)
    chance, kills, sound, seen = random.Random(5), size(5, 50), 0, set()
    for number in range(kills):
        assert kill("publish", chance.uniform(0.05, 3.0)) == "killed"
        if number % 5 == 4:
            lite.restart()
        seen.add(said := text_there(lite.place(), homes[0]))
        sound += said in (WORDS["a"], WORDS["b"])
    note("4 atomic", "a publish killed at a random moment; the alias names a whole snapshot, which answers", sound, kills)
    assert sound == kills
    if kills > 20:
        assert seen == {WORDS["a"], WORDS["b"]}, "both were published at some time"
