"""Publishers' layouts, chosen by what stands on the page, and the measures that are taken from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from ingest.enumerators import Count, Step, enumerators, follows
from ingest.lines import Line
from ingest.treaty import article_of

SHORT_SIDE = (3, 12)
"""So many lines on the left or the right pages together are too few to show where lines end, but not to show indents."""
RAGGED = 2.0
"""Right edges of lines that are not set even may differ from page to page by this many type sizes."""
Skews = dict[int, tuple[float, float]]


class Heading(StrEnum):
    """Where a section's heading stands."""

    BESIDE = "beside the number"
    ABOVE = "above the number"
    MARGIN = "in the margin"
    ARTICLE = "after the word Article"
    NONE = "nowhere"


@dataclass(frozen=True, slots=True)
class Layout:
    """A publisher's way of setting law: where headings stand, and the words by which its pages are known."""

    name: str
    heading: Heading
    signs: tuple[str, ...] = ()

    def evidence(self, text: str) -> int:
        """How many of the layout's signs stand in a document's words."""
        return sum(bool(re.search(sign, text)) for sign in self.signs)


LAYOUTS = (
    Layout("kenya-law-current", Heading.BESIDE, (r"FRBR URI", r"Laws\.Africa", r"Legislation as at")),
    Layout("kenya-law-revised", Heading.BESIDE, (r"\[\s*Rev\.?\s*\d{4}", r"\[\s*Issue\s*\d+", r"ARRANGEMENT OF SECTIONS")),
    Layout("kenya-law-constitution", Heading.ABOVE, (r"ARRANGEMENT OF ARTICLES", r"\bCHAPTER ONE\b")),
    Layout("gazette-supplement", Heading.MARGIN),
    Layout("treaty", Heading.ARTICLE),
    Layout("headings-beside", Heading.BESIDE),
    Layout("headings-above", Heading.ABOVE),
    Layout("numbers-only", Heading.NONE),
)


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured on a document's own pages, in points.

    `left` and `right` are the edges of the text, by odd and even pages; `hang` tells for each row of enumerators how
    far the second line of a clause stands from the clause's first word (True) or from its number (False). `skews` tell, by
    page, how far a scanned page stands right of the others, and by how much for each point downwards.
    """

    size: float
    leading: float
    left: tuple[float, float]
    right: tuple[float, float]
    hang: dict[str, tuple[bool, float]]
    skews: Skews = field(default_factory=dict)

    @property
    def tolerance(self) -> float:
        """Two indents nearer than this are one indent."""
        return 0.5 * self.size

    def indent(self, line: Line) -> float:
        """How far a line stands from the left edge of the text on its side."""
        return line.x0 - self.edge(line)

    def edge(self, line: Line) -> float:
        """Where the left edge of the text is, on the line's page and at its height."""
        by, slope = self.skews.get(line.page, (0.0, 0.0))
        return self.left[line.page % 2] + by + slope * line.top

    def room(self, line: Line) -> float:
        """The space that a line leaves at its right."""
        return self.right[line.page % 2] - line.x1

    def near(self, one: float, other: float) -> bool:
        """Whether two indents are one indent."""
        return abs(one - other) <= self.tolerance

    def strong(self, line: Line) -> bool:
        """Whether a line stands out as headings do: bold, or larger than the text."""
        return line.bold or line.size > 1.12 * self.size

    def centred(self, line: Line) -> bool:
        """Whether a line stands in the middle of the text and away from its left edge."""
        left, right = self.left[line.page % 2], self.right[line.page % 2]
        off = abs((line.x0 + line.x1) / 2 - (left + right) / 2)
        return off < 0.06 * (right - left) and line.x0 > left + self.tolerance


def measure(lines: Sequence[Line], skews: Skews | None = None) -> Measures:
    """Measure type size, leading, margins and hanging indents on the lines of a text."""
    if skews:
        return replace(measure([_straight(line, skews) for line in lines]), skews=skews)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += 0 if line.bold else len(line.text)
    size = sizes.most_common(1)[0][0]
    plain = [line for line in lines if line.size == size and not line.bold]
    left, right = _margins(plain or lines)
    leading = _leading(plain or lines, size)
    return Measures(size, leading, left, right, _hangs(plain, leading))


def steadiest(lines: Sequence[Line], skews: Skews) -> Measures:
    """Measure pages as they lie and as `skews` lay them straight; keep what gathers the lines at the fewest indents."""
    found = [measure(lines), measure(lines, skews)]
    return max(found, key=lambda m: sum(n * n for n in Counter(round(m.indent(line) / 2) for line in lines).values()))


def _straight(line: Line, skews: Skews) -> Line:
    by, slope = skews.get(line.page, (0.0, 0.0))
    off = by + slope * line.top
    return replace(line, x0=line.x0 - off, x1=line.x1 - off, xs=tuple(x - off for x in line.xs))


def _margins(lines: Sequence[Line]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give left and right edges for even and odd pages: one text, shifted on one side where pages face each other."""
    shift = _shift(lines)
    moved = [(line.x0 - shift * (line.page % 2), line.x1 - shift * (line.page % 2)) for line in lines]
    starts = Counter(round(x0) for x0, _ in moved)
    often = [x for x, n in starts.items() if n >= 0.04 * len(moved)] or list(starts)
    left, right = float(min(often)), sorted(x1 for _, x1 in moved)[int(0.97 * (len(moved) - 1))]
    return (left, left + shift), (right, right + shift)


def _shift(lines: Sequence[Line]) -> float:
    """How far odd pages stand right of even ones: the shift that lays most of their indents on one another.

    The right edges must move with the left ones, else it is not the pages that differ but what stands on them; a side of few
    lines, which may all be short, must find each of its indents on the other side.
    """
    even, odd = ([line for line in lines if line.page % 2 == side] for side in (0, 1))
    if not even or not odd:
        return 0.0
    edge = _right_of_fullest(odd) - _right_of_fullest(even)
    left, right = (Counter(round(line.x0) for line in side) for side in (even, odd))
    pairs = {o - e for o, _ in right.most_common(9) for e, _ in left.most_common(9)}
    met = {by: sum(min(n, right[x + by]) for x, n in left.items()) for by in pairs | {0}}
    few = min(len(even), len(odd))
    whole = {by for by in pairs if SHORT_SIDE[0] <= few == met[by] <= SHORT_SIDE[1]}
    moved = [by for by in pairs if abs(by) > 0.8 * even[0].size and (by in whole or abs(by - edge) <= RAGGED * even[0].size)]
    best = max(moved, key=lambda by: met[by], default=0)
    return float(best) if met[best] > 1.5 * met[0] else 0.0


def _right_of_fullest(lines: Sequence[Line]) -> float:
    """Where the text ends on the page with the most lines: covers and last pages have few, and those are short."""
    page = Counter(line.page for line in lines).most_common(1)[0][0]
    return max(line.x1 for line in lines if line.page == page)


def _pairs(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    for one, then in pairwise(lines):
        if one.page == then.page and then.top > one.top:
            yield one, then


def _leading(lines: Sequence[Line], size: float) -> float:
    gaps = Counter(round(2 * (then.top - one.top)) / 2 for one, then in _pairs(lines))
    close = [gap for gap, n in gaps.items() if n >= 0.08 * sum(gaps.values()) and 0.9 * size < gap < 2 * size]
    return min(close, default=1.25 * size)


def _hangs(lines: Sequence[Line], leading: float) -> dict[str, tuple[bool, float]]:
    """Measure, for each row of enumerators, where a clause's second line stands, on lines that end in mid-sentence."""
    seen: dict[str, list[tuple[float, float]]] = {}
    for one, then in _pairs(lines):
        found, rows = enumerators(one.text), rows_of(one.text)
        apart = then.top - one.top > 1.25 * leading or enumerators(then.text) or re.search(r"[.;:,—–]$", one.text)
        if len(rows) != 1 or apart or found[-1].end >= len(one.xs):
            continue
        words = one.xs[found[-1].end]
        seen.setdefault(rows[0], []).append((then.x0 - words, then.x0 - one.x0))
    return {row: _steadier(pairs) for row, pairs in seen.items()}


def _steadier(pairs: Sequence[tuple[float, float]]) -> tuple[bool, float]:
    """Measure from the words or from the number, whichever gives one distance oftener; flush closing words give none."""
    words, number = (Counter(round(pair[i]) for pair in pairs) for i in (0, 1))
    (by_words, often), (by_number, as_often) = (max(c.items(), key=lambda kv: (kv[1], -abs(kv[0]))) for c in (words, number))
    by_words_rather = (often, -abs(by_words)) >= (as_often, -abs(by_number))
    return (True, float(by_words)) if by_words_rather else (False, float(by_number))


def rows_of(text: str) -> tuple[str, ...]:
    """Name the rows that a clause's first line may belong to: figures, letters or numerals, with their punctuation."""
    found = enumerators(text)
    if not found:
        return ()
    counts = found[-1].counts
    kinds = ["digit"] if Count.DIGIT in counts else []
    kinds += ["roman"] if Count.ROMAN in counts or Count.UPPER_ROMAN in counts else []
    kinds += ["letter"] if (Count.ALPHA in counts or Count.UPPER_ALPHA in counts) and len(found[-1].token) == 1 else []
    return tuple(f"{found[0].wrap}{kind}" for kind in kinds)


def counted(lines: Sequence[Line], measures: Measures) -> dict[Heading, int]:
    """Count the sections that stand in order, by where their headings are looked for."""
    counts = {
        Heading.BESIDE: _run(_beside(lines, measures)),
        Heading.ABOVE: _run(_above(lines, measures)),
        Heading.ARTICLE: _run(_articles(lines, measures)),
        Heading.NONE: _run(_numbers(lines)),
    }
    if counts[Heading.ARTICLE] < 2:
        counts[Heading.ARTICLE] = 0
    if 2 * max(n for kind, n in counts.items() if kind is not Heading.NONE) >= counts[Heading.NONE]:
        counts[Heading.NONE] = 0
    return counts


def choose(counts: dict[Heading, int], words: str) -> Layout:
    """Choose the layout whose headings are found on the page, and among those the one with most signs in `words`."""
    heading = max(counts, key=lambda kind: counts[kind])
    fitting = [layout for layout in LAYOUTS if layout.heading is heading]
    best = max(layout.evidence(words) for layout in fitting)
    return next(layout for layout in fitting if layout.evidence(words) == best and (best or not layout.signs))


def section_number(text: str) -> str:
    """Give the number that a line opens with as sections do, "24." -> "24"; "" where it does not."""
    found = enumerators(text)
    return found[0].token if found and found[0].wrap == "." and found[0].token[:1].isdigit() else ""


def _beside(lines: Sequence[Line], measures: Measures) -> Iterator[str]:
    for line in lines:
        number = section_number(line.text)
        if number and (measures.strong(line) or line.bold_lead > len(number) + 4):
            yield number


def _above(lines: Sequence[Line], measures: Measures) -> Iterator[str]:
    for one, then in pairwise(lines):
        number = section_number(then.text)
        if number and not measures.strong(then) and measures.strong(one) and not enumerators(one.text):
            yield number


def _articles(lines: Sequence[Line], measures: Measures) -> Iterator[str]:
    for line in lines:
        article = article_of(line.text, measures.strong(line) or measures.centred(line))
        if article:
            yield article.token


def _numbers(lines: Sequence[Line]) -> Iterator[str]:
    return filter(None, (section_number(line.text) for line in lines))


def _run(numbers: Iterator[str]) -> int:
    """How many numbers go on from the one before: law counts upwards, and chance does not."""
    steps, before = 0, "0"
    for number in numbers:
        step = follows(before, number, Count.DIGIT)
        if step in (Step.NEXT, Step.INSERTED):
            steps += 1
        if step:
            before = number
    return steps
