"""What may be said: a quote, or a fixed sentence whose variable parts are quotes, citations or values of the corpus.

A statement has no text of its own. It names a phrase and the values that fill it, and its text follows from them; so a
sentence that is neither quoted nor fixed cannot be made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter

from answer.phrases import PHRASES
from ingest.book import Book
from ingest.errors import BadInput
from ingest.model import Quote
from ingest.path import ProvisionPath


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as a value: printed from the path, never typed."""

    path: ProvisionPath
    printed: str

    @classmethod
    def of(cls, book: Book, path: ProvisionPath, lang: str, long: bool = False) -> Cited:
        """Print the citation of a provision of the book."""
        return cls(path, book.cite(path, lang, long))


@dataclass(frozen=True, slots=True)
class Datum:
    """A value of the corpus' data (a figure, a concept's sentence), with the provisions that support it."""

    text: str
    paths: tuple[ProvisionPath, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an instrument, or of a word that the user typed: no statement of law."""

    text: str


Value = Quote | Cited | Datum | Name


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer. `phrase` is a key of the catalogue; `values` fill its blanks, in any order.

    `about` are provisions that a fixed sentence rests on without printing them.
    """

    phrase: str
    lang: str = "en"
    values: Mapping[str, Value] = field(default_factory=dict)
    about: tuple[ProvisionPath, ...] = ()

    def __post_init__(self) -> None:
        """Hold the values against the blanks of the phrase."""
        blanks = {name for _, name, _, _ in Formatter().parse(self._pattern()) if name}
        if blanks != set(self.values):
            raise BadInput(f"The phrase {self.phrase!r} needs {sorted(blanks)}, not {sorted(self.values)}.", "Fill each blank once.")

    def _pattern(self) -> str:
        try:
            return PHRASES[self.phrase][self.lang]
        except KeyError as error:
            raise BadInput(f"There is no phrase {self.phrase!r} in {self.lang!r}.", "Add it to answer/phrases.py.") from error

    @property
    def text(self) -> str:
        """The sentence."""
        return self._pattern().format_map({name: _printed(value) for name, value in self.values.items()})

    def parts(self) -> Iterator[str | Value]:
        """Give the sentence in parts: its fixed words, and the values between them, so that a page can link citations."""
        for words, name, _, _ in Formatter().parse(self._pattern()):
            if words:
                yield words
            if name:
                yield self.values[name]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes in it."""
        return tuple(value for value in self.values.values() if isinstance(value, Quote))

    @property
    def citations(self) -> tuple[ProvisionPath, ...]:
        """The provisions that it rests on, in order, each once."""
        paths: list[ProvisionPath] = []
        for value in self.values.values():
            if isinstance(value, Datum):
                paths.extend(value.paths)
            elif isinstance(value, Quote | Cited):
                paths.append(value.path)
        paths.extend(self.about)
        return tuple(dict.fromkeys(paths))


def _printed(value: Value) -> str:
    return value.printed if isinstance(value, Cited) else value.text


def quoted(words: Quote, lang: str = "en") -> Statement:
    """A statement that is the quote and nothing else."""
    return Statement("quote", lang, {"words": words})
