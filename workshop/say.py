"""How lines are made: fixed phrases filled, statements of law with their citations, names, stories."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from string import Formatter

from answer.comparison import point
from answer.statement import Cited, Statement, quoted
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.concepts import Point
from ingest.errors import BadCorpus
from ingest.model import Quote
from ingest.path import ProvisionPath
from ingest.places import CORPUS
from ingest.table import read_toml
from workshop.paper import Line, Source

FOLDER = CORPUS / "workshop"
LANGUAGES = ("en", "sw")
_HOME = "ctip-act-2010"
BRIEF = {"en": "CTIP Act", "sw": "Sura ya 61"}
"""What a brief voice calls the Act in a citation."""


@cache
def phrases() -> dict[str, dict[str, str | list[str]]]:
    """Read the fixed words. Raises BadCorpus where a phrase lacks a language or its blanks differ."""
    read: dict[str, dict[str, str | list[str]]] = read_toml(FOLDER / "words.toml")
    for key, said in read.items():
        if set(said) != set(LANGUAGES) or len({_blanks(said[lang]) for lang in LANGUAGES}) != 1:
            raise BadCorpus(f"corpus/workshop/words.toml, [{key}] differs between languages.", "Give en and sw with the same blanks.")
    return read


def _blanks(said: str | list[str]) -> tuple[object, ...]:
    if isinstance(said, list):
        return (len(said),)
    return tuple(sorted({name for _, name, _, _ in Formatter().parse(said) if name}))


class Voice:
    """Speaks one language over one snapshot."""

    def __init__(self, snapshot: Snapshot, lang: str, brief: bool = False) -> None:
        """Hold the snapshot's book and the language. A `brief` voice shortens the Act's name in citations."""
        self.brief = brief
        self.snapshot = snapshot
        self.book: Book = snapshot.book
        self.lang = lang

    def frame(self, key: str, **values: str | ProvisionPath) -> Line:
        """Fill a fixed phrase; a path is printed as its citation."""
        paths = tuple(value for value in values.values() if isinstance(value, ProvisionPath))
        filled = {name: self.book.cite(v, self.lang) if isinstance(v, ProvisionPath) else v for name, v in values.items()}
        pattern = phrases()[key][self.lang]
        if not isinstance(pattern, str):
            raise BadCorpus(f"[{key}] of corpus/workshop/words.toml is a list.", "Use `steps`.")
        return Line(pattern.format_map(filled), Source.FRAME, self.lang, key, tuple(filled.items()), paths)

    def steps(self, key: str) -> tuple[Line, ...]:
        """Give the lines of a list of fixed phrases; none where there is no such list."""
        said = phrases().get(key, {}).get(self.lang, [])
        return tuple(Line(one, Source.FRAME, self.lang, key) for one in said) if isinstance(said, list) else ()

    def law(self, statement: Statement, cited: bool = True) -> Line:
        """Give a statement with its citations printed after it."""
        printed = self.printed(statement.citations) if cited else ""
        return Line(statement.text, Source.LAW, self.lang, paths=statement.citations, cited=printed, statement=statement)

    def point(self, one: Point) -> Line:
        """State one thing that the corpus says of a concept."""
        return self.law(point(one, self.lang))

    def quote(self, words: Quote, cited: bool = False) -> Line:
        """Quote a clause."""
        return self.law(quoted(words, self.lang), cited)

    def name(self, text: str, *paths: ProvisionPath) -> Line:
        """Give a name: a heading of the book, a concept, a title of the plan."""
        return Line(text, Source.NAME, self.lang, paths=paths)

    def cite(self, path: ProvisionPath) -> Line:
        """Give a citation as a line of its own."""
        if self.brief:
            return Line(self.printed((path,)), Source.NAME, self.lang, paths=(path,))
        return self.law(Statement("cited", self.lang, {"clause": Cited.of(self.book, path, self.lang)}), cited=False)

    def story(self, text: str) -> Line:
        """Give words of the bank of scenarios."""
        return Line(text, Source.STORY, self.lang)

    def printed(self, paths: Iterable[ProvisionPath]) -> str:
        """Print citations one after the other; where all are of the Act, the last alone names it."""
        paths = tuple(dict.fromkeys(paths))
        alone = {path.instrument for path in paths} == {_HOME}
        return "; ".join(self._printed(path, alone and path != paths[-1]) for path in paths)

    def _printed(self, path: ProvisionPath, bare: bool) -> str:
        cite = self.book.cite(path, self.lang)
        if path.instrument != _HOME or not (bare or self.brief):
            return cite
        number = without_name(self.book, cite, _HOME, self.lang)
        return number if bare else f"{number}, {BRIEF[self.lang]}"


def without_name(book: Book, cite: str, instrument: str, lang: str) -> str:
    """Give a citation without the name of its instrument."""
    return cite.removesuffix(f", {book.instruments[instrument].named(lang)}")
