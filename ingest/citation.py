"""Citations as lawyers write them: print one from a path, find them in a text.

Printed forms follow Kenyan court practice: `s. 3(1)(a), Counter-Trafficking in Persons Act`, `Art. 30(2), Constitution`,
`First Schedule, paragraph 4(3)`; in Kiswahili `kifungu cha 3(1)(a)`, `ibara ya 30(2)`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import Instrument
from ingest.names import any_of
from ingest.path import ProvisionPath, kebab

_UNIT = {
    "en": {"section": "s. ", "article": "Art. ", "heading": "heading "},
    "sw": {"section": "kifungu cha ", "article": "ibara ya ", "heading": "kichwa cha "},
}
_ORDINAL = {
    "en": "First Second Third Fourth Fifth Sixth Seventh Eighth".split(),
    "sw": "Kwanza Pili Tatu Nne Tano Sita Saba Nane".split(),
}
_WORDS = {
    "en": {"definition": "definition of", "paragraph": "paragraph", "schedule": "Schedule", "annex": "Annex", "note": "Kinga's note"},
    "sw": {"definition": "ufafanuzi wa", "paragraph": "aya ya", "schedule": "Jedwali", "annex": "Kiambatisho", "note": "dokezo la Kinga"},
}
_ENUMERATOR = re.compile(r"\d+[a-z]{0,2}(?:\.\d+)*|[a-z]{1,2}|[ivxl]{1,5}")


def is_enumerator(step: str) -> bool:
    """Whether a step is a printed enumerator, not the name of a definition, a heading or a schedule."""
    return _ENUMERATOR.fullmatch(step) is not None


def place(path: ProvisionPath, unit: str, lang: str = "en") -> str:
    """Print where in its instrument a provision stands: `s. 3(1)(a)`. Empty for the instrument itself."""
    if not path.steps:
        return ""
    first, *rest = path.steps
    words = _WORDS[lang]
    if first.startswith(("sched", "annex")):
        return _schedule(first, rest, lang)
    if first == "notes":
        return ", ".join([words["note"], *(f"“{step.replace('-', ' ')}”" for step in rest)])
    if not is_enumerator(first):
        return ", ".join(f"“{step.replace('-', ' ')}”" for step in path.steps)
    head = _UNIT[lang][unit] + first.upper()
    numbered = [step for step in rest if is_enumerator(step)]
    if len(numbered) == len(rest):
        return head + "".join(f"({step})" for step in rest)
    at = next(n for n, step in enumerate(rest) if not is_enumerator(step))
    term = rest[at].replace("-", " ")
    head += "".join(f"({step})" for step in rest[:at])
    tail = "".join(f"({step})" for step in rest[at + 1 :])
    return f"{head}, “{term}”, {words['paragraph']} {tail}" if tail else f"{head}, {words['definition']} “{term}”"


def _schedule(first: str, rest: list[str], lang: str) -> str:
    words = _WORDS[lang]
    kind, _, number = first.partition("-")
    name = words["annex"] if kind == "annex" else words["schedule"]
    if number and int(number) > len(_ORDINAL[lang]):
        name = f"{name} {number}"
    elif number:
        ordinal = _ORDINAL[lang][int(number) - 1]
        name = f"{ordinal} {name}" if lang == "en" else f"{name} la {ordinal}"
    if not rest:
        return name
    return f"{name}, {words['paragraph']} {rest[0].upper()}" + "".join(f"({step})" for step in rest[1:])


def cite(path: ProvisionPath, instrument: Instrument, lang: str = "en", long: bool = False) -> str:
    """Print a citation: `s. 3(2), Counter-Trafficking in Persons Act`; `long` gives the full title."""
    if lang == "sw" and instrument.short_sw:
        title = instrument.title_sw if long and instrument.title_sw else instrument.short_sw
    else:
        title = instrument.title if long else instrument.short
    where = place(path, instrument.unit, lang)
    return f"{where}, {title}" if where else title


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation found in a text: its span, the steps it names, and the instrument if the text tells.

    `unit` is "section", "article", "schedule" or "" as written. `instrument` is None where the text names none.
    """

    start: int
    end: int
    steps: tuple[str, ...]
    unit: str
    instrument: str | None


_ENUM = r"(?:\d{1,3}[a-z]?|[a-z]{1,2}|[ivx]{1,5})"
_SUB = rf"(?:\s*\(\s*{_ENUM}\s*\))"
_LEVEL = (
    r"(?:sub-?section|sub-?sec|ss|sub-?paragraph|sub-?para|sub|paragraph|para|clause"
    r"|kifungu\s+kidogo(?:\s+cha)?|aya(?:\s+ndogo)?(?:\s+ya)?)s?\.?"
)
_COUNTED = r"(?!\s*(?:%|years?|days?|months?|shillings|members|miaka|siku))"
_JOIN = r"(?:\s*(?:,\s*(?:and|&|or|na|au)?|and|&|or|na|au)\s*)"
_SPELT = {
    word: number
    for number, words in enumerate(
        "one|moja two|mbili three|tatu four|nne five|tano six|sita seven|saba eight|nane nine|tisa ten|kumi eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen twenty|ishirini".split(),
        1,
    )
    for word in words.split("|")
}
_FIND = re.compile(
    rf"""
    (?P<inner> (?: \b{_LEVEL}\s*(?:\(\s*)?{_ENUM}(?:\s*\))?(?![A-Za-z0-9]){_SUB}* \s+(?:of|to|in|under|cha|ya|la)\s+(?:the\s+)? )+ )?
    (?:
      (?: \b(?P<ordinal>first|second|third|fourth|1st|2nd|kwanza|pili)\s+sch(?:edule|ed)?\b\.?
        | \bsch(?:edule|ed)?\.?\s+(?P<numbered>\d)\b
        | \bjedwali\s+la\s+(?P<jedwali>kwanza|pili|tatu)
        | (?(inner)|\bthe\s+)\b(?P<schedule>schedule)\b (?(inner)|(?=\s*,?\s*(?:para|\d))) )
        (?: [,\s]*(?:paragraphs?|paras?\.?|aya(?:\s+ya)?)?\s*(?P<spara>\d{{1,3}})(?P<ssubs>{_SUB}*) )?
    | (?P<unit> (?P<long> (?<!sub)(?<!sub-)\b(?:(?P<plural>sections|articles|vifungu(?:\s+vya)?)|section|article|ibara(?:\s+ya)?
                  |kifungu(?!\s+kidogo)(?:\s+(?:cha|namba))?|indicators?|headings?|kiashiria(?:\s+cha)?)\b )
              | (?<!['’]) (?: \b(?P<plurals>ss|secs|arts)(?=[.\s\d])\.? | \b(?:sec|s|art)(?=[.\s\d])\.? | § ) )
        \s* (?: (?P<number> \d{{1,3}}(?!\d)(?:[A-Za-z]{{1,2}}(?![A-Za-z])|\s(?-i:[A-Z])(?=\s+of\b|\s*$|\s*\())? )
             (?P<dots> (?:\.(?:\d{{1,2}}|[a-z])(?![A-Za-z0-9]))* )
           | (?(long)(?P<spelt>{"|".join(_SPELT)})\b|(?!)) )
        (?P<subs>{_SUB}*) (?P<tail> (?<=\))\s*[a-z](?=\s*(?:$|[,.;?])) )?
        (?P<words> (?: [,\s]+{_LEVEL}\s*\(?\s*{_ENUM}\s*\)?(?![A-Za-z0-9]) )* )
        (?: ,?\s* (?:the\s+)?(?:definition\s+of\s+|ufafanuzi\s+wa\s+|meaning\s+of\s+)?
            ["“‘](?P<term>[^"”’]{{3,60}})["”’](?P<tsubs>{_SUB}*) )?
        (?P<more> (?: {_JOIN} (?: {_SUB}+
          | (?(plural)|(?(plurals)|(?!))) \d{{1,3}}(?!\d)[A-Za-z]?(?![A-Za-z]){_COUNTED}{_SUB}* ) )* )
    | (?P<bare> \b\d{{1,3}}[A-Za-z]? ) (?P<bsubs>{_SUB}+) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INSIDE = re.compile(r"\(\s*([0-9a-z]+)\s*\)", re.IGNORECASE)
_AT_LEVEL = re.compile(rf"{_LEVEL}\s*(?:\(\s*)?({_ENUM})(?![A-Za-z0-9])(?:\s*\))?({_SUB}*)", re.IGNORECASE)
_MORE = re.compile(rf"{_JOIN}(\d{{1,3}}[A-Za-z]?)?({_SUB}*)", re.IGNORECASE)
_NUMBER = {"first": 1, "1st": 1, "kwanza": 1, "second": 2, "2nd": 2, "pili": 2, "third": 3, "tatu": 3, "fourth": 4}


def find_citations(text: str, instruments: Iterable[Instrument]) -> tuple[Citation, ...]:
    """Find every citation in `text`, in order. The instrument is the nearest one named after it, else before it.

    "sections 5, 8 and 9" and "section 3(1)(a) and (b)" give a citation each.
    """
    names = named(text, instruments)
    found: list[Citation] = []
    for match in _FIND.finditer(text):
        steps, unit = _steps(match)
        owner = _owner(match, names, unit)
        more = match["more"] or ""
        found.append(Citation(match.start(), match.end() - len(more), steps, unit, owner))
        for one in _MORE.finditer(more):
            subs = tuple(sub.lower() for sub in _INSIDE.findall(one[2]))
            steps = (one[1].lower(), *subs) if one[1] else (*steps[: len(steps) - len(subs)], *subs)
            begin = match.end() - len(more)
            found.append(Citation(begin + one.start(), begin + one.end(), steps, unit, owner))
    return tuple(found)


def _steps(match: re.Match[str]) -> tuple[tuple[str, ...], str]:
    levels = _AT_LEVEL.findall(match["inner"] or "")
    inner = [step for number, subs in reversed(levels) for step in (number, *_INSIDE.findall(subs))]
    head, unit = _head(match)
    return tuple(step.lower() for step in (*head, *inner)), unit


def _head(match: re.Match[str]) -> tuple[list[str], str]:
    """The steps without those that stand before the section ("paragraph (a) of ..."), and the unit."""
    if match["ordinal"] or match["jedwali"] or match["schedule"] or match["numbered"]:
        ordinal = (match["ordinal"] or match["jedwali"] or "").lower()
        number = match["numbered"] or (_NUMBER[ordinal] if ordinal else "")
        below = [match["spara"], *_INSIDE.findall(match["ssubs"] or "")] if match["spara"] else []
        return [f"sched-{number}" if number else "sched", *below], "schedule"
    if match["bare"]:
        return [match["bare"], *_INSIDE.findall(match["bsubs"])], ""
    number = "".join(match["number"].lower().split()) if match["number"] else str(_SPELT[match["spelt"].lower()])
    subs = [*filter(None, (match["dots"] or "").split(".")), *_INSIDE.findall(match["subs"]), *(match["tail"] or "").split()]
    subs += [step for step, _ in _AT_LEVEL.findall(match["words"])]
    unit = _unit(match["unit"].lower())
    if match["term"]:
        subs = [kebab(match["term"]), *_INSIDE.findall(match["tsubs"])]
    split = re.fullmatch(r"(\d+)([a-z])", number)
    if unit == "article" and split:  # "art 3a palermo": no treaty here numbers an article with a letter
        number, subs = split[1], [split[2], *subs]
    return [number, *subs], unit


def _unit(word: str) -> str:
    if word.startswith(("art", "ibara")):
        return "article"
    return "heading" if word.startswith(("indicator", "heading", "kiashiria")) else "section"


@dataclass(frozen=True, slots=True)
class InstrumentName:
    """The name of an instrument, found in a text."""

    start: int
    end: int
    slug: str
    unit: str


def named(text: str, instruments: Iterable[Instrument]) -> list[InstrumentName]:
    """Give every instrument named in the text, in its order; of names that overlap, the longest."""
    names = tuple((name.lower(), one.slug, one.unit) for one in instruments for name in _names(one))
    pattern, owners = _pattern(names)
    return [InstrumentName(m.start(), m.end(), *owners[m.group()]) for m in pattern.finditer(text.lower())]


def _names(instrument: Instrument) -> tuple[str, ...]:
    given = (instrument.title, instrument.short, instrument.title_sw, instrument.short_sw, *instrument.also)
    return tuple(name for name in given if len(name) > 2)


@lru_cache(maxsize=8)
def _pattern(names: tuple[tuple[str, str, str], ...]) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """One pattern for all names, with the instrument of each; of two with the same name the first."""
    return any_of(tuple(name for name, _, _ in names)), {name: (slug, unit) for name, slug, unit in reversed(names)}


def _owner(match: re.Match[str], names: list[InstrumentName], unit: str) -> str | None:
    """The instrument that a citation belongs to: named within 60 characters after it, else within 60 before."""
    after = [n for n in names if 0 <= n.start - match.end() <= 60]
    before = [n for n in names if 0 <= match.start() - n.end <= 60]
    fits = [n for n in (*after, *reversed(before)) if unit in ("", "schedule", n.unit)]
    return fits[0].slug if fits else None


def named_instruments(text: str, instruments: Iterable[Instrument]) -> tuple[str, ...]:
    """Give the slugs of the instruments that a text names, in the order of the text."""
    return tuple(dict.fromkeys(one.slug for one in named(text, instruments)))


def resolve(
    citation: Citation, instruments: Mapping[str, Instrument], known: Container[ProvisionPath], home: str
) -> tuple[ProvisionPath, ...]:
    """Give the paths that a citation can mean among those known.

    A section without an instrument is one of `home`; an article without one may be of several. None: it does not exist.
    """
    if citation.instrument:
        slugs = [citation.instrument]
    elif citation.unit in ("section", "schedule", ""):
        slugs = [home]
    else:
        slugs = [slug for slug, instrument in instruments.items() if instrument.unit == citation.unit]
    candidates = [ProvisionPath(slug, citation.steps) for slug in slugs]
    return tuple(path for path in candidates if path in known)
