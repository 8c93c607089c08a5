"""Enumerators: what "(i)" is, a letter or a roman numeral, follows from what came before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Count(StrEnum):
    """How a row of clauses is counted."""

    DIGIT = "digit"
    ALPHA = "alpha"
    ROMAN = "roman"
    UPPER_ALPHA = "upper alpha"
    UPPER_ROMAN = "upper roman"


class Step(StrEnum):
    """How an enumerator follows the one before it."""

    NEXT = "next"
    INSERTED = "inserted"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Enumerator:
    """An enumerator as printed, "(1)" or "24.", and where its token stands in the text."""

    printed: str
    token: str
    end: int

    @property
    def wrap(self) -> str:
        """Its punctuation alone: "()" or "."; rows of clauses do not mix them."""
        return re.sub(r"[\w\s–-]", "", self.printed)

    @property
    def reaches(self) -> tuple[str, ...]:
        """Every number that a combined heading stands for: "7-9." is 7, 8 and 9."""
        ends = re.findall(r"\d+", self.printed) if _RANGE.fullmatch(self.printed) else []
        return tuple(map(str, range(int(ends[0]), int(ends[1]) + 1))) if len(ends) == 2 else (self.token,)

    @property
    def counts(self) -> tuple[Count, ...]:
        """Every way of counting that it may belong to."""
        return tuple(count for count, pattern in _COUNTS.items() if pattern.fullmatch(self.token))


_ROMAN = r"x{0,3}(?:ix|iv|v?i{0,3})"
_COUNTS = {
    Count.DIGIT: re.compile(r"\d{1,3}[A-Z]{0,3}"),
    Count.ALPHA: re.compile(r"[a-z]{1,2}"),
    Count.ROMAN: re.compile(rf"(?=.){_ROMAN}"),
    Count.UPPER_ALPHA: re.compile(r"[A-Z]{1,2}"),
    Count.UPPER_ROMAN: re.compile(rf"(?=.){_ROMAN.upper()}"),
}
_FIRST = {
    Count.DIGIT: "1",
    Count.ALPHA: "a",
    Count.ROMAN: "i",
    Count.UPPER_ALPHA: "A",
    Count.UPPER_ROMAN: "I",
}
FIRSTS = frozenset(_FIRST.values())
"""Tokens that a row can begin with."""
_PRINTED = re.compile(
    rf"""
    \( \s? (?P<inside> \d{{1,3}}[A-Z]{{0,3}} | [a-z]{{1,2}} | (?=[ivx]){_ROMAN} | [A-Z]{{1,2}} | (?=[IVX]){_ROMAN.upper()} ) \s? \) \s*
  | (?P<dotted> \d{{1,3}}[A-Z]{{0,3}} )
    (?: \s? (?: [-–] | to | and ) \s? \d{{1,3}} (?= \. \s* \[? (?i:repealed|deleted|revoked|spent) ) )?
    \. (?= \s | \( | [—–] | $ ) \s*
  | (?P<lettered> [a-z] | (?=[ivx]){_ROMAN} ) \. (?= \s+\S | [A-Z] ) \s*
    """,
    re.VERBOSE,
)
_RANGE = re.compile(r"\d{1,3}\s?(?:[-–]|to|and)\s?\d{1,3}\.")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
REACH = 3
"""How many letters or numerals may be missing in a row before it is no longer that row; ten for figures."""


def enumerators(text: str) -> tuple[Enumerator, ...]:
    """Read the enumerators at the start of a clause: "24. (1) A right" -> "24.", "(1)"; after the first, only firsts."""
    found: list[Enumerator] = []
    at = 0
    while match := _PRINTED.match(text, at):
        token = match["inside"] or match["dotted"] or match["lettered"]
        one = Enumerator(match[0].strip(), token, match.end())
        if found and (one.wrap == found[-1].wrap == "." or token not in FIRSTS):
            break
        found.append(one)
        at = match.end()
    return tuple(found)


def first_of(one: Enumerator) -> Count | None:
    """The count that this enumerator can open; None where it opens none."""
    return next((count for count in one.counts if _FIRST[count] == one.token), None)


def follows(before: str, after: str, count: Count) -> Step | None:
    """How `after` follows `before` in one row; None where it does not: "e", "ea" -> INSERTED, "e", "f" -> NEXT."""
    if count is Count.DIGIT:
        return _digits(before, after)
    if count in (Count.ROMAN, Count.UPPER_ROMAN):
        return _by_distance(_value(after.lower()) - _value(before.lower()), REACH)
    return _letters(before.lower(), after.lower())


def goes_on(before: str, after: str) -> bool:
    """Whether `after` can come next in some row after `before`: 4 after 3, (f) or (ea) after (e), (iv) after (iii)."""
    one, other = (token.upper() if token[:1].isdigit() else token.lower() for token in (before, after))
    rows = [count for count, pattern in _COUNTS.items() if pattern.fullmatch(one) and pattern.fullmatch(other)]
    return any(follows(one, other, count) in (Step.NEXT, Step.INSERTED) for count in rows)


def _by_distance(distance: int, reach: int) -> Step | None:
    if distance == 1:
        return Step.NEXT
    return Step.GAP if 1 < distance <= reach else None


def _digits(before: str, after: str) -> Step | None:
    number, suffix = _parted(before)
    other, letters = _parted(after)
    if other == number:
        return Step.INSERTED if (len(letters), letters) > (len(suffix), suffix) else None
    return _by_distance(other - number, 10)


def _letters(before: str, after: str) -> Step | None:
    if len(after) == 1:
        return _by_distance(ord(after) - ord(before[0]), REACH)
    if before == "z" and after == "aa":
        return Step.NEXT
    if after[0] == before[0] and after > before:
        return Step.INSERTED
    doubled = before == before[0] * 2 and after == after[0] * 2
    return _by_distance(ord(after[0]) - ord(before[0]), REACH) if doubled else None


def _parted(token: str) -> tuple[int, str]:
    digits = re.match(r"\d*", token)
    number = digits[0] if digits else ""
    return int(number or 0), token[len(number) :]


def _value(roman: str) -> int:
    values = [_ROMAN_VALUES.get(letter, 0) for letter in roman]
    ahead = [*values[1:], 0]
    return sum(-one if one < then else one for one, then in zip(values, ahead, strict=True))
