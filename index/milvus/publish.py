"""Publish a built snapshot: new collections beside the old, read back, and then one switch of the alias.

Killed at any moment, the alias names the snapshot before, or the new one whole. What a killed publish left is dropped by a
later one, an hour after it began. The snapshot before stays until the next publish, for readers who hold it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path

import msgspec

from index.milvus.connection import PUBLISHING, Engine
from index.milvus.field import Passages, Source
from index.milvus.names import Title, owner
from index.milvus.opening import check, pointed
from index.milvus.page import read_contents, read_files, write_page
from index.milvus.place import Place
from index.milvus.rows import Load, loads
from index.milvus.schema import create, settle
from index.snapshot import Progress, Snapshot
from ingest.errors import EngineRefused, KingaError, SnapshotDamaged

_DEAD = 3_600_000
"""Milliseconds after which a publish that has not ended is no more."""
_BATCH = 1000


def publish(snapshot: Snapshot, folder: Path, place: Place, progress: Progress) -> str:
    """Publish the snapshot in `folder`, make the alias name it, and give its id.

    Where the alias already names this very snapshot, whole, nothing is done. Raises EngineUnreachable, EngineFull,
    EngineRefused and SnapshotDamaged; then the alias names what it named before.
    """
    engine = Engine(place, PUBLISHING)
    before = pointed(engine)
    if before and before.snapshot == snapshot.id and _stands(engine, before):
        return snapshot.id
    title = Title.fresh(place.alias, snapshot.id)
    _drop_all(engine, lambda found: found.moment < time.time() * 1000 - _DEAD and found != before)
    try:
        _write(engine, title, snapshot, folder, progress)
        _verify(engine, title, snapshot)
        _switch(engine, title, before)
    except BaseException:
        with suppress(KingaError):
            if pointed(engine) != title:  # the switch may have been done although its answer was lost
                _drop_all(engine, lambda found: found == title)
        raise
    _drop_all(engine, lambda found: found not in (title, before) and found.moment < title.moment)
    return snapshot.id


def _write(engine: Engine, title: Title, snapshot: Snapshot, folder: Path, progress: Progress) -> None:
    """Write the fields, then the title page."""
    sizes: dict[str, dict[str, int]] = {"passages": {}, "words": {}}
    stems = {}
    for load in loads(snapshot):
        _fill(engine, title.of(load.field, load.kind), load, progress)
        sizes[load.kind][load.field] = load.count
        if load.stems is not None:
            stems[load.field] = load.stems
    files = {name: (folder / name).read_bytes() for name in ("manifest.json", *snapshot.manifest["files"]) if _kept(name)}
    files["stems.json"] = msgspec.json.encode(stems)
    create(engine, str(title), "title")
    write_page(engine, title, files, len(snapshot.book.paths), sizes)
    settle(engine, str(title), "title")


def _kept(file: str) -> bool:
    """Whether a file of a snapshot goes into the title page: all but the fields' own indexes."""
    return "/" not in file or file.startswith(("meaning/", "outside/", "rows/"))


def _fill(engine: Engine, collection: str, load: Load, progress: Progress) -> None:
    create(engine, collection, load.kind, load.dimension)
    for begin in range(0, load.count, _BATCH):
        engine.do("upsert", collection, list(islice(load.rows, _BATCH)))
        progress(f"publishing {load.field}", min(begin + _BATCH, load.count), load.count)
    settle(engine, collection, load.kind, load.count)


def _verify(engine: Engine, title: Title, snapshot: Snapshot) -> None:
    """Read the new snapshot back, with strong consistency: every file, the size of every collection, and some searches."""
    contents = read_contents(engine, title)
    read_files(engine, title, contents)
    check(engine, title, contents)
    for key, index in snapshot.vectors.items():
        vectors, rows = index.passages()
        there = Passages(Source(engine, title.of(key, "passages")), contents.rows, len(rows))
        for n in range(0, len(rows), max(1, len(rows) // 8)):
            if there.scores(vectors[n], contents.rows)[rows[n]] < 0.999:
                raise SnapshotDamaged(f"{title.of(key, 'passages')} does not find what was put in.", "Run `kinga build` again.")


def _stands(engine: Engine, title: Title) -> bool:
    """Whether a published snapshot is whole."""
    try:
        contents = read_contents(engine, title)
        read_files(engine, title, contents)
        check(engine, title, contents)
    except SnapshotDamaged:
        return False
    return True


def _switch(engine: Engine, title: Title, before: Title | None) -> None:
    """Make the alias name the new title page. Raises EngineRefused where a collection of that name stands in the way."""
    alias = engine.place.alias
    if before is None and alias in engine.do("list_collections"):
        raise EngineRefused(f"{engine.place.address} has a collection {alias}.", "Give KINGA_INDEX another name.")
    engine.do("create_alias" if before is None else "alter_alias", str(title), alias)


def _drop_all(engine: Engine, which: Callable[[Title], bool]) -> None:
    """Drop whole snapshots of this alias, each one's title page first; never the one that the alias names."""
    names = engine.do("list_collections")
    titles = {found for name in names if (found := owner(name)) and found.alias == engine.place.alias}
    for title in sorted(titles, key=str):
        if which(title) and pointed(engine) != title:
            for name in sorted(filter(title.owns, names), key=len):
                engine.do("drop_collection", name)
