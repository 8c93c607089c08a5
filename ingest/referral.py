"""The referral of victims as a picture: boxes with their clauses or notes and the ways between them, `corpus/referral.toml`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

Paths = tuple[str, ...]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One box: what is done, and the provisions or notes that say so."""

    id: str
    en: str
    sw: str
    paths: Paths

    def words(self, lang: str) -> str:
        """Give the words of the box in a language."""
        return self.sw if lang == "sw" else self.en


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An arrow from one box to another."""

    start: str
    end: str


class Referral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole picture: boxes in reading order, and the arrows between them."""

    step: tuple[Step, ...] = ()
    way: tuple[Way, ...] = ()

    def paths(self) -> Iterator[str]:
        """Give every path that a box cites."""
        for step in self.step:
            yield from step.paths

    def lost(self) -> tuple[str, ...]:
        """Give the ends of arrows that are no box."""
        known = {step.id for step in self.step}
        return tuple(end for way in self.way for end in (way.start, way.end) if end not in known)
