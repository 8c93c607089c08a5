"""Open the snapshot that the alias names: the law into memory, the fields where they are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from index.centres import Centres
from index.encode import Encoder, exported
from index.engine import KeywordIndex, VectorIndex
from index.meaning import Meaning
from index.milvus.connection import Engine, Missing
from index.milvus.field import Passages, Source, Words
from index.milvus.names import Title
from index.milvus.page import Contents, read_contents, read_files
from index.milvus.place import Place
from index.milvus.schema import FIELDS
from index.outside import Outside, Side
from index.rows import KEPT, Rows
from index.snapshot import FORMAT, Snapshot
from ingest.book import Book
from ingest.corpus import Data
from ingest.errors import ModelDamaged, SnapshotDamaged, SnapshotMissing
from ingest.record import law_in
from ingest.table import decoded

_STEP = "Run `kinga build`; it publishes the snapshot again."


@lru_cache(maxsize=4)
def engine(place: Place) -> Engine:
    """Give the one connection of this process to an engine."""
    return Engine(place)


def pointed(at: Engine) -> Title | None:
    """Give the title page that the alias names; None where there is no such alias. Raises SnapshotDamaged where it names another thing."""
    try:
        name = str(at.attempt("describe_alias", at.place.alias)["collection_name"])
    except Missing:
        return None
    title = Title.parse(name)
    if title is None or title.alias != at.place.alias:
        raise SnapshotDamaged(
            f"The alias {at.place.alias} at {at.place.address} names no snapshot of Kinga.", "Give KINGA_INDEX another name."
        )
    return title


def current(place: Place) -> str:
    """Give the id of the published snapshot. Raises SnapshotMissing, or as the engine does."""
    return _current(engine(place)).snapshot


def _current(at: Engine) -> Title:
    if (title := pointed(at)) is None:
        raise SnapshotMissing(f"There is no index {at.place.alias} at {at.place.address} yet.", "Run `kinga build` with this KINGA_INDEX.")
    return title


def check(at: Engine, title: Title, contents: Contents) -> None:
    """Hold the fields and the size of every collection against what was published. Raises SnapshotDamaged."""
    for kind, sizes in (("passages", contents.passages), ("words", contents.words)):
        for key, size in sizes.items():
            name = title.of(key, kind)
            if {field["name"] for field in at.do("describe_collection", name)["fields"]} != FIELDS[kind]:
                raise SnapshotDamaged(f"{name} is of another shape than Kinga's.", _STEP)
            found = at.do("query", name, filter="", output_fields=["count(*)"], consistency_level="Strong")
            if not found or int(found[0]["count(*)"]) != size:
                raise SnapshotDamaged(f"{name} does not hold the {size:,} entities that were published.", _STEP)


def open_there(place: Place, home: Path) -> Snapshot:
    """Open the published snapshot; the model is that of the data folder, exported there if need be. Raises SnapshotMissing and others."""
    at = engine(place)
    title = _current(at)
    try:
        return _opened(at, title, home)
    except SnapshotDamaged:
        if _current(at) == title:
            raise
        return open_there(place, home)  # newer publishes have taken its place meanwhile


def _opened(at: Engine, title: Title, home: Path) -> Snapshot:
    contents = read_contents(at, title)
    files = read_files(at, title, contents)
    manifest = _manifest(title, files)
    check(at, title, contents)
    try:
        stems = decoded(files["stems.json"], dict[str, dict[str, int]])
        words: dict[str, KeywordIndex] = {
            key: Words(Source(at, title.of(key, "words")), contents.rows, stems[key]) for key in sorted(contents.words)
        }
        vectors: dict[str, VectorIndex] = {
            key: Passages(Source(at, title.of(key, "passages")), contents.rows, count) for key, count in sorted(contents.passages.items())
        }
        book = Book(*law_in(files["law.json"]))
        rows = Rows.kept({name: _array(files[f"rows/{name}.npy"]) for name in KEPT}, book.instruments)
        book.paths = rows.paths
        return Snapshot(
            title.snapshot,
            book,
            decoded(files["data.json"], Data),
            vectors,
            words,
            _meaning(files),
            _outside(files),
            rows,
            decoded(files["vocabulary.json"], tuple[str, ...]),
            _encoder(home, manifest, title),
            manifest,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise SnapshotDamaged(f"{title} cannot be read.", _STEP) from error


def _manifest(title: Title, files: dict[str, bytes]) -> dict[str, Any]:
    """Read the manifest; hold it against the snapshot's name, and the files against it."""
    content = files.get("manifest.json", b"")
    if hashlib.sha256(content).hexdigest()[:16] != title.snapshot:
        raise SnapshotDamaged(f"manifest.json of {title} is not what was built.", _STEP)
    manifest: dict[str, Any] = json.loads(content)
    if manifest["format"] != FORMAT:
        raise SnapshotDamaged(f"{title} was built by another version of Kinga.", _STEP)
    for name, digest in manifest["files"].items():
        if name in files and hashlib.sha256(files[name]).hexdigest() != digest:
            raise SnapshotDamaged(f"{name} of {title} is not what was built.", _STEP)
    return manifest


def _meaning(files: dict[str, bytes]) -> Meaning:
    adapters = {name.split(".")[1]: _array(files[name]) for name in files if name.startswith("meaning/adapter.")}
    near = [_array(files[name]) for one in fields(Centres) if (name := f"meaning/near/{one.name}.npy") in files]
    return Meaning(_array(files["meaning/centres.npy"]), adapters, Centres(*near) if near else None)


def _outside(files: dict[str, bytes]) -> Outside:
    sides = msgspec.json.decode(files["outside/words.json"], type=dict[str, Side])
    return Outside(_array(files["outside/vectors.npy"]), _array(files["outside/topics.npy"]), sides)


def _array(content: bytes) -> Any:
    return np.load(BytesIO(content), allow_pickle=False)


def _encoder(home: Path, manifest: dict[str, Any], title: Title) -> Encoder:
    """Open the model that the snapshot was built with."""
    folder = home / "models" / manifest["model"]["folder"]
    encoder = Encoder(folder if folder.is_dir() else exported(home))
    if encoder.card != manifest["model"]["card"]:
        raise ModelDamaged(f"{encoder.card_file} is not that of the model that {title} was built with.", "Use the Kinga that built it.")
    return encoder
