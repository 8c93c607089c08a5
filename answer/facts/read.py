"""A story in, evidence out: which words of it speak for which sign, and how they are meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from answer.facts.age import Ages
from answer.facts.cues import CueBook, WordChoices, compile_cue, spread
from answer.facts.scope import Scoping, Told
from answer.facts.signs import Lore, read_lore
from answer.facts.tokens import matches, phrases, read_tokens
from index.reading import language
from ingest.errors import BadInput
from ingest.terms import Thesaurus

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from answer.facts.likeness import Likeness

CHILD, ADULT = "child", "adult"
_LETTERS = 12
"""Characters that a word of a story may have on average; more is no story, and would only cost time."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the story that speak for a sign. `text` is `story[start:end]`; `by` is cue, term, age or likeness."""

    sign: str
    start: int
    end: int
    text: str
    told: Told = Told.FACT
    by: str = "cue"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a story: `text` is `story[start:end]`; `vector` is what the sentence model makes of it (English; else empty)."""

    start: int
    end: int
    text: str
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A story that was read: its words, its language, and the evidence in reading order.

    `vector` is the mean of its sentences' vectors (English; else empty); `doubt` says why it may be no story; where
    the language is in doubt, no sentences are given.
    """

    text: str
    lang: str
    evidence: tuple[Evidence, ...]
    words: int
    doubt: str = ""
    vector: tuple[float, ...] = ()
    sentences: tuple[Sentence, ...] = ()


class StoryReader:
    """Reads stories with one set of data. Holds no story."""

    def __init__(self, lore: Lore, terms: Thesaurus | None = None, likeness: Likeness | None = None) -> None:
        """Compile the cues; `terms` adds sayings that name elements, `likeness` the sentence model."""
        self.lore = lore
        self._choices = WordChoices(lore.classes)
        self._scoping = Scoping(lore.scope, self._choices)
        self._signs = {sign.id: sign for sign in lore.signs}
        self._book = CueBook(
            [compile_cue(sign.id, one, self._choices) for sign in lore.signs for words in (*sign.en, *sign.sw) for one in spread(words)],
            self._choices,
        )
        self._choices.number("@common_en|@common_sw")
        self._ages = Ages(lore.numbers)
        self._terms = _sayings(terms) if terms else ()
        self._likeness = likeness

    def read(self, text: str, lang: str | None = None) -> Story:
        """Read a story. Raises BadInput where it is no text, or far too long."""
        limits = self.lore.rules.limits
        count = len(text.split())
        if not text.strip():
            raise BadInput("No facts were given.", "Tell what happened in a few sentences, in English or Kiswahili.")
        if count > limits.most_words:
            raise BadInput(
                f"The facts have {count:,} words; {limits.most_words:,} are read at most.", "Tell the facts of one case, in short."
            )
        if len(text) > _LETTERS * limits.most_words:
            raise BadInput(f"The facts have {len(text):,} characters, too many for words.", "Tell the facts of one case, in short.")
        code = lang or language(text)
        doc = read_tokens(text, code)
        found = [*self._cues(doc, text), *self._said(doc, text), *self._aged(text)]
        doubt = self._doubt(doc, count)
        if doubt == "language":
            return Story(text, code, _tidy(found), count, doubt)
        spans = [sentence for sentence in doc.sents if len(sentence) > _FEWEST_TOKENS][:_MOST_SENTENCES]
        vector: tuple[float, ...] = ()
        vectors: list[tuple[float, ...]] = [()] * len(spans)
        if self._likeness is not None and code == "en" and spans:
            rows = self._likeness.encode(spans)
            likes = self._likeness.compare(spans, rows, self._scoping, _well_read(spans, found))
            found.extend(Evidence(k.sign, k.start, k.end, text[k.start : k.end], k.told, "likeness", k.score) for k in likes)
            vector, vectors = tuple(rows.mean(axis=0).tolist()), [tuple(row.tolist()) for row in rows]
        ends = [(span.start_char, span.end_char) for span in spans]
        sentences = tuple(Sentence(a, b, text[a:b], vector) for (a, b), vector in zip(ends, vectors, strict=True))
        return Story(text, code, _tidy(found), count, doubt, vector, sentences)

    def _doubt(self, doc: Doc, count: int) -> str:
        """Say why a text may be no story that can be read: too short, or in another language."""
        limits = self.lore.rules.limits
        if count < limits.fewest_words:
            return "short"
        words = [token.lower_ for token in doc if token.is_alpha]
        common = self._choices.number("@common_en|@common_sw")
        known = sum(common in self._choices.met(word) for word in words)
        return "" if words and known / len(words) >= limits.known_share else "language"

    def _cues(self, doc: Doc, text: str) -> Iterator[Evidence]:
        for sentence in doc.sents:
            words = {token.lower_ for token in sentence}
            for cue in self._book.candidates(words):
                for start, end in matches(cue, sentence):
                    free = self._signs[cue.sign].scope == "free"
                    told = Told.FACT if free else self._scoping.told(doc, sentence, start, end)
                    span = doc[start:end]
                    yield Evidence(cue.sign, span.start_char, span.end_char, text[span.start_char : span.end_char], told)

    def _said(self, doc: Doc, text: str) -> Iterator[Evidence]:
        """Find the thesaurus' sayings by spaCy's phrase matcher."""
        for number, start, end in phrases(doc, tuple(said for said, _ in self._terms)):
            span = doc[start:end]
            told = self._scoping.told(doc, span.sent, start, end)
            for element in self._terms[number][1]:
                yield Evidence(element, span.start_char, span.end_char, text[span.start_char : span.end_char], told, "term")

    def _aged(self, text: str) -> Iterator[Evidence]:
        for age in self._ages.find(text):
            yield Evidence(CHILD if age.child else ADULT, age.start, age.end, text[age.start : age.end], Told.FACT, "age")


_ENOUGH = 2
"""How many signs the cues must find in a sentence for the sentence model to leave it alone."""


_FEWEST_TOKENS = 3
"""A sentence with no more tokens than this is not weighed."""
_MOST_SENTENCES = 40
"""How many sentences of a story are weighed."""


def _well_read(spans: list[Span], found: list[Evidence]) -> set[int]:
    """Give the first tokens of the sentences in which the cues found enough."""
    return {s.start for s in spans if len({e.sign for e in found if e.start >= s.start_char and e.end <= s.end_char}) >= _ENOUGH}


def _sayings(terms: Thesaurus) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Sayings of two words or more that name elements; one word alone says too little."""
    named = [(said.lower(), tuple(e for e in entry.elements if e not in (CHILD, "consent"))) for entry in terms.entry for said in entry.say]
    return tuple((said, elements) for said, elements in named if elements and " " in said)


def _tidy(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Order by place; of overlapping words for one sign and one meaning keep the longest."""
    kept: list[Evidence] = []
    for one in sorted(found, key=lambda e: (e.sign, e.told, -(e.end - e.start), e.start)):
        if not any(k.sign == one.sign and k.told == one.told and k.start < one.end and one.start < k.end for k in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda e: (e.start, e.end, e.sign)))


@lru_cache(maxsize=1)
def _plain_reader() -> StoryReader:
    return StoryReader(read_lore())


def read_facts(text: str, lang: str | None = None, reader: StoryReader | None = None) -> tuple[Evidence, ...]:
    """Give the evidence in a story, with exact places in `text`. Raises BadInput."""
    return (reader or _plain_reader()).read(text, lang).evidence
