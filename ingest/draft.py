"""A provision while its file is being read: words and children are added, then it is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import Provision, Standing
from ingest.path import ProvisionPath


@dataclass
class Draft:
    """What a `Provision` holds, paragraph by paragraph."""

    path: ProvisionPath
    number: str = ""
    heading: str = ""
    opening: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    standing: Standing = Standing.IN_FORCE
    division: str = ""

    def add_words(self, words: str) -> None:
        """Add a paragraph: opening words before the children, closing words after them."""
        (self.closing if self.children else self.opening).append(words)

    def freeze(self) -> Provision:
        """Give the provision with all below it; empty paragraphs are left out."""
        return Provision(
            path=self.path,
            number=self.number,
            heading=self.heading,
            opening="\n".join(filter(None, self.opening)),
            closing="\n".join(filter(None, self.closing)),
            children=tuple(child.freeze() for child in self.children),
            standing=self.standing,
            division=self.division,
        )
