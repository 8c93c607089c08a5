"""Plain texts of statutes and treaties."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.reading import read_any
from ingest.text import follows, read_text
from tests import press
from tests.typist import typed

STATUTE = """Part I – LAMPS
1. Short title
This is the Lamp Act.
2. Interpretation
In this Act—
"lamp" means a light;
"tower" includes—
(a) a mast;
(b) a pole.
3. Sale
(1) A person who—
(a) sells; or
(b) lends,
commits an offence.
(2) Lists run on—
(h) here;
(i) after h, a letter;
(j) and so on:
(i) a roman one;
(ii) another.
FIRST SCHEDULE
[Section 3]
LAMPS
1. Standing
(1) All stand.
SECOND SCHEDULE
Spent
"""

TREATY = """Part I – General
Article 1. Terms
For this treaty:
(a) “Lamp” shall mean a light;
Article 2
1. Each Party shall:
(a) make lamps;
(b) keep them.
2. No Party shall break lamps.
"""


def words(text: str) -> dict[str, tuple[str, str]]:
    return {str(p.path): (p.opening, p.closing) for p in read_text(text, "lamp-act").walk()}


def test_a_statute_becomes_its_tree() -> None:
    found = words(STATUTE)
    assert found["lamp-act/2/tower/b"] == ("(b)"[3:] + "a pole.", "")
    assert found["lamp-act/3/1"] == ("A person who—", "commits an offence.")
    assert "lamp-act/3/2/i" in found
    assert "lamp-act/3/2/j/ii" in found
    assert found["lamp-act/sched-1/1/1"] == ("All stand.", "")
    assert "lamp-act/sched-2" in found


def test_a_treaty_becomes_its_tree() -> None:
    assert list(words(TREATY)) == [
        "lamp-act/1",
        "lamp-act/1/a",
        "lamp-act/2",
        "lamp-act/2/1",
        "lamp-act/2/1/a",
        "lamp-act/2/1/b",
        "lamp-act/2/2",
    ]


@pytest.mark.parametrize(
    ("last", "token", "expected"),
    [("3", "4", True), ("3", "5", False), ("e", "ea", True), ("ea", "f", True), ("iii", "iv", True), ("h", "i", True), ("b", "i", False)],
)
def test_what_may_follow_what(last: str, token: str, expected: bool) -> None:
    assert follows(last, token) is expected


def test_the_acts_own_text_matches_the_standard(official: Path) -> None:
    standard = official.parent / "eval" / "ctip-act-provisions.jsonl"
    if not standard.is_file():
        pytest.skip("the standard of the Act's provisions is not beside the official texts")
    rows = [json.loads(line) for line in standard.read_text(encoding="utf-8").splitlines()]
    reading = read_text((official / "ctip-act-2010" / "official.txt").read_text(encoding="utf-8"), "ctip-act-2010")
    found = {str(p.path): (p.opening, p.closing) for p in reading.walk()}
    assert found == {row["path"]: (row["opening"], row["closing"]) for row in rows}


# -- a law as people and programs type it ----------------------------------------------------------------------------


@pytest.mark.parametrize("contents", ["", "—", ". "])
@pytest.mark.parametrize(
    "how",
    [{}, {"wrap": True}, {"wrap": True, "indent": True}, {"wrap": True, "blank": True}, {"wrap": True, "indent": True, "pages": True}],
    ids=str,
)
@pytest.mark.parametrize("above", [False, True])
def test_an_act_is_read_the_same_however_it_is_typed(tmp_path: Path, contents: str, how: dict[str, bool], above: bool) -> None:
    file = tmp_path / "act.txt"
    file.write_text(typed(contents, above, **how), encoding="utf-8")
    reading = read_any(file, "bees")
    found = [("/".join(p.path.steps), (p.heading.rstrip("."), p.opening, p.closing)) for p in reading.walk()]
    assert dict(found) == press.clauses()
    assert len(found) == len(press.clauses())
    assert reading.doubts == ()


def test_a_section_that_the_contents_list_and_the_text_lacks_is_named() -> None:
    text = "1. Lamps ... 1\n2. Towers ... 2\n3. Keepers ... 3\n1. Lamps\nWords.\n3. Keepers\nWords."
    (doubt,) = read_text(text, "lamp-act").doubts
    assert doubt == "The contents list 2. Towers, which was not found in the text."


@pytest.mark.parametrize(
    ("line", "path", "number", "heading"),
    [
        ("SCHEDULE", "x/sched", "SCHEDULE", ""),
        ("SCHEDULE [Section 3]", "x/sched", "SCHEDULE", ""),
        ("THE SCHEDULE — FORMS", "x/sched", "THE SCHEDULE", "FORMS"),
        ("NINTH SCHEDULE", "x/sched-9", "NINTH SCHEDULE", ""),
        ("Schedule 2", "x/sched-2", "Schedule 2", ""),
    ],
)
def test_a_schedule_is_named_by_its_number_or_stands_alone(line: str, path: str, number: str, heading: str) -> None:
    (_, schedule) = read_text(f"1. Lamps\nWords of the Schedule.\n{line}\n1. Standing\nAll stand.", "x").provisions
    assert (str(schedule.path), schedule.number, schedule.heading) == (path, number, heading)


def test_a_typed_guideline_is_read_by_its_numbers(tmp_path: Path) -> None:
    file = tmp_path / "guide.txt"
    file.write_text("KEEPERS' GUIDE\n\n1. Screening\nAsk first.\n1.1 Who asks\nKeepers:\n(a) by day;\n(b) by night.\n1.2 When\nAt dusk.\n")
    reading = read_any(file, "guide")
    assert ["/".join(p.path.steps) for p in reading.walk()] == ["front", "1", "1/1", "1/1/a", "1/1/b", "1/2"]
    assert reading.title == "KEEPERS' GUIDE"


def test_lists_lettered_with_points_stand_below_numerals() -> None:
    text = "Article 1\n1. Crimes are:\n(a) Sale:\n(i) For the purpose of:\na.Work;\nb. Organs;\n(ii) By an intermediary;\n(b) Theft.\n"
    assert list(words(text)) == [f"lamp-act/1{rest}" for rest in ("", "/1", "/1/a", "/1/a/i", "/1/a/i/a", "/1/a/i/b", "/1/a/ii", "/1/b")]
