"""What to ask next: the questions whose answers would change the outcome, found by trying each answer in the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from answer.facts.rules import Answers, Ground, State
from answer.facts.signs import Lore, Question

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


@dataclass(frozen=True, slots=True)
class Trial:
    """A case whose answers can be tried: `tried` gives the indication that answers would lead to."""

    lore: Lore
    signals: Mapping[str, tuple[str, str, tuple[str, ...]]]
    lang: str
    ground: Ground
    now: str
    answers: Answers
    tried: Callable[[Answers], str]


def ask_next(trial: Trial) -> tuple[Ask, ...]:
    """Give the questions, best first: those that change the outcome, then those that bring an undecided rule nearest."""
    ranked: list[tuple[tuple[float, ...], Ask]] = []
    missing = _missing(trial)
    for number, question in enumerate(trial.lore.rules.ask):
        if question.about in trial.answers:
            continue
        state = trial.ground.state(question.about)
        yes = trial.now if state is State.FOUND else trial.tried({**trial.answers, question.about: True})
        no = trial.now if state is State.NOT_FOUND else trial.tried({**trial.answers, question.about: False})
        changes = (yes != trial.now) + (no != trial.now)
        near = missing.get(question.about, 0.0)
        if changes or (near and state is not State.FOUND):
            rank = (-changes, state is State.FOUND, -near, number)
            ranked.append((rank, _ask(trial, question, yes, no)))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(ask for _, ask in ranked[:_MOST])


def _missing(trial: Trial) -> dict[str, float]:
    """Weigh what the undecided rules still need: the fewer things a rule lacks, the more each of them is worth."""
    worth: dict[str, float] = {}
    ground = trial.ground
    for rule in trial.lore.rules.decide:
        lacking = [group for group in rule.all_of if ground.state(group) is not State.FOUND]
        if lacking and not any(ground.state(one) is State.FOUND for one in rule.unless):
            for one in (one for group in lacking for one in group.split("|")):
                worth[one] = max(worth.get(one, 0.0), 1 / len(lacking))
    return worth


def _ask(trial: Trial, question: Question, yes: str, no: str) -> Ask:
    swahili = trial.lang == "sw"
    name, name_sw, paths = trial.signals.get(question.about) or _sign(trial, question.about)
    reason = _reason(name_sw if swahili else name, trial.now, yes, no, swahili)
    return Ask(question.about, question.sw if swahili else question.en, reason, yes, no, paths)


def _sign(trial: Trial, about: str) -> tuple[str, str, tuple[str, ...]]:
    """Give the names of a sign, which is no element and so has no clause of its own."""
    sign = next(sign for sign in trial.lore.signs if sign.id == about)
    return sign.name, sign.name_sw, ()


def _reason(name: str, now: str, yes: str, no: str, swahili: bool) -> str:
    if yes != now:
        return f"{name}: jibu la ndiyo lingebadilisha matokeo." if swahili else f"{name}: a yes would change the outcome to {_said(yes)}."
    if no != now:
        return f"{name}: jibu la hapana lingebadilisha matokeo." if swahili else f"{name}: a no would change the outcome to {_said(no)}."
    return f"{name}: bado halijathibitishwa." if swahili else f"{name}: not settled by the facts told."


def _said(indication: str) -> str:
    return indication.replace("_", " ")
