"""The text as spaCy sees it: blank pipelines with a sentence splitter, and matchers made when they are first needed.

spaCy is imported without torch (thinc looks for it and it costs a second); nothing here needs a trained pipeline.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc, Span

    from answer.facts.cues import Cue

_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " ", "\t": " ", "\r": " "})
_SAME_LENGTH |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # halves of characters, which spaCy cannot read

_NO_WORD = re.compile(r"\S{200,}")
_MARK = re.compile(r"[^\w\s]")


@contextmanager
def _without_torch() -> Iterator[None]:
    """Hide torch while spaCy is imported, unless it is loaded already."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]


@lru_cache(maxsize=2)
def pipeline(lang: str) -> Language:
    """Give the blank pipeline of a language: English's tokeniser, or the many-language one for Kiswahili."""
    with _without_torch():
        import spacy

    made = spacy.blank("en" if lang == "en" else "xx")
    made.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "…", ";"]})
    made.max_length = 2_000_000
    return made


def read_tokens(text: str, lang: str) -> Doc:
    """Split a text into tokens and sentences. Offsets are those of the text, whatever its quotation marks.

    Marks within what is too long for a word are blanked: the tokeniser would try each of them anew for every other.
    """
    shown = _NO_WORD.sub(lambda run: _MARK.sub(" ", run.group()), text.translate(_SAME_LENGTH))
    return pipeline("en" if lang == "en" else "xx")(shown)


@lru_cache(maxsize=8192)
def _matcher(cue: Cue, lang: str) -> Matcher:
    from spacy.matcher import Matcher

    made = Matcher(pipeline(lang).vocab, validate=False)
    made.add(cue.sign, [list(cue.pattern)])
    return made


def matches(cue: Cue, sentence: Span) -> list[tuple[int, int]]:
    """Give where a cue stands in a sentence, as token numbers of the document: the shortest match at each place."""
    found = sorted((start, end) for _, start, end in _matcher(cue, sentence.doc.lang_)(sentence) if end > start)
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return [(start + sentence.start, end + sentence.start) for start, end in kept]


@lru_cache(maxsize=4)
def _phrase_matcher(said: tuple[str, ...], lang: str) -> PhraseMatcher:
    from spacy.matcher import PhraseMatcher

    made = PhraseMatcher(pipeline(lang).vocab, attr="LOWER")
    for number, words in enumerate(said):
        made.add(str(number), [pipeline(lang).make_doc(words)])
    return made


def phrases(doc: Doc, said: tuple[str, ...]) -> list[tuple[int, int, int]]:
    """Give where each of the phrases stands: its number, and the tokens from where to where."""
    if not said:
        return []
    names = doc.vocab.strings
    return sorted((int(names[key]), start, end) for key, start, end in _phrase_matcher(said, doc.lang_)(doc))
