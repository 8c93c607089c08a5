"""TOML tables to typed values, by msgspec. A fault names the file and the place in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ingest.errors import BadCorpus

T = TypeVar("T")


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file of the corpus; a fault of syntax becomes BadCorpus with the file and the line."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCorpus(f"{file}: {error}.", "Mend the file; corpus/README.md tells its format.") from error


def typed(raw: object, kind: type[T], where: str) -> T:
    """Convert plain values to `kind`. Raises BadCorpus naming `where` and the field at fault."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise BadCorpus(f"{where}: {error}.", "Mend the field; corpus/README.md tells the format.") from error
