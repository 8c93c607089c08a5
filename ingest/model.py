"""The model: instruments have editions, editions have provisions, and a quote is a proven span of a provision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.errors import BadInput
from ingest.path import ProvisionPath


class Layer(StrEnum):
    """Whose words an edition holds."""

    OFFICIAL = "official"
    PLAIN = "plain"
    NOTE = "note"


class Standing(StrEnum):
    """What became of a provision."""

    IN_FORCE = "in force"
    REPEALED = "repealed"
    SPENT = "spent"
    DEFECTIVE = "defective"
    NOT_APPLICABLE = "not applicable"


RANKS = ("constitution", "act", "regulation", "treaty", "plan", "guideline", "report")
"""Kinds of instrument, highest authority first."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the top left; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Provision:
    """One node of the clause tree.

    `opening` stands before the children, `closing` (the flush words) after them and governs all of them. `number` is
    the enumerator as printed, "(1)" or "3."; a definition has none, and its heading is the term. `division` is the
    Part or Chapter that a section stands in. `confidence` is below 1 where the words were read by OCR.
    """

    path: ProvisionPath
    number: str = ""
    heading: str = ""
    opening: str = ""
    closing: str = ""
    children: tuple[Provision, ...] = ()
    standing: Standing = Standing.IN_FORCE
    division: str = ""
    boxes: tuple[Box, ...] = ()
    confidence: float = 1.0

    @property
    def text(self) -> str:
        """The provision's own words: opening, then closing on a line of its own. Quotes count characters of this."""
        return "\n".join(filter(None, (self.opening, self.closing)))

    @property
    def page(self) -> int | None:
        """The page on which the provision begins; None outside a PDF."""
        return self.boxes[0].page if self.boxes else None

    def walk(self) -> Iterator[Provision]:
        """Give this provision and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document of law or policy, whatever its editions.

    `number` is what a full citation adds to the title, "Cap. 61"; `last` is the number of its last section, 0 if unknown.
    """

    slug: str
    title: str
    short: str
    kind: str
    unit: str
    year: int
    title_sw: str = ""
    short_sw: str = ""
    also: tuple[str, ...] = ()
    number: str = ""
    number_sw: str = ""
    frbr: str = ""
    status: str = "in force"
    standing: str = ""
    standing_sw: str = ""
    official_url: str = ""
    publisher: str = ""
    last: int = 0
    whole: bool = True
    selected: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    supplements: str = ""
    as_at: str = ""
    review: dict[str, str] = field(default_factory=dict)

    def named(self, lang: str) -> str:
        """Give the short title in a language; the English one where there is no other."""
        return self.short_sw if lang == "sw" and self.short_sw else self.short

    @property
    def rank(self) -> int:
        """Authority, 0 the highest."""
        return RANKS.index(self.kind)


@dataclass(frozen=True, slots=True)
class Edition:
    """One text of an instrument. `as_at` is an ISO date or ""; `source` names the file or the address it came from."""

    instrument: str
    layer: Layer
    lang: str
    provisions: Sequence[Provision]
    as_at: str = ""
    sha256: str = ""
    source: str = ""
    review: str = ""

    @property
    def id(self) -> str:
        """Name of the edition: `ctip-act-2010:official:en:2023-12-11`."""
        return ":".join(filter(None, (self.instrument, self.layer, self.lang, self.as_at)))

    def walk(self) -> Iterator[Provision]:
        """Give every provision in reading order."""
        for top in self.provisions:
            yield from top.walk()


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of a provision's own words. Cannot be built unless `text` is exactly that span."""

    path: ProvisionPath
    edition: str
    start: int
    end: int
    text: str
    source: str = field(repr=False, compare=False, default="")

    @property
    def as_at(self) -> str:
        """The day of the edition that is quoted (ISO); "" where it tells none."""
        return self.edition.split(":", 3)[3] if self.edition.count(":") > 2 else ""

    def __post_init__(self) -> None:
        """Hold the quote against the words it claims to quote."""
        if not self.text or self.source[self.start : self.end] != self.text:
            raise BadInput(
                f"The words {self.text[:60]!r} do not stand at {self.path} [{self.start}:{self.end}].",
                "Quote with `quote(provision, edition)`, which takes the words from the provision.",
            )


def quote(provision: Provision, edition: Edition, start: int = 0, end: int | None = None) -> Quote:
    """Quote `provision.text[start:end]`. Raises BadInput for an empty or impossible span."""
    text = provision.text
    stop = len(text) if end is None else end
    return Quote(provision.path, edition.id, start, stop, text[start:stop], text)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one document, before it is filed as an edition.

    `layout` names the profile that fitted, `title`, `as_at` and `frbr` are what the document says of itself ("" where
    it is silent), `doubts` are sentences for the user: gaps in numbering, contents lines not found, OCR.
    """

    provisions: tuple[Provision, ...]
    layout: str
    title: str = ""
    as_at: str = ""
    frbr: str = ""
    lang: str = "en"
    pages: int = 0
    doubts: tuple[str, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """Give every provision in reading order."""
        for top in self.provisions:
            yield from top.walk()
