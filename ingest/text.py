"""Plain text of a statute or a treaty, one paragraph a line, to a clause tree.

Without type or indents the order of the enumerators decides: a marker that continues an open list belongs to it, and
one that begins a list ("(a)", "(i)") after words that end in a dash or a colon opens a new one. A line without a marker
after a list is the closing of the provision that holds the list.
"""

from __future__ import annotations

import re

from ingest.amending import amends, announces, quotes_open
from ingest.arrangement import LONGEST_HEADING, Arranged, arranged
from ingest.blocks import schedule_name, schedule_step
from ingest.contents import Contents, unmet
from ingest.draft import Draft
from ingest.enumerators import goes_on as follows
from ingest.model import Reading, Standing
from ingest.path import ProvisionPath, kebab, step

_DIVISION = re.compile(r"(?:Part|PART|Chapter|CHAPTER)\s+(?:[IVXLC\d]+[A-Z]?\b.*|[A-Z]{3,}(?:-[A-Z]+)?\s*(?:[—–:-].*)?)")
_ARTICLE = re.compile(r"Article\s+(?P<number>\d+[A-Z]?)\.?(?:\s+(?P<heading>.+))?")
_SECTION = re.compile(r"(?P<number>\d+[A-Z]{0,2})\.\s+(?P<heading>[^\sa-z].*|[a-z].*[^;,])")
_MARKED = re.compile(r"(?P<number>\((?P<a>\d+[A-Z]?|[a-z]{1,5}|[A-Z])\)|(?P<b>\d+)\.|(?P<c>[a-z]|[ivx]+)\.(?=\s+\S|[A-Z]))\s*(?P<words>.*)")
_TERM = re.compile(r"[\"“](?P<term>[^\"”]+)[\"”]\s+\S.*")
_GONE = re.compile(r"\[?\s*(?P<how>repealed|deleted|spent)\b.*", re.IGNORECASE)
_BELOW = re.compile(r"(?:\s*[\[(].*|[\s.:—–-]+[A-Z].*)?")
"""What may stand beside a schedule's name on its line: its heading after a dash, a reference in brackets."""
_OPENS = ("—", "–", ":", "-", ":-", ":—")


def read_text(text: str, slug: str) -> Reading:
    """Read a statute or a treaty from plain text. The reading has no provisions when nothing was recognised."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    treaty = any(_ARTICLE.fullmatch(line) for line in lines)
    law = Arranged(tuple(lines)) if treaty else arranged(lines)
    builder = _Builder(ProvisionPath(slug), treaty)
    for line in law.lines:
        builder.take(line)
    provisions = tuple(draft.freeze() for draft in builder.top)
    return Reading(provisions, "text", doubts=unmet(Contents(entries=law.entries), provisions))


class _Builder:
    def __init__(self, root: ProvisionPath, treaty: bool) -> None:
        self.root = root
        self.treaty = treaty
        self.top: list[Draft] = []
        self.division = ""
        self.schedule: Draft | None = None
        self.stack: list[Draft] = []  # the open provisions, the section or article first
        self.inserted: _Inserted | None = None

    def take(self, line: str) -> None:
        if self._keeps_inserted(line):
            return
        if _DIVISION.fullmatch(line):
            self.division, self.stack, self.schedule = line, [], None
        elif (found := schedule_step(line)) and _BELOW.fullmatch(line[len(line) - len(found[1]) :]) and line[:1].isupper():
            self._open_schedule(line, *found)
        elif match := (_ARTICLE if self.treaty else _SECTION).fullmatch(line):
            self._open_section(match["number"], match["heading"] or "")
        elif self.stack:
            self._inside(line)

    def _keeps_inserted(self, line: str) -> bool:
        """Keep text for another Act as words of the clause that announces it."""
        last = self.stack[-1] if self.stack else None
        if self.inserted is None and last and not last.children and last.opening and announces(last.opening[-1]):
            self.inserted = _Inserted(tuple(self.stack))
        if self.inserted and not self.inserted.holds(line):
            self.inserted = None
        if self.inserted is None:
            return False
        self.inserted.clause.opening.append(line)
        return True

    def _open_schedule(self, line: str, ordinal: int, rest: str) -> None:
        others = sum(draft.path.steps[0].startswith("sched") for draft in self.top)
        heading = "" if rest[:1] in "[(" else rest.strip(" —–-:.")
        printed = line[: len(line) - len(rest)].strip(" —–-:.")
        self.schedule = Draft(self.root / schedule_name(ordinal, others), printed, heading)
        self.top.append(self.schedule)
        self.stack, self.division = [self.schedule], ""

    def _open_section(self, number: str, heading: str) -> None:
        parent = self.schedule
        draft = Draft((parent.path if parent else self.root) / step(number), f"{number}.", heading, division=self.division)
        if gone := _GONE.fullmatch(heading):
            draft.standing = Standing.SPENT if gone["how"].lower() == "spent" else Standing.REPEALED
        (parent.children if parent else self.top).append(draft)
        self.stack = [draft]

    def _inside(self, line: str) -> None:
        current = self.stack[-1]
        if current is self.schedule:
            self._schedule_line(current, line)
        elif term := _TERM.fullmatch(line):
            self._define(term["term"], line)
        elif (match := _MARKED.fullmatch(line)) and (self.treaty or not match["b"] or match["words"][:1].islower()):
            self._mark(match["a"] or match["b"] or match["c"], match["number"], match["words"])
        elif len(self.stack) > 1 and not current.children:
            self.stack.pop()
            self.stack[-1].closing.append(line)
        else:
            current.add_words(line)

    def _schedule_line(self, schedule: Draft, line: str) -> None:
        if line.startswith("[") or schedule.heading:
            if _GONE.fullmatch(line):
                schedule.standing = Standing.SPENT
            if not line.startswith("["):
                schedule.opening.append(line)
        else:
            schedule.heading = line

    def _define(self, term: str, line: str) -> None:
        section = self.stack[0]
        draft = Draft(section.path / kebab(term), "", term, [line])
        section.children.append(draft)
        self.stack = [section, draft]

    def _mark(self, token: str, number: str, words: str) -> None:
        parent = self._parent(token, number)
        draft = Draft(parent.path / step(token), number, "", [words] if words else [])
        parent.children.append(draft)
        self.stack.append(draft)

    def _parent(self, token: str, number: str) -> Draft:
        """Pop to the provision whose list `token` continues; stay where it begins a list."""
        words = self.stack[-1].opening[-1:] or [""]
        if not (words[0].endswith(_OPENS) and _begins(token)):
            for depth in range(len(self.stack) - 1, 0, -1):
                before = self.stack[depth]
                if _wrap(before.number) == _wrap(number) and follows(before.path.steps[-1], token):
                    del self.stack[depth:]
                    return self.stack[-1]
        return self.stack[-1]


class _Inserted:
    """Text for another Act in lines without indents: its end is told by quotation marks and by the order of numbers."""

    def __init__(self, chain: tuple[Draft, ...]) -> None:
        self.chain, self.clause = chain, chain[-1]
        self.quotes = 0
        self.begun = False
        self.sections = re.search(r"\bsections?\b", self.clause.opening[-1].rpartition("ollowing")[2]) is not None
        self.last = ""  # the number that the last line of the inserted text bears

    def holds(self, line: str) -> bool:
        """Whether a line is still text for the other Act; the first always is, and so is the section that it heads."""
        section, marked = _SECTION.fullmatch(line), _MARKED.fullmatch(line)
        token = section["number"] if section else (marked["a"] or marked["c"] or "") if marked else ""
        if self.begun and not self.quotes and self._ends(token, section is not None, marked["words"] if marked else ""):
            return False
        headed = self.sections and line[0].isupper() and len(line.split()) <= LONGEST_HEADING
        self.begun, self.quotes, self.last = self.begun or not headed, quotes_open(line, self.quotes), token or self.last
        return True

    def _ends(self, token: str, section: bool, words: str) -> bool:
        if section:
            return token.isdigit() and follows(self.chain[0].path.steps[-1], token)
        going_on = any(follows(draft.path.steps[-1], token) for draft in self.chain[1:]) if token else False
        return going_on and (amends(words) or not (self.last and follows(self.last, token)))


def _wrap(number: str) -> str:
    return re.sub(r"\w", "", number)


def _begins(token: str) -> bool:
    return token.lower() in ("1", "a", "i")
