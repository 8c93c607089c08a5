"""Ages in a story: in words and figures, English and Kiswahili; whether anybody is a child."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answer.facts.signs import Numbers

ADULT = 18


@dataclass(frozen=True, slots=True)
class Age:
    """An age that the text gives, with its place. `years` is the lowest where a range is given."""

    years: int
    start: int
    end: int

    @property
    def child(self) -> bool:
        """Whether this is the age of a child."""
        return self.years < ADULT


class Ages:
    """Finds ages."""

    def __init__(self, numbers: Numbers) -> None:
        """Compile the patterns from the words for numbers."""
        self._value = {word.replace("-", " "): value for word, value in (*numbers.en.items(), *numbers.sw.items())}
        english = _alternatives(numbers.en)
        swahili = _alternatives(numbers.sw)
        n = rf"(?P<n>\d{{1,2}}|{english})"
        m = rf"(?P<n>\d{{1,2}}|{swahili})"
        also = rf"(?:\s*(?:and|to|or|-|–)\s*(?:\d{{1,2}}|{english}))?"
        self._patterns = tuple(
            re.compile(p, re.IGNORECASE)
            for p in (
                rf"\b(?:aged|age of|ages of|aged about|aged between|aged only|aged just|ages)\s+(?:only\s+|about\s+|just\s+)?{n}\b{also}",
                rf"\b{n}{also}[\s-]*(?:years?|yrs?)[\s-]*(?:of[\s-]age|old)\b",
                rf"\b{n}[\s-]years?[\s-](?:girl|boy|child)\b",
                rf"\b(?:girls?|boys?|child|children|woman|man|women|men|person|daughter|son|niece|nephew|pupil|lad|people|teenagers?|sisters?|"
                rf"brothers?|youths?|student|orphan|worker|adults?|mothers?|fathers?|widow|citizen|national|Kenyan|Ugandan|Rwandan|Tanzanian|Ethiopian|Somali)"
                rf"\s+(?:aged\s+|of\s+(?:about\s+|only\s+|just\s+|barely\s+)?|between\s+){n}{also}\b(?!\s*(?:shillings|thousand|hundred|dollars|%|percent|days|weeks|months|men|women|years? (?:ago|in|of (?:service|work))))",
                rf"\b(?:she|he|i|they|who|girl|boy|woman|man|child)\s+(?:is|was|am|were|are|'s|had turned|has turned|turned|had just turned|is only|was only|is just|was just|is barely|was about)\s+{n}\b(?=\s*(?:[.,;)]|and\b|when\b|at\b|or\b|years?\b(?!\s+(?:ago|in))))",
                rf"\b(?:at|when)\s+(?:only\s+|just\s+)?{n}\b(?=\s*,\s|\s+(?:she|he|i|a\s+girl|a\s+boy|the\s+girl|the\s+boy)\b)",
                rf"\b(?:under|below|over|above|both over|all over|turned|turning|barely|not yet|almost|nearly)\s+(?:the age of\s+)?{n}\b(?!\s*(?:shillings|thousand|hundred|dollars|km|kilomet\w+|percent|%|days|weeks|months|hours|minutes|people|men|women|years))",
                rf",\s*{n}\s*,(?!\d)",
                rf"\bboth\s+{n}\b",
                rf"\b(?:is|are|was|were)\s+(?:all\s+)?between\s+{n}\s+and\b",
                rf"(?<!mkataba )(?<!uzoefu )(?<!muda )(?<!mkopo )(?<!kifungo )(?<!mpango )\b(?:wa|umri wa|mwenye|wenye|yenye|ana|nina|wana|na|akiwa na|alikuwa na|kufikisha|alitimiza|ametimiza|kutimiza|chini ya|zaidi ya|hajatimiza)\s+(?:kama\s+|umri\s+wa\s+)?miaka\s+(?:kama\s+|takriban\s+)?{m}\b(?!\s+(?:sasa|iliyopita|ya|kazini|mfululizo|hapa|huko|pale|bila|tangu|jela|gerezani|(?:a|wa|ni|tu)ki(?:fanya|lima|pika|fua|chunga|lea|uza|tumik)\w*))",
                rf"\bumri wa\s+{m}\b",
                rf"\bmiaka\s+(?:yake\s+|yangu\s+)?(?:ni\s+)?{m}\b(?=\s+(?:tu|hivi|kamili)\b)",
            )
        )

    def find(self, text: str) -> tuple[Age, ...]:
        """Give the ages in reading order, overlapping finds once."""
        found = sorted({(age.start, age.end, age.years) for age in self._every(text)}, key=lambda x: (x[0], -x[1]))
        kept: list[Age] = []
        for start, end, years in found:
            if not kept or start >= kept[-1].end:
                kept.append(Age(years, start, end))
        return tuple(kept)

    def _every(self, text: str) -> Iterator[Age]:
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                years = self._years(match["n"]) if match["n"] else None
                if years is not None and years < 100:
                    yield Age(_bounded(years, match[0].lower()), match.start(), match.end())

    def _years(self, words: str) -> int | None:
        words = " ".join(words.lower().replace("-", " ").split())
        return int(words) if words.isdigit() else self._value.get(words)


def _bounded(years: int, words: str) -> int:
    """Take "under eighteen" for less, "over seventeen" for more."""
    if re.match(r"(?:under|below|chini|not yet|almost|nearly|hajatimiza)", words):
        return years - 1
    return years + (years == ADULT - 1) if re.match(r"(?:over|above|zaidi|both over|all over)", words) else years


def _alternatives(words: object) -> str:
    """One expression for the number words, the longest first; a hyphen or a space joins tens and ones."""
    names = sorted((str(word) for word in words), key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(name).replace(r"\-", "[ -]").replace(r"\ ", r"\s+") for name in names)
