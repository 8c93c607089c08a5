"""Questions on offences and their sentences: wrong answers are other real sentences, other real offences."""

from __future__ import annotations

from collections.abc import Iterator

from answer.penalty import later, sentence
from answer.statement import Statement
from ingest.path import ProvisionPath
from ingest.penalties import Penalty
from workshop.question import Maker, Question


def on_penalties(maker: Maker) -> Iterator[Question]:
    """Give every question on the sentences of offences."""
    voice = maker.voice
    penalties = voice.snapshot.data.penalties.penalty
    fixed = [(one, said) for one in penalties if (said := sentence(one, voice.lang)) is not None]
    for one, said in fixed:
        made = (_sentence(maker, one, said, fixed), _offence(maker, one, said, fixed), _later(maker, one, said, fixed))
        yield from (question for question in made if question is not None)
        yield from _true_or_false(maker, one, said, fixed)


Fixed = list[tuple[Penalty, Statement]]


def _named(maker: Maker, one: Penalty) -> str:
    return one.offence_sw if maker.voice.lang == "sw" else one.offence


def _clause(one: Penalty) -> ProvisionPath:
    return ProvisionPath.parse(one.sentenced_by)


def _places(one: Penalty) -> list[ProvisionPath]:
    return [ProvisionPath.parse(path) for path in one.created_by]


def _sentence(maker: Maker, one: Penalty, said: Statement, fixed: Fixed) -> Question | None:
    stem = maker.voice.frame("q_sentence", clause=_clause(one), offence=_named(maker, one))
    wrong = [maker.voice.law(other, cited=False) for _, other in fixed if other.text != said.text]
    return maker.make("sentence", stem, maker.voice.law(said, cited=False), wrong, _clause(one), _places(one))


def _offence(maker: Maker, one: Penalty, said: Statement, fixed: Fixed) -> Question | None:
    """Ask for the offence; no offence with the same sentence stands among the wrong answers."""
    voice = maker.voice
    stem = voice.frame("q_offence", sentence=said.text)
    others = [other for other, its in fixed if its.text != said.text]
    same_law = [other for other in others if _clause(other).instrument == _clause(one).instrument]
    wrong = [voice.name(_named(maker, other), _clause(other)) for other in (same_law if len(same_law) > 3 else others)]
    return maker.make("offence", stem, voice.name(_named(maker, one), _clause(one)), wrong, _clause(one), _places(one))


def _later(maker: Maker, one: Penalty, said: Statement, fixed: Fixed) -> Question | None:
    voice = maker.voice
    right = later(one, voice.lang)
    if right is None:
        return None
    others = [its for other, _ in fixed if (its := later(other, voice.lang)) is not None and its.text != right.text]
    stem = voice.frame("q_repeat", offence=_named(maker, one))
    wrong = [voice.law(other, cited=False) for other in (*others, said)]
    return maker.make("later", stem, voice.law(right, cited=False), wrong, _clause(one), _places(one))


def _true_or_false(maker: Maker, one: Penalty, said: Statement, fixed: Fixed) -> Iterator[Question]:
    """Ask once with the offence's own sentence, once with a different one of the same law."""
    others = [its for other, its in fixed if its.text != said.text and _clause(other).instrument == _clause(one).instrument]
    turn = len(one.id) % len(others) if others else 0
    for stated, right in ((said, True), *((other, False) for other in others[turn : turn + 1])):
        stem = maker.voice.frame("q_tf_sentence", sentence=stated.text, offence=_named(maker, one))
        yield maker.true_or_false("true or false", stem, right, _clause(one))
