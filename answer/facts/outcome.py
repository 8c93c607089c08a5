"""The outcome of a story: what is indicated, the element table, what weighs more, what else to consider, what to ask."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from answer.facts.asking import Ask, Trial, ask_next
from answer.facts.read import CHILD, Evidence, Story, StoryReader
from answer.facts.rules import Answers, Ground, State, Step, conclude, decide, ground_of, with_concepts
from answer.facts.scope import Told
from answer.facts.signs import Decision, Lore, Note
from answer.facts.telling import Telling, read_telling
from answer.facts.weigh import Start, Weigher, Weights, read_weights
from ingest.corpus import Data

_TABLE = ("act:", "means:", "purpose:", "smuggling:")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the element table."""

    element: str
    name: str
    state: State
    evidence: tuple[Evidence, ...]
    against: tuple[Evidence, ...]
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the facts indicate, and why. Never a finding of guilt."""

    story: Story
    indication: str
    confidence: float
    why: str
    further: tuple[str, ...]
    rows: tuple[Row, ...]
    steps: tuple[Step, ...]
    heavier: tuple[str, ...]
    related: tuple[str, ...]
    indicators: tuple[tuple[str, tuple[Evidence, ...]], ...]
    notes: tuple[Note, ...]
    asks: tuple[Ask, ...]
    snapshot: str = ""

    def record(self) -> dict[str, Any]:
        """Give the outcome as the command line's JSON."""
        lang = self.story.lang
        return {
            "indication": self.indication,
            "confidence": round(self.confidence, 2),
            "lang": lang,
            "why": self.why,
            "further_indications": list(self.further),
            "elements": [_row(row) for row in self.rows],
            "ask_next": [ask.record() for ask in self.asks],
            "steps": [
                {"about": s.about, "state": s.state.label, "why": s.why_sw if lang == "sw" else s.why, "because": list(s.because)}
                for s in self.steps
            ],
            "aggravating": list(self.heavier),
            "related_offences": list(self.related),
            "indicators": [{"path": path, "evidence": _spans(found)} for path, found in self.indicators],
            "notes": [{"text": n.sw if lang == "sw" else n.en, "provisions": list(n.paths)} for n in self.notes],
            "snapshot": self.snapshot,
        }


def _row(row: Row) -> dict[str, Any]:
    return {
        "element": row.element,
        "name": row.name,
        "state": row.state.label,
        "evidence": _spans(row.evidence),
        "against": _spans(row.against),
        "provisions": list(row.provisions),
    }


def _spans(found: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [{"start": e.start, "end": e.end, "text": e.text, "told": str(e.told)} for e in found if e.end > e.start]


@dataclass(frozen=True, slots=True)
class Indicated:
    """What is indicated, the first rule that holds, all that hold, and how sure it is; `weighed` where the rule was weak."""

    indication: str
    rule: Decision
    held: list[Decision]
    sure: float
    weighed: bool = False


class FactsEngine:
    """Lays stories against the elements of the law."""

    def __init__(self, reader: StoryReader, data: Data, snapshot: str = "", fitted: tuple[Weights, Telling] | None = None) -> None:
        """Hold the reader's data and the corpus' concepts."""
        self.reader = reader
        self.lore: Lore = reader.lore
        self.data = data
        self.snapshot = snapshot
        self.signals = _signals(data)
        weights, telling = fitted or (read_weights(), read_telling())
        self.weigher = Weigher(weights, telling) if weights and telling else None
        self._kin = kin_of(self.lore)

    def lay(self, text: str, lang: str | None = None) -> Outcome:
        """Read a story and give its outcome. Raises BadInput."""
        return self.outcome(self.reader.read(text, lang))

    def ground(self, story: Story, answers: Answers | None = None) -> Ground:
        """Apply the rules and the weights to a story that was read, and to answers."""
        concluded = conclude(ground_of(story, self.lore), self.lore, answers)
        return self._weighed(concluded, story, answers, self._start(story))

    def _start(self, story: Story) -> Start | None:
        return self.weigher.start(story) if self.weigher else None

    def _weighed(self, ground: Ground, story: Story, answers: Answers | None, start: Start | None) -> Ground:
        """Let the weights and the concepts add to what the rules concluded."""
        if self.weigher is not None and start is not None and not story.doubt:
            weigh_elements(ground, self.weigher, start, answers or {}, self._kin)
        return with_concepts(ground, self.data.concepts)

    def indicate(self, story: Story, ground: Ground, start: Start | None) -> Indicated:
        """Give what is indicated: by the first rule that holds, or by all signs together where only a weak one does.

        `start` is what the story's sentences weigh (`Weigher.start`).
        """
        held = decide(ground, self.lore)
        first, limits = held[0], self.lore.rules.limits
        if story.doubt:
            return Indicated(held[-1].indication, held[-1], held[-1:], 0.5)
        if self.weigher is None or start is None or _told(story) < limits.fewest_signs:
            return Indicated(first.indication, first, held, min(first.sure, 0.45))
        likely = self.weigher.weigh(ground, start)
        best = self.weigher.best(likely, limits.harm)
        borne = likely[first.indication] + sum(likely[one] for one in first.borne_by)
        veto = min(rule.against.get(best, first.veto) for rule in held if rule.indication == first.indication)
        if (not first.weak and borne >= veto) or best == first.indication:
            return Indicated(first.indication, first, held, self._surely((first.sure + borne) / 2))
        if likely[best] >= limits.least:
            return Indicated(best, first, held, self._surely(likely[best]), weighed=True)
        return Indicated(held[-1].indication, held[-1], held, self._surely(0.4))

    def _surely(self, score: float) -> float:
        """Turn a score into a confidence: how often such an outcome was acceptable on cases with verdicts."""
        limits, kept = self.lore.rules.limits, min(max(score, 0.02), 0.98)
        return 1 / (1 + math.exp(-(limits.slope * math.log(kept / (1 - kept)) + limits.shift)))

    def outcome(self, story: Story, answers: Answers | None = None) -> Outcome:
        """Give the outcome of a story that was read, and of answers in an interview."""
        base = ground_of(story, self.lore)
        start = self._start(story)
        concluded = conclude(base, self.lore, answers)
        found = self.indicate(story, concluded, start)
        ground = self._weighed(concluded, story, answers, start)

        def tried(given: Answers) -> str:
            return self.indicate(story, conclude(base, self.lore, given), start).indication

        ground.states[f"indicated:{found.indication}"] = State.FOUND
        asks = ask_next(Trial(self.lore, self.signals, story.lang, ground, found.indication, answers or {}, tried))
        return Outcome(
            story=story,
            indication=found.indication,
            confidence=found.sure,
            why=_why(found, story.lang),
            further=tuple(dict.fromkeys(r.indication for r in found.held if r.also and r.indication != found.indication)),
            rows=tuple(self._rows(ground, story.lang)),
            steps=tuple(ground.steps),
            heavier=tuple(h.aggravation for h in self.lore.rules.heavier if ground.all_of(h.all_of) is State.FOUND),
            related=tuple(dict.fromkeys(r.penalty for r in self.lore.rules.related if ground.all_of(r.all_of, r.unless) is State.FOUND)),
            indicators=tuple(self._indicators(ground)),
            notes=tuple(n for n in self.lore.rules.note if ground.all_of(n.all_of, n.unless) is State.FOUND),
            asks=asks,
            snapshot=self.snapshot,
        )

    def _rows(self, ground: Ground, lang: str) -> Iterator[Row]:
        for about, (name, name_sw, paths) in self.signals.items():
            if about in (CHILD, "consent") or about.startswith(_TABLE):
                yield Row(
                    about,
                    name_sw if lang == "sw" else name,
                    ground.state(about),
                    tuple(self.words(about, ground)) if ground.state(about) else (),
                    tuple(e for e in ground.against.get(about, ()) if e.end > e.start),
                    paths,
                )

    def words(self, about: str, ground: Ground) -> list[Evidence]:
        """Give the words that speak for an element: those of signs that prove it, else of signs of its kind, else all."""
        found = [e for e in ground.evidence.get(about, ()) if e.end > e.start]
        for kind in (about, about.partition(":")[0]):
            if own := [e for e in found if e.sign in self._kin.get(kind, ())]:
                return own
        return found

    def _indicators(self, ground: Ground) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
        seen: dict[str, list[Evidence]] = {}
        for sign in self.lore.signs:
            if ground.state(sign.id) is State.FOUND:
                for path in sign.ilo:
                    seen.setdefault(path, []).extend(e for e in ground.evidence.get(sign.id, ()) if e.told is not Told.DENIED)
        for path in sorted(seen, key=lambda p: int(p.rsplit("/", 1)[1])):
            yield path, tuple(dict.fromkeys(seen[path]))


def _told(story: Story) -> int:
    """Count the signs that a story tells, ages and denials left out."""
    return len({e.sign for e in story.evidence if e.by != "age" and e.told is not Told.DENIED})


def _signals(data: Data) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Names and provisions of every element, trafficking's first."""
    order = sorted(
        data.concepts.values(), key=lambda c: (c.slug not in ("trafficking", "child-trafficking", "smuggling"), c.slug != "trafficking")
    )
    out: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for concept in order:
        for signal in concept.signal:
            out.setdefault(signal.id, (signal.name, signal.name_sw, signal.paths))
    return out


def _why(found: Indicated, lang: str) -> str:
    """Give the reason: the rule's, or that all signs were weighed together."""
    if found.weighed:
        return (
            "Hakuna kanuni moja inayoamua; dalili zote zimepimwa pamoja."
            if lang == "sw"
            else "No one rule decides; all signs were weighed together."
        )
    return found.rule.why_sw if lang == "sw" else found.rule.why


_MOST_REASONS = 3
Kin = Mapping[str, frozenset[str]]
"""The signs whose words may be shown for an act, for a means, for a purpose."""


def kin_of(lore: Lore) -> Kin:
    """Give the signs by what their words may be shown for: an element by signs that prove it, an act or a means by signs
    that prove one, a purpose by all, since it is inferred from everything that was done.
    """
    kinds: dict[str, set[str]] = {"purpose": {sign.id for sign in lore.signs}}
    for sign in lore.signs:
        for about in sign.proves:
            for kind in (about, about.partition(":")[0]):
                kinds.setdefault(kind, set()).add(sign.id)
    return {kind: frozenset(signs) for kind, signs in kinds.items()}


def weigh_elements(ground: Ground, weigher: Weigher, start: Start, answers: Answers, kin: Kin) -> None:
    """Let the weights say which of the elements they weigh are told; what was answered stands.

    An element is found only where words of the story speak for it: those of its own rules, else the sentence that tells
    most of it, else those of the weightiest sign of its kind (`kin`). A finding of the rules that the weights do not bear out becomes unclear, with its words.
    """
    for about, shown in list(weigher.elements(ground, start)):
        state = ground.state(about)
        if answers.get(about) is not None or shown == (state is State.FOUND):
            continue
        alike = kin.get(about.split(":")[0], frozenset())
        because = [one for one in weigher.because(about, ground) if one in alike and ground.evidence.get(one)][:_MOST_REASONS]
        said = (start.speaks[about],) if about in start.speaks else tuple(e for one in because[:1] for e in ground.evidence[one])
        words = ground.evidence.get(about) or said
        if shown and words:
            ground.states[about], ground.evidence[about] = State.FOUND, words
            ground.steps.append(Step(about, State.FOUND, *_WEIGHED, tuple(because)))
        elif not shown:
            ground.states[about] = State.UNCLEAR
            ground.steps.append(Step(about, State.UNCLEAR, *_NOT_BORNE_OUT, tuple(because)))


_WEIGHED = ("The signs told, weighed together, point to it.", "Dalili zilizosimuliwa, zikipimwa pamoja, zinaelekeza hapo.")
_NOT_BORNE_OUT = (
    "Some words speak for it; all signs weighed together do not bear it out.",
    "Baadhi ya maneno yanaliunga mkono; dalili zote zikipimwa pamoja hazilithibitishi.",
)


def named(signals: Mapping[str, tuple[str, str, tuple[str, ...]]], about: str, lang: str) -> str:
    """Give the name of an element in a language; its id where it has none."""
    name = signals.get(about)
    if name is None:
        return about
    return name[1] if lang == "sw" else name[0]
