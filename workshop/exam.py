"""Quizzes and tests as papers: the questions, and the key with the clause that explains each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workshop.paper import Block, Heading, Para, Table
from workshop.question import letter
from workshop.quiz import Asked
from workshop.say import Voice


def questions(voice: Voice, asked: Sequence[Asked], note: str) -> Iterator[Block]:
    """Give the questions with lettered options."""
    yield Para(voice.frame(note), "note")
    for number, one in enumerate(asked, 1):
        yield Para(one.question.stem, "question", number=f"{number}.")
        for place, option in enumerate(one.question.options):
            yield Para(option, "option", number=f"{letter(place)}.")


def key(voice: Voice, asked: Sequence[Asked]) -> Iterator[Block]:
    """Give the right letters in a table, then each answer with the words of its clause."""
    head = tuple(voice.frame(name) for name in ("head_question", "head_key", "score_topic", "head_clause"))
    rows = tuple(
        (
            (voice.frame("numbered", number=str(number)),),
            (voice.frame("letter", letter=one.question.letter),),
            (voice.name(one.topic.named(voice.lang)),),
            (voice.cite(one.question.clause),),
        )
        for number, one in enumerate(asked, 1)
    )
    yield Table(head, rows, (0.14, 0.12, 0.34, 0.4))
    for number, one in enumerate(asked, 1):
        yield Para(one.question.stem, "question", number=f"{number}.")
        yield Para(one.question.right, "option", number=f"{one.question.letter}.")
        for line in one.question.why:
            if line.text != one.question.right.text:
                yield Para(line, "quote" if line.statement is not None and line.statement.phrase == "quote" else "note")


def test_key(voice: Voice, pre: Sequence[Asked], post: Sequence[Asked]) -> Iterator[Block]:
    """Give both keys, the pre-test's first."""
    for title, asked in (("title_pretest", pre), ("title_posttest", post)):
        yield Heading(voice.frame(title), 1)
        yield from key(voice, asked)
