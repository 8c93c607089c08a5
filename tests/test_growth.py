"""A great corpus is searched through a pool and approximate indexes, and finds what the exact search finds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from eval.asked import outside, questions
from eval.curves import picture
from eval.growth import grow
from eval.scale import flat
from index.dense import DenseIndex
from index.pool import best, pool
from index.search import Search
from index.signals import text_signals
from index.snapshot import Snapshot, open_snapshot

PROVISIONS = 3000
ASKED = [one.question for one in questions("dev")[::6]]
STRANGE = [one.question for one in outside("dev")[::12]]


@pytest.fixture(scope="module")
def great(snapshot: Snapshot, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of varied copies, whose indexes are those of a great corpus."""
    folder = tmp_path_factory.mktemp("great")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.dense.FLAT_LIMIT", 1000)
        patch.setattr("index.meaning.FLAT_LIMIT", 1000)
        patch.setattr("index.dense._LOOKED_INTO", 0.6)  # the nearest 512 of so few passages stand in more than half of the cells
        list(grow(snapshot, home / "models", folder, PROVISIONS))
        yield folder


@pytest.fixture(scope="module")
def pooled(great: Path) -> Search:
    return Search(open_snapshot(great), most=0)


@pytest.fixture(scope="module")
def exact(great: Path) -> Search:
    return Search(flat(open_snapshot(great), great), most=sys.maxsize)


def test_the_corpus_has_grown_and_its_indexes_are_no_longer_flat(pooled: Search) -> None:
    assert len(pooled.snapshot.book.paths) >= PROVISIONS
    assert pooled.snapshot.meaning.near is not None


def test_the_pool_finds_what_the_exact_search_finds(pooled: Search, exact: Search) -> None:
    recalls = [len(_paths(pooled, question) & _paths(exact, question)) / 10 for question in ASKED]
    assert np.mean(recalls) >= 0.95


def _paths(search: Search, question: str) -> set[str]:
    return {str(hit.path) for hit in search.search(question)}


def test_the_pool_refuses_what_the_exact_search_refuses(pooled: Search, exact: Search) -> None:
    for question in (*ASKED, *STRANGE):
        assert pooled.find(question).answered is exact.find(question).answered, question


@pytest.mark.parametrize("question", ["section 11", "s.3(2)", "penalty under section 4", "art 3a palermo protocol"])
def test_what_is_cited_comes_first_out_of_the_pool_too(pooled: Search, exact: Search, question: str) -> None:
    assert [hit.path for hit in pooled.search(question, 3)] == [hit.path for hit in exact.search(question, 3)]


def test_one_instrument_can_be_searched_through_the_pool(exact: Search) -> None:
    """A pool holds the whole of an instrument that is asked for, however far it is from what is asked."""
    pooled = Search(exact.snapshot, most=0)
    for question in ASKED[:8]:
        found = [hit.path for hit in pooled.search(question, 5, "constitution-2010")]
        assert found == [hit.path for hit in exact.search(question, 5, "constitution-2010")]


def test_a_pool_is_smaller_than_the_corpus_and_holds_whole_sections(pooled: Search) -> None:
    rows = pooled.rows
    reading = pooled.read("who may open a shelter")
    text = text_signals(pooled.snapshot, len(rows), reading)
    looked = pool(rows, text, text["means what is asked"], (), ())
    assert len(looked) < len(rows)
    sections = np.searchsorted(rows.sections, looked.places, side="right")
    whole = np.searchsorted(rows.sections, rows.places, side="right")
    assert np.array_equal(rows.places[np.isin(whole, sections)], looked.places)
    for row in np.flatnonzero(looked.parent >= 0):
        assert looked.path(int(row)).parent == looked.path(int(looked.parent[row]))


def test_a_small_corpus_is_looked_at_whole(search: Search) -> None:
    rows, given = search.signals(search.read("is consent a defence?"))
    assert rows is search.rows
    assert {len(scores) for scores in given.values()} == {len(search.snapshot.book.paths)}


@pytest.mark.parametrize(
    ("scores", "count", "rows"),
    [
        ([0, 3, 1, 2], 2, [1, 3]),
        ([0, 0, 0], 2, []),
        ([0.2, 0.2, 0.5], 2, [2]),
        ([0, 1, 1, 2], 2, [1, 2, 3]),
        ([0, 1, 1, 1, 1, 1, 2], 2, [6]),
        ([], 2, []),
    ],
)
def test_the_best_rows_are_those_above_the_lowest_score(scores: list[float], count: int, rows: list[int]) -> None:
    """Ties with the last come in while they are few; the lowest score is what an index gives where it knows no more."""
    assert best(np.array(scores, dtype=np.float32), count).tolist() == rows


@pytest.mark.parametrize("values", [2, 40, 1_000_000])
def test_the_best_of_many_rows_are_those_of_a_full_sort(values: int) -> None:
    """Of many scores a sample tells which can be left out; what is chosen is the same, with few ties and with many."""
    chance = np.random.default_rng(values)
    for share in (0.001, 0.02, 1.0):
        scores = (chance.integers(values, size=50_000) * (chance.random(50_000) < share)).astype(np.float32)
        limit = np.sort(scores)[-300]
        wanted = np.flatnonzero(scores >= limit)
        if len(wanted) > 600:
            wanted = np.flatnonzero(scores > limit)
        assert np.array_equal(best(scores, 300), wanted[scores[wanted] > 0])


def test_centres_of_one_byte_a_number_give_their_cosines_and_the_nearest_of_them(pooled: Search) -> None:
    meaning = pooled.snapshot.meaning
    assert meaning.near is not None
    rows = np.arange(len(meaning.centres), dtype=np.int32)
    for question in ASKED[:8]:
        carried = meaning.carry(pooled.snapshot.encoder.one(question), "en")
        exact = meaning.centres @ carried
        assert np.abs(meaning.of(carried, rows) - exact).max() < 0.004
        found = np.flatnonzero((scores := meaning.scores(carried)) > scores.min())
        assert len(found) >= 511
        assert int(exact.argmax()) in found
        assert np.abs(scores[found] - exact[found]).max() < 0.004


def test_a_passage_unlike_all_others_keeps_its_cosine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes once spanned what the cells were learned from, and a vector beyond that was cut short."""
    monkeypatch.setattr("index.dense.FLAT_LIMIT", 1000)
    vectors = np.random.default_rng(5).standard_normal((9000, 32)).astype(np.float32)
    vectors[7001] = 0
    vectors[7001, 3] = 100
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kept, _ = DenseIndex.build(vectors, np.arange(9000, dtype=np.int32)).passages()
    assert np.linalg.norm(kept - vectors, axis=1).max() < 0.03


def test_every_centre_lies_in_one_cell(pooled: Search) -> None:
    near = pooled.snapshot.meaning.near
    assert near is not None
    assert np.array_equal(np.sort(near.order), np.arange(len(near.codes)))
    assert near.starts[0] == 0
    assert near.starts[-1] == len(near.codes)


def test_curves_are_drawn_with_their_names_and_all_their_points() -> None:
    drawn = picture("Time & more", "ms", {"p50": [(1e3, 10), (1e6, 60)], "p95": [(1e3, 20), (1e6, 61)]}, ("aim", 100))
    assert drawn.count("<circle") == 4
    assert "Time &amp; more" in drawn
    assert "1,000,000" in drawn
