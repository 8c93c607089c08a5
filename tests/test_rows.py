"""What a snapshot keeps of every row is what reading the law gives, and a path finds its row and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.paths import Paths
from index.rows import KEPT, Rows
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.path import ProvisionPath


@pytest.fixture(scope="module")
def read(snapshot: Snapshot) -> Rows:
    """The rows as they are read from the law itself."""
    return Rows.of(Book(snapshot.book.instruments, snapshot.book.editions), snapshot.data, snapshot.meaning.centres)


def test_the_rows_of_a_snapshot_are_those_that_its_law_gives(snapshot: Snapshot, read: Rows) -> None:
    kept = snapshot.rows
    assert kept.paths == read.paths
    for name in ("places", "instrument", "parent", "punished", "sentenced_by", "twin"):
        assert np.array_equal(getattr(kept, name), getattr(read, name)), name
    assert kept.fixed.keys() == read.fixed.keys()
    for name, scores in read.fixed.items():
        assert np.array_equal(kept.fixed[name], scores), name
        assert kept.fixed[name].dtype == scores.dtype
    assert len(read.punished), "some clause has its sentence in another"
    assert (read.twin >= 0).any(), "some treaty says what Kenyan law says"


def test_rows_tell_each_provision_what_stands_in_the_book(snapshot: Snapshot, read: Rows) -> None:
    assert tuple(read.paths) == tuple(Book(snapshot.book.instruments, snapshot.book.editions).paths)
    for row, path in enumerate(read.paths):
        assert read.paths.slugs[read.instrument[row]] == path.instrument
        assert bool(read.fixed["bare"][row]) is not bool(snapshot.book.text(path).provision.text)
        above = -1 if path.parent is None else read.paths.row(path.parent)
        assert read.parent[row] == above


def test_what_was_saved_is_read_again(read: Rows, tmp_path: Path) -> None:
    read.save(tmp_path / "rows")
    arrays = {name: np.load(tmp_path / "rows" / f"{name}.npy", allow_pickle=False) for name in KEPT}
    again = Rows.kept(arrays, read.paths.slugs)
    assert again.paths == read.paths
    assert np.array_equal(again.fixed["punishes"], read.fixed["punishes"])
    assert np.array_equal(again.sentenced_by, read.sentenced_by)


def test_every_path_finds_its_row_and_every_row_its_path(snapshot: Snapshot) -> None:
    paths = snapshot.rows.paths
    assert [paths.row(path) for path in paths] == list(range(len(paths)))
    assert [paths[row] for row in range(len(paths))] == list(paths)
    assert paths[-1] == list(paths)[-1]
    assert paths[2:5] == tuple(paths)[2:5]


@pytest.mark.parametrize("lost", ["a", "a/1", "b", "b/11/1", "b/2", "b/1/2/1", "c/1", "d/1"])
def test_a_path_that_is_not_there_has_no_row(lost: str) -> None:
    """Not one that another begins with, ends with or holds; not one of an instrument without provisions, or of none."""
    paths = Paths.of(map(ProvisionPath.parse, ("b/1", "b/1/2", "b/11", "b/12/1", "e/1/1")), ("a", "b", "c", "e"))
    assert paths.row(ProvisionPath.parse(lost)) == -1
    assert ProvisionPath.parse(lost) not in paths
    assert [paths.row(path) for path in paths] == [0, 1, 2, 3, 4]


def test_a_row_beyond_the_last_is_refused() -> None:
    with pytest.raises(IndexError):
        Paths.of([ProvisionPath.parse("b/1")], ["b"])[1]
