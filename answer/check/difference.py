"""How quoted words differ from the law's, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from answer.check.finding import Change
from answer.check.law import Match, Passage
from answer.check.quoting import Quotation
from answer.check.says import CHANGES
from answer.check.tokens import Token

_MOST = 6


def changes(quotation: Quotation, match: Match, text: str) -> tuple[Change, ...]:
    """Give the differences, in order; none where the words are the same.

    A capital at the beginning of a piece and words in capitals throughout are the writer's own way.
    """
    pairs = zip(quotation.pieces, match.spans, strict=True)
    return tuple(change for piece, span in pairs for change in _piece(piece, match.passage, span, text))


def _piece(piece: Sequence[Token], passage: Passage, span: tuple[int, int], text: str) -> Iterator[Change]:
    ours = [token.word for token in piece]
    theirs = list(passage.words[slice(*span)])
    if all(word == word.upper() for word in ours):
        ours, theirs = ([word.casefold() for word in words] for words in (ours, theirs))
    _same_capital(ours, theirs)
    for tag, i, k, j, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        needed = [n for n in range(span[0] + j, span[0] + m) if not passage.optional[n]]
        law = " ".join(passage.shown[n] for n in needed)
        said = text[piece[i].start : piece[k - 1].end] if k > i else ""
        if said or law:
            yield Change("changed" if said and law else "added" if said else "left out", " ".join(said.split()), law)


def _same_capital(ours: list[str], theirs: list[str]) -> None:
    at = next((n for n, word in enumerate(theirs) if word.casefold() == ours[0].casefold()), None)
    if at is not None:
        ours[0] = theirs[at]


def told(difference: Sequence[Change], lang: str) -> str:
    """Give the differences as words: “must” for “shall”."""
    said = [CHANGES[one.kind][lang].format(ours=one.ours, theirs=one.theirs) for one in difference[:_MOST]]
    return "; ".join(said) + (" …" if len(difference) > _MOST else "")
