"""The grammar of citations as lawyers write them: “s.3(2)”, “sec 3 sub 2”, “kifungu cha 3(5)”, “paragraph (a) of section 3(1)”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.path import kebab

ORDINAL = {
    "en": "First Second Third Fourth Fifth Sixth Seventh Eighth".split(),
    "sw": "Kwanza Pili Tatu Nne Tano Sita Saba Nane".split(),
}
_NUMBER = {word.lower(): number for words in ORDINAL.values() for number, word in enumerate(words, 1)} | {"1st": 1, "2nd": 2}
_SPELT = {
    word: number
    for number, words in enumerate(
        "one|moja two|mbili three|tatu four|nne five|tano six|sita seven|saba eight|nane nine|tisa ten|kumi eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen twenty|ishirini".split(),
        1,
    )
    for word in words.split("|")
}
_ENUM = r"(?:\d{1,3}[a-z]?|[a-z]{1,2}|[ivx]{1,5})"
_SUB = rf"(?:\s*\(\s*{_ENUM}\s*\))"
_LEVEL = (
    r"(?:sub-?section|sub-?sec|ss|sub-?paragraph|sub-?para|sub|paragraph|para|clause"
    r"|kifungu\s+kidogo(?:\s+cha)?|aya(?:\s+ndogo)?(?:\s+ya)?)s?\.?"
)
FIND = re.compile(
    rf"""
    (?P<inner> (?: \b{_LEVEL}\s*(?:\(\s*)?{_ENUM}(?:\s*\))?(?![A-Za-z0-9]){_SUB}* \s+(?:of|to|in|under|cha|ya|la|katika)\s+(?:the\s+)? )+ )?
    (?:
      (?: \b(?P<ordinal>{"|".join(ORDINAL["en"])}|1st|2nd|kwanza|pili)\s+(?:sch(?:edule|ed)?|(?P<annexed>annex))\b\.?
        | \b(?:sch(?:edule|ed)?|jedwali|(?P<annex>annex|kiambatisho))\b\.?\s+(?P<numbered>\d{{1,2}}\b|[A-H](?=,\s|$|\s+(?:to|of|la|cha)\s))
        | \b(?:jedwali|(?P<kiambatisho>kiambatisho))\s+(?:la|cha)\s+(?P<jedwali>{"|".join(ORDINAL["sw"])})\b
        | (?(inner)|(?:\bthe\s+|^|(?<=\()|(?<=[;:]\s)))\b(?P<schedule>schedule|jedwali|annex|kiambatisho)\b
          (?(inner)|(?=\s*,?\s*(?:para|aya|\d)|\s*$|\s*,\s(?-i:[A-Z])|\s+(?:to\s+(?:the\s+)?|la\s+|cha\s+)(?-i:[A-Z]))) )
        (?: [,\s]*(?:paragraphs?|paras?\.?|aya(?:\s+ya)?)?\s*(?P<spara>\d{{1,3}})(?P<ssubs>{_SUB}*) )?
    | (?P<unit> (?P<long> (?<!sub)(?<!sub-)\b(?:sections?|articles?|ibara(?:\s+ya)?|vifungu(?:\s+vya)?
                  |kifungu(?!\s+kidogo)(?:\s+(?:cha|namba))?|indicators?|headings?|(?:kiashiria|kichwa)(?:\s+cha)?)\b )
              | (?<!['’]) (?: \b(?:ss|secs|arts|sec|s|art)(?=[.\s\d])\.? | § ) )
        \s* (?: (?P<number> \d{{1,3}}(?!\d)(?:[A-Za-z]{{1,2}}(?![A-Za-z])|\s(?-i:[A-Z])(?=\s+of\b|\s*$|\s*\())? )
             (?P<dots> (?:\.(?:\d{{1,2}}|[a-z])(?![A-Za-z0-9]))* )
           | (?(long)(?P<spelt>{"|".join(_SPELT)})\b|(?!)) )
        (?P<subs>{_SUB}*) (?P<tail> (?<=\))\s*[a-z](?=\s*(?:$|[,.;?])) )?
        (?P<words> (?: [,\s]+{_LEVEL}\s*\(?\s*{_ENUM}\s*\)?(?![A-Za-z0-9]) )* )
        (?: ,?\s* (?:the\s+)?(?:definition\s+of\s+|ufafanuzi\s+wa\s+|meaning\s+of\s+)?
            ["“‘](?P<term>[^"”’]{{3,60}})["”’](?P<tsubs>(?:,\s*(?:paragraph|aya\s+ya)(?=\s*\())?{_SUB}*) )?
    | \b(?P<note> kinga['’]s\s+note | dokezo\s+la\s+kinga )\b (?: ,\s*["“](?P<noted>[^"”]{{3,80}})["”] )?
    | (?P<bare> \b\d{{1,3}}[A-Za-z]? ) (?P<bsubs>{_SUB}+) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""One citation. `inner` stands before the section ("paragraph (a) of"), `dots` in "3.1.a", `tail` in "3(1)a"."""
_INSIDE = re.compile(r"\(\s*([0-9a-z]+)\s*\)", re.IGNORECASE)
_AT_LEVEL = re.compile(rf"{_LEVEL}\s*(?:\(\s*)?({_ENUM})(?![A-Za-z0-9])(?:\s*\))?({_SUB}*)", re.IGNORECASE)
_MORE = re.compile(
    rf"""
    (?: \s*,\s*(?:(?:and|&|or|na|au)\s+)? | \s+(?:and|&|or|to|na|au|hadi)\s+ | \s*[–-]\s* )
    (?: (?P<number>\d{{1,3}}[A-Za-z]?)(?P<subs>{_SUB}*) | (?P<only>{_SUB}+) )
    (?! [\w.,]*\d | \s*(?:years?|months?|days?|hours?|persons?|members?|shillings|per\s?cent|%|of\s+\d{{4}}|miaka|miezi|siku|shilingi)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What goes on a citation: "3(1)(a) and (b)", "sections 3, 4 and 5"."""
_MANY = re.compile(r"(?:sections|articles|secs\.?|ss\.?|arts\.?|vifungu|ibara)\b", re.IGNORECASE)


class Form(NamedTuple):
    """A citation as written: its span, the steps it names, and its unit: "section", "article", "heading", "schedule", "note" or ""."""

    start: int
    end: int
    steps: tuple[str, ...]
    unit: str


def group(match: re.Match[str]) -> Iterator[Form]:
    """Give the citation of a match of `FIND`, then those that go on it: "sections 5, 8 and 9", "section 3(1)(a) and (b)"."""
    levels = _AT_LEVEL.findall(match["inner"] or "")
    inner = [step for number, subs in reversed(levels) for step in (number, *_INSIDE.findall(subs))]
    head, unit = _head(match)
    first = Form(match.start(), match.end(), tuple(step.lower() for step in (*head, *inner)), unit)
    yield first
    yield from _going_on(first, match)


def _going_on(first: Form, match: re.Match[str]) -> Iterator[Form]:
    """Give the further provisions of a list: a bare number only after "sections", brackets alone only after brackets."""
    many = bool(match["unit"] and _MANY.match(match["unit"]))
    last = first
    while more := _MORE.match(match.string, last.end):
        only, subs = (tuple(step.lower() for step in _INSIDE.findall(more[name] or "")) for name in ("only", "subs"))
        if only and len(only) < len(last.steps):
            steps = (*last.steps[: _level(last.steps, only)], *only)
        elif more["number"] and (subs or many):
            steps = (more["number"].lower(), *subs)
        else:
            return
        start = more.start("only") if only else more.start("number")
        last = Form(start, more.end(), steps, first.unit)
        yield last


def _level(steps: tuple[str, ...], only: tuple[str, ...]) -> int:
    """Tell how many steps stay before brackets that go on a list: after "2(j)(ii)", "(iii)" keeps three and "(k)" two."""
    last = len(steps) - len(only)
    return next((n for n in range(last, 0, -1) if _sort(steps[n]) == _sort(only[0])), last)


def _sort(step: str) -> str:
    return "figure" if step[0].isdigit() else "roman" if re.fullmatch(r"[ivx]+", step) else "letter"


def _head(match: re.Match[str]) -> tuple[list[str], str]:
    """The steps without those that stand before the section ("paragraph (a) of ..."), and the unit."""
    if match["ordinal"] or match["jedwali"] or match["schedule"] or match["numbered"]:
        return _appended(match), "schedule"
    if match["note"]:
        return ["notes", *([kebab(match["noted"])] if match["noted"] else [])], "note"
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


def _appended(match: re.Match[str]) -> list[str]:
    """The steps of a schedule or an annex, and of its paragraph."""
    ordinal = (match["ordinal"] or match["jedwali"] or "").lower()
    number = match["numbered"] or (_NUMBER[ordinal] if ordinal else "")
    bare = (match["schedule"] or "").lower() in ("annex", "kiambatisho")
    kind = "annex" if bare or match["annex"] or match["annexed"] or match["kiambatisho"] else "sched"
    below = [match["spara"], *_INSIDE.findall(match["ssubs"] or "")] if match["spara"] else []
    return [f"{kind}-{number}" if number else kind, *below]


def _unit(word: str) -> str:
    if word.startswith(("art", "ibara")):
        return "article"
    return "heading" if word.startswith(("indicator", "heading", "kiashiria", "kichwa")) else "section"
