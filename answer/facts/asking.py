"""What to ask next: the questions whose answers would change the outcome, found by trying each answer in the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from answer.facts.rules import Answers, Ground, State
from answer.facts.signs import Question

if TYPE_CHECKING:
    from answer.facts.outcome import FactsEngine
    from answer.facts.read import Story

_MOST = 6


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with what it is about, what each answer would make of the outcome, and the provisions that ask for it."""

    about: str
    question: str
    reason: str
    if_yes: str
    if_no: str
    provisions: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Give the question as the command line's JSON."""
        return {
            "about": self.about,
            "question": self.question,
            "reason": self.reason,
            "if_yes": self.if_yes,
            "if_no": self.if_no,
            "provisions": list(self.provisions),
        }


def ask_next(engine: FactsEngine, story: Story, ground: Ground, now: str, answers: Answers) -> tuple[Ask, ...]:
    """Give the questions, best first: those that change the outcome, then those that bring an undecided rule nearest."""
    ranked: list[tuple[tuple[float, ...], Ask]] = []
    missing = _missing(engine, ground)
    for number, question in enumerate(engine.lore.rules.ask):
        if question.about in answers:
            continue
        yes = _indication(engine, story, {**answers, question.about: True})
        no = _indication(engine, story, {**answers, question.about: False})
        changes = (yes != now) + (no != now)
        settled = ground.state(question.about) is State.FOUND
        near = missing.get(question.about, 0.0)
        if changes or (near and not settled):
            rank = (-changes, settled, -near, number)
            ranked.append((rank, _ask(engine, story.lang, question, now, yes, no)))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(ask for _, ask in ranked[:_MOST])


def _indication(engine: FactsEngine, story: Story, answers: Answers) -> str:
    return engine.indicate(story, engine.ground(story, answers)).indication


def _missing(engine: FactsEngine, ground: Ground) -> dict[str, float]:
    """Weigh what the undecided rules still need: the fewer things a rule lacks, the more each of them is worth."""
    worth: dict[str, float] = {}
    for rule in engine.lore.rules.decide:
        lacking = [group for group in rule.all_of if ground.state(group) is not State.FOUND]
        if lacking and not any(ground.state(one) is State.FOUND for one in rule.unless):
            for one in (one for group in lacking for one in group.split("|")):
                worth[one] = max(worth.get(one, 0.0), 1 / len(lacking))
    return worth


def _ask(engine: FactsEngine, lang: str, question: Question, now: str, yes: str, no: str) -> Ask:
    swahili = lang == "sw"
    name, name_sw, paths = engine.signals.get(question.about, (question.about, question.about, ()))
    reason = _reason(name_sw if swahili else name, now, yes, no, swahili)
    return Ask(question.about, question.sw if swahili else question.en, reason, yes, no, paths)


def _reason(name: str, now: str, yes: str, no: str, swahili: bool) -> str:
    if yes != now:
        return f"{name}: jibu la ndiyo lingebadilisha matokeo." if swahili else f"{name}: a yes would change the outcome to {_said(yes)}."
    if no != now:
        return f"{name}: jibu la hapana lingebadilisha matokeo." if swahili else f"{name}: a no would change the outcome to {_said(no)}."
    return f"{name}: bado halijathibitishwa." if swahili else f"{name}: not settled by the facts told."


def _said(indication: str) -> str:
    return indication.replace("_", " ")
