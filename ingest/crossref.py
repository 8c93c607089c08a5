"""References inside provisions: "subsection (1)", "section 17(2)", "article 5 of this Protocol", "Children Act (Cap. 141)".

Each is resolved to a provision of the corpus, to an instrument outside it, or marked as broken: a provision that the
text names and that does not exist. A reference without an instrument stays in its own; one without a section stays in
its own section.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.book import Book
from ingest.citation import named, named_instruments
from ingest.model import Instrument
from ingest.path import ProvisionPath

_SUBS = r"(?:\s?\([0-9a-z]{1,5}\))"
_JOIN = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to)\s+)"
_LEVELS = rf"""
    (?P<level> \b(?:sub-?)?(?:section|paragraph|article)s?\b ) \s+
    (?P<list> (?: \d+[A-Z]?{_SUBS}* | {_SUBS}+ ) (?: {_JOIN} (?: (?:sub-?)?(?:section|paragraph|article)s?\s+ )?
              (?: \d+[A-Z]?(?![\w%])(?!\s+(?:days|years|months|members|shillings)){_SUBS}* | {_SUBS}+ ) )* )
    (?P<of> (?:\s+(?:of|to)\s+(?:th(?:is|e(?:\s+present)?)|that)\s+
                  (?:section|article|paragraph|Act|Protocol|Convention|Schedule|Code|Constitution)\b
              | \s+(?:of|to)\s+the\s+[A-Z][\w' -]*?(?:Act|Code|Convention|Protocol|Constitution)\b )? )
"""
_FIND = re.compile(
    rf"{_LEVELS} | (?P<schedule>\b(?:the\s+(?:(?P<ordinal>First|Second|Third)\s+)?|(?P<bare>First|Second|Third)\s+)Schedule\b)"
    r"| (?P<act>(?:[A-Z][\w-]+\s+)(?:(?:[A-Z][\w-]+|of|and|in|to)\s+)*?(?:Act|Code))\s*\((?P<cap>Cap\.\s*\d+[A-Z]?)\)",
    re.VERBOSE,
)
_ONE = re.compile(rf"(?P<level>(?:sub-?)?(?:section|paragraph|article)s?\s+)?(?P<number>\d+[A-Z]?)?(?P<subs>{_SUBS}*)")
_ELSEWHERE = re.compile(r"\s+of\s+the\s+(?:[A-Z]|.{0,30}\b(?:Convention|Recommendation|Constitution)\s+of\b)")
_BEFORE = re.compile(r"(?:Recommendation|Convention of \d|Annex [IVX]+|Section [IVX]+)[^.;]{0,24}$")
_INSIDE = re.compile(r"\(([0-9a-z]{1,5})\)")
_ORDINAL = {"First": 1, "Second": 2, "Third": 3}


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference found in a provision's text: its span, and where it leads.

    `target` is the provision named. `kind` is "provision", "outside" (another document; then `target` is None) or
    "broken" (the place named does not exist; `target` says which).
    """

    source: ProvisionPath
    start: int
    end: int
    words: str
    kind: str
    target: ProvisionPath | None = None


def references(book: Book, path: ProvisionPath) -> tuple[Reference, ...]:
    """Give the references of a provision, from its official words where they are loaded, else from the plain ones."""
    words = book.text(path).provision.text if path in book else ""
    return tuple(_find(book, path, words))


@lru_cache(maxsize=2)
def all_references(book: Book) -> tuple[Reference, ...]:
    """Give every reference of the book, in reading order; a place that a provision names twice counts once."""
    found: dict[tuple[ProvisionPath, str, ProvisionPath | None, str], Reference] = {}
    for path in book.paths:
        for one in references(book, path):
            key = (path, one.kind, one.target, "" if one.target else one.words)
            found.setdefault(key, one)
    return tuple(found.values())


def _find(book: Book, path: ProvisionPath, text: str) -> Iterator[Reference]:
    spans = [match.span() for match in _FIND.finditer(text)]
    for name in named(text, book.instruments.values()):
        if name.slug != path.instrument and not any(start <= name.start < end for start, end in spans):
            yield Reference(path, name.start, name.end, text[name.start : name.end], "provision", ProvisionPath(name.slug))
    for match in _FIND.finditer(text):
        if match["act"]:
            known = named_instruments(match["act"], book.instruments.values())
            if known and known[0] != path.instrument:
                yield Reference(path, *match.span(), match.group(), "provision", ProvisionPath(known[0]))
            elif not known:
                yield Reference(path, *match.span(), match.group(), "outside")
        elif match["schedule"]:
            yield from _schedule(book, path, match)
        else:
            yield from _levels(book, path, match)


def _schedule(book: Book, path: ProvisionPath, match: re.Match[str]) -> Iterator[Reference]:
    ordinal = match["ordinal"] or match["bare"]
    names = [f"sched-{_ORDINAL[ordinal]}"] if ordinal else ["sched", "sched-1"]
    inside = path.steps[0] in names if ordinal else path.steps[0].startswith("sched")
    target = next((t for t in (ProvisionPath(path.instrument, (name,)) for name in names) if t in book), None)
    if target is not None and not inside:
        yield Reference(path, *match.span(), match.group(), "provision", target)


def _levels(book: Book, path: ProvisionPath, match: re.Match[str]) -> Iterator[Reference]:
    slug = _owner(book.instruments, path.instrument, match["of"])
    elsewhere = not match["of"] and (_ELSEWHERE.match(match.string, match.end()) or _BEFORE.search(match.string, 0, match.start()))
    if slug is None or elsewhere:
        yield Reference(path, *match.span(), match.group(), "outside")
        return
    above: tuple[str, ...] = _base(path, match["level"].lower(), match["of"] or "")
    last: tuple[str, ...] = ()
    for words in re.split(_JOIN, match["list"]):
        one = _ONE.fullmatch(words.strip())
        if one is None:
            continue
        subs = tuple(_INSIDE.findall(one["subs"]))
        if one["level"] and last and match["level"].lower().startswith("article"):  # "article 6, paragraph (1)(a)"
            steps = (last[0], *subs) if subs else (last[0], one["number"])
        elif one["number"] is None and last and not one["level"]:  # "(2)(h), (i) and (j)": each replaces the last step
            steps = (*last[: -len(subs)], *subs) if len(subs) < len(last) else subs
        else:
            steps = (*above, *((one["number"].lower(),) if one["number"] else ()), *subs)
        last = steps
        yield _resolved(book, path, match, ProvisionPath(slug, steps))


def _base(path: ProvisionPath, level: str, of: str) -> tuple[str, ...]:
    """The steps that a relative reference begins from: none for a section or an article, else its own section."""
    if level.rstrip("s") in ("section", "article"):
        return ()
    section = path.steps[:2] if path.steps[0].startswith(("sched", "annex")) else path.steps[:1]
    if level.startswith(("subparagraph", "sub-paragraph")) and "this article" not in of and len(path.steps) > len(section) + 1:
        numbered = path.steps[len(section)]
        if numbered.isdigit():
            return (*section, numbered)
    return section


def _resolved(book: Book, path: ProvisionPath, match: re.Match[str], target: ProvisionPath) -> Reference:
    kind = "provision" if target in book else _absent(book.instruments[target.instrument], target)
    return Reference(path, *match.span(), match.group(), kind, None if kind == "outside" else target)


def _absent(instrument: Instrument, target: ProvisionPath) -> str:
    """Tell a provision that was left out of a selection from one that does not exist."""
    return "broken" if instrument.whole or target.steps[0] in {s.split("(")[0].lower() for s in instrument.selected} else "outside"


def _owner(instruments: Mapping[str, Instrument], own: str, of: str | None) -> str | None:
    """The instrument of a reference; None where it is none of the corpus."""
    words = (of or "").strip()
    if not words or re.search(r"\b(?:this|present|that)\b|the (?:section|article|paragraph|Schedule)$", words):
        return own
    if words.endswith("the Convention"):
        return instruments[own].supplements or own
    if re.search(r"the (?:Act|Protocol|Code|Constitution)$", words) and instruments[own].short.endswith(words.rsplit(" ", 1)[1]):
        return own
    known = named_instruments(words, instruments.values())
    return known[0] if known else None


def by_target(found: tuple[Reference, ...], within: Callable[[ProvisionPath], bool]) -> tuple[Reference, ...]:
    """Give the references that lead to a place for which `within` holds, from outside that place."""
    return tuple(r for r in found if r.kind == "provision" and r.target is not None and within(r.target) and not within(r.source))
