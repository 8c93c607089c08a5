"""How good answers are, by kind of question: `python -m eval ask [dev|test]`."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from answer.answer import Answer
from answer.ask import ask
from answer.penalty import figures
from answer.uses import STEPS
from answer.verify import verify
from eval.asked import Asked, kinds_asked, outside, questions, rows
from eval.report import keep
from index.search import Search
from index.snapshot import Snapshot
from ingest.path import ProvisionPath
from ingest.penalties import Penalty

_THREE_WAYS = {
    "en": ("what is the sentence under {clause}", "penalty for {offence}", "how many years in prison for {offence}?"),
    "sw": ("adhabu chini ya {clause} ni ipi", "adhabu ya {offence}", "kifungo cha miaka mingapi kwa {offence}?"),
}


@dataclass(frozen=True, slots=True)
class Graded:
    """One question, its answer, and what of it is right. `kind` is None where no one shape is wanted."""

    asked: Asked
    answer: Answer
    kind: bool | None
    among: bool
    first: bool
    milliseconds: float


def grade(one: Asked, search: Search) -> Graded:
    """Ask a question and hold the answer against its grades. A clause counts where it, or one that is shown whole around it, is cited.

    A question that can be answered by yes or no is of that kind by its form, whatever it is about; either is recognised.
    """
    began = time.perf_counter()
    answer = ask(one.question, search)
    spent = 1000 * (time.perf_counter() - began)
    right = [ProvisionPath.parse(path) for path, value in one.paths.items() if value == 2]
    hits = [any(path.holds(wanted) or (not wanted.steps and wanted.holds(path)) for wanted in right) for path in answer.provisions]
    return Graded(one, answer, _recognised(one.wants, answer), any(hits), bool(hits and hits[0]), spent)


def _recognised(wanted: str, answer: Answer) -> bool | None:
    return answer.kind == wanted or (answer.kind == "yes-no" and wanted != "comparison") if wanted else None


def _shaped(wanted: str, answer: Answer) -> bool:
    """Whether an answer has the shape of the kind wanted."""
    return bool(_recognised(wanted, answer)) or {answer.kind, wanted} <= STEPS


def report(snapshot: Snapshot, split: str = "test") -> Iterator[str]:
    """Give the report's lines."""
    search = Search(snapshot)
    asked = questions(split)
    for one in asked[:20]:
        ask(one.question, search)
    graded = [grade(one, search) for one in asked]
    yield f"{len(graded)} questions, split {split}; snapshot {snapshot.id}"
    yield f"{'':14}{'questions':>10}{'kind':>8}{'cited':>8}{'first':>8}{'answered':>10}"
    groups = defaultdict(list)
    for row in graded:
        groups[row.asked.wants or row.asked.kind].append(row)
    for name, group in [*sorted(groups.items()), ("all", graded)]:
        yield _line(name, group)
    shaped = [_shaped(row.asked.wants, row.answer) for row in graded if row.asked.wants]
    yield f"answer in the shape of the kind wanted: {np.mean(shaped):.3f} of {len(shaped)}"
    yield from _of_kinds(search, split)
    yield from _told(search, split)
    yield from _refused(search, split)
    unsupported = sum(len(verify(json.loads(json.dumps(row.answer.record())), snapshot)) for row in graded)
    said = sum(len(row.answer.said) for row in graded)
    keep(f"ask_{split}", snapshot.id, {"questions": len(graded), "statements": said, "unsupported": unsupported})
    yield f"statements whose citations do not support them: {unsupported} of {said}"
    yield from _penalties(search)
    yield from _times(search, graded)


def _line(name: str, group: Sequence[Graded]) -> str:
    kinds = [row.kind for row in group if row.kind is not None]
    kind = f"{np.mean(kinds):8.3f}" if kinds else f"{'-':>8}"
    shares = "".join(f"{np.mean([getattr(row, what) for row in group]):8.3f}" for what in ("among", "first"))
    return f"{name:14}{len(group):10}{kind}{shares}{np.mean([row.answer.answered for row in group]):10.3f}"


def _of_kinds(search: Search, split: str) -> Iterator[str]:
    """Questions that were written for their kind alone, by those who knew nothing of Kinga's cues."""
    right = defaultdict(list)
    for one in kinds_asked(split):
        answer = ask(one.question, search)
        right[one.hand].append((bool(_recognised(one.kind, answer)), _shaped(one.kind, answer)))
    for hand, found in sorted(right.items()):
        kinds, shapes = np.mean(found, axis=0)
        yield f"kind of questions written for it by {hand}: {kinds:.3f}, shape {shapes:.3f} of {len(found)}"


def _told(search: Search, split: str) -> Iterator[str]:
    """Stories of the facts set, asked as questions."""
    stories = [Asked(row["id"], row["facts"], row["lang"], "facts", (), {}) for row in rows("facts")]
    chosen = [one for one in stories if split in ("all", one.split)][:60]
    if kinds := [ask(one.question, search).kind == "facts" for one in chosen]:
        yield f"stories recognised as facts: {np.mean(kinds):.3f} of {len(kinds)}"


def _refused(search: Search, split: str) -> Iterator[str]:
    beyond = outside(split)
    for near in ("near", "far"):
        answered = [ask(one.question, search).answered for one in beyond if one.kind == near]
        yield f"outside the scope, {near}: refused {1 - np.mean(answered):.3f} of {len(answered)}"


def _penalties(search: Search) -> Iterator[str]:
    """Every offence of the corpus, asked in three ways in both languages: its row is in the table, with its figures."""
    wrong = []
    known = search.snapshot.data.penalties.penalty
    for one in known:
        for lang, ways in _THREE_WAYS.items():
            clause = search.snapshot.book.cite(ProvisionPath.parse(one.sentenced_by), lang)
            offence = (one.offence_sw if lang == "sw" else one.offence).lower()
            wrong += [said for way in ways if not _in_table(one, said := way.format(clause=clause, offence=offence), search, lang)]
    yield f"penalties: table right in {6 * len(known) - len(wrong)} of {6 * len(known)}"
    yield from (f"  wrong: {said}" for said in wrong)


def _in_table(one: Penalty, said: str, search: Search, lang: str) -> bool:
    table = ask(said, search, lang).table
    head = one.offence_sw if lang == "sw" else one.offence
    cells = [row.cells for row in table.rows if row.head == head] if table else []
    return bool(cells) and all(figure in " ".join(cell.text for cell in cells[0]) for figure in figures(one))


def _times(search: Search, graded: Sequence[Graded]) -> Iterator[str]:
    p50, p95 = np.percentile([row.milliseconds for row in graded], [50, 95])
    yield f"warm question to answer: p50 {p50:.1f} ms, p95 {p95:.1f} ms"
    names = [concept.name for concept in search.snapshot.data.concepts.values()]
    pairs = [(one, two) for one in names for two in names if one < two][:60]
    spent = []
    for one, two in pairs:
        began = time.perf_counter()
        ask(f"difference between {one} and {two}", search)
        spent.append(1000 * (time.perf_counter() - began))
    yield f"warm comparison: p50 {np.median(spent):.1f} ms, longest {max(spent):.1f} ms of {len(spent)}"
