"""What a kit is made of: lines with their proof, blocks of lines, papers of blocks, decks of slides. Every format writes these.

A line is a fixed phrase of `corpus/workshop/words.toml`, a statement of law, a story of the bank, or a name that the book
or the plan has. `workshop.proof` holds each against its source before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from answer.statement import Statement
from ingest.path import ProvisionPath


class Source(StrEnum):
    """Where the words of a line come from."""

    FRAME = "frame"
    LAW = "law"
    STORY = "story"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Line:
    """Words, their source, and the citation printed after them. `key` and `values` make a frame; `statement` proves law."""

    text: str
    source: Source
    lang: str
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()
    paths: tuple[ProvisionPath, ...] = ()
    cited: str = ""
    statement: Statement | None = field(default=None, compare=False)

    @property
    def whole(self) -> str:
        """The words with their citation in square brackets."""
        return f"{self.text} [{self.cited}]" if self.cited else self.text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands right under the title."""

    line: Line
    level: int = 1

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the block."""
        return (self.line,)


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `look` is body, bullet, step, quote or note; a quote has its enumerator in `number`, its level in `depth`."""

    line: Line
    look: str = "body"
    depth: int = 0
    number: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the block."""
        return (self.line,)


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row. `widths` are shares of the page; `blank` gives each body row room to write in."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    blank: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the block."""
        return (*self.head, *(line for row in self.rows for cell in row for line in cell))


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with words for those who cannot see it; what it says stands in `said`, line by line."""

    png: bytes
    alt: Line
    said: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the block."""
        return (self.alt, *self.said)


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """It has none."""
        return ()


Block = Heading | Para | Table | Picture | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the kit. `name` is the file's name without an ending."""

    name: str
    title: Line
    under: Line
    footer: Line
    page: Line
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """Every line, in reading order."""
        yield from (self.title, self.under, self.footer, self.page)
        for block in self.blocks:
            yield from block.lines


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: a title, some lines or a picture, and notes for the speaker."""

    title: Line
    body: tuple[Line, ...] = ()
    picture: Picture | None = None
    notes: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the slide."""
        return (self.title, *self.body, *(self.picture.lines if self.picture else ()), *self.notes)


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of the kit."""

    name: str
    title: Line
    under: Line
    footer: Line
    slides: tuple[Slide, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """Every line, in order."""
        yield from (self.title, self.under, self.footer)
        for slide in self.slides:
            yield from slide.lines
