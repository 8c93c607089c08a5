"""What is indexed of a provision: its own words, and its own words with the place in which they stand.

A clause out of a list says little alone ("deception;"). So each is indexed twice: `own` is its nearest heading and its
words, `placed` adds the instrument, the Part, the headings and the opening words of its parents. Every loaded layer gives
passages of its own; the words of all layers count together. `asked` holds the questions that people ask of it, one a
passage (document expansion: Nogueira, Yang, Lin and Cho, 2019; here written by hand).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ingest.book import Book, Text
from ingest.corpus import Asked
from ingest.path import ProvisionPath

_CHUNK = 254  # word pieces: the model reads 256, two of which are its marks
_OVERLAP = 32
_PARENT_WORDS = 40


@dataclass(frozen=True, slots=True)
class Field:
    """One way of looking at all provisions in one language: (row, text) pairs; a row may have several texts or none."""

    name: str
    lang: str
    passages: tuple[tuple[int, str], ...]

    @property
    def key(self) -> str:
        """Name of the field's folder in a snapshot."""
        return f"{self.name}.{self.lang}"


def fields(book: Book, asked: Mapping[str, Asked]) -> Iterator[Field]:
    """Give all fields of a book that hold anything. Rows count `book.paths`."""
    for lang in ("en", "sw"):
        for name, view in (("own", own), ("placed", placed)):
            if passages := tuple(_passages(book, lang, view)):
                yield Field(name, lang, passages)
        if questions := tuple(_asked(book, lang, asked)):
            yield Field("asked", lang, questions)
        if passages:
            yield Field("whole", lang, (*passages, *questions))


def _asked(book: Book, lang: str, asked: Mapping[str, Asked]) -> Iterator[tuple[int, str]]:
    for row, path in enumerate(book.paths):
        if questions := asked.get(str(path)):
            yield from ((row, question) for question in (questions.sw if lang == "sw" else questions.en))


def _passages(book: Book, lang: str, view: Callable[[Book, ProvisionPath, Text], str]) -> Iterator[tuple[int, str]]:
    for row, path in enumerate(book.paths):
        for text in book.texts(path):
            if text.edition.lang == lang and (words := view(book, path, text)):
                yield row, words


def own(book: Book, path: ProvisionPath, text: Text) -> str:
    """Give the nearest heading and the provision's words."""
    heading = text.provision.heading or book.heading(path, text.edition.lang)
    return f"{heading}: {text.provision.text}" if text.provision.text else heading


def placed(book: Book, path: ProvisionPath, text: Text) -> str:
    """Give the words with instrument, division, headings and the opening words of the parents before them."""
    edition = text.edition
    short = book.instruments[path.instrument].short
    parts = [short]
    for up in filter(None, (book.within(up, edition) for up in path.lineage[:-1])):
        parts.extend(filter(None, (up.division, up.heading, _first(up.opening))))
    parts.extend(filter(None, (text.provision.division, text.provision.heading, text.provision.text)))
    return ". ".join(part.rstrip(".:—–- ") for part in parts)


def _first(words: str) -> str:
    return " ".join(words.split()[:_PARENT_WORDS])


def split(text: str, count: Callable[[str], int]) -> list[str]:
    """Split a text that is longer than the model reads; a shorter one comes back whole. Nothing is lost."""
    if count(text) <= _CHUNK:
        return [text]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_CHUNK,
        chunk_overlap=_OVERLAP,
        length_function=count,
        separators=["\n", "; ", ". ", ", ", " ", ""],
        keep_separator="end",
    )
    pieces: list[str] = splitter.split_text(text)
    return pieces
