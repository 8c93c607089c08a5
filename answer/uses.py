"""Who does what, procedure, remedy and protection: beside the clauses quoted, those used with them, in the order of their use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from answer.statement import Cited, Datum, Statement
from ingest.book import Book
from ingest.path import ProvisionPath
from ingest.places import CORPUS
from ingest.table import read_toml, typed
from ingest.uses import Use, Uses

STEPS = frozenset(("who", "procedure", "remedy"))
"""Kinds whose answers have one shape."""
MOST = 6
"""Clauses of one use that are named."""


@cache
def all_uses() -> tuple[Use, ...]:
    """Give the uses of the corpus."""
    file = CORPUS / "uses.toml"
    return typed(read_toml(file), Uses, str(file)).use


def use_of(path: ProvisionPath) -> Use | None:
    """Give the use of a provision, by the longest path that holds it; None where it has none."""
    held = [(len(place.steps), use) for use in all_uses() for place in _paths(use) if place.holds(path)]
    return max(held, key=lambda pair: pair[0], default=(0, None))[1]


def in_order(shown: Iterable[ProvisionPath], kind: str, book: Book, lang: str) -> tuple[Statement, ...]:
    """Name the clauses of the same instruments that are used with those shown, use by use, in the order of their use."""
    shown = tuple(shown)
    instruments = {path.instrument for path in shown}
    kinds = STEPS if kind in (*STEPS, "yes-no") else ()
    uses = dict.fromkeys(use for path in shown if (use := use_of(path)) is not None and use.kind in kinds and use.ordered)
    return tuple(
        Statement("used", lang, {"use": Datum(use.name_sw if lang == "sw" else use.name, (place,)), "clause": Cited.of(book, place, lang)})
        for use in uses
        for place in [place for place in _paths(use) if place in book and place.instrument in instruments][:MOST]
    )


@cache
def _paths(use: Use) -> tuple[ProvisionPath, ...]:
    return tuple(ProvisionPath.parse(path) for path in use.paths)
