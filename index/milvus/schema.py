"""The collections of a snapshot: their fields, their indexes, and how they are shared out.

Passages are parted by instrument, so that a search within one instrument reads one part. Words are not: BM25 weighs a
word by how rare it is in the whole law, and an engine that counts by part would weigh it by one instrument.
"""

from __future__ import annotations

from typing import Any

from index.dense import FLAT_LIMIT
from index.milvus.connection import Engine
from index.words import K1, B

PARTITIONS = 16
SHARDS = 1
"""BM25 is counted by shard; one shard bears some tens of millions of rows, and replicas add readers without adding shards."""
_TEXT = 65_535
_ABOUT = ("kind", "layer", "lang", "as_at")
FIELDS = {
    "passages": {"key", "path", "instrument", *_ABOUT, "vector"},
    "words": {"key", "path", "instrument", *_ABOUT, "stems", "bm25", "held"},
}
"""What a collection of each kind must have."""


def create(engine: Engine, collection: str, kind: str, dimension: int = 0) -> None:
    """Create an empty collection: a "title" page, or the "passages" or "words" of a field. Raises as the engine does."""
    schema, _ = engine.schema()
    schema.add_field("key", _type("INT64"), is_primary=True)
    {"title": _title, "passages": _passages, "words": _words}[kind](schema, dimension)
    shared = {"num_partitions": PARTITIONS} if kind == "passages" else {}
    engine.do("create_collection", collection, schema=schema, consistency_level="Bounded", num_shards=SHARDS, **shared)


def settle(engine: Engine, collection: str, kind: str, count: int = 0) -> None:
    """Write a full collection to the engine's disk, index it and load it. Only then can a reader see it, and then whole."""
    engine.do("flush", collection)
    _, indexes = engine.schema()
    if kind == "title":
        indexes.add_index("blank", index_type="FLAT", metric_type="L2")
    elif kind == "passages" and count <= FLAT_LIMIT:
        indexes.add_index("vector", index_type="FLAT", metric_type="IP")
    elif kind == "passages":
        indexes.add_index("vector", index_type="HNSW", metric_type="IP", params=_under({"M": 16, "efConstruction": 200}))
    else:
        indexes.add_index("bm25", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=_under({"bm25_k1": K1, "bm25_b": B}))
        indexes.add_index("held", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    engine.do("create_index", collection, indexes, sync=False)
    engine.do("load_collection", collection)


def _title(schema: Any, _dimension: int) -> None:
    schema.add_field("content", _type("VARCHAR"), max_length=_TEXT)
    schema.add_field("blank", _type("FLOAT_VECTOR"), dim=2)  # the engine wants a vector in every collection


def _passages(schema: Any, dimension: int) -> None:
    _about(schema, parted=True)
    schema.add_field("vector", _type("FLOAT_VECTOR"), dim=dimension)


def _words(schema: Any, _dimension: int) -> None:
    import pymilvus

    _about(schema, parted=False)
    schema.add_field("stems", _type("VARCHAR"), max_length=_TEXT, enable_analyzer=True, analyzer_params={"tokenizer": "standard"})
    schema.add_field("bm25", _type("SPARSE_FLOAT_VECTOR"))
    schema.add_field("held", _type("SPARSE_FLOAT_VECTOR"))
    kind = pymilvus.FunctionType.BM25
    schema.add_function(pymilvus.Function(name="bm25", function_type=kind, input_field_names=["stems"], output_field_names=["bm25"]))


def _about(schema: Any, parted: bool) -> None:
    schema.add_field("path", _type("VARCHAR"), max_length=1024)
    schema.add_field("instrument", _type("VARCHAR"), max_length=256, is_partition_key=parted)
    for name in _ABOUT:
        schema.add_field(name, _type("VARCHAR"), max_length=64)


def _type(name: str) -> Any:
    import pymilvus

    return getattr(pymilvus.DataType, name)


def _under(settings: dict[str, Any]) -> dict[str, Any]:
    """Wrap an index's settings in the older form, under a name of their own: every engine reads it, not every one the newer."""
    return {"params": settings}
