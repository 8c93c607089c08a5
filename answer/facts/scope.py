"""How a cue is meant: told as a fact, denied, supposed, hearsay, alleged, or said to be unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from answer.facts.cues import WordChoices
from answer.facts.signs import Scope

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


class Told(StrEnum):
    """How a story tells something."""

    FACT = "told"
    ALLEGED = "alleged"
    SUPPOSED = "supposed"
    HEARSAY = "hearsay"
    UNKNOWN = "unknown"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class _Marks:
    """Numbers of the word choices of each kind."""

    denies: int
    supposes: int
    ends: int
    joins: int


class Scoping:
    """Reads the words before a cue."""

    def __init__(self, scope: Scope, choices: WordChoices) -> None:
        """Compile the words of `scope`."""
        self._choices = choices
        self._reach = scope.reach
        self._marks = _Marks(*(choices.number("|".join(words)) for words in (scope.denies, scope.supposes, scope.ends, scope.joins)))
        self._not_denying = _phrases(scope.not_denying)
        self._over_sentence = tuple(
            (told, _phrases(words))
            for told, words in ((Told.UNKNOWN, scope.ignores), (Told.HEARSAY, scope.hearsay), (Told.ALLEGED, scope.alleges))
        )
        self._denied_verb = re.compile("|".join(scope.denied_verb))

    def told(self, doc: Doc, sentence: Span, start: int, end: int) -> Told:
        """Tell how the tokens from `start` to `end` are meant."""
        words = [token.lower_ for token in doc[sentence.start : end]]
        begin = start - sentence.start
        if any(self._denied_verb.match(word) for word in words[begin:]):
            return Told.DENIED
        before = " ".join(words[:begin])
        for told, pattern in self._over_sentence[:2]:
            if pattern.search(before):
                return told
        near = self._clause_before(words, begin, [t.lower_ for t in doc[end : min(end + 5, sentence.end)]])
        if self._denied(near):
            return Told.DENIED
        if any(self._marks.supposes in self._choices.met(word) for word in near):
            return Told.SUPPOSED
        return Told.ALLEGED if self._over_sentence[2][1].search(before) else Told.FACT

    def _clause_before(self, words: list[str], begin: int, after: list[str]) -> list[str]:
        """Give the words before a cue as far back as its clause goes; a comma ends it unless a list runs on with "or"."""
        listed = any(self._marks.joins in self._choices.met(word) for word in (*words[max(0, begin - 3) :], *after))
        near: list[str] = []
        for word in reversed(words[max(0, begin - self._reach) : begin]):
            if self._marks.ends in self._choices.met(word) or (word == "," and not listed):
                break
            near.append(word)
        return near[::-1]

    def _denied(self, near: list[str]) -> bool:
        text = self._not_denying.sub(" ", " ".join(near))
        return sum(self._marks.denies in self._choices.met(word) for word in text.split()) % 2 == 1


def _phrases(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(word.replace("*", r"\w*") for word in words) + r")(?!\w)")
