"""The title page of a snapshot: a small collection that the alias names, with all that is not searched.

It holds the snapshot's own files (manifest, law, data, vocabulary, what lies outside, centres, what is known of every provision), cut into
rows, each file with its SHA-256; and the names and sizes of the collections of the fields. A reader loads the files into memory when it
opens the snapshot; the fields' vectors and words stay in the engine.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

import msgspec

from index.milvus.connection import Engine
from index.milvus.field import Source, every
from index.milvus.names import Title
from ingest.errors import SnapshotDamaged
from ingest.table import decoded

FORMAT = 1
PART = 45_000
"""Bytes of a file in one row; a row's text may be 65,535 bytes long."""
_ROWS = 64
_STEP = "Run `kinga build`; it publishes the snapshot again."


class Held(msgspec.Struct, frozen=True):
    """A file in the title page: the rows from `begin` to `end`, and its hash."""

    begin: int
    end: int
    sha256: str


class Contents(msgspec.Struct, frozen=True):
    """The first row of a title page. `passages` and `words` give the number of entities by field."""

    format: int
    files: dict[str, Held]
    rows: int
    passages: dict[str, int]
    words: dict[str, int]


def write_page(engine: Engine, title: Title, files: Mapping[str, bytes], rows: int, sizes: Mapping[str, dict[str, int]]) -> None:
    """Write a title page, its list of contents last. `sizes` gives the entities of "passages" and of "words" by field."""
    held: dict[str, Held] = {}
    parts: list[bytes] = []
    for name, content in sorted(files.items()):
        begin = len(parts) + 1
        parts += [content[at : at + PART] for at in range(0, len(content), PART)]
        held[name] = Held(begin, len(parts) + 1, hashlib.sha256(content).hexdigest())
    for at in range(0, len(parts), _ROWS):
        engine.do("upsert", str(title), [_row(key, part) for key, part in enumerate(parts[at : at + _ROWS], at + 1)])
    contents = Contents(FORMAT, held, rows, sizes["passages"], sizes["words"])
    engine.do("upsert", str(title), [_row(0, msgspec.json.encode(contents))])


def _row(key: int, content: bytes) -> dict[str, Any]:
    return {"key": key, "content": b64encode(content).decode(), "blank": [0.0, 0.0]}


def read_contents(engine: Engine, title: Title) -> Contents:
    """Read the list of contents. Raises SnapshotDamaged."""
    rows = engine.do("query", str(title), filter="key == 0", output_fields=["key", "content"], limit=1, consistency_level="Strong")
    if not rows:
        raise SnapshotDamaged(f"{title} has no list of contents.", _STEP)
    try:
        raw = b64decode(rows[0]["content"])
        if msgspec.json.decode(raw)["format"] != FORMAT:
            raise SnapshotDamaged(f"{title} was published by another version of Kinga.", _STEP)
        return decoded(raw, Contents)
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotDamaged(f"The list of contents of {title} cannot be read.", _STEP) from error


def read_files(engine: Engine, title: Title, contents: Contents) -> dict[str, bytes]:
    """Read every file, held against its hash. Raises SnapshotDamaged."""
    last = max((held.end for held in contents.files.values()), default=1)
    parts = {int(row["key"]): row["content"] for row in every(Source(engine, str(title)), ["content"], last, _ROWS)}
    return dict(_whole(title, name, held, parts) for name, held in contents.files.items())


def _whole(title: Title, name: str, held: Held, parts: Mapping[int, str]) -> tuple[str, bytes]:
    try:
        content = b"".join(b64decode(parts[key]) for key in range(held.begin, held.end))
    except (KeyError, ValueError) as error:
        raise SnapshotDamaged(f"{name} of {title} is not whole.", _STEP) from error
    if hashlib.sha256(content).hexdigest() != held.sha256:
        raise SnapshotDamaged(f"{name} of {title} is not what was built.", _STEP)
    return name, content
