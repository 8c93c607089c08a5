"""Treaties: how an article's heading and an annex's look, and where a preamble begins."""

from __future__ import annotations

import re

from ingest.enumerators import Enumerator

_ARTICLE = re.compile(
    r"""
    (?P<printed> (?:ARTICLE|Article|Art\.|KIFUNGU|Kifungu) \s+ (?P<number> \d{1,3}(?:\s?bis|[A-Z])? | [IVXL]{1,7} ) )
    (?: \s* (?P<mark> [.:—–-] ) \s* (?P<after> .* ) | \s* $ | \s+ (?P<beside> [A-Z("“].* ) )
    """,
    re.VERBOSE | re.DOTALL,
)
_ANNEX = re.compile(
    r"(?P<printed>(?:ANNEX|Annex|APPENDIX|Appendix)(?:\s+(?P<number>\d{1,2}|[IVX]{1,5}|[A-Z]))?)"
    r"\s*(?:$|[.:—–-]+\s*(?P<name>.*)|\s(?P<rest>.*))",
    re.DOTALL,
)
_PREAMBLE = re.compile(
    r"(?:preamble$|(?:the|we|having|recalling|considering|convinced|declaring|noting|recogni[sz]ing|desiring|whereas)\b)", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.;:,]$")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
LONGEST_HEADING = 18
"""An article's heading has no more words than this."""


def article_of(text: str, stands_out: bool) -> Enumerator | None:
    """Read an article's heading, "Article 3. Use of terms"; the words that begin "Article 3 of the Convention" are none.

    Without type or place of its own, a heading stands alone or after a point or a dash, and ends in no full stop.
    """
    match = _ARTICLE.fullmatch(text)
    if match is None:
        return None
    heading = (match["after"] or match["beside"] or "").strip()
    if match["beside"] and not stands_out:
        return None
    if not stands_out and (_SENTENCE.search(heading) or len(heading.split()) > LONGEST_HEADING):
        return None
    number = match["number"]
    token = str(_arabic(number)) if number[0] in "IVXL" else re.sub(r"\s", "", number)
    start = match.start("after") if match["after"] is not None else match.start("beside") if match["beside"] else len(text)
    return Enumerator(match["printed"], token, start)


def annex_of(text: str) -> tuple[str, str, str] | None:
    """Read an annex's heading: its step in the path, its number as printed, its name."""
    match = _ANNEX.fullmatch(text.strip())
    if match is None or len(text.split()) > LONGEST_HEADING:
        return None
    number = match["number"] or ""
    figure = str(_arabic(number)) if number and re.fullmatch(r"[IVX]+", number) else number.lower()
    return "-".join(filter(None, ("annex", figure))), match["printed"], (match["name"] or match["rest"] or "").strip()


def opens_preamble(text: str) -> bool:
    """Whether a paragraph before the first article begins as preambles do."""
    return bool(_PREAMBLE.match(text))


def _arabic(roman: str) -> int:
    values = [_VALUES.get(letter, 0) for letter in roman.lower()]
    return sum(-one if one < then else one for one, then in zip(values, [*values[1:], 0], strict=True))
