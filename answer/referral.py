"""The picture of the referral of victims, in the language of Graphviz, and whether a box is known second-hand only."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from ingest.book import Book
from ingest.model import Layer
from ingest.path import ProvisionPath
from ingest.referral import Referral, Step

WIDTH = 22
"""Characters of a line in a box."""


def second_hand(step: Step, book: Book) -> bool:
    """Whether every place that a box cites is a note, and none the text of a document."""
    return all(t.edition.layer is Layer.NOTE for path in step.paths for t in book.texts(ProvisionPath.parse(path)))


def picture(referral: Referral, book: Book, lang: str, note: str, address: Callable[[str], str]) -> str:
    """Give the picture in Graphviz' language, from left to right; `note` marks second-hand boxes, `address` gives a path's link."""
    lines = [
        "digraph referral {",
        'rankdir=LR; bgcolor="transparent"; nodesep=0.18; ranksep=0.25;',
        'node [shape=box, fontname="Helvetica", fontsize=14, margin="0.12,0.08"]; edge [arrowsize=0.7];',
    ]
    for step in referral.step:
        cited = [book.cite(ProvisionPath.parse(path), lang).rpartition(", ")[0] or path for path in step.paths]
        hand = second_hand(step, book)
        where = note if hand else "; ".join(cited)
        label = "\\n".join(_safe(line) for line in [*textwrap.wrap(step.words(lang), WIDTH), *textwrap.wrap(f"[{where}]", WIDTH)])
        style = "dashed" if hand else "solid"
        lines.append(f'{step.id} [label="{label}", URL="{_safe(address(step.paths[0]))}", style={style}];')
    lines.extend(f"{way.start} -> {way.end};" for way in referral.way)
    return "\n".join([*lines, "}"])


def _safe(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def own_steps(book: Book, slug: str) -> tuple[ProvisionPath, ...]:
    """Give the headings of a document's own text, two levels deep; none where only notes on it are loaded."""
    official = [edition for edition in book.editions if edition.instrument == slug and edition.layer is Layer.OFFICIAL]
    return tuple(one.path for edition in official[:1] for one in edition.walk() if len(one.path.steps) <= 2 and one.heading)
