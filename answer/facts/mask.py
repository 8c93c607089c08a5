"""Hide names of persons, telephone numbers and numbers of documents before facts are shown or exported.

Names are found by rule: words of `names.toml`; capitalised words beside them; and any word that stands where a name
stands: after a title, after "called", "named", "anayeitwa", after "one" or "my cousin". What was found once is hidden
everywhere in the text, in small letters and in capitals too. A name that is in no list and stands in no such place may
stay; the screen says so. Nothing is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import msgspec

from answer.facts.signs import read_lore
from ingest.places import CORPUS
from ingest.table import read_toml, typed

_NUMBERS = (
    ("address", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")),
    (
        "number plate",
        re.compile(
            r"\b(?:K[A-Z]{2}|U[A-Z]{2}|GK|CD|UN)\s?\d{3}\s?[A-Z]{1,3}\b|\bT\s?\d{3}\s?[A-Z]{3}\b|\bK[A-Z]{2}\s?\d{3}\b|\bGK\s?[A-Z]\s?\d{3}[A-Z]?\b"
        ),
    ),
    ("passport number", re.compile(r"\b[A-Z]{1,3}\s?\d{6,8}\b")),
    (
        "document number",
        re.compile(
            r"(?i)\b(?:id|identity card|national id|passport|permit|alien card|birth certificate|kitambulisho|pasipoti|visa|iqama|pp|cheti)"
            r"\s*(?:card\s*|cha\s+\w+\s*|ya\s+\w+\s*)?(?:no\.?|number|namba|nambari|num\.?)?\s*[:#]?\s*(?=[A-Z0-9/-]*\d{3})[A-Z0-9/-]{5,}"
        ),
    ),
    (
        "telephone number",
        re.compile(
            r"(?<!\w)(?:\+\d{1,3}[\s-]?\(?\d{1,4}\)?(?:[\s-]?\d{2,4}){2,4}|\(?0\d{2,3}\)?[\s-]?\d{3}[\s-]?\d{3,4}|0\d{3}(?:[\s-]\d{2,3}){2,3}|[17]\d{2}[\s-]?\d{3}[\s-]?\d{3})(?!\w)"
        ),
    ),
    ("number", re.compile(r"(?<![\d,.])\d{7,16}(?![\d,.]*\d)")),
)
_UPPER = r"[A-Z][a-z]+(?:['’-][A-Za-z][a-z]*)*|[A-Z]['’][A-Z]?[a-z]+|[A-Z]{2,}(?:['’-][A-Z]+)*"
_WORD = re.compile(_UPPER)
_ANY = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of `corpus/facts/names.toml`. `before` are phrases after which a name stands, `kin` words that a name may follow,
    `common` words that are none, `of_places` words before a place, `acts` words that follow a person.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    places: tuple[str, ...]
    before: tuple[str, ...]
    kin: tuple[str, ...]
    common: tuple[str, ...]
    of_places: tuple[str, ...]
    acts: tuple[str, ...]


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


class Finder:
    """Finds names by the lists."""

    def __init__(self, lists: Names) -> None:
        """Compile the lists. They are compared in small letters."""
        self._names = {name.lower() for name in lists.names} - {place.lower() for place in lists.places}
        self._sometimes = {name.lower() for name in lists.names} & {place.lower() for place in lists.places}
        self._titles = {title.lower() for title in lists.titles}
        self._places = {place.lower() for place in lists.places} - self._sometimes
        self._common = {word.lower() for word in lists.common} | self._places | self._sometimes | self._titles
        self._common |= {word.lower() for phrase in (*lists.before, *lists.kin) for word in phrase.split()}
        before = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(lists.before, key=len, reverse=True))
        kin = "|".join(re.escape(phrase) for phrase in sorted(lists.kin, key=len, reverse=True))
        titles = "|".join(sorted(map(re.escape, lists.titles), key=len, reverse=True))
        self._after = (
            re.compile(rf"(?i:\b(?:{before}))[\s:,]+[\"“‘']?(?=[^\W\d_])"),
            re.compile(rf"(?i:\b(?:{kin}))s?[,:]?\s+(?=[A-Z])"),
        )
        self._of_places = frozenset(lists.of_places)
        self._acts = re.compile(rf"(?:['’]s)?,?\s+(?:{'|'.join(lists.acts)})\b")
        self._title = re.compile(rf"(?i:\b(?:{titles}))\.?\s+(?=[^\W\d_])")

    def persons(self, text: str) -> list[tuple[int, int]]:
        """Give where persons are named, in order, without overlaps."""
        spans = [*self._listed(text), *self._placed(text), *self._loose(text)]
        known = {_bare(word[0]).lower() for start, end in spans for word in _ANY.finditer(text, start, end)}
        again = [word.span() for word in _ANY.finditer(text) if self._again(word[0], known)]
        return _joined(text, [*spans, *((start, start + len(_bare(text[start:end]))) for start, end in again)])

    def _again(self, word: str, known: set[str]) -> bool:
        bare = _bare(word).lower()
        return bare in known and bare not in self._common and (word[0].isupper() or bare in self._names or len(bare) > 3)

    def _listed(self, text: str) -> Iterator[tuple[int, int]]:
        """Give runs of capitalised words that hold a known name, and known names in small letters."""
        run: list[re.Match[str]] = []
        for match in (*_WORD.finditer(text), None):
            if match is not None and run and text[run[-1].end() : match.start()] in (" ", ". "):
                run.append(match)
                continue
            yield from self._in_run(run)
            run = [match] if match is not None else []
        for word in _ANY.finditer(text):
            if word[0].islower() and word[0] in self._names and word[0] not in self._common:
                yield word.span()

    def _loose(self, text: str) -> Iterator[tuple[int, int]]:
        """Give capitalised words that no list knows: within a sentence where no place is spoken of, or before a verb."""
        for match in _WORD.finditer(text):
            bare = _bare(match[0])
            if len(bare) < 3 or bare.isupper() or bare.lower() in self._common or _is_word(bare.lower()):
                continue
            before = text[: match.start()].rstrip(" \"“‘'(")
            begins = not before or before[-1] in ".!?:;\n…"
            last = (before.split() or [""])[-1].lower()
            if self._acts.match(text, match.start() + len(bare)) or not (begins or last in self._of_places):
                yield match.start(), match.start() + len(bare)

    def _in_run(self, run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
        words = [_bare(match[0]) for match in run]
        low = [word.lower() for word in words]
        sure = [word in self._names for word in low]
        named = [
            sure[n]
            or (word not in self._common and any(sure[max(0, n - 1) : n + 2]))
            or (word in self._sometimes and any(sure[max(0, n - 1) : n + 2]))
            for n, word in enumerate(low)
        ]
        for belongs, stretch in groupby(range(len(run)), key=lambda n: named[n]):
            at = list(stretch)
            if belongs:
                yield run[at[0]].start(), run[at[-1]].start() + len(words[at[-1]])

    def _placed(self, text: str) -> Iterator[tuple[int, int]]:
        """Give what stands after a title, after words such as "called", or after a word of kinship."""
        for number, pattern in enumerate((self._title, *self._after)):
            for match in pattern.finditer(text):
                yield from self._from(text, match.end(), small=number == 1)

    def _from(self, text: str, start: int, *, small: bool) -> Iterator[tuple[int, int]]:
        """Give the name that begins at `start`: up to three words, capitalised ones, or one small word after "called"."""
        end, at, count = start, start, 0
        while count < 3 and (word := _ANY.match(text, at)):
            bare = _bare(word[0])
            if bare.lower() in self._common or not (bare[0].isupper() or (small and count == 0)):
                break
            end, count = word.start() + len(bare), count + 1
            if end < word.end() or text[end : end + 1] != " ":
                break
            at = end + 1
        if end > start:
            yield start, end


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap or stand a space apart."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start] == " "):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_word(word: str) -> bool:
    """Tell whether the cues know a word in small letters."""
    whole, begins = _vocabulary()
    return word in whole or any(word[:cut] in begins for cut in range(4, len(word) + 1))


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Give the words of all cues, and the beginnings of words."""
    lore = read_lore()
    cues = [cue for sign in lore.signs for cue in (*sign.en, *sign.sw)]
    told = [word for words in lore.classes.values() for word in words]
    likes = [word for said in lore.like.values() for one in said for word in re.findall(r"[a-z]+", one)]
    words = {word.strip("?.,") for said in (*cues, *told, *likes) for word in re.split(r"[\s|_]+", said)}
    return frozenset(word for word in words if "*" not in word), frozenset(w[:-1] for w in words if w.endswith("*") and "*" not in w[:-1])


@lru_cache(maxsize=1)
def _finder() -> Finder:
    file = CORPUS / "facts" / "names.toml"
    return Finder(typed(read_toml(file), Names, str(file)))


def mask(text: str) -> Masked:
    """Hide persons as [person A], [person B] ..., the same name under the same letter, and numbers by their kind."""
    letters: dict[str, str] = {}
    found = [*(Hidden(start, end, f"[{kind}]") for start, end, kind in _numbers(text))]
    for start, end in _finder().persons(text):
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


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").removesuffix("'S").removesuffix("’S")
