"""Words of a text with their places, so that typography makes no difference and every other letter does.

Quotation marks, dashes, hyphens, line breaks, kinds of spaces, ligatures and commas in figures are typography.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_HYPHEN = "-\u2010\u2011\u00ad\ufffe\x02"
_TOKEN = re.compile(
    rf"""
    \(\s*(?:\d{{1,3}}[a-z]{{0,2}}|[a-z]{{1,2}}|[ivx]{{1,5}})\s*\)                      # an enumerator: (1) (ea) (iv)
    | \d{{1,3}}(?:,\d{{3}})+(?!\d) | \d+                                               # 30,000,000
    | [^\W\d_]+ (?: (?:['’ʼ] | [{_HYPHEN}](?:[ \t]*\n[ \t>]*)?) [^\W\d_]+ )* [^\W_]*   # child's  co-operate
    | [.,;:!?()%]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DROPPED = str.maketrans("", "", f"{_HYPHEN}\n\t >,'’ʼ")


class Token(NamedTuple):
    """A word or a mark of punctuation: as compared, case kept, and where it stands."""

    word: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word without regard to capitals."""
        return self.word.casefold()

    @property
    def is_word(self) -> bool:
        """Whether it is more than punctuation."""
        return self.word[0].isalnum() or len(self.word) > 1


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Give the tokens of `text[start:end]`, their places counted in `text`."""
    return [
        Token(_normal(match.group()), match.start(), match.end())
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]


def _normal(word: str) -> str:
    if word in ",":
        return word
    return unicodedata.normalize("NFKC", word).translate(_DROPPED) or word


def trimmed(found: list[Token]) -> list[Token]:
    """Leave out punctuation at both ends, where the writer's own may stand."""
    ends = [n for n, token in enumerate(found) if token.is_word]
    return found[ends[0] : ends[-1] + 1] if ends else []
