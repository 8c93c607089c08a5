"""Score sheets: a group's gain by topic, seats counted, names never kept."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from PIL import Image

from ingest.errors import BadInput
from workshop.score import score, score_files
from workshop.spreadsheet import FIXED


def sheet(place: Path, rows: list[tuple[str, str, list[str]]], seats: list[str] | None = None) -> Path:
    """Write an answer sheet: topic, key and the answers of each row."""
    with place.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*FIXED, *(seats or [str(n) for n in range(1, len(rows[0][2]) + 1)])])
        for number, (topic, key, answers) in enumerate(rows, 1):
            writer.writerow([number, topic, key, "ctip-act-2010/3/1", "?", *answers])
    return place


@pytest.fixture
def pre(tmp_path: Path) -> Path:
    return sheet(
        tmp_path / "pre.csv", [("Act", "A", ["A", "B", "C", ""]), ("Act", "B", ["A", "b", "", ""]), ("Border", "C", ["C", "C", "D", ""])]
    )


@pytest.fixture
def post(tmp_path: Path) -> Path:
    return sheet(
        tmp_path / "post.csv", [("Act", "D", ["D", "D", "", "D"]), ("Act", "B", ["B", "A", "", ""]), ("Border", "C", ["C", "C", "", ""])]
    )


def test_the_gain_counts_only_seats_that_answered_both(pre: Path, post: Path) -> None:
    found = score(pre, post)
    assert found.people == 2
    assert [(g.topic, g.before, g.after) for g in found.gains] == [
        ("Act", 0.5, 0.75),
        ("Border", 1.0, 1.0),
        ("All topics", 4 / 6, 5 / 6),
    ]
    assert found.gains[0].points == pytest.approx(25)


def test_names_in_the_head_row_are_never_kept(tmp_path: Path) -> None:
    rows = [("Act", "A", ["A", "B"])]
    one, two = (sheet(tmp_path / f"{n}.csv", rows, ["Achieng", "Otieno"]) for n in ("pre", "post"))
    for body in score_files(score(one, two), "en").values():
        assert b"Achieng" not in body
        assert b"Otieno" not in body


def test_the_chart_is_a_picture_with_ink(pre: Path, post: Path) -> None:
    files = score_files(score(pre, post, "sw"), "sw")
    picture = Image.open(io.BytesIO(files["score.png"]))
    assert picture.width > 600
    assert len(picture.getcolors(100_000) or []) > 2
    assert "Mada zote" in files["score.md"].decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b,c\n1,2,3\n", "not an answer sheet"),
        (b"", "not an answer sheet"),
        (b"\xff\xfe\x00", "not a CSV file in UTF-8"),
        (b"number,topic,key,clause,question,1\n1,Act,A,p,q,E\n", "not A, B, C or D"),
        (b"number,topic,key,clause,question,1\n1,Act,A,p,q,\n", "No seat has answers"),
    ],
)
def test_a_bad_sheet_is_one_clear_line(tmp_path: Path, pre: Path, content: bytes, words: str) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    with pytest.raises(BadInput, match=words):
        score(pre, tmp_path / "bad.csv")


def test_a_missing_sheet_is_one_clear_line(tmp_path: Path, pre: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        score(pre, tmp_path / "none.csv")
