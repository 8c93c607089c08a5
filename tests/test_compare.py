"""Two editions, clause by clause."""

from __future__ import annotations

import pytest

from ingest.compare import Edit, Kind, compare, edits_between
from ingest.model import Edition, Layer
from ingest.text import read_text
from tests import scribe


def edition(text: str) -> Edition:
    return Edition("lamp-act", Layer.OFFICIAL, "en", read_text(text, "lamp-act").provisions)


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("A lamp burns.", "A lamp burns.", []),
        ("“A lamp” – it’s lit", '"A lamp" — it\'s  lit', []),
        ("fine of one shilling", "fine of two shillings", [Edit("one shilling", "two shillings")]),
        ("a lamp", "a bright lamp", [Edit("", "bright")]),
        ("a bright lamp", "a lamp", [Edit("bright", "")]),
        ("not less than - shillings", "not less than ten shillings", [Edit("-", "ten")]),
        ("", "words", [Edit("", "words")]),
    ],
)
def test_edits_are_told_word_by_word(before: str, after: str, edits: list[Edit]) -> None:
    assert list(edits_between(before, after)) == edits


def test_clauses_are_told_in_reading_order() -> None:
    text = (
        scribe.LAW.replace("(2) It is dated.\n", "").replace("3A. Records", "3A. Books").replace("It is returned when", "It is lost when")
    )
    changes = compare(edition(scribe.LAW), edition(text))
    assert [(change.kind, str(change.path)) for change in changes] == [
        (Kind.CHANGED, "lamp-act/3a"),
        (Kind.REMOVED, "lamp-act/sched-1/1/2"),
        (Kind.CHANGED, "lamp-act/sched-1/2"),
    ]


def test_an_edition_does_not_differ_from_itself() -> None:
    assert compare(edition(scribe.LAW), edition(scribe.LAW)) == ()


def test_what_comes_and_goes_is_told_with_its_words() -> None:
    text = scribe.LAW.replace("3A. Records\nThe keeper shall keep a book.\n", "").replace("2. Return\n", "2. Return\n(1) Soon.\n")
    changes = {str(change.path): change for change in compare(edition(scribe.LAW), edition(text))}
    assert changes["lamp-act/3a"].kind is Kind.REMOVED
    assert "keep a book" in changes["lamp-act/3a"].before
    assert changes["lamp-act/sched-1/2/1"].kind is Kind.ADDED
    assert str(changes["lamp-act/3a"]).startswith("lamp-act/3a: removed: Records The keeper")
