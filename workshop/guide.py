"""The facilitator's guide: the programme with timings, and for each session aim, steps, points with clauses, a question."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.paper import Block, Heading, Line, Para, Table
from workshop.passages import points
from workshop.plan import Day, Plan, Session
from workshop.question import letter
from workshop.quiz import Asked
from workshop.say import Voice


def guide(voice: Voice, plan: Plan, asked: tuple[Asked, ...]) -> Iterator[Block]:
    """Give the guide. `asked` are questions to put to the room, by topic."""
    yield Heading(voice.frame("head_before"), 1)
    for number in range(1, 5):
        yield Para(voice.frame(f"before_{number}"), "bullet")
    yield Heading(voice.frame("head_ground"), 2)
    yield Para(voice.frame("line_rules"))
    yield Heading(voice.frame("head_programme"), 1)
    for number, day in enumerate(plan.day, 1):
        yield Heading(voice.frame("head_day", day=str(number)), 2)
        yield programme(voice, plan, day)
    waiting = list(asked)
    seen: set[str] = set()
    for number, day in enumerate(plan.day, 1):
        for (start, end), session in timed(day):
            if voice.steps(f"steps_{session.method}"):
                if start == day.starts:
                    yield Heading(voice.frame("head_day", day=str(number)), 1)
                yield from _session(voice, plan, session, start, end, waiting, seen)


def programme(voice: Voice, plan: Plan, day: Day) -> Table:
    """Give a day as a table."""
    head = tuple(voice.frame(key) for key in ("head_time", "head_session", "head_method", "head_minutes"))
    rows = []
    for (start, end), session in timed(day):
        title = session_title(voice, plan, session)
        method = voice.frame(f"method_{session.method}") if session.topic else voice.frame("dash")
        span = voice.frame("time_span", start=start, end=end)
        rows.append(((span,), (title,), (method,), (voice.frame("figure", number=str(session.minutes)),)))
    return Table(head, tuple(rows), (0.18, 0.4, 0.3, 0.12))


def timed(day: Day) -> Iterator[tuple[tuple[str, str], Session]]:
    """Give each session with its start and end."""
    hours, minutes = map(int, day.starts.split(":"))
    now = hours * 60 + minutes
    for session in day.sessions:
        yield (_clock(now), _clock(now + session.minutes)), session
        now += session.minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def session_title(voice: Voice, plan: Plan, session: Session) -> Line:
    """Give the topic's title; the way of working where a session has no topic."""
    for topic in plan.topics:
        if topic.id == session.topic:
            return voice.name(topic.named(voice.lang))
    return voice.frame(f"method_{session.method}")


def _session(voice: Voice, plan: Plan, session: Session, start: str, end: str, waiting: list[Asked], seen: set[str]) -> Iterator[Block]:
    yield Heading(session_title(voice, plan, session), 2)
    yield Para(voice.frame("time_span", start=start, end=end), "note")
    topic = next((topic for topic in plan.topics if topic.id == session.topic), None)
    if topic is not None:
        yield Para(voice.frame(f"method_{session.method}"), "note")
        yield Heading(voice.frame("head_aim"), 3)
        yield Para(voice.name(topic.aim_sw if voice.lang == "sw" else topic.aim))
    yield Heading(voice.frame("head_steps"), 3)
    for number, step in enumerate(voice.steps(f"steps_{session.method}"), 1):
        yield Para(step, "step", number=f"{number}.")
    if topic is None or session.method == "cards":
        return
    mine = next((one for one in waiting if one.topic.id == topic.id), None)
    if mine is not None:
        waiting.remove(mine)
        yield Heading(voice.frame("head_ask"), 3)
        yield Para(mine.question.stem)
        for place, option in enumerate(mine.question.options):
            yield Para(option, "option", number=f"{letter(place)}.")
        yield Para(voice.frame("because", letter=mine.question.letter, clause=mine.question.clause), "note")
    if topic.id not in seen and topic.rows:
        seen.add(topic.id)
        yield Heading(voice.frame("head_points"), 3)
        for block in points(voice, topic):
            if not isinstance(block, Heading):
                yield block
            elif block.level == 2:
                yield Heading(block.line, 3)
