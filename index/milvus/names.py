"""What the collections of a snapshot are called, so that a name tells whose they are, which snapshot, and how old.

`kinga_0cff91520b1e2a65_019b059447c1_7f` is a title page; `..._own_en_passages` holds the vectors of a field, `..._own_en_words`
its words. The last two numbers are the moment of the publish and chance, so that no publish writes into what another began.
"""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass

_TITLE = re.compile(r"(?P<alias>\w+)_(?P<id>[0-9a-f]{16}_(?P<moment>[0-9a-f]{12})_[0-9a-f]{2})")
_STEM = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Title:
    """The name of a title page: the alias that it is for, the snapshot, and the moment of its publish, in milliseconds."""

    alias: str
    identity: str
    moment: int

    @classmethod
    def fresh(cls, alias: str, snapshot: str) -> Title:
        """Give a name that no publish has used."""
        moment = int(time.time() * 1000)
        return cls(alias, f"{snapshot}_{moment:012x}_{secrets.token_hex(1)}", moment)

    @classmethod
    def parse(cls, name: str) -> Title | None:
        """Read the name of a title page; None where it is no such name."""
        match = _TITLE.fullmatch(name)
        return cls(match["alias"], match["id"], int(match["moment"], 16)) if match else None

    @property
    def snapshot(self) -> str:
        """The id of the snapshot alone."""
        return self.identity.partition("_")[0]

    def __str__(self) -> str:
        """The collection's name."""
        return f"{self.alias}_{self.identity}"

    def of(self, field: str, kind: str) -> str:
        """Name the collection that holds a field's "passages" or "words"."""
        return f"{self}_{field.replace('.', '_')}_{kind}"

    def owns(self, collection: str) -> bool:
        """Whether a collection is this title page or belongs to it."""
        return collection == str(self) or collection.startswith(f"{self}_")


def owner(collection: str) -> Title | None:
    """Give the title page that a collection is or belongs to; None for a collection that is not Kinga's."""
    match = _TITLE.match(collection)
    title = Title.parse(match[0]) if match else None
    return title if title and title.owns(collection) else None


def spelled(stem: str) -> str:
    """Write a stem so that no tokenizer takes it apart: what is not plain letters and digits is written in hexadecimals."""
    return stem if _STEM.fullmatch(stem) else f"u{stem.encode().hex()}"
