"""Plain texts of statutes and treaties."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.text import follows, read_text

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
