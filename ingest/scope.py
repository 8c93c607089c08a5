"""What lies outside the corpus, by topic, as `corpus/scope.toml` holds it: examples of questions and where else to look."""

from __future__ import annotations

import msgspec


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A matter that the corpus does not answer. `names` are laws and courts that show it, `countries` show it where their law
    is meant.
    """

    id: str
    name: str
    name_sw: str
    look: str
    look_sw: str
    names: tuple[str, ...]
    say: tuple[str, ...]
    say_sw: tuple[str, ...]
    countries: tuple[str, ...] = ()


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All topics; `ordinary` are words before "act" or "code" that make no other law's title of it ("a criminal act")."""

    topic: tuple[Topic, ...] = ()
    ordinary: tuple[str, ...] = ()
