"""The rule engine: signs to elements to indications, in three states, each step with its reason.

The rules are data. Found beats unclear beats not found; "all of" takes the weakest, "one of" the strongest, and what
"unless" names must not be found. A thing that the story expressly denies can be asked for as `not:thing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from answer.facts.read import ADULT, CHILD, Evidence, Story
from answer.facts.scope import Told
from answer.facts.signs import Decision, Derivation, Lore
from ingest.concepts import Concept, Element

Answers = Mapping[str, bool | None]
"""What was answered in the interview, by what was asked: yes, no, not known."""


class State(IntEnum):
    """Whether a thing is shown. Ordered, so that min and max are "all of" and "one of"."""

    NOT_FOUND = 0
    UNCLEAR = 1
    FOUND = 2

    @property
    def label(self) -> str:
        """The state as the command line prints it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Step:
    """One conclusion: what, in which state, by which reason, from what."""

    about: str
    state: State
    why: str
    why_sw: str
    because: tuple[str, ...]


@dataclass(slots=True)
class Ground:
    """What is known of one case. Built by `conclude`, read by everyone else."""

    states: dict[str, State] = field(default_factory=dict)
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    against: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def state(self, about: str) -> State:
        """Give the state of a thing, of `not:thing`, or of "one|other"."""
        if "|" in about:
            return max([self.state(one) for one in about.split("|")])
        if about.startswith("not:"):
            return State.FOUND if self.against.get(about[4:]) and self.state(about[4:]) is not State.FOUND else State.NOT_FOUND
        return self.states.get(about, State.NOT_FOUND)

    def all_of(self, needed: Iterable[str], unless: Iterable[str] = ()) -> State:
        """Give the weakest state of what is needed; not found where something of `unless` is found."""
        if any(self.state(one) is State.FOUND for one in unless):
            return State.NOT_FOUND
        return min((self.state(one) for one in needed), default=State.FOUND)

    def met(self, needed: Iterable[str]) -> tuple[str, ...]:
        """Give the single things that meet what is needed."""
        return tuple(one for group in needed for one in group.split("|") if self.state(one) is not State.NOT_FOUND)


def ground_of(story: Story, lore: Lore) -> Ground:
    """Give what the evidence of a story says of signs and elements, before any rule."""
    ground = Ground()
    _signs(ground, story, lore)
    return ground


def conclude(base: Ground, lore: Lore, answers: Answers | None = None) -> Ground:
    """Apply every rule to the ground of a story, and to answers, which overrule it. `base` stays as it is."""
    ground = Ground(dict(base.states), dict(base.evidence), dict(base.against), [])
    given = {about: value for about, value in (answers or {}).items() if value is not None}
    _answered(ground, given)
    for rule in lore.rules.derive:
        _derive(ground, rule, given)
    return ground


def with_concepts(ground: Ground, concepts: Mapping[str, Concept]) -> Ground:
    """Add the state of every concept of the law and of its elements: `concept:smuggling`, `smuggling.border`."""
    for concept in concepts.values():
        states = [element_state(ground, element) for element in concept.element]
        ground.states.update({f"{concept.slug}.{e.id}": state for e, state in zip(concept.element, states, strict=True)})
        ground.states[f"concept:{concept.slug}"] = min(states, default=State.NOT_FOUND)
    return ground


def element_state(ground: Ground, element: Element) -> State:
    """Give the state of an element of a concept: any fact of `one_of`, every fact of `all_of`, `unless`, `forbids`."""
    if element.unless and ground.state(element.unless) is State.FOUND:
        return State.FOUND
    if any(ground.state(one) is State.FOUND for one in element.forbids):
        return State.NOT_FOUND
    some = max((ground.state(one) for one in element.one_of), default=State.FOUND)
    return min([some, *(ground.state(one) for one in element.all_of)])


def _signs(ground: Ground, story: Story, lore: Lore) -> None:
    proves = {sign.id: (sign.id, *sign.proves) for sign in lore.signs}
    speaks: dict[str, list[Evidence]] = {}
    denies: dict[str, list[Evidence]] = {}
    for one in story.evidence:
        for about in proves.get(one.sign, (one.sign,)):
            (denies if one.told is Told.DENIED else speaks).setdefault(about, []).append(one)
    for about, found in speaks.items():
        ground.states[about] = State.FOUND if any(e.told in (Told.FACT, Told.ALLEGED) for e in found) else State.UNCLEAR
        ground.evidence[about] = tuple(found)
    ground.against.update({about: tuple(found) for about, found in denies.items()})
    _weigh_ages(ground)


def _weigh_ages(ground: Ground) -> None:
    """Let a stated age overrule words such as "girl"; where no age stands, a child spoken of more than once counts."""
    aged = any(e.by == "age" for e in ground.evidence.get(CHILD, ()))
    grown = ground.state(ADULT) is State.FOUND
    spoken = ground.evidence.get("child_mentioned", ())
    if not aged and not grown and len(spoken) > 1 and ground.state(CHILD) is not State.FOUND:
        ground.states[CHILD] = State.FOUND if len(spoken) > 2 else State.UNCLEAR
        ground.evidence[CHILD] = spoken
    if not aged and grown and ground.state("child_told") is not State.FOUND:
        ground.states[CHILD] = State.NOT_FOUND
        ground.against[CHILD] = (*ground.against.get(CHILD, ()), *ground.evidence.get(ADULT, ()))


def _answered(ground: Ground, given: Mapping[str, bool]) -> None:
    for about, yes in given.items():
        ground.states[about] = State.FOUND if yes else State.NOT_FOUND
        if not yes:
            ground.against[about] = ground.against.get(about, ()) or (Evidence(about, 0, 0, "", Told.DENIED, "answer"),)


def _derive(ground: Ground, rule: Derivation, given: Mapping[str, bool]) -> None:
    if rule.id in given:
        return
    state = ground.all_of(rule.all_of, rule.unless)
    if state is State.NOT_FOUND or state < ground.state(rule.id):
        return
    because = ground.met(rule.all_of)
    words = [e for one in because for e in ground.evidence.get(one, ()) or ground.against.get(one.removeprefix("not:"), ())]
    already = ground.evidence.get(rule.id, ())
    ground.states[rule.id] = state
    ground.evidence[rule.id] = tuple(dict.fromkeys([*already, *words]))
    ground.steps.append(Step(rule.id, state, rule.why, rule.why_sw, because))


def decide(ground: Ground, lore: Lore) -> list[Decision]:
    """Give the decisions that hold, in their order; the last one always holds."""
    return [rule for rule in lore.rules.decide if ground.all_of(rule.all_of, rule.unless) is State.FOUND]
