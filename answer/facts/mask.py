"""Hide names of persons, telephone numbers and numbers of documents before facts are shown or exported.

Names are found by rule: words of `names.toml`, capitalised words beside them, and capitalised words after a title. A
name that is in no list and stands alone with no title may stay; the screen says so. Nothing is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import msgspec

from ingest.places import CORPUS
from ingest.table import read_toml, typed

_NUMBERS = (
    ("telephone number", re.compile(r"(?<![\w])(?:\+?\d{1,3}[\s-]?)?(?:0?[17]\d{2}|\(0\d{2,3}\))[\s-]?\d{3}[\s-]?\d{3}(?!\w)")),
    ("passport number", re.compile(r"\b[A-Z]{1,2}\d{6,8}\b")),
    (
        "document number",
        re.compile(
            r"(?i)\b(?:id|identity card|passport|permit|kitambulisho|pasipoti)\s*(?:card\s*)?(?:no\.?|number|namba|nambari)?\s*[:#]?\s*(?=[A-Z0-9-]*\d)[A-Z0-9-]{5,}"
        ),
    ),
    ("number", re.compile(r"(?<![\d,.])\d{7,12}(?![\d,.]*\d)")),
    ("address", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")),
)
_WORD = re.compile(r"[A-Z][a-z]+(?:['’-][A-Za-z][a-z]+)*")


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of `corpus/facts/names.toml`."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A place that is hidden: from where to where in the text, and what stands there instead."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with its names hidden. `text` is the masked text, `hidden` the places in the original."""

    text: str
    hidden: tuple[Hidden, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Give where a span of the original stands in the masked text; it grows to whole labels that it touches."""
        return self._moved(start, after=False), self._moved(end, after=True)

    def _moved(self, offset: int, *, after: bool) -> int:
        shift = 0
        for one in self.hidden:
            if one.start < offset < one.end:
                return one.start + shift + (len(one.label) if after else 0)
            if offset <= one.start:
                break
            shift += len(one.label) - (one.end - one.start)
        return offset + shift


@lru_cache(maxsize=1)
def read_names() -> Names:
    """Read the lists."""
    file = CORPUS / "facts" / "names.toml"
    return typed(read_toml(file), Names, str(file))


def mask(text: str) -> Masked:
    """Hide persons as [person A], [person B] ..., the same name under the same letter, and numbers by their kind."""
    letters: dict[str, str] = {}
    found = [*(Hidden(start, end, f"[{kind}]") for start, end, kind in _numbers(text))]
    for start, end in _persons(text):
        if not any(one.start < end and start < one.end for one in found):
            found.append(Hidden(start, end, f"[person {_letter(text[start:end], letters)}]"))
    found.sort(key=lambda one: one.start)
    parts: list[str] = []
    at = 0
    for one in found:
        parts.extend((text[at : one.start], one.label))
        at = one.end
    return Masked("".join((*parts, text[at:])), tuple(found))


def _letter(name: str, letters: dict[str, str]) -> str:
    """Give the letter of a name; a name that shares a word with an earlier one is the same person."""
    words = [_bare(word).lower() for word in name.split()]
    known = next((letters[word] for word in words if word in letters), None)
    letter = known or _nth(len(set(letters.values())))
    letters.update(dict.fromkeys(words, letter))
    return letter


def _nth(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"A{number - 25}"


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _NUMBERS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield (*match.span(), kind)


def _persons(text: str) -> Iterator[tuple[int, int]]:
    """Give runs of capitalised words that hold a known name, and those after a title."""
    lists = read_names()
    names, titles, places = set(lists.names), set(lists.titles), set(lists.places)
    run: list[re.Match[str]] = []
    for match in (*_WORD.finditer(text), None):
        if match is not None and run and text[run[-1].end() : match.start()] in (" ", ". "):
            run.append(match)
            continue
        yield from _in_run(run, names, titles, places)
        run = [match] if match is not None else []


def _in_run(run: list[re.Match[str]], names: set[str], titles: set[str], places: set[str]) -> Iterator[tuple[int, int]]:
    """Give the stretches of a run that are names: known ones, those after a title, and what stands beside them."""
    words = [_bare(match[0]) for match in run]
    sure = [(word in names and word not in places) or (n > 0 and words[n - 1] in titles) for n, word in enumerate(words)]
    named = [
        sure[n] or ((word in names or word not in places) and word not in titles and any(sure[max(0, n - 1) : n + 2]))
        for n, word in enumerate(words)
    ]
    for belongs, stretch in groupby(range(len(run)), key=lambda n: named[n]):
        places_in = list(stretch)
        if belongs:
            yield run[places_in[0]].start(), run[places_in[-1]].start() + len(words[places_in[-1]])


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")
