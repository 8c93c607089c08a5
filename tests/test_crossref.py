"""References inside provisions lead where the law means, leave the corpus, or are marked as broken."""

from __future__ import annotations

import pytest

from index.snapshot import Snapshot
from ingest.crossref import all_references, by_target, references
from ingest.path import ProvisionPath


def found(snapshot: Snapshot, path: str) -> list[tuple[str, str]]:
    return [(one.kind, str(one.target or "")) for one in references(snapshot.book, ProvisionPath.parse(path))]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("ctip-act-2010/3/2", [("provision", "ctip-act-2010/3/1")]),
        ("ctip-act-2010/3/3", [("provision", "ctip-act-2010/3/1")]),
        ("ctip-act-2010/23/2/b", [("provision", "ctip-act-2010/17/2")]),
        ("ctip-act-2010/2/child", [("outside", "")]),
        ("ctip-act-2010/19/3", [("provision", f"ctip-act-2010/19/2/{letter}") for letter in "hij"]),
        ("ctip-act-2010/19/5", [("provision", "ctip-act-2010/sched-1")]),
        ("ctip-act-2010/24/2", [("provision", "ctip-act-2010/24/1/e"), ("provision", "ctip-act-2010/24/1/f")]),
        ("ctip-act-2010/sched-1/2", [("broken", f"ctip-act-2010/19/2/{letter}") for letter in "lmn"]),
        ("ctip-act-2010/sched-1/4/8", [("provision", "ctip-act-2010/sched-1/4/4")]),
        ("penal-code-1930/266a", [("provision", "ctip-act-2010")]),
        ("un-tip-protocol-2000/1/3", [("provision", "un-tip-protocol-2000/5")]),
    ],
)
def test_a_reference_leads_where_the_law_means(snapshot: Snapshot, path: str, expected: list[tuple[str, str]]) -> None:
    assert found(snapshot, path) == expected


def test_only_the_first_schedule_is_broken(snapshot: Snapshot) -> None:
    broken = {str(one.source) for one in all_references(snapshot.book) if one.kind == "broken"}
    assert broken == {"ctip-act-2010/sched-1/1/1", "ctip-act-2010/sched-1/2"}


def test_references_are_known_from_both_ends(snapshot: Snapshot) -> None:
    home = ProvisionPath.parse("ctip-act-2010/17/2")
    assert [str(one.source) for one in by_target(all_references(snapshot.book), home.holds)] == ["ctip-act-2010/23/2/b"]


def test_every_span_is_the_words_it_names(snapshot: Snapshot) -> None:
    for one in all_references(snapshot.book):
        assert snapshot.book.text(one.source).provision.text[one.start : one.end] == one.words
