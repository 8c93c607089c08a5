"""What a question names that is not in the corpus: another law, the law of another country, a matter that a topic names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from index.words import folded, is_stop
from ingest.citation import named
from ingest.names import any_of

if TYPE_CHECKING:
    from index.snapshot import Snapshot
    from ingest.scope import Topic

_LAW = r"(?:laws?|legislation|statutes?|constitution|(?:penal |criminal |labou?r )?code|sheria|katiba|kanuni)"
_ACT = r"(?:act|proclamation|directive|ordinance)"
_OURS = re.compile(r"\b(?:kenyan?s?|kenya's|wakenya|mkenya)\b")
_ENTITLED = re.compile(
    r"\b(?:the|under|of|in|by|does|is|(?:section|sec\.?|s\.?)\s*\d+\S*)\s+(?P<words>(?:[a-z'&-]+\s+){1,6}?)(?:act|code|directive|proclamation|ordinance)\b"
)
"""Words that stand as the title of a law: "under the prevention of terrorism act"."""
_LINKS = frozenset(("of", "and", "on", "to", "for", "in", "against"))


def named_outside(snapshot: Snapshot, text: str) -> Topic | None:
    """Give the topic whose laws, courts or countries a text names; a country counts only where its law is meant."""
    words = folded(text)
    for topic in snapshot.data.scope.topic:
        if any_of(topic.names).search(words) or (topic.countries and _law_of(topic.countries, words)):
            return topic
    return None


def names_country(snapshot: Snapshot, text: str) -> bool:
    """Whether a text names another country, and not Kenya."""
    words = folded(text)
    return not _OURS.search(words) and any(any_of(topic.countries).search(words) for topic in snapshot.data.scope.topic)


def names_law(snapshot: Snapshot, text: str) -> bool:
    """Whether a text gives the title of an Act or Code that is not loaded."""
    loaded = [(name.start, name.end) for name in named(text, snapshot.book.instruments.values())]
    for match in _ENTITLED.finditer(folded(text)):
        last = match["words"].split()[-1]
        if any(start < match.end() and match.start() < end for start, end in loaded):
            continue
        if not (is_stop(last, "en") or last in _LINKS or last.endswith("'s") or last in snapshot.data.scope.ordinary):
            return True
    return False


def disowned(snapshot: Snapshot, text: str, home: str) -> tuple[str | None, ...]:
    """Give the instruments that a citation in this text cannot mean, though it would: `home` where a country's law is meant,
    None (no instrument named) where any other law is.
    """
    topic = named_outside(snapshot, text)
    if topic is not None and topic.countries:
        return (None, home)
    return (None,) if topic is not None or names_law(snapshot, text) else ()


def _law_of(countries: tuple[str, ...], words: str) -> bool:
    """Whether a country stands as the owner of a law: "Ugandan law", "Uganda's 2009 act", "the law of Uganda"."""
    before, after = _owned(countries)
    return bool(before.search(words)) or bool(not _OURS.search(words) and after.search(words))


@lru_cache(maxsize=4)
def _owned(countries: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    country = any_of(countries).pattern
    between = r"(?:[^\w.;?]+(?!the\b|this\b|our\b|a\b|kenya)[\w/'-]+){0,6}?"
    before = rf"{country}(?:'s)?(?:{between}\W+{_ACT}\b|(?:\W+\w+){{0,2}}?\W+{_LAW}\b)"
    after = rf"\b{_LAW}(?:\W+\w+){{0,3}}?\W+(?:of|in|under|ya|za|la|wa|cha|nchini|kule)\W+(?:the\W+)?{country}"
    return re.compile(before), re.compile(after)
