"""Snapshots: an immutable folder that holds the law and its indexes, made current by one pointer.

A build writes a new folder beside the old one, verifies it, renames it into place and replaces the file `current`.
A killed build leaves the old snapshot as it was. Nothing is pickled; every file's SHA-256 stands in the manifest and
is checked when the snapshot is opened.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from index.before import Before, write_names
from index.dense import DenseIndex
from index.encode import Encoder, exported
from index.engine import KeywordIndex, Narrow, VectorIndex
from index.learnt import Learnt
from index.meaning import Meaning, Questions
from index.milvus.place import chosen
from index.outside import Outside
from index.passages import Field, fields, split
from index.rows import KEPT, Rows
from index.words import WordIndex, folded
from ingest.book import Book
from ingest.corpus import Data
from ingest.digest import sha256
from ingest.errors import EngineError, KingaError, NotWritten, SnapshotDamaged, SnapshotMissing
from ingest.record import law_record, read_law
from ingest.table import decoded
from ingest.writing import settle, write_beside, writing

FORMAT = 7
"""Another number for whatever changes what a build writes of the same law; what is known of each row (`index/rows.py`) is part of it."""
_BESIDE = ".building-"
_DEAD = 3600.0
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a reader holds from question to answer. `vectors` are by field, English only; `words` by field."""

    id: str
    book: Book
    data: Data
    vectors: dict[str, VectorIndex]
    words: dict[str, KeywordIndex]
    meaning: Meaning
    outside: Outside
    rows: Rows
    vocabulary: tuple[str, ...]
    encoder: Encoder
    manifest: dict[str, Any]

    def within(self, narrow: Narrow) -> Snapshot:
        """Give the same snapshot, whose engine also looks closely at what is narrowed to."""
        vectors = {key: index.within(narrow) for key, index in self.vectors.items()}
        return replace(self, vectors=vectors, words={key: index.within(narrow) for key, index in self.words.items()})


@dataclass(frozen=True, slots=True)
class Built:
    """A snapshot that was built: its id, how many passages it has, and how many of them had to be encoded."""

    id: str
    passages: int
    encoded: int


def _silent(_stage: str, _done: int, _all: int) -> None:
    """Progress that nobody watches."""


def build(book: Book, data: Data, home: Path, progress: Progress = _silent) -> Built:
    """Index a book as a new snapshot below `home` and make it current. The old one stays until then.

    Passages that the current snapshot has are not encoded again; the new one is the same as if they were. Where KINGA_INDEX
    names an engine, the snapshot is published there too.
    """
    place = chosen()
    if place is not None:
        with suppress(SnapshotMissing):
            current(home)  # an engine that is away is told before anything is built
    before = _before(home, Encoder(exported(home)))
    snapshots = home / "snapshots"
    with writing(snapshots):
        snapshots.mkdir(parents=True, exist_ok=True)
        _clear(snapshots)
        beside = Path(tempfile.mkdtemp(dir=snapshots, prefix=_BESIDE))
    try:
        with writing(beside):
            identity = _write(book, data, before, beside, progress)
        _read_back(beside, home)
        with writing(snapshots):
            _place(beside, snapshots / identity)
        write_beside(home / "current", f"{identity}\n".encode())
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _drop_old(home, identity)
    if place is not None:
        from index.milvus.publish import publish

        identity = publish(_open_named(identity, home), home / "snapshots" / identity, place, progress)
    return Built(identity, before.spent.passages, before.spent.encoded)


def _read_back(beside: Path, home: Path) -> None:
    """Open what was written, before anybody may. Raises NotWritten where the disk took less than it was given and said nothing."""
    try:
        _open_verified(beside, home)
    except SnapshotDamaged as error:
        raise NotWritten(
            f"The new snapshot could not be written: {error.fault} What was there before is unchanged.",
            "Check that the disk is sound and not full, and run the command again.",
        ) from error


def _before(home: Path, encoder: Encoder) -> Before:
    """Look into the current snapshot, where it is whole and of the same model; else into nothing."""
    try:
        folder = home / "snapshots" / _pointer(home)
        _, manifest = _manifest(folder)
    except KingaError:
        return Before(encoder)
    return Before(encoder, folder if manifest["model"] == _model(encoder) else None)


def _write(book: Book, data: Data, before: Before, beside: Path, progress: Progress) -> str:
    """Write every file of a snapshot, have the system put them on the disk, give the id."""
    (beside / "law.json").write_bytes(law_of(book))
    (beside / "data.json").write_bytes(msgspec.json.encode(data))
    (beside / "vocabulary.json").write_bytes(msgspec.json.encode(_vocabulary(book, data)))
    encoded = {}
    for field in fields(book, data.asked):
        encoded[field.key] = _write_field(field, len(book.paths), before, beside / field.key, progress)
    Outside.build(data, before, beside / "outside")
    meaning = _write_meaning(encoded, len(book.paths), before, beside / "meaning", progress)
    Rows.of(book, data, meaning.centres).save(beside / "rows")
    identity = write_manifest(book, before.encoder, beside)
    settle(beside)
    return identity


def _place(beside: Path, place: Path) -> None:
    """Move a new snapshot to its place. The same one may stand there already; if that is damaged, it gives way."""
    try:
        _manifest(place)
    except SnapshotDamaged:
        if place.exists():
            place.rename(beside.with_name(f"{beside.name}-damaged"))
        beside.rename(place)
        shutil.rmtree(beside.with_name(f"{beside.name}-damaged"), ignore_errors=True)


def _clear(snapshots: Path) -> None:
    """Remove what builds left that were killed: a build that has written nothing for an hour is no more."""
    for left in snapshots.glob(f"{_BESIDE}*"):
        if max((f.stat().st_mtime for f in (left, *left.rglob("*")) if f.exists()), default=0) < time.time() - _DEAD:
            shutil.rmtree(left, ignore_errors=True)


def law_of(book: Book) -> bytes:
    """Give the law as a snapshot holds it."""
    law = law_record(book.instruments.values(), book.editions)
    return json.dumps(law, ensure_ascii=False, separators=(",", ":")).encode()


def _vocabulary(book: Book, data: Data) -> list[str]:
    """Every whole word of four letters or more in the texts and in what people ask: what a typing slip may have meant."""
    texts = [provision.text for edition in book.editions for provision in edition.walk()]
    texts += [provision.heading for edition in book.editions for provision in edition.walk()]
    asked = [question for questions in data.asked.values() for question in (*questions.en, *questions.sw)]
    return sorted({word for text in (*texts, *asked) for word in re.findall(r"[a-z]{4,}", folded(text))})


def is_current(book: Book, data: Data, home: Path) -> bool:
    """Whether the current snapshot holds just this book and data, and opens. Then a build would change nothing. Raises EngineError."""
    try:
        snapshot = open_snapshot(home)
    except EngineError:
        raise
    except KingaError:
        return False
    files = snapshot.manifest["files"]
    wanted = {"law.json": law_of(book), "data.json": msgspec.json.encode(data)}
    return all(files.get(name) == hashlib.sha256(content).hexdigest() for name, content in wanted.items())


def _write_field(field: Field, rows: int, before: Before, folder: Path, progress: Progress) -> Questions | None:
    """Index a field's words, and its vectors where it has any; give the vectors."""
    (folder / "words").mkdir(parents=True)
    together: list[list[str]] = [[] for _ in range(rows)]
    for row, text in field.passages:
        together[row].append(text)
    WordIndex.build(["\n".join(texts) for texts in together], field.lang).save(folder / "words")
    if field.name == "asked" or (field.lang == "en" and field.name != "whole"):
        return _write_vectors(field, before, folder, progress)
    return None


def _write_vectors(field: Field, before: Before, folder: Path, progress: Progress) -> Questions:
    pieces = [(row, piece) for row, text in field.passages for piece in split(text, before.encoder.count)]
    texts = [text for _, text in pieces]
    vectors = before.encode(texts, field.key, lambda done, new: progress(f"encoding {field.name}", done, new))
    rows = np.array([row for row, _ in pieces], dtype=np.int32)
    DenseIndex.build(vectors, rows).save(folder)
    write_names(texts, vectors, folder)
    return Questions(vectors, rows)


def _write_meaning(encoded: dict[str, Questions | None], rows: int, before: Before, folder: Path, progress: Progress) -> Meaning:
    progress("fitting the adapters", 0, 1)
    own = np.zeros((rows, before.encoder.dimension), dtype=np.float32)
    if passages := encoded.get("own.en"):
        np.add.at(own, passages.rows, passages.vectors)
        own /= np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-9)
    asked = {lang: found for lang in ("en", "sw") if (found := encoded.get(f"asked.{lang}"))}
    learnt = Learnt(before.folder / folder.name if before.folder else None)
    meaning = Meaning.fit(own, asked, learnt.adapter)
    meaning.save(folder)
    learnt.save(list(asked), folder)
    progress("fitting the adapters", 1, 1)
    return meaning


def write_manifest(book: Book, encoder: Encoder, folder: Path) -> str:
    """Write the names and hashes of all files in the folder of a new snapshot; give its id."""
    files = {f.relative_to(folder).as_posix(): sha256(f) for f in sorted(folder.rglob("*")) if f.is_file()}
    manifest = {
        "format": FORMAT,
        "model": _model(encoder),
        "provisions": len(book.paths),
        "editions": [edition.id for edition in book.editions],
        "files": files,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_bytes(text.encode())
    return _identity(text)


def _model(encoder: Encoder) -> dict[str, str]:
    """What a vector depends on beside the words."""
    return {
        "name": encoder.name,
        "sha256": encoder.sha256,
        "card": encoder.card,
        "folder": encoder.folder,
        "runtime": encoder.runtime,
    }


def _identity(manifest: str) -> str:
    return hashlib.sha256(manifest.encode()).hexdigest()[:16]


def current(home: Path) -> str:
    """Give the id of the current snapshot, which is below `home` or in the engine that KINGA_INDEX names.

    Raises SnapshotMissing, SnapshotDamaged where the pointer is no id, and what the engine raises.
    """
    if (place := chosen()) is None:
        return _pointer(home)
    from index.milvus.opening import current as published

    return published(place)


def _pointer(home: Path) -> str:
    try:
        pointer = (home / "current").read_bytes()
    except FileNotFoundError as error:
        raise SnapshotMissing("There is no index yet.", "Run `kinga build` (or `make build`).") from error
    except OSError as error:
        raise SnapshotDamaged(f"{home / 'current'} cannot be read.", "Check the folder, then run `kinga build`.") from error
    if not re.fullmatch(rb"[0-9a-f]{16}\n", pointer):
        raise SnapshotDamaged(f"{home / 'current'} names no snapshot.", "Run `kinga build`; it makes it again.")
    return pointer.decode().strip()


def open_snapshot(home: Path) -> Snapshot:
    """Open the current snapshot, every file held against its hash. Raises SnapshotMissing, SnapshotDamaged, and what the engine raises."""
    if (place := chosen()) is None:
        return _open_here(home)
    from index.milvus.opening import open_there

    return open_there(place, home)


def _open_here(home: Path) -> Snapshot:
    identity = _pointer(home)
    try:
        return _open_named(identity, home)
    except SnapshotDamaged:
        if _pointer(home) == identity:
            raise
        return _open_here(home)  # newer builds have taken its place meanwhile


def _open_named(identity: str, home: Path) -> Snapshot:
    folder = home / "snapshots" / identity
    if not folder.is_dir():
        raise SnapshotDamaged(f"{home / 'current'} names the snapshot {identity}, which is gone.", "Run `kinga build`; it makes it again.")
    return _open_verified(folder, home, identity)


def _open_verified(folder: Path, home: Path, identity: str = "") -> Snapshot:
    text, manifest = _manifest(folder, identity)
    with _damage(folder):
        instruments, editions = read_law(folder / "law.json")
        book = Book(instruments, editions)
        arrays = {name: np.asarray(np.load(folder / "rows" / f"{name}.npy", mmap_mode="r", allow_pickle=False)) for name in KEPT}
        rows = Rows.kept(arrays, book.instruments)
        book.paths = rows.paths
        data = decoded((folder / "data.json").read_bytes(), Data)
        vocabulary = decoded((folder / "vocabulary.json").read_bytes(), tuple[str, ...])
        keys = sorted({name.split("/")[0] for name in manifest["files"] if "/words/" in name})
        meaning = Meaning.open(folder / "meaning")
        outside = Outside.open(folder / "outside")
        words: dict[str, KeywordIndex] = {key: WordIndex.open(folder / key / "words", key.split(".")[1]) for key in keys}
        vectors: dict[str, VectorIndex] = {key: DenseIndex.open(folder / key) for key in keys if f"{key}/rows.npy" in manifest["files"]}
    with _damage(folder):
        encoder = Encoder(home / "models" / manifest["model"]["folder"])
        if encoder.card != manifest["model"]["card"]:
            raise SnapshotDamaged(f"{encoder.card_file} is not that of the model that {folder.name} was built with.", "Run `kinga build`.")
    return Snapshot(_identity(text), book, data, vectors, words, meaning, outside, rows, vocabulary, encoder, manifest)


def _manifest(folder: Path, identity: str = "") -> tuple[str, dict[str, Any]]:
    """Read the manifest and hold every file against it, and the manifest against the snapshot's name. Raises SnapshotDamaged."""
    step = "Run `kinga build`; it makes it again."
    with _damage(folder):
        content = (folder / "manifest.json").read_bytes()
        text = content.decode(errors="replace")
        if hashlib.sha256(content).hexdigest()[:16] != (identity or folder.name) and not folder.name.startswith(_BESIDE):
            raise SnapshotDamaged(f"{folder / 'manifest.json'} is not what was built.", step)
        manifest: dict[str, Any] = json.loads(text)
        if manifest["format"] != FORMAT:
            raise SnapshotDamaged(f"{folder.name} was built by another version of Kinga.", "Run `kinga build`.")
        for name, digest in manifest["files"].items():
            if not (folder / name).is_file() or sha256(folder / name) != digest:
                raise SnapshotDamaged(f"{folder / name} is not what was built.", step)
        strange = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()} - {*manifest["files"], "manifest.json"}
        if strange:
            raise SnapshotDamaged(f"{folder / min(strange)} does not belong there.", step)
    return text, manifest


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    """Turn any fault of reading into one named error."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise SnapshotDamaged(f"The snapshot {folder.name} cannot be read ({error}).", "Run `kinga build`; it makes it again.") from error


def _drop_old(home: Path, keep: str) -> None:
    """Remove all but the current snapshot and the one before it."""
    others = [f for f in (home / "snapshots").iterdir() if f.is_dir() and f.name != keep and not f.name.startswith(".")]
    for folder in sorted(others, key=lambda f: f.stat().st_mtime, reverse=True)[1:]:
        shutil.rmtree(folder, ignore_errors=True)
