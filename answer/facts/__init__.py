"""From facts to elements: a story in, what it indicates out, each step with the words and the clauses it rests on."""

from answer.facts.interview import Interview
from answer.facts.mask import mask
from answer.facts.open import open_engine
from answer.facts.outcome import FactsEngine, Outcome
from answer.facts.read import Evidence, StoryReader, read_facts

__all__ = ["Evidence", "FactsEngine", "Interview", "Outcome", "StoryReader", "mask", "open_engine", "read_facts"]
