"""Quizzes as GIFT, which Moodle imports: one right answer each, the clause as feedback."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workshop.quiz import Asked

_SPECIAL = re.compile(r"([\\~=#{}:])")


def gift(asked: Sequence[Asked], lang: str) -> str:
    """Write questions, a category for each topic."""
    out: list[str] = []
    topic = ""
    for number, one in sorted(enumerate(asked, 1), key=lambda item: item[1].topic.id):
        if one.topic.id != topic:
            topic = one.topic.id
            out.append(f"$CATEGORY: {_safe(one.topic.named(lang)).replace('/', '//')}\n")
        out.append(_question(number, one))
    return "\n".join(out)


def _question(number: int, one: Asked) -> str:
    question = one.question
    why = " ".join(line.whole for line in question.why)
    options = [f"\t{'=' if i == question.key else '~'}{_safe(option.text)}" for i, option in enumerate(question.options)]
    return f"::{number:02} {question.id}::{_safe(question.stem.text)}{{\n" + "\n".join(options) + f"\n\t####{_safe(why)}\n}}\n"


def _safe(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))
