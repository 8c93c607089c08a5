"""The corpus in the repository: instruments and their plain and note editions."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ingest.errors import BadCorpus
from ingest.markdown import read_markdown
from ingest.model import RANKS, Edition, Instrument, Layer
from ingest.places import CORPUS

_NEEDED = ("slug", "title", "short", "kind", "unit", "year")
_UNITS = ("section", "article", "heading")


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that the repository knows: instruments by slug, and their editions in reading order."""

    instruments: Mapping[str, Instrument]
    editions: tuple[Edition, ...]


def read_corpus(folder: Path = CORPUS) -> Corpus:
    """Read every instrument below `folder`. Raises BadCorpus, which names the file and what is expected."""
    instruments: dict[str, Instrument] = {}
    editions: list[Edition] = []
    for file in sorted(folder.glob("*/instrument.toml")):
        instrument = read_instrument(file)
        instruments[instrument.slug] = instrument
        editions.extend(_editions(file.parent, instrument))
    if not instruments:
        raise BadCorpus(f"{folder} holds no instrument.", "Look at corpus/README.md for the layout of the folder.")
    return Corpus(instruments, tuple(editions))


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file of the corpus; a fault of syntax becomes BadCorpus with the file and the line."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCorpus(f"{file}: {error}.", "Mend the file; corpus/README.md tells its format.") from error


def read_instrument(file: Path) -> Instrument:
    """Read an `instrument.toml`."""
    raw = read_toml(file)
    missing = [key for key in _NEEDED if key not in raw]
    if missing:
        raise BadCorpus(f"{file} lacks {', '.join(missing)}.", "Add the fields; corpus/README.md lists them.")
    if raw["slug"] != file.parent.name or raw["kind"] not in RANKS or raw["unit"] not in _UNITS:
        raise BadCorpus(
            f"{file}: slug, kind or unit does not fit ({raw['slug']}, {raw['kind']}, {raw['unit']}).",
            f"The slug is the folder's name; kind is one of {', '.join(RANKS)}; unit one of {', '.join(_UNITS)}.",
        )
    review = {f"{layer}.{lang}": str(entry.get("review", "")) for layer in ("plain", "note") for lang, entry in raw.get(layer, {}).items()}
    names = {f.name for f in fields(Instrument)}
    known: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key in names}
    return Instrument(**known, review=review)


def _editions(folder: Path, instrument: Instrument) -> list[Edition]:
    editions = []
    for file in sorted([*folder.glob("plain.*.md"), *folder.glob("note.*.md")]):
        layer, lang, _ = file.name.split(".")
        editions.append(
            Edition(
                instrument=instrument.slug,
                layer=Layer(layer),
                lang=lang,
                provisions=read_markdown(file, instrument.slug),
                as_at=instrument.as_at if layer == "plain" else "",
                sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
                source=f"corpus/{instrument.slug}/{file.name}",
                review=instrument.review.get(f"{layer}.{lang}", ""),
            )
        )
    return editions
