"""The plain layer's Markdown, as corpus/README.md tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import BadCorpus
from ingest.markdown import read_markdown
from ingest.model import Standing
from ingest.reading import read_any

SAMPLE = """# Lamp Act

## Part I: Lamps

### 2. Meanings

In this law:

- **lamp** A thing that gives light.
- **taa** {light-house} Mnara wenye taa:
  - (a) wa kwanza.

### 4. Sale of lamps {defective}

- (1) A person who:

  - (a) sells a lamp
    at night; or
  - (ea) lends one,

  commits an offence.
- (2) Lamps are lamps. {repealed}

## First Schedule: Lamps of note

### 1. Standing

- (1) All stand.
"""


def read(tmp_path: Path, text: str, name: str = "plain.en.md") -> dict[str, object]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return {str(p.path): p for top in read_markdown(file, "lamp-act") for p in top.walk()}


def test_the_tree_is_the_laws(tmp_path: Path) -> None:
    found = read(tmp_path, SAMPLE)
    assert list(found) == [
        "lamp-act/2",
        "lamp-act/2/lamp",
        "lamp-act/2/light-house",
        "lamp-act/2/light-house/a",
        "lamp-act/4",
        "lamp-act/4/1",
        "lamp-act/4/1/a",
        "lamp-act/4/1/ea",
        "lamp-act/4/2",
        "lamp-act/sched-1",
        "lamp-act/sched-1/1",
        "lamp-act/sched-1/1/1",
    ]


def test_words_go_where_they_govern(tmp_path: Path) -> None:
    found = read(tmp_path, SAMPLE)
    assert found["lamp-act/4/1"].opening == "A person who:"
    assert found["lamp-act/4/1"].closing == "commits an offence."
    assert found["lamp-act/4/1/a"].opening == "sells a lamp at night; or"
    assert found["lamp-act/2/lamp"].opening == "lamp: A thing that gives light."
    assert found["lamp-act/4"].division == "Part I: Lamps"
    assert found["lamp-act/4"].standing is Standing.DEFECTIVE
    assert found["lamp-act/4/2"].standing is Standing.REPEALED
    assert found["lamp-act/sched-1"].number == "First Schedule"


def test_notes_stand_by_their_words(tmp_path: Path) -> None:
    found = read(tmp_path, "# Plan\n\n## Notes\n\n### Who made it\n\nA committee.\n\nSource: a page.\n", "note.en.md")
    assert list(found) == ["lamp-act/notes", "lamp-act/notes/who-made-it"]
    assert found["lamp-act/notes/who-made-it"].opening == "A committee.\nSource: a page."


def test_schedules_and_annexes_have_the_steps_that_every_reader_gives_them(tmp_path: Path) -> None:
    body = "\n\n### 1. Words\n\nThey stand.\n\n"
    found = read(tmp_path, "# Act\n\n" + "".join(f"## {name}{body}" for name in ("Schedule", "Schedule: Fees", "Annex", "Annex B: Forms")))
    assert [path for path in found if path.count("/") == 1] == [f"lamp-act/{s}" for s in ("sched", "sched-2", "annex", "annex-b")]
    assert found["lamp-act/annex-b"].number == "Annex B"
    assert "lamp-act/sched-2" in read(tmp_path, f"# Act\n\n## First Schedule{body}## Schedule{body}")


LAW = """# Lamp Act

## Part I – LAMPS

### 1. Licences

(1) A **person** who—

(a) sells a [lamp](https://x.example); or
(b) lends one—
1. at sea;
2. on land,

commits an offence.

## FIRST SCHEDULE

### 1. Standing

> It stands.
"""


def test_a_law_in_anybodys_markdown_is_read_by_its_numbers(tmp_path: Path) -> None:
    file = tmp_path / "law.md"
    file.write_text(LAW, encoding="utf-8")
    found = {"/".join(p.path.steps): p for p in read_any(file, "lamp-act").walk()}
    assert list(found) == ["1", "1/1", "1/1/a", "1/1/b", "1/1/b/1", "1/1/b/2", "sched-1", "sched-1/1"]
    assert found["1/1"].opening == "A person who—" and found["1/1/a"].opening == "sells a lamp; or"
    assert found["sched-1/1"].opening == "It stands."


def test_a_guideline_in_anybodys_markdown_is_read_by_its_headings(tmp_path: Path) -> None:
    file = tmp_path / "guide.md"
    file.write_text(
        "# Guide\n\n## 1. Screening\n\nAsk *first*.\n\n1. the keeper;\n2. the guard.\n\n- by day\n- by night\n\n"
        "## Annex A: Forms\n\n| Step | By |\n|---|---|\n| Ask | Keeper |\n",
        encoding="utf-8",
    )
    found = {"/".join(p.path.steps): p for p in read_any(file, "guide").walk()}
    assert list(found) == ["1", "1/1", "1/2", "annex-a", "table-1", "table-1/1"]
    assert (found["1"].opening, found["1"].closing, found["1/2"].opening) == ("Ask first.", "by day\nby night", "the guard.")
    assert (found["annex-a"].number, found["annex-a"].heading) == ("Annex A", "Forms")


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("### 1. A\n\n1. numbered\n", "line 3", "ordered list"),
        ("words first\n", "line 1", "before the first heading"),
        ("### 1. A\n\n- no enumerator\n", "line 3", "no enumerator"),
        ("### 1. A\n\n> quoted\n", "line 3", "blockquote"),
        ("### 1. A\n\n| a | b |\n|---|---|\n\n<b>x</b>\n", "line", ""),
        ("### 1. A\n\nx\n\n### 1. B\n\ny\n", "", "stands twice"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, text: str, line: str, expected: str) -> None:
    try:
        read(tmp_path, text)
    except BadCorpus as error:
        assert line in str(error)
        assert expected in str(error)
    else:
        assert "|" in text  # a table is read as plain words by CommonMark
