"""Cues: short patterns of words, written as a lawyer can read them, compiled for spaCy's matcher.

A cue is words with single spaces. `a|b` is either word, `lock*` any word that begins so, `*pigwa` any that ends so,
`@work` any word of the list of that name, `the?` may be missing, `~` stands for up to three words, `~~` for up to eight;
`in|out_of` is one word or two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.errors import BadCorpus

_GAPS = {"~": 3, "~~": 8}


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """A compiled cue. `needs` are the numbers of the word choices that must all occur in a sentence."""

    sign: str
    words: str
    needs: frozenset[int]
    pattern: tuple[dict[str, Any], ...]


class WordChoices:
    """Numbers every choice of words that cues use and tells which of them a word of a text meets."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        """`classes` are the lists that `@name` stands for; a list may name another."""
        self._classes = {name: tuple(words) for name, words in classes.items()}
        self._number: dict[str, int] = {}
        self._regex: dict[str, str] = {}
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._begins: dict[str, set[int]] = defaultdict(set)
        self._ends: dict[str, set[int]] = defaultdict(set)
        self._other: list[tuple[re.Pattern[str], int]] = []
        self._met: dict[str, frozenset[int]] = {}

    def number(self, choice: str) -> int:
        """Give the number of a choice such as `lock*|@shut`, entering it when it is new."""
        if choice not in self._number:
            n = self._number[choice] = len(self._number)
            words = tuple(dict.fromkeys(self._spread(choice)))
            self._regex[choice] = "^(?:" + "|".join(_glob(word) for word in words) + ")$"
            for word in words:
                self._enter(word, n)
        return self._number[choice]

    def regex(self, choice: str) -> str:
        """Give the choice as one regular expression over a lower-case word."""
        self.number(choice)
        return self._regex[choice]

    def _spread(self, choice: str) -> Iterator[str]:
        for word in choice.split("|"):
            if word.startswith("@"):
                if word[1:] not in self._classes:
                    raise BadCorpus(f"A cue names {word}, and corpus/facts/words.toml has no such list.", "Add the list or mend the cue.")
                for other in self._classes[word[1:]]:
                    yield from self._spread(other)
            else:
                yield word.lower()

    def _enter(self, word: str, number: int) -> None:
        stars = word.count("*")
        if stars == 0:
            self._exact[word].add(number)
        elif stars == 1 and word.endswith("*"):
            self._begins[word[:-1]].add(number)
        elif stars == 1 and word.startswith("*"):
            self._ends[word[1:]].add(number)
        else:
            self._other.append((re.compile(_glob(word)), number))

    def met(self, word: str) -> frozenset[int]:
        """Give the numbers of all choices that a lower-case word meets."""
        known = self._met.get(word)
        if known is None:
            found = set(self._exact.get(word, ()))
            for cut in range(1, len(word) + 1):
                found |= self._begins.get(word[:cut], _NONE)
                found |= self._ends.get(word[-cut:], _NONE)
            found.update(number for pattern, number in self._other if pattern.fullmatch(word))
            known = frozenset(found)
            if len(self._met) < 20_000:
                self._met[word] = known
        return known


_NONE: frozenset[int] = frozenset()


def _glob(word: str) -> str:
    return ".*".join(re.escape(part) for part in word.split("*"))


def compile_cue(sign: str, words: str, choices: WordChoices) -> Cue:
    """Compile a cue. Raises BadCorpus where it has no word that must occur."""
    needs: set[int] = set()
    pattern: list[dict[str, Any]] = []
    for part in words.split():
        if part in _GAPS:
            pattern.append({"OP": f"{{0,{_GAPS[part]}}}"})
            continue
        choice = part.removesuffix("?") if len(part) > 1 else part
        entry: dict[str, Any] = {"LOWER": {"REGEX": choices.regex(choice)}}
        if choice == part:
            needs.add(choices.number(choice))
        else:
            entry["OP"] = "?"
        pattern.append(entry)
    if not needs:
        raise BadCorpus(f"The cue {words!r} of {sign} has no word that must occur.", "Write at least one word without ?.")
    return Cue(sign, words, frozenset(needs), tuple(pattern))


def spread(words: str) -> Iterator[str]:
    """Give a cue once for each phrase of several words that it offers as a choice: `in|out_of ~ home` gives two."""
    for place, part in enumerate(parts := words.split()):
        if "_" not in part:
            continue
        before, after = parts[:place], parts[place + 1 :]
        choices = part.split("|")
        single = "|".join(choice for choice in choices if "_" not in choice)
        for one in filter(None, (single, *(choice.replace("_", " ") for choice in choices if "_" in choice))):
            yield from spread(" ".join((*before, one, *after)))
        return
    yield words


class CueBook:
    """All cues, found by the words of a sentence: each stands under that of its word choices that is rarest among cues."""

    def __init__(self, cues: Iterable[Cue], choices: WordChoices) -> None:
        """Index the cues."""
        self.choices = choices
        every = tuple(cues)
        uses: dict[int, int] = defaultdict(int)
        for cue in every:
            for number in cue.needs:
                uses[number] += 1
        self._under: dict[int, list[Cue]] = defaultdict(list)
        for cue in every:
            self._under[min(cue.needs, key=lambda n: (uses[n], n))].append(cue)

    def candidates(self, words: Iterable[str]) -> Iterator[Cue]:
        """Give the cues of which every needed word occurs among `words` (lower case)."""
        met: set[int] = set()
        for word in words:
            met |= self.choices.met(word)
        for number in sorted(met):
            for cue in self._under.get(number, ()):
                if cue.needs <= met:
                    yield cue
