"""The guided interview: the engine's own questions one by one, each answered yes, no or not known.

An interview is a value: it holds the story (which may be empty) and the answers; answering gives the next one. Nothing
of it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from answer.facts.asking import Ask
from answer.facts.outcome import FactsEngine, Outcome
from answer.facts.read import Story
from answer.facts.rules import Answers

MOST = 25
"""How many questions an interview asks at most."""


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview so far. `question` is the next one, None at the end; `outcome` is what the answers make of it now."""

    engine: FactsEngine
    story: Story
    answers: Answers = field(default_factory=dict)

    @classmethod
    def begin(cls, engine: FactsEngine, facts: str = "", lang: str | None = None) -> Interview:
        """Begin with facts told, or with none. Raises BadInput for facts that are no text or too long."""
        story = engine.reader.read(facts, lang) if facts.strip() else Story("", lang or "en", (), 0)
        return cls(engine, story)

    @property
    def outcome(self) -> Outcome:
        """The outcome of the facts and the answers together."""
        return self.engine.outcome(self.story, self.answers)

    @property
    def question(self) -> Ask | None:
        """The best question that is still open; None where none would help or enough were asked."""
        if len(self.answers) >= MOST:
            return None
        return next(iter(self.outcome.asks), None)

    def answer(self, about: str, value: bool | None) -> Interview:
        """Answer a question: True, False, or None for not known."""
        return replace(self, answers={**self.answers, about: value})
