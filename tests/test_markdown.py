"""The plain layer's Markdown, as corpus/README.md tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import BadCorpus
from ingest.markdown import read_markdown
from ingest.model import Standing

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
