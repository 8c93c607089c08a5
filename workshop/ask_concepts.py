"""Questions on concepts: act, means or purpose; which rule rests on which clause; what is true of which concept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.concepts import Point
from ingest.path import ProvisionPath
from workshop.plan import lore
from workshop.question import Maker, Question, alike, related

_DEFINED = "trafficking"
_GROUPS = ("act", "means", "purpose")
_LEANS = re.compile(r"(?:Yes|No,|It |Its |So |They |Both |Also|The same|The officer|An officer who|Some offences|A later)")
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
    """Ask which is an act, a means, a purpose; a purpose that the definition does not name by itself is left out."""
    voice = maker.voice
    concept = voice.snapshot.data.concepts[_DEFINED]
    groups: dict[str, list[tuple[str, ProvisionPath]]] = {group: [] for group in _GROUPS}
    for signal in concept.signal:
        group, path = signal.id.split(":")[0], ProvisionPath.parse(signal.paths[0])
        named_by_itself = group != "purpose" or (len(path.steps) > 2 and path.steps[-1] != "b")
        if group in groups and named_by_itself:
            groups[group].append((signal.name_sw if voice.lang == "sw" else signal.name, path))
    for group, members in groups.items():
        clause = members[0][1].parent if group == "purpose" else ProvisionPath.parse("ctip-act-2010/3/1")
        wrong = [voice.name(name, path) for other in _GROUPS if other != group for name, path in groups[other]]
        for name, path in members:
            if clause is not None:
                stem = voice.frame(f"q_element_{group}", clause=clause)
                question = maker.make("element", stem, voice.name(name, path), wrong, path)
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
    for point in {p.en: p for p in points}.values():
        if _LEANS.match(point.en) or _NAMES_CLAUSE.search(point.en):
            continue
        same = [path for other in points if alike(other.en, point.en) for path in other.paths]
        rules.append(Rule(point, _parsed(point.paths), _parsed(same)))
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


def _said(maker: Maker, point: Point):  # type: ignore[no-untyped-def]
    return maker.voice.law(maker.voice.point(point).statement, cited=False)  # type: ignore[arg-type]


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
