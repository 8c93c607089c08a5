"""The thesaurus: the law's terms in both languages, and what people say instead."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

Paths = tuple[str, ...]


class LawTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A term of the law with its fixed Kiswahili rendering and the provisions that use or define it."""

    en: str
    sw: str
    paths: Paths = ()
    note: str = ""


class Saying(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What people say for one idea: spellings of it, the law's words for it, the provisions and facts that it meets."""

    say: tuple[str, ...]
    lang: str
    register: str
    law: tuple[str, ...] = ()
    law_sw: tuple[str, ...] = ()
    paths: Paths = ()
    elements: tuple[str, ...] = ()
    note: str = ""


class Thesaurus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both tables of `corpus/terms.toml`."""

    law: tuple[LawTerm, ...] = ()
    entry: tuple[Saying, ...] = ()

    def paths(self) -> Iterator[str]:
        """Give every path that is cited."""
        yield from (path for term in self.law for path in term.paths)
        yield from (path for saying in self.entry for path in saying.paths)
