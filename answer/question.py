"""What was asked: the question's language, its kind, the concepts that it names and the provisions that it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from answer.kinds import concepts_in, kind_of
from index.reading import language
from index.search import clean
from index.snapshot import Snapshot
from ingest.citation import Citation, find_citations
from ingest.concepts import Concept

EITHER = re.compile(r"\b(?:or|au|ama)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A cleaned question. `lang` is "en" or "sw"; `citations` and `concepts` stand in the order of the text."""

    text: str
    lang: str
    kind: str
    citations: tuple[Citation, ...]
    concepts: tuple[Concept, ...]


def read_question(text: str, snapshot: Snapshot, lang: str | None = None) -> Question:
    """Read a question. `lang` forces the language of the answer. Raises BadQuestion."""
    words = clean(text)
    concepts = concepts_in(words, snapshot.data.concepts)
    citations = find_citations(words, snapshot.book.instruments.values())
    return Question(words, lang or language(words), kind_of(words, concepts), citations, concepts)
