"""Concepts of the law as data: what each is, its elements, and how it differs from its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

Paths = tuple[str, ...]

FIELDS = (
    "what",
    "act",
    "means",
    "purpose",
    "consent",
    "border",
    "benefit",
    "child",
    "protected",
    "not_required",
    "penalty",
    "differs",
    "procedure",
)


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing said of a concept, with the provisions that support it in full. `against` names a neighbour."""

    en: str
    sw: str
    paths: Paths
    against: str = ""

    def words(self, lang: str) -> str:
        """Give the sentence in a language."""
        return self.sw if lang == "sw" else self.en


class Element(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One element: any fact of `one_of`, or every fact of `all_of`; not needed where `unless` holds."""

    id: str
    name: str
    name_sw: str
    paths: Paths
    one_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    unless: str = ""
    forbids: tuple[str, ...] = ()
    note: str = ""
    note_sw: str = ""


class Signal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that speaks for an element, with the provision that names it."""

    id: str
    name: str
    name_sw: str
    paths: Paths
    note: str = ""
    note_sw: str = ""


class Outside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Law that governs the concept and is not in the corpus."""

    en: str
    sw: str


class Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A concept, as `corpus/concepts/<slug>.toml` holds it. An empty field means that the corpus does not say."""

    slug: str
    name: str
    name_sw: str
    also: tuple[str, ...]
    also_sw: tuple[str, ...]
    indication: str
    fields: dict[str, tuple[Point, ...]]
    element: tuple[Element, ...]
    signal: tuple[Signal, ...] = ()
    outside: Outside | None = None

    def title(self, lang: str) -> str:
        """Give the name in a language."""
        return self.name_sw if lang == "sw" else self.name

    def paths(self) -> Iterator[str]:
        """Give every path that the concept cites."""
        for points in self.fields.values():
            for point in points:
                yield from point.paths
        yield from (path for element in self.element for path in element.paths)
        yield from (path for signal in self.signal for path in signal.paths)
