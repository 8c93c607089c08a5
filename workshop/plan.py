"""Plans: which topics, in what order, for whom and how long. Ready plans and topics are `corpus/workshop/plans.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from index.snapshot import Snapshot
from ingest.concepts import FIELDS
from ingest.errors import BadInput
from ingest.path import ProvisionPath
from ingest.table import read_toml, typed
from workshop.say import FOLDER, LANGUAGES, phrases

CARD_MINUTES = 20
TALK_MINUTES = 45


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a session is about: concepts with the rows to state, and clauses to quote in full."""

    id: str
    title: str
    title_sw: str
    aim: str
    aim_sw: str
    concepts: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    penalties: bool = False

    def named(self, lang: str) -> str:
        """Give the title in a language."""
        return self.title_sw if lang == "sw" else self.title


class Session(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a day: a topic (none for breaks and tests), a way of working, minutes."""

    method: str
    minutes: int
    topic: str = ""


class Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day: when it starts ("08:30") and its sessions."""

    starts: str
    sessions: tuple[Session, ...]


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A workshop. `cards`, `questions` and `test` are how many scenario cards, quiz and test questions the kit holds."""

    id: str
    title: str
    title_sw: str
    audience: str
    audience_sw: str
    cards: int
    questions: int
    test: int
    day: tuple[Day, ...]
    sectors: tuple[str, ...] = ()
    topic: tuple[Topic, ...] = ()

    def named(self, lang: str) -> str:
        """Give the title in a language."""
        return self.title_sw if lang == "sw" else self.title

    def audience_in(self, lang: str) -> str:
        """Give the audience in a language."""
        return self.audience_sw if lang == "sw" else self.audience

    @property
    def minutes(self) -> int:
        """How long it takes, breaks included."""
        return sum(session.minutes for day in self.day for session in day.sessions)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of its sessions, each once, in order."""
        known = {topic.id: topic for topic in (*lore().topic, *self.topic)}
        ids = dict.fromkeys(session.topic for day in self.day for session in day.sessions if session.topic)
        return tuple(known[one] for one in ids)


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be asked of a concept as true or false, with the clause that settles it."""

    id: str
    row: str
    en: str
    sw: str
    yes: dict[str, str]
    no: dict[str, str]


class Lore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `corpus/workshop` holds beside words and scenarios."""

    topic: tuple[Topic, ...]
    plan: tuple[Plan, ...]
    first: tuple[str, ...]
    triangle: str
    compared: tuple[str, ...]
    compared_rows: tuple[str, ...]
    claim: tuple[Claim, ...]


@cache
def lore() -> Lore:
    """Read the topics, plans and claims. Raises BadCorpus."""
    raw = read_toml(FOLDER / "plans.toml") | read_toml(FOLDER / "claims.toml")
    return typed(raw, Lore, str(FOLDER / "plans.toml"))


def ready(plan: str) -> Plan:
    """Give a ready plan by its name. Raises BadInput."""
    for one in lore().plan:
        if one.id == plan:
            return one
    raise BadInput(f"There is no workshop plan {plan!r}.", f"One of: {', '.join(one.id for one in lore().plan)}; or use --topics.")


def plan_of(names: Iterable[str], snapshot: Snapshot) -> Plan:
    """Make a plan from topics of plans.toml or concepts of the corpus, in the order given. Raises BadInput."""
    topics = tuple(_topic(name, snapshot) for name in dict.fromkeys(name.strip() for name in names) if name)
    if not topics:
        raise BadInput("No topic was given.", f"Name some of: {', '.join(_known(snapshot))}.")
    talks = [Session("compare" if i else "triangle", TALK_MINUTES, topic.id) for i, topic in enumerate(topics)]
    cards = Session("cards", CARD_MINUTES * max(2, len(topics)), topics[-1].id)
    sessions = (Session("pretest", 15), *talks, cards, Session("posttest", 15), Session("closing", 10))
    title, audience = phrases()["for_topics"], phrases()["for_all"]
    return Plan(
        id="topics",
        title=str(title["en"]),
        title_sw=str(title["sw"]),
        audience=str(audience["en"]),
        audience_sw=str(audience["sw"]),
        cards=min(12, 2 + 2 * len(topics)),
        questions=min(24, 6 + 4 * len(topics)),
        test=min(12, 4 + 2 * len(topics)),
        day=(Day("09:00", sessions),),
        topic=tuple(topic for topic in topics if topic not in lore().topic),
    )


def without(plan: Plan, left_out: Iterable[str], order: Iterable[str] = ()) -> Plan:
    """Give a plan without some topics, its other topics' sessions in another order. Raises BadInput where none is left."""
    gone, rank = set(left_out), {topic: i for i, topic in enumerate(order)}
    kept = [s for day in plan.day for s in day.sessions if s.topic and s.topic not in gone]
    if not kept:
        raise BadInput("No topic is left in the plan.", "Keep at least one.")
    kept.sort(key=lambda s: rank.get(s.topic, len(rank)))
    days, queue = [], iter(kept)
    for day in plan.day:
        sessions = tuple(next(queue) if s.topic else s for s in day.sessions if s.topic not in gone)
        days.append(msgspec.structs.replace(day, sessions=sessions))
    return msgspec.structs.replace(plan, day=tuple(days))


def check_plan(plan: Plan, lang: str, snapshot: Snapshot) -> None:
    """Refuse a language that Kinga does not speak and a topic that has no clause in the snapshot. Raises BadInput."""
    if lang not in LANGUAGES:
        raise BadInput(f"Kits are not written in {lang!r}.", f"One of: {', '.join(LANGUAGES)}.")
    for topic in plan.topics:
        lost = [path for path in topic.clauses if ProvisionPath.parse(path) not in snapshot.book]
        lost += [slug for slug in topic.concepts if slug not in snapshot.data.concepts]
        stated = any(snapshot.data.concepts[slug].fields[row] for slug in topic.concepts if slug not in lost for row in topic.rows)
        if lost or not (topic.clauses or stated):
            raise BadInput(
                f"The topic {topic.id!r} has no clause for {', '.join(lost) or 'it'}.", "Mend corpus/workshop/plans.toml, or leave it out."
            )


@lru_cache(maxsize=2)
def taught(snapshot: Snapshot) -> tuple[ProvisionPath, ...]:
    """Give every provision on which a concept, a penalty or a topic rests."""
    data = snapshot.data
    paths = [path for concept in data.concepts.values() for path in concept.paths()]
    paths += [*data.penalties.paths(), *(path for topic in lore().topic for path in topic.clauses)]
    return tuple(ProvisionPath.parse(path) for path in dict.fromkeys(paths))


def _known(snapshot: Snapshot) -> tuple[str, ...]:
    return (*(topic.id for topic in lore().topic), *snapshot.data.concepts)


def _topic(name: str, snapshot: Snapshot) -> Topic:
    for topic in lore().topic:
        if topic.id == name:
            return topic
    concept = snapshot.data.concepts.get(name)
    if concept is None:
        raise BadInput(f"There is no topic {name!r}: the corpus has no clause for it.", f"One of: {', '.join(_known(snapshot))}.")
    aim = phrases()["aim_concept"]
    clauses = dict.fromkeys(path for element in concept.element for path in element.paths)
    return Topic(
        id=name,
        title=concept.name,
        title_sw=concept.name_sw,
        aim=str(aim["en"]),
        aim_sw=str(aim["sw"]),
        concepts=(name,),
        rows=tuple(row for row in FIELDS if concept.fields[row]),
        clauses=_outermost(clauses),
    )


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Leave out a path that lies under another."""
    parsed = [ProvisionPath.parse(path) for path in paths]
    return tuple(str(path) for path in parsed if not any(other != path and other.holds(path) for other in parsed))
