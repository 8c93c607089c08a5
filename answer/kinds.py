"""What kind of answer a question wants, by the cues of `corpus/kinds.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import msgspec

from index.words import folded
from ingest.concepts import Concept
from ingest.names import any_of
from ingest.places import CORPUS
from ingest.table import read_toml, typed


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind and what shows it: cues, unless one of `unless` speaks against it.

    `concepts` is the number of concepts that the question must name, `words` the number of words that it must have.
    """

    id: str
    cues: tuple[str, ...]
    unless: tuple[str, ...] = ()
    concepts: int = 0
    words: int = 0


class _Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: tuple[Kind, ...]


@cache
def _kinds() -> tuple[tuple[Kind, re.Pattern[str], re.Pattern[str]], ...]:
    file = CORPUS / "kinds.toml"
    kinds = typed(read_toml(file), _Kinds, str(file)).kind
    return tuple((kind, _any(kind.cues), _any(kind.unless)) for kind in kinds)


def kinds() -> tuple[str, ...]:
    """Name the kinds that cues show."""
    return tuple(dict.fromkeys(kind.id for kind, _, _ in _kinds()))


def _any(cues: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{cue})" for cue in cues) or r"(?!)")


def kind_of(text: str, concepts: tuple[Concept, ...]) -> str:
    """Tell the kind of a question that names these concepts; "clauses" where nothing shows one."""
    words = folded(text).strip()
    for kind, cues, unless in _kinds():
        enough = len(concepts) >= kind.concepts and len(words.split()) >= kind.words
        if enough and cues.search(words) and not unless.search(words):
            return kind.id
    return "clauses"


def concepts_in(text: str, concepts: Mapping[str, Concept]) -> tuple[Concept, ...]:
    """Give the concepts that a text names, in its order; of names that overlap, the longest."""
    pattern, owners = _names(tuple((name, one.slug) for one in concepts.values() for name in _called(one)))
    found = [owners[match.group()] for match in pattern.finditer(folded(text))]
    return tuple(concepts[slug] for slug in dict.fromkeys(found))


def _called(concept: Concept) -> tuple[str, ...]:
    return (concept.name, concept.name_sw, *concept.also, *concept.also_sw)


@lru_cache(maxsize=4)
def _names(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    owners = {folded(name): slug for name, slug in reversed(names)}
    return any_of(tuple(owners)), owners
