"""Blocks -> the clause tree: sections, what they are divided into, definitions, schedules, flush closing words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.amending import Insertion, announces
from ingest.blocks import DIVISION, Block, Kind, hangs_of, schedule_name, schedule_step, term_of
from ingest.enumerators import Count, Enumerator, first_of, follows
from ingest.gazette import Note, heading_note
from ingest.layout import Heading, Layout, Measures, section_number
from ingest.path import kebab, step
from ingest.placing import places_for
from ingest.treaty import LONGEST_HEADING, annex_of
from ingest.tree import Clause

_TRAILING_NOTE = re.compile(r"\s*\[(?:Acts? No|L\.\s?N|\d+ of \d{4})[^\[\]]*\]\.?$")
_LISTED = re.compile(r"[;,](?:\s*(?:and|or))?$")
_RANKS = ("CHAPTER", "TITLE", "PART", "DIVISION", "SUB-PART", "SUBPART")


def clauses_of(
    blocks: Sequence[Block], layout: Layout, measures: Measures, notes: Sequence[Note] = ()
) -> tuple[list[Clause], tuple[Note, ...]]:
    """Read blocks, in reading order, into the top clauses: sections, schedules, a preamble.

    Gives them with the margin notes that stand beside none of them.
    """
    reader = Reader(layout, measures, notes)
    reader.read(blocks)
    return reader.tops, tuple(reader.notes)


class Reader:
    """Reads blocks in order into clauses; it alone holds what is open."""

    def __init__(self, layout: Layout, measures: Measures, notes: Sequence[Note] = ()) -> None:
        """Begin with nothing read."""
        self.notes = list(notes)
        self.inserted: Insertion | None = None
        self.layout, self.m = layout, measures
        self.tops: list[Clause] = []
        self.open: list[Clause] = []
        self.schedule: Clause | None = None
        self.divisions: dict[int, str] = {}
        self.titles: list[Block] = []

    def read(self, blocks: Sequence[Block]) -> None:
        """Read all blocks."""
        numbered = {Kind.ITEM, Kind.SECTION, Kind.DIVISION, Kind.SCHEDULE}
        ahead: Block | None = None
        follow: list[Block | None] = []
        for block in reversed(blocks):
            follow.append(ahead)
            ahead = block if block.kind in numbered else ahead
        for block, then in zip(blocks, reversed(follow), strict=True):
            self._take(block, then)
        self._keep_titles()

    def _take(self, block: Block, ahead: Block | None) -> None:
        """Read one block; `ahead` is the next one that bears a number or opens a division."""
        if self._keeps_inserted(block) or block.kind is Kind.NOTE:
            return
        if self._heads_article(block):
            return
        if block.kind is Kind.TITLE:
            self.titles.append(block)
        elif block.kind is Kind.SCHEDULE:
            self._open_schedule(block)
        elif block.kind is Kind.DIVISION:
            self._open_division(block, ahead)
        elif self._opens_section(block):
            self._open_section(block)
        else:
            self._keep_titles()
            self._take_words(block)

    def _keeps_inserted(self, block: Block) -> bool:
        """Keep text for another Act as words of the clause that announces it."""
        last = self.open[-1] if self.open else None
        if self.inserted is None and last and not last.children and last.opening and announces(last.opening[-1]):
            self.inserted = Insertion([one for one in self.open if one.kind not in (Kind.SCHEDULE, Kind.DIVISION)] or [last])
        if self.inserted is None:
            return False
        if not self.inserted.holds(block, self.m):
            self.inserted = None
            return False
        note = self._note(block)
        if note:
            self.inserted.clause.say(note.text, note.lines)
        self.inserted.clause.say(block.text, block.lines)
        return True

    def _note(self, block: Block) -> Note | None:
        """Take the margin note that stands beside a block's first line."""
        note = heading_note(block.lines[0], self.notes)
        if note:
            self.notes.remove(note)
        return note

    def _heads_article(self, block: Block) -> bool:
        """Take a short block below a bare "Article 3" as the article's heading."""
        last = self.open[-1] if self.open else None
        if self.layout.heading is not Heading.ARTICLE or last is None or last.kind is not Kind.SECTION or block.numbers:
            return False
        bare = not (last.heading or last.opening or last.children)
        short = len(block.text.split()) <= LONGEST_HEADING and not re.search(r"[.;:,—–]$", block.text) and not block.text[:1].islower()
        if not (bare and (block.kind is Kind.TITLE or (short and block.kind is Kind.PLAIN))):
            return False
        last.heading = block.text
        last.lines.extend(block.lines)
        return True

    # -- headings ---------------------------------------------------------------------------------------------------

    def _opens_section(self, block: Block) -> bool:
        if block.kind is Kind.SECTION:
            return self._in_order(block.numbers[0].token)
        inside = self.layout.heading in (Heading.BESIDE, Heading.ARTICLE)
        if block.kind is not Kind.ITEM or inside or not section_number(block.text):
            return False
        if self.layout.heading is Heading.MARGIN:
            return not self._deeper(block, 1.2 * self.m.size) and self._in_order(block.numbers[0].token)
        headed = bool(self.titles) or block.lines[0].bold_lead >= len(block.numbers[0].token)
        named = headed or self.layout.heading is Heading.NONE
        return named and not self._inside_list(block) and self._in_order(block.numbers[0].token)

    def _inside_list(self, block: Block) -> bool:
        """Without headings, a number with a point that stands deeper than the sections do belongs to a list."""
        return self.layout.heading is Heading.NONE and self._deeper(block)

    def _deeper(self, block: Block, by: float = 0.0) -> bool:
        """Whether a block stands deeper than the section before it."""
        sections = [c for c in self.tops if c.kind is Kind.SECTION]
        return bool(sections) and block.first_x > sections[-1].first_x + (by or self.m.tolerance)

    def _in_order(self, token: str) -> bool:
        before = next((c.token for c in reversed(self._siblings()) if c.kind is Kind.SECTION), "")
        return not before or follows(before, token, Count.DIGIT) is not None or self._restarts(token)

    def _restarts(self, token: str) -> bool:
        return self.schedule is not None and token == "1"

    def _open_section(self, block: Block) -> None:
        number = block.numbers[0]
        beside = block.kind is Kind.SECTION
        note = self._note(block) if self.layout.heading is Heading.MARGIN else None
        title = None if beside or note else self._title()
        self._keep_titles()
        above = note.text.removesuffix(".") if note else title.text if title else ""
        heading, words = self._parted(block) if beside else (above, block.text[number.end :])
        section = Clause(
            name=step(number.token),
            kind=Kind.SECTION,
            number=number.printed if beside else number.token + ".",
            heading=_untitled(heading),
            wrap=".",
            count=Count.DIGIT,
            token=number.token,
            division="" if self.schedule else self._division(),
            lines=list(note.lines if note else title.lines if title else ()),
        )
        self._hang(section, block, 0.0 if beside else self._hang_of(block))
        self._siblings().extend(self._combined(section, number))
        self.open = [*(one for one in self.open if one.kind in (Kind.SCHEDULE, Kind.DIVISION)), section]
        self._say_section(section, block, words, beside)

    def _combined(self, section: Clause, number: Enumerator) -> list[Clause]:
        """Give a section, or each section that a combined heading stands for: "7-9. [Repealed]"; the last one is `section`."""
        *before, last = number.reaches
        section.name, section.token = (step(last), last) if before else (section.name, section.token)
        return [*(replace(section, name=one, token=one, children=[], opening=[], lines=section.lines) for one in before), section]

    def _parted(self, block: Block) -> tuple[str, str]:
        """Part a section's block into heading and words; an article's heading is all that stands beside its number."""
        if self.layout.heading is Heading.ARTICLE:
            return block.text[block.numbers[0].end :].strip(), ""
        return _parted(block)

    def _say_section(self, section: Clause, block: Block, words: str, beside: bool) -> None:
        rest = block.numbers[1:]
        if beside or not rest:
            section.say(words, block.lines)
            return
        section.lines.extend([] if section.lines else block.lines[:1])
        self._chain(section, rest, block)

    def _title(self) -> Block | None:
        """Take the heading that stood above a number: the last title, unless it is a schedule's own, in the middle."""
        if not self.titles or (self._bare_schedule() and len(self.titles) == 1 and self.m.centred(self.titles[0].lines[0])):
            return None
        return self.titles.pop()

    def _bare_schedule(self) -> bool:
        """Whether a schedule has begun and has neither heading nor words yet."""
        one = self.schedule
        return one is not None and self.open == [one] and not (one.heading or one.opening or one.children)

    def _open_schedule(self, block: Block) -> None:
        self._keep_titles()
        if annex := annex_of(block.text) if self.layout.heading is Heading.ARTICLE else None:
            self._begin(Clause(annex[0], Kind.SCHEDULE, annex[1], annex[2]), block)
            return
        ordinal, rest = schedule_step(block.text) or (0, "")
        if rest.startswith("S") and not rest[1:].strip():
            return
        others = [c for c in self.tops if c.kind is Kind.SCHEDULE]
        reference = re.search(r"\s*[\[(](?:articles?|sections?|ss?\.|art|rule|r\.)[^\n]*$", rest, re.IGNORECASE)
        heading = (rest[: reference.start()] if reference else rest).strip(" —–-:.")
        printed = block.text[: len(block.text) - len(rest)].strip() if rest else block.text
        self._begin(Clause(schedule_name(ordinal, len(others)), Kind.SCHEDULE, printed.strip(" —–-:."), heading), block)

    def _begin(self, schedule: Clause, block: Block) -> None:
        self.schedule = schedule
        self._note(block)  # beside a schedule's name stands the section that it belongs to
        schedule.lines.extend(block.lines)
        self.divisions = {}
        self.tops.append(schedule)
        self.open = [schedule]

    def _open_division(self, block: Block, ahead: Block | None) -> None:
        self._keep_titles()
        if self.schedule:
            self._open_part(block, ahead)
            return
        match = DIVISION.fullmatch(block.text)
        level = _RANKS.index(match["level"].upper()) if match else 0
        self.divisions = {rank: name for rank, name in self.divisions.items() if rank < level}
        self.divisions[level] = block.text
        self.open = []

    def _open_part(self, block: Block, ahead: Block | None) -> None:
        """Open a Part of a schedule; where no number follows, it is a row of a table or words like others."""
        match = DIVISION.fullmatch(block.text)
        if self.schedule is None or match is None or ahead is None or ahead.kind not in (Kind.ITEM, Kind.SECTION):
            self._take_words(block)
            return
        number = f"{match['level']} {match['number']}"
        part = Clause(kebab(number), Kind.DIVISION, number, (match["name"] or "").strip(), division=block.text)
        part.lines.extend(block.lines)
        self.schedule.children.append(part)
        self.open = [self.schedule, part]

    def _siblings(self) -> list[Clause]:
        """The row that a new section joins: the instrument's, the schedule's, or that of the schedule's Part."""
        if self.schedule is None:
            return self.tops
        part = self.schedule.children[-1] if self.schedule.children else None
        return part.children if part and part.kind is Kind.DIVISION else self.schedule.children

    def _division(self) -> str:
        return " / ".join(self.divisions[rank] for rank in sorted(self.divisions))

    def _keep_titles(self) -> None:
        """Headings that no number followed: a schedule's own heading, or words of the text; else cross-headings."""
        for title in self.titles:
            if self.schedule and self._bare_schedule():
                self.schedule.heading = title.text
                self.schedule.lines.extend(title.lines)
            elif re.fullmatch(r"preamble", title.text, re.IGNORECASE) and not self.tops:
                self.open = [Clause("preamble", Kind.TITLE, heading=title.text, lines=list(title.lines))]
                self.tops.extend(self.open)
            elif self.open and self.open[0].kind in (Kind.SCHEDULE, Kind.TITLE):
                del self.open[1:]
                self.open[0].say(title.text, title.lines)
        self.titles = []

    # -- words ------------------------------------------------------------------------------------------------------

    def _take_words(self, block: Block) -> None:
        if not self.open and self.layout.heading is Heading.ARTICLE and not self.tops:
            self.open = [Clause("preamble", Kind.TITLE, heading="Preamble")]
            self.tops.extend(self.open)
        if not self.open:
            return
        if block.kind in (Kind.ITEM, Kind.SECTION) and self._place(block) is not None:
            return
        if block.kind is Kind.TERM and self._defines(block):
            return
        first = block.lines[0]
        if self.schedule and self._bare_schedule() and self.m.centred(first) and block.text.isupper():
            self.schedule.heading = block.text
            self.schedule.lines.extend(block.lines)
            return
        home = self._home(block)
        del self.open[self.open.index(home) + 1 :]
        home.say(_bare(block.text), block.lines)

    def _place(self, block: Block) -> Clause | None:
        places = places_for(block.numbers[0], block, self.open, self.m)
        if not places:
            return None
        best = max(places, key=lambda place: place.fit)
        del self.open[self.open.index(best.parent) + 1 :]
        return self._chain(best.parent, block.numbers, block, best.count)

    def _chain(self, parent: Clause, numbers: Sequence[Enumerator], block: Block, count: Count | None = None) -> Clause | None:
        """Open one clause inside the other for "(1)(a)", the block's words going to the innermost."""
        clause = None
        for number in numbers:
            of = count or first_of(number) or number.counts[0]
            clause = Clause(step(number.token), Kind.ITEM, number.printed, wrap=number.wrap, count=of, token=number.token)
            self._hang(clause, block, self._hang_of(block))
            clause.lines.extend(block.lines[:1] if number is not numbers[-1] else [])
            parent.children.append(clause)
            self.open.append(clause)
            parent, count = clause, None
        if clause:
            clause.say(_bare(block.words), block.lines)
        return clause

    def _defines(self, block: Block) -> bool:
        """Open a definition, where definitions are expected: after words that announce a list, or after another."""
        term = term_of(block.text)
        for parent in reversed(self.open):
            others = bool(parent.children) and parent.children[-1].kind is Kind.TERM
            announced = not parent.children and bool(parent.opening) and parent.expects_a_list
            if not (others or (announced and parent.kind is not Kind.TERM)):
                continue
            clause = Clause(kebab(term) or "term", Kind.TERM, heading=term)
            self._hang(clause, block, self._hang_of(block))
            del self.open[self.open.index(parent) + 1 :]
            parent.children.append(clause)
            self.open.append(clause)
            clause.say(_bare(block.text), block.lines)
            return True
        return False

    def _home(self, block: Block) -> Clause:
        """Whose words an unnumbered block is: the innermost open clause that goes on at its indent.

        Words in small letters finish a sentence, so they belong to no clause that has items but began no sentence, nor to an
        item that ended as items of a list do.
        """
        xs = [block.first_x] + ([block.rest_x] if block.rest_x is not None else [])
        begun = [c for c in self.open if c.opening or not c.children or not block.text[:1].islower()] or self.open
        if block.text[:1].islower() and len(begun) > 1 and not begun[-1].children and _LISTED.search(begun[-1].text_so_far):
            begun = begun[:-1]
        for clause in reversed(begun):
            if any(self.m.near(clause.hang_x, x) for x in xs):
                return clause
        fitting = [clause for clause in begun if clause.hang_x <= min(xs) + self.m.tolerance]
        return fitting[-1] if fitting else begun[0]

    def _hang(self, clause: Clause, block: Block, hang: float) -> None:
        clause.first_x, clause.words_x, clause.hang_x = block.first_x, block.words_x, hang

    def _hang_of(self, block: Block) -> float:
        """Where a clause goes on: where its second line stands, else where those of its row do."""
        if block.rest_x is not None:
            return block.rest_x
        return hangs_of(block.lines[0], self.m)[0]


def _parted(block: Block) -> tuple[str, str]:
    """Part a section's block into heading and words: all heading, unless the heading runs on into words in plain type."""
    start = block.numbers[0].end
    if block.strong:
        return block.text[start:].strip(), ""
    end = block.lines[0].bold_lead
    return block.text[start:end].strip(), block.text[end:].strip()


def _untitled(heading: str) -> str:
    """A heading without the full stop that some publishers set after it; one after a bracket or letters stays."""
    return heading[:-1] if re.search(r"\w{3}\.$|[\])]\.$", heading) else heading


def _bare(text: str) -> str:
    """Words without the note on amendments at their end."""
    return _TRAILING_NOTE.sub("", text)
