"""Questions on concepts: act, means or purpose; which rule rests on which clause; what is true of which concept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answer.comparison import point
from ingest.concepts import Point
from ingest.path import ProvisionPath
from workshop.definition import named
from workshop.paper import Line
from workshop.plan import lore
from workshop.question import Maker, Question, alike, related

_LISTS = {"act": "ctip-act-2010/3/1", "means": "ctip-act-2010/3/1", "purpose": "ctip-act-2010/2/exploitation"}
_LEANS = re.compile(
    r"(?:Yes|No,|It |Its |So |They |Both |Also|The same|The officer|An officer who|Some offences|A later"
    r"|Last, |Next: |Then: |Using a child in such|The practice that)"
)
"""How a sentence begins that cannot be understood without the one before it."""
_NAMES_CLAUSE = re.compile(r"[Ss]ections? \d|[Aa]rticles? \d")
_NAMES_LAW = re.compile(r"\b(?:Act|Acts|Act's|Protocol|Protocols|Convention|Conventions|Code|Constitution|ILO)\b")
_LEFT_OUT = ("penalty",)


def on_concepts(maker: Maker) -> Iterator[Question]:
    """Give every question on concepts."""
    yield from _elements(maker)
    rules = _rules(maker)
    for rule in rules:
        made = (_rests(maker, rule, rules), _rule(maker, rule, rules))
        yield from (question for question in made if question is not None)
    yield from _claims(maker)


def _elements(maker: Maker) -> Iterator[Question]:
    """Ask which is an act, a means, a purpose; wrong answers stand at the other corners of the definition."""
    voice = maker.voice
    corners = {
        corner: [voice.name(one.name_sw if voice.lang == "sw" else one.name, ProvisionPath.parse(one.paths[0])) for one in signals]
        for corner, signals in named(voice.snapshot).items()
    }
    for corner, members in corners.items():
        wrong = [line for other, lines in corners.items() if other != corner for line in lines]
        for right in members:
            stem = voice.frame(f"q_element_{corner}", clause=ProvisionPath.parse(_LISTS[corner]))
            question = maker.make("element", stem, right, wrong, right.paths[0])
            if question is not None:
                yield question


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the corpus' data states it. `barred` are all clauses on which a rule in like words rests."""

    point: Point
    paths: tuple[ProvisionPath, ...]
    barred: tuple[ProvisionPath, ...]


def _rules(maker: Maker) -> list[Rule]:
    data = maker.voice.snapshot.data
    points = [p for c in data.concepts.values() for row, points in c.fields.items() if row not in _LEFT_OUT for p in points]
    points += [Point(en=c.en, sw=c.sw, paths=c.paths) for c in data.penalties.consequence]
    rules = []
    for said in {p.en: p for p in points}.values():
        if not (_LEANS.match(said.en) or _NAMES_CLAUSE.search(said.en)):
            same = [path for other in points if alike(other.en, said.en) for path in other.paths]
            rules.append(Rule(said, _parsed(said.paths), _parsed(same)))
    return rules


def _parsed(paths: tuple[str, ...] | list[str]) -> tuple[ProvisionPath, ...]:
    return tuple(ProvisionPath.parse(path) for path in dict.fromkeys(paths))


def _clear(path: ProvisionPath, barred: tuple[ProvisionPath, ...]) -> bool:
    return not any(related(path, other) for other in barred)


def _rests(maker: Maker, rule: Rule, rules: list[Rule]) -> Question | None:
    """Ask for the clause of a rule; wrong answers are clauses of the same law on which other rules rest."""
    voice, right = maker.voice, rule.paths[0]
    others = {path for other in rules for path in other.paths if path.instrument == right.instrument and _clear(path, rule.barred)}
    wrong = [voice.cite(path) for path in sorted(others, key=str)]
    return maker.make("rests on", voice.frame("q_rests", words=rule.point.words(voice.lang)), voice.cite(right), wrong, right, rule.paths)


def _rule(maker: Maker, rule: Rule, rules: list[Rule]) -> Question | None:
    """Ask for the rule of a clause; a rule that names its law would give itself away."""
    voice, clause = maker.voice, rule.paths[0]
    if _NAMES_LAW.search(rule.point.en):
        return None
    unnamed = [o for o in rules if not _NAMES_LAW.search(o.point.en)]
    others = [o for o in unnamed if all(_clear(path, (clause,)) for path in o.barred) and not alike(o.point.en, rule.point.en)]
    same_law = [o for o in others if o.paths[0].instrument == clause.instrument]
    stem = voice.frame("q_rule", clause=clause)
    wrong = [_said(maker, o.point) for o in (same_law if len(same_law) > 3 else others)]
    return maker.make("rule", stem, _said(maker, rule.point), wrong, clause, rule.paths)


def _said(maker: Maker, one: Point) -> Line:
    return maker.voice.law(point(one, maker.voice.lang), cited=False)


def _claims(maker: Maker) -> Iterator[Question]:
    """Ask what is true of a concept; the concept's own row explains the key."""
    voice, concepts = maker.voice, maker.voice.snapshot.data.concepts
    for claim in lore().claim:
        words = claim.sw if voice.lang == "sw" else claim.en
        settled = [(slug, path, True) for slug, path in claim.yes.items()] + [(slug, path, False) for slug, path in claim.no.items()]
        for slug, path, right in settled:
            clause = ProvisionPath.parse(path)
            why = tuple(voice.point(p) for p in concepts[slug].fields[claim.row] if path in p.paths)
            stem = voice.frame("q_claim", concept=concepts[slug].title(voice.lang), claim=words)
            yield maker.true_or_false("claim", stem, right, clause, why)
        if len(claim.yes) == 1:
            slug, path = next(iter(claim.yes.items()))
            wrong = [voice.name(concepts[other].title(voice.lang)) for other in claim.no]
            stem = voice.frame("q_claim_which", claim=words)
            question = maker.make("claim", stem, voice.name(concepts[slug].title(voice.lang)), wrong, ProvisionPath.parse(path))
            if question is not None:
                yield question
