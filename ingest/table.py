"""TOML tables to typed values, by msgspec. A fault names the file and the place in it."""

from __future__ import annotations

import threading
import tomllib
from mmap import mmap
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ingest.errors import BadCorpus

T = TypeVar("T")


_ONE = threading.Lock()
"""msgspec learns a type when it is first used, and two threads that teach it the same one at once crash the process."""


def decoded(content: bytes | mmap, kind: type[T]) -> T:
    """Read JSON as `kind`. Raises msgspec.ValidationError, which is a ValueError."""
    with _ONE:
        return msgspec.json.decode(content, type=kind)


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file of the corpus; a fault of syntax becomes BadCorpus with the file and the line."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCorpus(f"{file}: {error}.", "Mend the file; corpus/README.md tells its format.") from error


def typed(raw: object, kind: type[T], where: str) -> T:
    """Convert plain values to `kind`. Raises BadCorpus naming `where` and the field at fault."""
    try:
        with _ONE:
            return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise BadCorpus(f"{where}: {error}.", "Mend the field; corpus/README.md tells the format.") from error
