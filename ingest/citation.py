"""Citations as lawyers write them: print one from a path, find them in a text.

Printed forms follow Kenyan court practice: `s. 3(1)(a), Counter-Trafficking in Persons Act`, `Art. 30(2), Constitution`,
`First Schedule, paragraph 4(3)`; in Kiswahili `kifungu cha 3(1)(a)`, `ibara ya 30(2)`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ingest import forms
from ingest.forms import ORDINAL
from ingest.model import Instrument
from ingest.names import any_of
from ingest.path import ProvisionPath

_UNIT = {
    "en": {"section": "s. ", "article": "Art. ", "heading": "heading "},
    "sw": {"section": "kifungu cha ", "article": "ibara ya ", "heading": "kichwa cha "},
}
_UNIT_LONG = {"en": {"section": "section ", "article": "article ", "heading": "heading "}, "sw": _UNIT["sw"]}
_LINK = {
    "en": {"section": " of ", "article": " of ", "heading": " of ", "schedule": " to ", "annex": " to ", "note": " on "},
    "sw": {"section": " cha ", "article": " ya ", "heading": " cha ", "schedule": " la ", "annex": " cha ", "note": " kuhusu "},
}
_PART = {"en": " of the ", "sw": " ya "}
"""What joins a place to its instrument, and a paragraph to its schedule."""
_WORDS = {
    "en": {"definition": "definition of", "paragraph": "paragraph", "schedule": "Schedule", "annex": "Annex", "note": "Kinga's note"},
    "sw": {"definition": "ufafanuzi wa", "paragraph": "aya ya", "schedule": "Jedwali", "annex": "Kiambatisho", "note": "dokezo la Kinga"},
}
_APPENDED = re.compile(r"(?:sched|annex)(?:-(?:\d+|[a-z]))?")
_ENUMERATOR = re.compile(r"\d+[a-z]{0,2}(?:\.\d+)*|[a-z]{1,2}|[ivxl]{1,5}")


def is_enumerator(step: str) -> bool:
    """Whether a step is a printed enumerator, not the name of a definition, a heading or a schedule."""
    return _ENUMERATOR.fullmatch(step) is not None


Called = Mapping[str, str]
"""What a step that is a name is called in print: the term defined, or the heading, in the language of the citation."""


def place(path: ProvisionPath, unit: str, lang: str = "en", called: Called | None = None) -> str:
    """Print where in its instrument a provision stands: `s. 3(1)(a)`. Empty for the instrument itself."""
    return _place(path, _UNIT[lang][unit], lang, called or {})


def _place(path: ProvisionPath, unit: str, lang: str, called: Called) -> str:
    if not path.steps:
        return ""
    first, *rest = path.steps
    words = _WORDS[lang]
    if _APPENDED.fullmatch(first):
        return ", ".join(filter(None, _schedule(first, rest, lang)))
    if first == "notes":
        return ", ".join([words["note"], *(f"“{_name(step, called)}”" for step in rest)])
    if not is_enumerator(first):
        return ", ".join(f"“{_name(step, called)}”" for step in path.steps)
    head = unit + first.upper()
    numbered = [step for step in rest if is_enumerator(step)]
    if len(numbered) == len(rest):
        return head + _brackets(rest)
    at = next(n for n, step in enumerate(rest) if not is_enumerator(step))
    head, term, tail = head + _brackets(rest[:at]), _name(rest[at], called), _brackets(rest[at + 1 :])
    return f"{head}, “{term}”, {words['paragraph']} {tail}" if tail else f"{head}, {words['definition']} “{term}”"


def _brackets(steps: Iterable[str]) -> str:
    return "".join(f"({step})" for step in steps)


def _name(step: str, called: Called) -> str:
    return called.get(step) or step.replace("-", " ")


def _schedule(first: str, rest: list[str], lang: str) -> tuple[str, str]:
    """Give the name of a schedule, and the paragraph of it."""
    words = _WORDS[lang]
    kind, _, number = first.partition("-")
    name = words["annex"] if kind == "annex" else words["schedule"]
    if number and not (number.isdigit() and 0 < int(number) <= len(ORDINAL[lang])):
        name = f"{name} {number.upper()}"
    elif number:
        ordinal = ORDINAL[lang][int(number) - 1]
        name = f"{ordinal} {name}" if lang == "en" else f"{name} la {ordinal}"
    return name, f"{words['paragraph']} {rest[0].upper()}{_brackets(rest[1:])}" if rest else ""


def cite(path: ProvisionPath, instrument: Instrument, lang: str = "en", long: bool = False, called: Called | None = None) -> str:
    """Print a citation as the court does: `s. 3(2), Counter-Trafficking in Persons Act`.

    `long` gives it in full: `Section 3(2) of the Counter-Trafficking in Persons Act (Cap. 61)`.
    """
    if long:
        return _long(path, instrument, lang, called or {})
    where, title = place(path, instrument.unit, lang, called), instrument.named(lang)
    return f"{where}, {title}" if where else title


def _long(path: ProvisionPath, instrument: Instrument, lang: str, called: Called) -> str:
    swahili = lang == "sw" and bool(instrument.title_sw)
    title, number = (instrument.title_sw, instrument.number_sw) if swahili else (instrument.title, instrument.number)
    title += f" ({number})" if number else ""
    if not path.steps:
        return title
    if lang == "en" and instrument.kind != "report":
        title = f"the {title.removeprefix('The ')}"
    first, *rest = path.steps
    link = _LINK[lang]
    if _APPENDED.fullmatch(first):
        name, paragraph = _schedule(first, rest, lang)
        of = " of " if lang == "en" and re.search(r" [A-Z\d]+$", name) else _PART[lang]
        where = f"{paragraph}{of}{name}" if paragraph else name
        joined = link["annex" if first.startswith("annex") else "schedule"]
    else:
        where = _place(path, _UNIT_LONG[lang][instrument.unit], lang, called)
        joined = link["note"] if first == "notes" else ("," if "“" in where else "") + link[instrument.unit]
    return f"{where[0].upper()}{where[1:]}{joined}{title}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation found in a text: its span, the steps it names, and the instrument if the text tells.

    `unit` is "section", "article", "schedule", "note" or "" as written. `instrument` is None where the text names none.
    """

    start: int
    end: int
    steps: tuple[str, ...]
    unit: str
    instrument: str | None


def find_citations(text: str, instruments: Iterable[Instrument]) -> tuple[Citation, ...]:
    """Find every citation in `text`, in order. The instrument is the nearest one named after it, else before it."""
    names = named(text, instruments)
    found: list[Citation] = []
    match = forms.FIND.search(text)
    while match:
        group = list(forms.group(match))
        unit, end = group[0].unit, group[-1].end
        owner = _owner(text, group[0].start, end, names, unit)
        if owner or unit != "note":
            found.extend(Citation(one.start, one.end, one.steps, one.unit, owner) for one in group)
        match = forms.FIND.search(text, end)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class InstrumentName:
    """The name of an instrument, found in a text."""

    start: int
    end: int
    slug: str
    unit: str


def named(text: str, instruments: Iterable[Instrument]) -> list[InstrumentName]:
    """Give every instrument named in the text, in its order; of names that overlap, the longest."""
    low = text.lower()
    owners: dict[str, tuple[str, str]] = {}
    for one in instruments:
        for name in _names(one.title, one.short, one.title_sw, one.short_sw, *one.also):
            if name in low:  # most are not, and a pattern of every name of a great library would be slow
                owners.setdefault(name, (one.slug, one.unit))
    return [InstrumentName(m.start(), m.end(), *owners[m.group()]) for m in any_of(tuple(owners)).finditer(low)]


@lru_cache(maxsize=1 << 16)
def _names(*given: str) -> tuple[str, ...]:
    chapters = tuple(name.replace("Cap. ", form) for name in given if name.startswith("Cap. ") for form in ("Cap ", "Chapter "))
    return tuple(name.lower() for name in (*given, *chapters) if len(name) > 2)


_PARTS = re.compile(r"[;:]|\.\s+(?-i:[A-Z])|\n\s*\n|\b(?:the|this|said|same|hiyo|hii)\s+(?:act|code|sheria)\b", re.IGNORECASE)
"""What parts a citation from a name after it: the end of a sentence, or an instrument of its own (“section 3 of the Act and …”)."""
_OTHER = re.compile(
    r"\s*+(?:(?:,|of\b|in\b|under\b|ya\b|cha\b|za\b)\s*+)*+(?:the\s++)?+(?!(?:(?:this|that|the|said|same|above)\s+)*(?:act|code|constitution|convention|protocol)\b)"
    r"(?!.{0,40}traffick)(?P<name>[\w'’ .-]{2,60}?\b(?:act|code|convention|protocol|regulations|directive|treaty|charter|rules)\b)",
    re.IGNORECASE,
)


def other_document(text: str, at: int) -> str:
    """Give the name of a document of no instrument that stands after a citation: "section 16 Sexual Offences Act"; else ""."""
    match = _OTHER.match(text, at)
    return match["name"].strip() if match else ""


_FAR = 400
"""No name that begins farther from a citation is the name of its instrument."""


def _begins(name: InstrumentName) -> int:
    return name.start


def _owner(text: str, start: int, end: int, names: list[InstrumentName], unit: str) -> str | None:
    """The instrument that a citation belongs to: named within 60 characters after it, else within 60 before."""
    names = names[bisect_left(names, start - _FAR, key=_begins) : bisect_left(names, end + _FAR, key=_begins)]
    stranger = _OTHER.match(text, end)
    if stranger and stranger["name"][0].isupper() and not any(n.start < stranger.end() and stranger.start() < n.end for n in names):
        return None
    after = [n for n in names if 0 <= n.start - end <= 60 and not _PARTS.search(text, end, n.start)]
    before = [n for n in names if 0 <= start - n.end <= 60]
    fits = [n for n in (*after, *reversed(before)) if unit in ("", "schedule", "note", n.unit)]
    return fits[0].slug if fits else None


def named_instruments(text: str, instruments: Iterable[Instrument]) -> tuple[str, ...]:
    """Give the slugs of the instruments that a text names, in the order of the text."""
    return tuple(dict.fromkeys(one.slug for one in named(text, instruments)))


class Known(Protocol):
    """The provisions that there are."""

    def __contains__(self, path: object) -> bool:
        """Whether a provision is there."""
        ...

    def termed(self, path: ProvisionPath) -> ProvisionPath:
        """Give the definition that a path names by its term in another language; else the path itself."""
        ...


def resolve(citation: Citation, instruments: Mapping[str, Instrument], known: Known, home: str) -> tuple[ProvisionPath, ...]:
    """Give the paths that a citation can mean among those known.

    A section without an instrument is one of `home`; an article without one may be of several. None: it does not exist.
    """
    if citation.instrument:
        slugs = [citation.instrument]
    elif citation.unit in ("section", "schedule", ""):
        slugs = [home]
    else:
        slugs = [slug for slug, instrument in instruments.items() if instrument.unit == citation.unit]
    candidates = [known.termed(ProvisionPath(slug, citation.steps)) for slug in slugs]
    return tuple(path for path in candidates if path in known)
