"""An official edition beside a built snapshot: a PDF set by the test's own press, filed and added without building again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from index.rows import Rows
from index.snapshot import _identity, law_of, open_snapshot
from ingest.book import Book
from ingest.digest import sha256
from ingest.library import import_document
from tests import press

SLUG = "ctip-act-2010"
WORDS = "It is no excuse that the person who was taken had agreed to the work, where one of the ways in subsection (1) was used."
ACT = [
    ("part", "Part I – INVENTED FOR A TEST"),
    ("sec", "1", "Short title", ["This is an invented Act, for a test and for nothing else."]),
    ("sec", "2", "Interpretation", ["In this invented Act a word means what it says."]),
    (
        "sec",
        "3",
        "Trafficking in persons",
        [
            ("(1)", "A person who takes another away for work by a trick commits an offence.", []),
            ("(2)", WORDS, []),
        ],
    ),
    ("sec", "4", "Acts that promote child trafficking", [("(1)", "No person shall sell a child in a market or beside a road.", [])]),
]


def printed(folder: Path) -> Path:
    """Print the invented Act as a PDF."""
    return press.Press(folder / "act.pdf", press.Style()).law(ACT)


def with_official(home: Path, place: Path) -> Path:
    """Copy a home to `place` and add the printed edition to its snapshot; its clauses exist already, in the same order."""
    shutil.copytree(home, place)
    built = open_snapshot(place)
    done = import_document(printed(place), place, built.book.instruments, SLUG)
    book = Book(built.book.instruments, [*built.book.editions, done.edition])
    assert book.paths == built.book.paths, "the rows of the index would not fit"
    folder = place / "snapshots" / built.id
    (folder / "law.json").write_bytes(law_of(book))
    Rows.of(book, built.data, built.meaning.centres).save(folder / "rows")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"] = {name: sha256(folder / name) for name in manifest["files"]}
    text = json.dumps(manifest)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    folder.rename(folder.with_name(_identity(text)))
    (place / "current").write_bytes(f"{_identity(text)}\n".encode())
    return place
