"""The facts of a case as HTML: what is indicated, the story with its marks, the element table, the sheet. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from answer.charge import Sheet
from answer.facts import Interview, Outcome
from answer.facts.outcome import Row
from answer.laid import Laid, Line, state_as
from answer.marked import GROUPS, Stretch, group_of
from ingest.path import ProvisionPath
from views import law, tables
from views.words import Words


def indicated(shown: Laid, w: Words) -> str:
    """Give what the facts indicate, how sure that is and why; and that nobody is found guilty."""
    further = f"<p>{escape(w('facts_further', what='; '.join(shown.further)))}</p>" if shown.further else ""
    sure = w("facts_sure", share=round(100 * shown.confidence))
    return (
        f'<section class="k-box" role="status" lang="{w.lang}"><h2>{escape(w("facts_indicated", what=shown.indication))}</h2>'
        f'<p>{escape(shown.why)} {escape(sure)}</p>{further}<p class="k-small">{escape(w("facts_caution"))}</p></section>'
    )


def story(stretches: Iterable[Stretch], outcome: Outcome, w: Words) -> str:
    """Give the story with the words that speak for elements marked, each mark with the numbers of its rows; then the key."""
    numbers = {row.element: number for number, row in enumerate(_told(outcome), 1)}
    stretches = tuple(stretches)
    used = [group for group in GROUPS if any(group in s.groups for s in stretches)]
    key = "".join(f'<span class="k-ev k-ev-{group}">{escape(w(f"group_{group}"))}</span> ' for group in used)
    legend = f'<p class="k-key" lang="{w.lang}">{escape(w("facts_key"))} {key}</p>' if used else f"<p>{escape(w('facts_unmarked'))}</p>"
    return f'<div class="k-story">{"".join(_stretch(one, numbers) for one in stretches)}</div>{legend}'


def _told(outcome: Outcome) -> Iterator[Row]:
    """Give the rows of the element table that are shown: `answer.laid` leaves out those of which nothing is told."""
    return (row for row in outcome.rows if row.state or row.against)


def _stretch(one: Stretch, numbers: dict[str, int]) -> str:
    """Give one stretch: a mark inside a mark where it speaks for several kinds of elements, so that their lines stack."""
    if not one.groups:
        return escape(one.text)
    places = ",".join(str(numbers[e]) for e in one.elements if e in numbers)
    drawn = f"{escape(one.text)}<sup>{places}</sup>"
    for group in reversed(one.groups):
        drawn = f'<mark class="k-ev k-ev-{group}">{drawn}</mark>'
    return drawn


def elements(shown: Laid, outcome: Outcome, w: Words) -> str:
    """Give the element table: number, element, state, the words that speak for it and against it, its clauses."""
    heads = "".join(f'<th scope="col">{escape(w(f"element_{head}"))}</th>' for head in ("number", "name", "state", "words", "clauses"))
    groups = [group_of(row.element) for row in _told(outcome)]
    rows = "".join(_element(n, line, group, w) for n, (line, group) in enumerate(zip(shown.elements, groups, strict=True), 1))
    missing = "; ".join(line.said for line in shown.missing)
    rest = f'<p class="k-small" lang="{w.lang}">{escape(w("facts_missing", what=missing))}</p>' if missing else ""
    table = _table(w("facts_elements"), heads, rows) if rows else f"<p>{escape(w('facts_nothing'))}</p>"
    return table + rest


def _element(number: int, line: Line, group: str, w: Words) -> str:
    words = _quoted(line.words) + (f"<p>{escape(w('facts_against'))}</p>{_quoted(line.against)}" if line.against else "")
    name = f'<span class="k-ev k-ev-{group}">{escape(w(f"group_{group}"))}</span> {escape(line.said)}'
    return (
        f'<tr><td class="k-n">{number}</td><th scope="row">{name}</th><td>{escape(line.state)}</td>'
        f'<td>{words}</td><td class="k-cite">{_clauses(line.paths, line.cited, w)}</td></tr>'
    )


def _quoted(words: Iterable[str]) -> str:
    return "".join(f"<p>“{escape(one)}”</p>" for one in words)


def _clauses(paths: Iterable[str], cited: Iterable[str], w: Words) -> str:
    links = {label: path for path, label in zip(paths, cited, strict=False)}
    return "; ".join(law.link(ProvisionPath.parse(path), label, w) for label, path in links.items())


def _table(name: str, heads: str, rows: str) -> str:
    return tables.scrolling(name, heads, rows, "k-table k-elements")


def lines(found: Iterable[Line], w: Words) -> str:
    """Give lines of an outcome as a list: what is said, the words that speak for it, why, and its clauses."""
    return f'<ul class="k-points">{"".join(f"<li>{_line(one, w)}</li>" for one in found)}</ul>'


def _line(one: Line, w: Words) -> str:
    reason = f'<p class="k-small">{escape(one.reason)}</p>' if one.reason else ""
    clauses = f'<p class="k-cite">{_clauses(one.paths, one.cited, w)}</p>' if one.paths else ""
    return f'<p lang="{w.lang}">{escape(one.said)}</p>{_quoted(one.words)}{reason}{clauses}'


def question(one: Line, number: int, w: Words) -> str:
    """Give a question of the interview with its reason and the clauses that ask for it."""
    return f'<div class="k-question" role="group"><p class="k-small">{escape(w("facts_question", number=number))}</p>{_line(one, w)}</div>'


def answers(talk: Interview, w: Words) -> str:
    """Give the answers given so far."""
    names = {True: "answer_yes", False: "answer_no", None: "answer_unknown"}
    asked = {ask.about: ask.sw if w.lang == "sw" else ask.en for ask in talk.engine.lore.rules.ask}
    rows = "".join(f"<li>{escape(asked[about])} <strong>{escape(w(names[value]))}</strong></li>" for about, value in talk.answers.items())
    return f'<ol class="k-points k-small">{rows}</ol>'


def sheet(one: Sheet, w: Words) -> str:
    """Give the one-page sheet: each element to prove, its state, its clauses, the words that go to it, the gap."""
    heads = "".join(f'<th scope="col">{escape(w(f"sheet_{head}"))}</th>' for head in ("element", "state", "clauses", "words", "gap"))
    rows = "".join(
        f'<tr><th scope="row">{escape(p.element)}</th><td>{escape(state_as(p.state, w.lang))}</td>'
        f'<td class="k-cite">{_clauses(p.paths, p.clauses, w)}</td><td>{_quoted(p.words)}</td><td>{escape(p.gap)}</td></tr>'
        for p in one.proofs
    )
    outside = f'<p class="k-about">{escape(one.outside)}</p>' if one.outside else ""
    return (
        f'<section class="k-sheet" lang="{w.lang}"><h3>{escape(one.offence)}</h3>'
        f'{_table(one.offence, heads, rows)}{outside}<p class="k-about">{escape(one.caution)}</p></section>'
    )
