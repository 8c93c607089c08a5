"""Citations in a finished document, each with the provisions that it can mean, in the light of what the document named before."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from index.rows import HOME_INSTRUMENT
from ingest.book import Book
from ingest.citation import Citation, find_citations, named, other_document
from ingest.path import ProvisionPath

_IBID = re.compile(r"\bibid\b\.?", re.IGNORECASE)
_AFTER_IBID = re.compile(r"\bibid[.,]*\s*$", re.IGNORECASE)
_NEAR = 20
_SAID = re.compile(
    r"[\s,]*(?:of|to|in|under|ya|cha|za|vya)?\s*(?:(?:the|this|that|said|same|above|aforesaid)\s+)*"
    r"(?P<kind>act|code|constitution|convention|protocol|sheria|katiba|mkataba|itifaki)\b",
    re.IGNORECASE,
)
_KINDS = {
    "act": "act", "code": "act", "sheria": "act", "constitution": "constitution", "katiba": "constitution",
    "convention": "treaty", "mkataba": "treaty", "protocol": "treaty", "itifaki": "treaty",
}  # fmt: skip
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*\n))*")
_ONE_FOR_ONE = str.maketrans("\n\t\u00a0\u2009\u202f\u2010\u2011\u2013", "     ---")


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation as the document has it. `means` are the provisions that it can mean, whether they exist or not.

    `outside` is the name of a document that is not loaded, where the citation is of one.
    """

    start: int
    end: int
    text: str
    means: tuple[ProvisionPath, ...]
    outside: str = ""

    def known(self, book: Book) -> tuple[ProvisionPath, ...]:
        """The provisions among them that exist."""
        return tuple(path for path in self.means if path in book)


def cites(text: str, book: Book) -> tuple[Cite, ...]:
    """Give every citation of a text in order."""
    found: list[Cite] = []
    before: dict[str, None] = {}
    for paragraph in _PARAGRAPH.finditer(text):
        flat, places = _flat(paragraph.group())
        names = deque(named(flat, book.instruments.values()))
        citations = find_citations(flat, book.instruments.values())
        for citation in sorted([*citations, *_ibids(flat, citations)], key=lambda one: one.start):
            while names and names[0].start < citation.start:
                _mention(before, names.popleft().slug)
            start, end = (paragraph.start() + places[at] for at in (citation.start, citation.end - 1))
            cite = _cite(citation, flat, list(before), found, book)
            if cite is not None:
                found.append(Cite(start, end + 1, text[start : end + 1], *cite))
        for name in names:
            _mention(before, name.slug)
    return tuple(found)


def _mention(before: dict[str, None], slug: str) -> None:
    """Put an instrument last among those that the document has named."""
    before.pop(slug, None)
    before[slug] = None


def _flat(paragraph: str) -> tuple[str, list[int]]:
    """Give a paragraph with each run of spaces as one, and the place of each character in it."""
    places = [m.start() for m in re.finditer(r"\s(?!\s)|\S", paragraph)]
    return "".join(paragraph[at] for at in places).translate(_ONE_FOR_ONE), places


def _ibids(text: str, citations: tuple[Citation, ...]) -> Iterator[Citation]:
    """Give "ibid" where no citation follows it: the same provision again."""
    starts = {one.start for one in citations}
    for match in _IBID.finditer(text):
        if starts.isdisjoint(range(match.end(), match.end() + 4)):
            yield Citation(match.start(), match.end(), (), "ibid", None)


def _cite(citation: Citation, text: str, before: list[str], found: list[Cite], book: Book) -> tuple[tuple[ProvisionPath, ...], str] | None:
    """Give what a citation can mean and the document outside that it names; None for one that leans on words before it."""
    words = text[citation.start : citation.end]
    if citation.unit == "ibid" or re.match(r"sub", words, re.IGNORECASE) or (not citation.unit and citation.instrument is None):
        return (found[-1].means, found[-1].outside) if found and citation.unit == "ibid" else None
    if citation.instrument:
        return (book.termed(ProvisionPath(citation.instrument, citation.steps)),), ""
    said = _SAID.match(text, citation.end)
    outside = other_document(text, citation.end)
    if outside[:1].isupper() and not said:
        return (), outside
    if found and _AFTER_IBID.search(text[max(0, citation.start - _NEAR) : citation.start]):
        slugs = [path.instrument for path in found[-1].means]
    else:
        slugs = _owners(citation, said["kind"].lower() if said else "", before, book)
    return tuple(book.termed(ProvisionPath(slug, citation.steps)) for slug in dict.fromkeys(slugs)), ""


def _owners(citation: Citation, said: str, before: list[str], book: Book) -> list[str]:
    """Give the instruments that a citation without one can belong to.

    "The said Act" is the last Act named. Else it is any that the document named before and that has the provision; where
    it named none, a section is one of the Act on trafficking, an article one of any treaty or of the Constitution.
    """
    instruments = book.instruments
    if said:
        kinds = [slug for slug in before if instruments[slug].kind == _KINDS[said]]
        if kinds or _KINDS[said] == "act":
            return kinds[-1:] or [HOME_INSTRUMENT]
    fits = [slug for slug in dict.fromkeys(reversed(before)) if citation.unit in ("schedule", instruments[slug].unit)]
    if citation.unit != "article" and not fits:
        return [HOME_INSTRUMENT]
    fits = fits or [slug for slug, one in instruments.items() if one.unit == citation.unit]
    return [slug for slug in fits if ProvisionPath(slug, citation.steps) in book] or fits[:1]
